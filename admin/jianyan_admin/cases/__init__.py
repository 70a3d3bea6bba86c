"""Cases at a desk: lists, one case, what is done with it, meetings, its reply, and who gets it."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.cases import acts, desk, hand_over, meetings, page, replies, reply_templates, terms

handlers: list[ControllerRouterHandler] = [
    *desk.handlers,
    *page.handlers,
    *acts.handlers,
    *meetings.handlers,
    *replies.handlers,
    *reply_templates.handlers,
    *terms.handlers,
    *hand_over.handlers,
]
