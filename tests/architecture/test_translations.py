import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Message
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from architecture.sources import PACKAGES, calls, dotted, name_of, parsed, python_files
from jianyan.i18n import LOCALE_FOLDER

CATALOGUES = ("zh_CN", "en")
PLACE = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Collect what the sources say, as `make messages` does."""
    found = tmp_path_factory.mktemp("messages") / "messages.pot"
    mapping = str(LOCALE_FOLDER / "babel.cfg")
    folders = [str(PACKAGES["jianyan"]), str(PACKAGES["jianyan_admin"])]
    command = [
        "-m",
        "babel.messages.frontend",
        "--quiet",
        "extract",
        "-F",
        mapping,
        "-o",
        str(found),
        *folders,
    ]
    subprocess.run([sys.executable, *command], check=True)
    return catalogue_in(found)


def catalogue_in(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def ids_of(catalogue: Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


def texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, list | tuple) else [str(value or "")]


def places(value: object) -> set[str]:
    return {place for text in texts(value) for place in PLACE.findall(text)}


def fault_of(message: Message | None) -> str | None:
    if message is None:
        return "missing"
    if not all(texts(message.string)):
        return "not translated"
    if message.fuzzy:
        return "fuzzy"
    if places(message.string) != places(message.id):
        return f"places {sorted(places(message.string))} instead of {sorted(places(message.id))}"
    return None


@pytest.mark.parametrize("name", CATALOGUES)
def test_everything_the_interface_says_is_translated(said: Catalog, name: str) -> None:
    translated = catalogue_in(LOCALE_FOLDER / name / "LC_MESSAGES" / "jianyan.po")
    faults = {id_: fault_of(translated.get(texts(id_)[0])) for id_ in ids_of(said)}
    assert len(faults) > 20
    assert {id_: fault for id_, fault in faults.items() if fault} == {}


@pytest.mark.parametrize("name", CATALOGUES)
def test_nothing_is_translated_that_nobody_says(said: Catalog, name: str) -> None:
    translated = catalogue_in(LOCALE_FOLDER / name / "LC_MESSAGES" / "jianyan.po")
    assert ids_of(translated) - ids_of(said) == set()
    assert list(translated.obsolete) == []


def test_a_bad_translation_is_found() -> None:
    assert fault_of(None) == "missing"
    assert fault_of(Message("Send", "")) == "not translated"
    assert fault_of(Message("Send", "发送", flags=["fuzzy"])) == "fuzzy"
    assert fault_of(Message("%(count)s waiting", "有待处理")) == "places [] instead of ['count']"
    assert fault_of(Message("%(count)s waiting", "%(count)s 条待处理")) is None


def unmarked(tree: ast.Module) -> list[str]:
    """List sentences that the extractor cannot see: refusals' own, and marked texts that are put together."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value:
            found += [str(node.value.value) for target in node.targets if dotted(target) == "sentence"]
    for call in calls(tree):
        if dotted(call.func) in {"N_", "gettext", "_"} and not (
            call.args and isinstance(call.args[0], ast.Constant)
        ):
            found.append(ast.unparse(call))
    return found


def test_every_sentence_in_python_is_marked_for_translation() -> None:
    assert {name_of(path): found for path in python_files() if (found := unmarked(parsed(path)))} == {}


def test_a_sentence_without_a_mark_is_found() -> None:
    planted = ast.parse("class Gone(Refusal):\n    sentence = 'It is over.'\nN_(f'{x} over')\nN_('x')\n")
    assert unmarked(planted) == ["It is over.", "N_(f'{x} over')"]
