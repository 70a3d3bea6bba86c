"""A city of our own making to try everything on: three topics, their places, some hundred suggestions.

    content.json ── Content ──▶ timeline: (moment, act) ──▶ verbs, in the order of time, in one transaction

What people wrote stands in content.json; the verbs write it as if it had happened in the last weeks, so that
trail, decisions, receipts and scans are all there. It is either there whole or not at all.

Writes no table of its own.
"""

from jianyan.demo.content import Content, content
from jianyan.demo.emptying import InUse, NotADemo, empty, refuse_unless_demo
from jianyan.demo.filling import Filled, fill
from jianyan.demo.people import OtherSecret, address_of, password_of, totp_secret_of

__all__ = [
    "Content",
    "Filled",
    "InUse",
    "NotADemo",
    "OtherSecret",
    "address_of",
    "content",
    "empty",
    "fill",
    "password_of",
    "refuse_unless_demo",
    "totp_secret_of",
]
