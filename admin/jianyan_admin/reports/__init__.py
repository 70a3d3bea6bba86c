"""Reports at the staff's desk, and the layouts that offices bring."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.reports import desk, page, templates, verification

handlers: list[ControllerRouterHandler] = [
    *templates.handlers,
    *desk.handlers,
    *page.handlers,
    *verification.handlers,
]
