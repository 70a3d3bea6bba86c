"""One's own files that take long to make."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.jobs import desk

handlers: list[ControllerRouterHandler] = [*desk.handlers]
