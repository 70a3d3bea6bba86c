"""Placements at the staff's desk: one by one, or many from a sheet."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.placements import codes, desk, page, uploads

handlers: list[ControllerRouterHandler] = [
    *desk.handlers,
    *page.handlers,
    *codes.handlers,
    *uploads.handlers,
]
