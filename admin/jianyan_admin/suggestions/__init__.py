"""One suggestion: its page, its photos, its whole text, and what the public is shown of it."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.suggestions import page, photos, reveals, withholding

handlers: list[ControllerRouterHandler] = [
    *page.handlers,
    *photos.handlers,
    *withholding.handlers,
    *reveals.handlers,
]
