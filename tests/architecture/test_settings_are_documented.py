from itertools import pairwise

import msgspec
import pytest

from architecture.sources import ROOT
from jianyan.settings import Settings, from_env

PREFIX = "JIANYAN_"


def documented() -> dict[str, str]:
    lines = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    assert set(documented()) == {f"{PREFIX}{name.upper()}" for name in Settings.__struct_fields__}


def test_the_example_shows_the_defaults_and_can_be_used_as_it_is() -> None:
    assert from_env(documented()) == Settings()


def test_each_setting_is_explained_above_its_line() -> None:
    lines = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8").splitlines()
    bare = [line for above, line in pairwise(lines) if line.startswith(PREFIX) and not above.startswith("#")]
    assert bare == []


@pytest.mark.parametrize("field", msgspec.structs.fields(Settings), ids=lambda field: str(field.name))
def test_a_setting_has_a_default(field: msgspec.structs.FieldInfo) -> None:
    assert field.default is not msgspec.NODEFAULT
