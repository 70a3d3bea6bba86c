"""Passwords cost whoever guesses as much as is recommended."""

import pytest

from jianyan.accounts import passwords

RECOMMENDED = "$argon2id$v=19$m=19456,t=2,p=1$"
"""Source: OWASP Password Storage."""


def test_a_process_that_starts_hashes_at_the_recommended_cost() -> None:
    assert passwords.NOBODY.startswith(RECOMMENDED)  # made when the module was read, before tests pay less


async def test_every_password_costs_what_its_process_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MEMORY_KIB", 128)
    monkeypatch.setattr(passwords, "PASSES", 3)
    phc = await passwords.hashed("末班车太早了")
    assert phc.startswith("$argon2id$v=19$m=128,t=3,p=1$")
    assert await passwords.matches("末班车太早了", phc)
    assert not await passwords.matches("末班车太早", phc)
