"""Suggestions from a clerk's sheet, in steps."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.imports import desk

handlers: list[ControllerRouterHandler] = [*desk.handlers]
