"""The board of a topic, and its charts."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.tallies import desk

handlers: list[ControllerRouterHandler] = [*desk.handlers]
