import pytest

from jianyan.accounts.browsers import family

APPLE = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "known_as"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Windows",
        ),
        (f"Mozilla/5.0 (X11; Linux x86_64) {APPLE} Chrome/140.0.0.0 Safari/537.36", "Chrome, Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0) {APPLE} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) {APPLE} Version/18.0 Safari/605.1", "Safari, macOS"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {APPLE} CriOS/140", "Chrome, iPhone"),
        (f"Mozilla/5.0 (Linux; Android 14) {APPLE} Chrome/120 MicroMessenger/8.0", "WeChat, Android"),
        (f"Mozilla/5.0 (Phone; OpenHarmony 5.0) {APPLE} ArkWeb/4.1 Mobile", "Huawei Browser, HarmonyOS"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_browser_is_known_by_its_family_and_system(user_agent: str, known_as: str) -> None:
    assert family(user_agent) == known_as


def test_nothing_of_the_header_itself_is_kept() -> None:
    assert family("Firefox on Linux <script>alert(1)</script> serial-number-4711") == "Firefox, Linux"
