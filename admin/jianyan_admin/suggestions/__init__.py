"""One suggestion: its page, its whole text, and what the public is shown of it."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.suggestions import page, reveals, withholding

handlers: list[ControllerRouterHandler] = [*page.handlers, *withholding.handlers, *reveals.handlers]
