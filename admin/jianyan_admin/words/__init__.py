"""The word list: its entries, the list as a file, and a bench to try it on."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.words import bench, desk, files

handlers: list[ControllerRouterHandler] = [*desk.handlers, *files.handlers, *bench.handlers]
