import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan.i18n import LANGUAGES, N_, negotiated, say, translations


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "zh-CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("en", "en"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.5", "en"),
        ("zh;q=0.3, en;q=0.7", "en"),
        ("zh-Hant-TW", "zh-CN"),
        ("zh_HK", "zh-CN"),
        ("fr,de", "zh-CN"),
        ("*", "zh-CN"),
        ("en;q=0, zh", "zh-CN"),
        ("en;q=0", "zh-CN"),
        ("en;q=often, zh;q=0.1", "zh-CN"),
        (";;;,,,q=;", "zh-CN"),
    ],
)
def test_the_language_is_the_best_that_the_browser_asks_for(accepted: str, language: str) -> None:
    assert negotiated(accepted) == language


def test_the_asked_language_comes_before_the_browsers() -> None:
    assert negotiated("zh-CN", "en") == "en"
    assert negotiated("en", "zh-CN") == "zh-CN"
    assert negotiated("en", "zh") == "zh-CN"
    assert negotiated("en", "xx") == "en"
    assert negotiated("en", "") == "en"


@settings(deadline=None)
@given(st.text(), st.none() | st.text())
def test_whatever_is_asked_there_is_a_language(accepted: str, asked: str | None) -> None:
    assert negotiated(accepted, asked) in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_said_with_its_places_filled(language: str) -> None:
    unknown = N_("%(count)s of a sentence that no catalogue has, 100%%")
    assert say(language, unknown, count=3) == "3 of a sentence that no catalogue has, 100%"
    assert say(language, "A sentence that no catalogue has, 100%") == "A sentence that no catalogue has, 100%"
    assert translations(language) is translations(language)
