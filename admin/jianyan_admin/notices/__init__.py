"""Notices: whom an organisation has told."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.notices import desk

handlers: list[ControllerRouterHandler] = [*desk.handlers]
