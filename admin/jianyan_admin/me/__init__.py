"""One's own account, and with what one signs in."""

from litestar.types import ControllerRouterHandler

from jianyan_admin.me import account, passkeys, totp

handlers: list[ControllerRouterHandler] = [*account.handlers, *totp.handlers, *passkeys.handlers]
