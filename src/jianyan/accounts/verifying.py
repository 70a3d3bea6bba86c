"""A passkey's answer, verified: a new public key, or a signature by a known one.

Where an authenticator comes from is not asked (no attestation), and what comes along about that is not read.
The library behind this is imported with this module, which is imported when the first answer comes.

Source: W3C Web Authentication Level 2, 7.1 (registering) and 7.2 (verifying an assertion).
"""

from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import (
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

from jianyan.accounts.ceremonies import (
    PASSKEY_ALGORITHMS,
    Assertion,
    NewKey,
    RelyingParty,
    WrongPasskey,
    named,
    read_new_key,
)

_ALGORITHMS = [COSEAlgorithmIdentifier(number) for number in PASSKEY_ALGORITHMS]
_ID_LONGEST = 1023
_UNUSABLE = (WebAuthnException, LookupError, TypeError, ValueError)
"""What a broken answer ends in, deep in the parsing of CBOR and keys."""


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
    read = read_new_key(answer)
    try:
        verified = verify_registration_response(
            credential=RegistrationCredential(
                id=named(read.credential_id),
                raw_id=read.credential_id,
                response=AuthenticatorAttestationResponse(read.client_data, _bare(read.attestation)),
            ),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=_ALGORITHMS,
        )
        decoded_public_key_to_cryptography(decode_credential_public_key(verified.credential_public_key))
    except _UNUSABLE as unusable:
        raise WrongPasskey from unusable
    if verified.credential_id != read.credential_id or len(read.credential_id) > _ID_LONGEST:
        raise WrongPasskey
    name = named(verified.credential_id)
    return NewKey(name, verified.credential_public_key, verified.sign_count)


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


def _bare(attestation: bytes) -> bytes:
    """Give an attestation object that says nothing about where the authenticator comes from."""
    return encode_cbor({"fmt": "none", "attStmt": {}, "authData": parse_cbor(attestation)["authData"]})
