import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
import cast
from jianyan.accounts import totp

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
"""Of RFC 6238, appendix B, for SHA-1; its codes have eight digits, ours are their last six."""


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_of(RFC_SECRET, totp.step_of(at)) == code


@pytest.mark.parametrize(("away", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off_and_no_more(away: int, fits: bool) -> None:
    step = totp.step_of(builders.NOW) + away
    found = totp.matching_step(cast.TOTP_SECRET, cast.code(builders.NOW, away=away), at=builders.NOW, after=0)
    assert found == (step if fits else None)


def test_a_step_that_was_used_is_over_and_so_are_those_before() -> None:
    at, step = builders.NOW, totp.step_of(builders.NOW)
    for used, left in ((step - 2, [-1, 0, 1]), (step - 1, [0, 1]), (step, [1]), (step + 1, [])):
        codes = {away: cast.code(at, away=away) for away in (-1, 0, 1)}
        fitting = [
            away
            for away, code in codes.items()
            if totp.matching_step(cast.TOTP_SECRET, code, at=at, after=used) is not None
        ]
        assert fitting == left


def test_a_code_is_read_as_people_type_it() -> None:
    code = cast.code(builders.NOW)
    wide = code.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    for typed in (f" {code[:3]} {code[3:]}\n", f"{code[:3]}-{code[3:]}", wide, f"{code}\u3000"):
        assert totp.matching_step(cast.TOTP_SECRET, typed, at=builders.NOW, after=0)


@given(st.text(max_size=12))
def test_what_is_no_code_of_these_steps_is_none(typed: str) -> None:
    right = {cast.code(builders.NOW, away=away) for away in (-1, 0, 1)}
    found = totp.matching_step(cast.TOTP_SECRET, typed, at=builders.NOW, after=0)
    assert (found is not None) == (totp.tidy(typed) in right)


def test_a_code_lasts_thirty_seconds() -> None:
    start = datetime(2026, 7, 1, tzinfo=UTC)
    codes = [cast.code(start + timedelta(seconds=second)) for second in range(60)]
    assert (len(set(codes[:30])), len(set(codes[30:])), codes[29] == codes[30]) == (1, 1, False)


def test_the_address_for_the_app_says_whose_secret_it_is() -> None:
    address = totp.address_of(cast.TOTP_SECRET, account="wei@city.example", issuer="Jianyan 江州")
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert unquote(parts.path) == "/Jianyan 江州:wei@city.example"
    assert parse_qs(parts.query) == {"secret": [cast.TOTP_SECRET], "issuer": ["Jianyan 江州"]}
    assert "+" not in address


def test_secrets_are_long_and_never_the_same() -> None:
    drawn = {totp.new_secret() for _ in range(100)}
    assert len(drawn) == 100
    assert {len(base64.b32decode(secret)) for secret in drawn} == {20}
