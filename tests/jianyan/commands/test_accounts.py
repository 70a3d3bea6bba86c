import io
import os
import pty
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest

import builders
import cast
from jianyan import accounts
from jianyan.accounts import totp
from jianyan.settings import Settings


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def add(email: str = cast.QIAO, role: str = "staff") -> list[str]:
    return ["account", "add", email, "--role", role, "--organisation", "江州市政协"]


async def enter(email: str, password: str, code: str = "") -> str:
    return await accounts.sign_in(
        email, password, front=accounts.Front.CONSOLE, keys=builders.KEYS, now=builders.NOW, code=code
    )


def test_qiao_signs_in_with_the_password_that_was_piped_in(
    jianyan: Any, inside: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "correct horse battery\nsecond line\n")
    ran = jianyan(*add(email="Qiao@Jianyan.example"), "--password-stdin", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert (ran.json["email"], ran.json["role"]) == (cast.QIAO, "staff")
    assert inside(lambda: enter(cast.QIAO, "correct horse battery"))


def test_wei_signs_in_with_the_app_whose_secret_was_printed(
    jianyan: Any, inside: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "correct horse battery\n")
    ran = jianyan(*add(cast.WEI, "moderator"), "--password-stdin", "--totp", "--json")
    code = totp.code_of(ran.json["totp_secret"], totp.step_of(builders.NOW))
    assert inside(lambda: enter(cast.WEI, "correct horse battery", code))
    typed(monkeypatch, "correct horse battery\n")
    said = jianyan(*add(cast.ZHU, "moderator"), "--password-stdin", "--totp").out
    assert re.search(r"shown this once: [A-Z2-7]{32}\n", said)


def test_a_lost_app_is_taken_away(
    jianyan: Any, inside: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "correct horse battery\n")
    jianyan(*add(cast.WEI, "moderator"), "--password-stdin", "--totp")
    ran = jianyan("account", "reset-totp", f" {cast.WEI.upper()}", "--json")
    assert (ran.code, ran.json) == (0, {"email": cast.WEI})
    assert not inside(lambda: accounts.person_by_email(cast.WEI)).has_totp
    assert jianyan("account", "reset-totp", cast.ZHU).code == 1


def test_without_the_option_no_app_is_set_up(
    jianyan: Any, inside: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "correct horse battery\n")
    ran = jianyan(*add(cast.WEI, "moderator"), "--password-stdin", "--json")
    assert "totp_secret" not in ran.json
    assert not inside(lambda: accounts.person_by_email(cast.WEI)).has_totp


def test_an_address_that_is_taken_is_refused(jianyan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "correct horse battery\n")
    assert jianyan(*add(), "--password-stdin").code == 0
    typed(monkeypatch, "correct horse battery\n")
    ran = jianyan(*add(), "--password-stdin")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "email: There is an account with this e-mail address already.\n"


def test_a_short_password_is_refused_and_nobody_added(
    jianyan: Any, inside: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "short\n")
    ran = jianyan(*add(), "--password-stdin")
    assert (ran.code, ran.err) == (1, "password: A password has at least 10 characters.\n")
    assert inside(accounts.accounts) == []


def test_without_a_terminal_the_password_must_be_piped_in(
    jianyan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "correct horse battery\n")
    ran = jianyan(*add())
    assert ran.code == 1
    assert "--password-stdin" in ran.err


@pytest.mark.parametrize(
    ("second", "code", "said"),
    [("correct horse battery", 0, "can sign in now"), ("other", 1, "not the same")],
)
def test_at_a_terminal_the_password_is_asked_twice_and_not_shown(
    second: str, code: int, said: str, settings: Settings
) -> None:
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "jianyan.cli", *add()])
    seen = ""
    for prompt, answer in (("Password: ", "correct horse battery"), ("again: ", second)):
        seen += read_until(terminal, prompt)
        os.write(terminal, f"{answer}\n".encode())
    seen += read_until(terminal, None)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == code
    os.close(terminal)
    assert said in seen
    assert "correct horse" not in seen


def read_until(terminal: int, prompt: str | None) -> str:
    """Read up to a prompt, or to the end."""
    seen = b""
    while prompt is None or not seen.decode().endswith(prompt):
        try:
            piece = os.read(terminal, 1_024)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        seen += piece
    return seen.decode()
