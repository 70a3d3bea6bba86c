"""What waits for a decision, and the decisions: one by one, or many at once."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.queue import batches, decisions, desk, filing

handlers: list[ControllerRouterHandler] = [
    *desk.handlers,
    *decisions.handlers,
    *batches.handlers,
    *filing.handlers,
]
