"""What a browser is asked and answers for a passkey, as plain data; nothing of it is verified here.

Answers are JSON with base64 in it, as `passkeys.js` writes them.

Source: W3C Web Authentication Level 2, 5.2 (answers of authenticators).
"""

import ipaddress
from base64 import urlsafe_b64encode
from typing import TypeVar

import msgspec

from jianyan.accounts.proofs import WrongProof
from jianyan.i18n import N_
from jianyan.settings import Settings

PASSKEY_ALGORITHMS = [-7, -8, -257]
"""ES256, EdDSA and RS256 as COSE numbers, in the order of our liking: nearly all authenticators speak one."""
_Answer = TypeVar("_Answer", "NewKeyAnswer", "Assertion")


class WrongPasskey(WrongProof):
    """The passkey is not known here, or its answer is not right."""

    sentence = N_("This passkey does not open this. Please try again, or use another way.")


class RelyingParty(msgspec.Struct, frozen=True):
    """Whose passkeys are taken: decided by the settings, never by a request."""

    id: str
    """Host name without a port; a passkey works under this name only."""
    origin: str
    """Scheme, host and port of the pages that may ask for one."""


class NewKeyAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a browser answers that made a passkey."""

    credential_id: bytes
    client_data: bytes
    attestation: bytes


class Assertion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a browser answers that was asked for a passkey."""

    credential_id: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes
    user_handle: bytes = b""
    """As what the account was named when the passkey was made; empty: the authenticator did not say."""

    @property
    def name(self) -> str:
        """Give the id of the credential as it is kept."""
        return named(self.credential_id)


class NewKey(msgspec.Struct, frozen=True):
    """What is kept of a new passkey."""

    credential_id: str
    """base64url."""
    public_key: bytes
    """COSE key."""
    sign_count: int


def relying_party(settings: Settings) -> RelyingParty | None:
    """Give whose passkeys are taken; None where no browser makes any: without TLS, or under a mere number."""
    host = settings.host
    is_local = host == "localhost" or host.endswith(".localhost")
    if _is_number(host) or not (settings.is_https or is_local):
        return None
    return RelyingParty(host, settings.base_url)


def read_new_key(answer: str) -> NewKeyAnswer:
    """Give what a browser answers that made a passkey; nothing of it is verified yet.

    Raises:
        WrongPasskey: it is none.
    """
    return _read(answer, NewKeyAnswer)


def read_assertion(answer: str) -> Assertion:
    """Give an answer to the question for a passkey; nothing of it is verified yet.

    Raises:
        WrongPasskey: it is none.
    """
    return _read(answer, Assertion)


def named(credential_id: bytes) -> str:
    """Give the id of a credential as it is kept: base64url without padding."""
    return urlsafe_b64encode(credential_id).rstrip(b"=").decode()


def _read(answer: str, kind: type[_Answer]) -> _Answer:
    try:
        return msgspec.json.decode(answer, type=kind)
    except (msgspec.MsgspecError, UnicodeError) as unreadable:
        raise WrongPasskey from unreadable


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
