from pathlib import Path

import pytest

from jianyan.settings import Settings, WrongSetting, from_env, sqlite_path


def test_without_any_variable_everything_has_a_default() -> None:
    settings = from_env({"PATH": "/bin", "HOME": "/root"})
    assert settings == Settings()
    assert settings.database_url == "sqlite:///jianyan.sqlite"
    assert settings.zone.key == "Asia/Shanghai"
    assert (settings.host, settings.is_loopback, settings.is_https) == ("127.0.0.1", True, False)


def test_values_are_read_and_tidied() -> None:
    settings = from_env(
        {
            "JIANYAN_BASE_URL": " https://jianyan.example.cn:8443/ ",
            "JIANYAN_CONTACT_DAYS": "30",
            "JIANYAN_DATABASE_URL": "postgresql://u:p@host/name",
        }
    )
    assert settings.base_url == "https://jianyan.example.cn:8443"
    assert (settings.host, settings.is_loopback, settings.is_https) == ("jianyan.example.cn", False, True)
    assert settings.contact_days == 30


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("JIANYAN_SMTP_URL", "mail.city.example"),
        ("JIANYAN_SMTP_URL", "https://mail.city.example"),
        ("JIANYAN_MAIL_FROM", "Jianyan <no-reply@city.example>"),
        ("JIANYAN_SMS_URL", "http://gateway.city.example"),
        ("JIANYAN_SMS_URL", "https://gateway.city.example"),
        ("JIANYAN_PRIVATE_RECEIVERS", "yes"),
        ("JIANYAN_BASE_URL", "jianyan.example.cn"),
        ("JIANYAN_BASE_URL", "ftp://jianyan.example.cn"),
        ("JIANYAN_BASE_URL", "https://"),
        ("JIANYAN_BASE_URL", "https://jianyan.example.cn/path"),
        ("JIANYAN_BASE_URL", ""),
        ("JIANYAN_DATABASE_URL", "mysql://host/name"),
        ("JIANYAN_DATABASE_URL", "jianyan.sqlite"),
        ("JIANYAN_TIME_ZONE", "Mars/Olympus"),
        ("JIANYAN_TIME_ZONE", "../../etc/passwd"),
        ("JIANYAN_TIME_ZONE", ""),
        ("JIANYAN_CONTACT_DAYS", "0"),
        ("JIANYAN_CONTACT_DAYS", "3651"),
        ("JIANYAN_CONTACT_DAYS", "many"),
        ("JIANYAN_CONTACT_DAYS", ""),
        ("JIANYAN_LIMITS", "maybe"),
        ("JIANYAN_WORK", "sometimes"),
    ],
)
def test_a_wrong_value_is_refused_with_one_sentence(variable: str, value: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        from_env({variable: value})
    assert "\n" not in str(refused.value)
    assert "JIANYAN_" in str(refused.value)


@pytest.mark.parametrize("name", ["JIANYAN_DATABASE", "JIANYAN_", "JIANYAN_base_url", "JIANYAN_ZONE"])
def test_an_unknown_name_is_refused_and_the_known_ones_are_told(name: str) -> None:
    with pytest.raises(WrongSetting, match="JIANYAN_DATABASE_URL") as refused:
        from_env({name: "x"})
    assert str(refused.value).startswith(f"{name} is not a setting")


def test_limits_are_off_only_where_nobody_else_comes() -> None:
    assert from_env({"JIANYAN_LIMITS": "off"}).limits == "off"
    for host in ("localhost", "[::1]:8000", "127.0.0.1:9000"):
        assert from_env({"JIANYAN_LIMITS": "off", "JIANYAN_BASE_URL": f"http://{host}"}).is_loopback
    with pytest.raises(WrongSetting, match="loopback"):
        from_env({"JIANYAN_LIMITS": "off", "JIANYAN_BASE_URL": "https://jianyan.example.cn"})
    with pytest.raises(WrongSetting, match="loopback"):
        from_env({"JIANYAN_LIMITS": "off", "JIANYAN_BASE_URL": "http://127.0.0.1.example.cn"})


def test_the_file_of_an_address_is_relative_or_absolute() -> None:
    assert sqlite_path("sqlite:///data/x.sqlite") == Path("data/x.sqlite")
    assert sqlite_path("sqlite:////var/lib/x.sqlite") == Path("/var/lib/x.sqlite")
    assert sqlite_path("postgresql://host/name") is None
