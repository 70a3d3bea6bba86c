"""What the runbook and the units tell people to type is what the program understands."""

import re
import shlex
from pathlib import Path

import pytest

from architecture.sources import ROOT
from jianyan.cli import _parser
from jianyan.settings import Settings

DEPLOY = ROOT / "deploy"
PROGRAM = "/opt/jianyan/bin/jianyan"
SETTINGS = {f"JIANYAN_{name.upper()}" for name in Settings.__struct_fields__}


def runbook() -> str:
    return (DEPLOY / "runbook.md").read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    """List the lines of the shell in fenced blocks, continued ones joined."""
    fenced = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [line for block in fenced for line in block.replace("\\\n", "").splitlines()]


def commands(text: str) -> list[list[str]]:
    """List the arguments of each command of ours that is to be typed."""
    found = []
    for line in blocks(text):
        if "jianyan" not in line or "<<" in line or "$@" in line or "$(" in line:
            continue
        words = shlex.split(line, comments=True)
        if words[:2] == ["nice", "-n"]:
            words = words[3:]
        while words and re.match(r"[A-Z_]+=", words[0]):
            words.pop(0)
        for program in (PROGRAM, "app1"):
            if program in words:
                words = ["jianyan", *words[words.index(program) + 1 :]]
        if words and words[0] == "jianyan":
            found.append(words[1:])
    return found


def mentioned(text: str) -> list[list[str]]:
    """List the arguments of each command of ours that a sentence names, whole or only its name."""
    return [shlex.split(span)[1:] for span in re.findall(r"`(jianyan [^`]+)`", text)]


def is_understood(arguments: list[str], *, name_is_enough: bool = False) -> bool:
    try:
        _parser().parse_args(arguments)
    except SystemExit:
        is_name = not any(word.startswith("-") for word in arguments)
        return name_is_enough and is_name and _helps([*arguments, "--help"])
    return True


def _helps(words: list[str]) -> bool:
    try:
        _parser().parse_args(words)
    except SystemExit as left:
        return left.code == 0
    return False


def test_every_command_to_be_typed_is_understood() -> None:
    typed = commands(runbook())
    assert {"backup", "restore", "check", "erase", "migrate", "serve"} <= {words[0] for words in typed}
    assert [words for words in typed if not is_understood(words)] == []


def test_every_command_that_is_mentioned_exists() -> None:
    named = mentioned(runbook())
    assert len(named) > 10
    assert [words for words in named if not is_understood(words, name_is_enough=True)] == []


def test_a_command_that_does_not_exist_is_found() -> None:
    wrong = (
        "```sh\nLANG=C jianyan dance --fast\nrunuser -- /opt/jianyan/bin/jianyan backup\n```\n`jianyan sing`"
    )
    assert [is_understood(words) for words in commands(wrong)] == [False, False]
    assert [is_understood(words, name_is_enough=True) for words in mentioned(wrong)] == [False]
    assert is_understood(["backup"], name_is_enough=True)


def test_every_setting_that_is_named_exists() -> None:
    named = set(re.findall(r"JIANYAN_[A-Z_]+", runbook()))
    assert {"JIANYAN_DATABASE_URL", "JIANYAN_SECRET_FILE"} <= named <= SETTINGS
    assert "JIANYAN_COLOUR" not in SETTINGS


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("jianyan*.service")), ids=lambda path: str(path.name))
def test_a_unit_runs_what_the_program_understands(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    run = re.findall(rf"^Exec\w+=.*?{PROGRAM} (.*?)'?$", text, re.MULTILINE)
    assert run != []
    assert [line for line in run if not is_understood(shlex.split(line))] == []


def test_files_that_are_installed_are_there() -> None:
    named = set(re.findall(r"\bdeploy/[\w.-]+", runbook()))
    assert {"deploy/env.example", "deploy/jianyan-backup.timer"} <= named
    assert [name for name in named if not (ROOT / name).is_file()] == []
