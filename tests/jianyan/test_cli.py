import subprocess
import sys
from pathlib import Path

import pytest

from jianyan.cli import main
from jianyan.commands.terminal import language_of


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """Give the one line on stderr; nothing stands on stdout."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["account", "add", "a@b.example", "--organisation", "x", "--role", "king"],
        ["topic", "add", "--slug", "x", "--title", "x", "--category", "a", "--opens", "tomorrow"],
        ["serve", "--port", "99999"],
        ["serve", "--workers", "0"],
        ["export", "tally", "x", "--format", "doc", "-o", "x"],
    ],
)
def test_wrong_usage_is_said_with_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("usage: jianyan")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("JIANYAN_DATABASE", "x", "JIANYAN_DATABASE is not a setting"),
        ("JIANYAN_BASE_URL", "ftp://x", "JIANYAN_BASE_URL must be"),
        ("JIANYAN_TIME_ZONE", "Mars/Olympus", "not a known time zone"),
        ("JIANYAN_CONTACT_DAYS", "many", "wrong type"),
        ("JIANYAN_LIMITS", "maybe", "must be on or off"),
    ],
)
def test_a_wrong_setting_is_one_sentence_and_exit_code_2(
    name: str, value: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["serve"]) == 2
    assert said in sentence(capsys)


def test_limits_off_on_a_public_address_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIANYAN_LIMITS", "off")
    monkeypatch.setenv("JIANYAN_BASE_URL", "https://jianyan.example")
    assert main(["serve"]) == 2
    assert "loopback" in sentence(capsys)


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        (b"0a0a0a0a AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 0o600, "weak secret"),
        (b"nothing of the kind\n", 0o600, "not an id and base64"),
        (b"\xff\xfe\x00", 0o600, "it is not text"),
        (b"", 0o600, "is empty"),
        (b"x", 0o644, "can be read by others"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "check", "demo"])
def test_an_unfit_secret_is_one_sentence_and_exit_code_2(
    command: str, content: bytes, mode: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = Path("jianyan.secret")
    secret.write_bytes(content)
    secret.chmod(mode)
    assert main([command]) == 2
    assert said in sentence(capsys)


@pytest.mark.parametrize("command", [["serve"], ["check"], ["erase", "X"], ["posters", "x", "-o", "x.pdf"]])
def test_a_database_that_is_not_migrated_is_refused_with_what_to_do(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 2
    assert "Run jianyan migrate" in sentence(capsys)


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_file_that_is_no_database_is_one_sentence_and_exit_code_2(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("jianyan.sqlite").write_bytes(b"Dear Sir or Madam, " * 500)
    assert main([command]) == 2
    assert "file is not a database" in sentence(capsys)


def test_a_database_in_a_folder_that_is_missing_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIANYAN_DATABASE_URL", "sqlite:///nowhere/jianyan.sqlite")
    assert main(["serve"]) == 2
    assert "unable to open database file" in sentence(capsys)


@pytest.mark.parametrize("command", ["serve", "migrate", "check"])
def test_a_server_that_is_away_is_one_sentence_and_exit_code_2(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIANYAN_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing")
    assert main([command]) == 2
    assert "The database cannot be opened" in sentence(capsys)


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh-CN"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_a_command_speaks_the_language_of_the_terminal(environ: dict[str, str], language: str) -> None:
    assert language_of(environ) == language


def test_the_installed_command_shows_what_there_is() -> None:
    command = str(Path(sys.executable).with_name("jianyan"))
    done = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
    for word in ("serve", "migrate", "demo", "import", "export", "posters", "erase", "check"):
        assert f"\n    {word} " in done.stdout
