"""Topics at the staff's desk, and their rules."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.topics import desk, rules

handlers: list[ControllerRouterHandler] = [*desk.handlers, *rules.handlers]
