"""Signing in and out, and a fresh proof of who is there."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.signin import passkey, proofs, set_up, signing_in

handlers: list[ControllerRouterHandler] = [
    *signing_in.handlers,
    *passkey.handlers,
    *proofs.handlers,
    *set_up.handlers,
]
