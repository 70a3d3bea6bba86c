"""The compose file, the Containerfile, the Caddyfile and the program agree with each other."""

import ipaddress
import re
from typing import Any

import pytest
import yaml

from architecture.sources import ROOT
from jianyan.cli import _parser
from jianyan.settings import Settings, from_env

DEPLOY = ROOT / "deploy"
SETTINGS = {f"JIANYAN_{name.upper()}" for name in Settings.__struct_fields__}
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
CADDYFILE = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
COMPOSE_TEXT = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
REPLICAS = ["app1", "app2", "app3"]


def unknown_settings(text: str) -> set[str]:
    return set(re.findall(r"\bJIANYAN_[A-Z_]+", text)) - SETTINGS


def started_with(containerfile: str) -> list[str]:
    """List the arguments that the image runs our program with."""
    return re.findall(r'"([^"]+)"', re.findall(r"^CMD \[(.*)\]", containerfile, re.MULTILINE)[0])


def pinned(image: str) -> bool:
    """Say whether an image names its major version; ours is built here."""
    return image == "jianyan:latest" or re.fullmatch(r"[\w.]+(/[\w.-]+)+:\d[\w.-]*", image) is not None


def test_every_setting_that_is_named_exists() -> None:
    assert "JIANYAN_DATABASE_URL" in COMPOSE_TEXT
    assert unknown_settings(COMPOSE_TEXT + CONTAINERFILE + CADDYFILE) == set()
    assert unknown_settings("JIANYAN_COLOUR: red") == {"JIANYAN_COLOUR"}


@pytest.mark.parametrize("name", [*REPLICAS, "migrate"])
def test_the_program_takes_the_settings_of_a_replica(name: str) -> None:
    given = {key: str(value) for key, value in SERVICES[name]["environment"].items()}
    database = re.findall(r"JIANYAN_DATABASE_URL=(\S+)", COMPOSE_TEXT)[0]
    settings = from_env({**given, "JIANYAN_DATABASE_URL": database})
    assert settings.secret_file == "/var/lib/jianyan/secret/jianyan.secret"
    assert "@postgres/" in settings.database_url


def test_what_the_image_runs_is_understood() -> None:
    arguments = started_with(CONTAINERFILE)
    assert _parser().parse_args(arguments).port == 8000
    assert _parser().parse_args(SERVICES["migrate"]["command"]) is not None


def test_the_proxy_finds_every_replica_at_the_port_it_listens_on() -> None:
    listens = str(_parser().parse_args(started_with(CONTAINERFILE)).port)
    assert re.findall(r"^EXPOSE (\d+)", CONTAINERFILE, re.MULTILINE) == [listens]
    assert SERVICES["caddy"]["environment"]["REPLICAS"].split() == [f"{name}:{listens}" for name in REPLICAS]
    probes = [part for name in [*REPLICAS, "caddy"] for part in SERVICES[name]["healthcheck"]["test"]]
    assert {port for part in probes for port in re.findall(r"http://[\w.]+:(\d+)/", part)} == {listens}


def test_the_caddyfile_is_given_every_variable_that_has_no_default() -> None:
    needed = set(re.findall(r"\{\$(\w+)\}", CADDYFILE))
    used = set(re.findall(r"\{\$(\w+)[:}]", CADDYFILE))
    assert needed <= {"SITE", "REPLICAS"} <= used
    assert "REPLICAS" in SERVICES["caddy"]["environment"]
    assert re.search(r"caddy\.env +SITE=", COMPOSE_TEXT)


def test_replicas_believe_the_proxy_and_nobody_else() -> None:
    address = SERVICES["caddy"]["networks"]["inside"]["ipv4_address"]
    subnet = COMPOSE["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    assert ipaddress.ip_address(address) in ipaddress.ip_network(subnet)
    assert {SERVICES[name]["environment"]["FORWARDED_ALLOW_IPS"] for name in REPLICAS} == {address}


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]
    outside = [name for name, service in SERVICES.items() if "outside" in service["networks"]]
    assert outside == ["caddy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_every_service_is_pinned_looked_after_and_started_again() -> None:
    assert [name for name, service in SERVICES.items() if not pinned(service["image"])] == []
    assert not pinned("docker.io/library/caddy")
    assert not pinned("docker.io/library/caddy:latest")
    lasting = {name: service for name, service in SERVICES.items() if name != "migrate"}
    assert [name for name, service in lasting.items() if "test" not in service["healthcheck"]] == []
    assert {service["restart"] for service in lasting.values()} == {"unless-stopped"}


def test_the_image_runs_as_nobody_special_and_brings_the_tools_of_the_server() -> None:
    user = re.findall(r"^USER (\d+):(\d+)", CONTAINERFILE, re.MULTILINE)
    assert user == [("10001", "10001")]
    server = SERVICES["postgres"]["image"].rpartition(":")[2]
    assert re.findall(r"postgresql-client-(\d+)", CONTAINERFILE) == [server]
    assert "--require-hashes -r requirements.lock" in CONTAINERFILE


def test_every_volume_and_file_that_is_mounted_is_declared_or_there() -> None:
    mounted = [volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])]
    named = {name for name in mounted if not name.startswith(".")}
    assert named == set(COMPOSE["volumes"])
    assert (DEPLOY / "Caddyfile").is_file()
    assert {name for name in mounted if name.startswith(".")} == {"./Caddyfile", "./secret"}
