"""What a browser answers for a passkey, checked: a new public key, or a signature by a known one.

Answers are JSON with base64 in it, as `passkeys.js` writes them. Where an authenticator comes from is not
asked (no attestation), and what comes along about that is not read.

Source: W3C Web Authentication Level 2, 7.1 (registering) and 7.2 (verifying an assertion).
"""

import ipaddress
from typing import TypeVar

import msgspec
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import (
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    encode_cbor,
    parse_cbor,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    RegistrationCredential,
)

from jianyan.accounts.proofs import WrongProof
from jianyan.i18n import N_
from jianyan.settings import Settings

_ALGORITHMS = (
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
)
PASSKEY_ALGORITHMS = [int(algorithm) for algorithm in _ALGORITHMS]
"""What nearly all authenticators speak, as COSE numbers, in the order of our liking."""
_ID_LONGEST = 1023
_UNUSABLE = (WebAuthnException, LookupError, TypeError, ValueError)
"""What a broken answer ends in, deep in the parsing of JSON, CBOR and keys."""
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
        return bytes_to_base64url(self.credential_id)


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


def new_key(answer: str, *, challenge: bytes, party: RelyingParty) -> NewKey:
    """Give what is kept of a passkey that was just made.

    Args:
        answer: JSON of a NewKeyAnswer.
        challenge: what was asked.
        party: of this installation.

    Raises:
        WrongPasskey: it answers something else, was made on another site or without checking who the person
            is, or its key is of a kind we cannot use.
    """
    read = _read(answer, NewKeyAnswer)
    try:
        verified = verify_registration_response(
            credential=RegistrationCredential(
                id=bytes_to_base64url(read.credential_id),
                raw_id=read.credential_id,
                response=AuthenticatorAttestationResponse(read.client_data, _bare(read.attestation)),
            ),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=list(_ALGORITHMS),
        )
        decoded_public_key_to_cryptography(decode_credential_public_key(verified.credential_public_key))
    except _UNUSABLE as unusable:
        raise WrongPasskey from unusable
    if verified.credential_id != read.credential_id or len(read.credential_id) > _ID_LONGEST:
        raise WrongPasskey
    name = bytes_to_base64url(verified.credential_id)
    return NewKey(name, verified.credential_public_key, verified.sign_count)


def read_assertion(answer: str) -> Assertion:
    """Give an answer to the question for a passkey; nothing of it is verified yet.

    Raises:
        WrongPasskey: it is none.
    """
    return _read(answer, Assertion)


def sign_count(assertion: Assertion, *, challenge: bytes, party: RelyingParty, public_key: bytes) -> int:
    """Give how often the passkey says that it has signed, when its answer is right; 0: it does not count.

    Args:
        assertion: as it was read.
        challenge: what was asked.
        party: of this installation.
        public_key: of the passkey that the assertion names.

    Raises:
        WrongPasskey: it answers something else, was signed by another key, for another site, or without
            checking who the person is.
    """
    response = AuthenticatorAssertionResponse(
        assertion.client_data, assertion.authenticator_data, assertion.signature
    )
    try:
        verified = verify_authentication_response(
            credential=AuthenticationCredential(assertion.name, assertion.credential_id, response),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,  # compared where it is kept: only a right signature counts
            require_user_verification=True,
        )
    except _UNUSABLE as unusable:
        raise WrongPasskey from unusable
    return verified.new_sign_count


def _read(answer: str, kind: type[_Answer]) -> _Answer:
    try:
        return msgspec.json.decode(answer, type=kind)
    except (msgspec.MsgspecError, UnicodeError) as unreadable:
        raise WrongPasskey from unreadable


def _bare(attestation: bytes) -> bytes:
    """Give an attestation object that says nothing about where the authenticator comes from."""
    return encode_cbor({"fmt": "none", "attStmt": {}, "authData": parse_cbor(attestation)["authData"]})


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
