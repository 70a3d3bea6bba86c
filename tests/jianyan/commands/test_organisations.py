from collections.abc import Callable
from typing import Any

from jianyan import accounts, topics
from jianyan.accounts import within

WORDS = ("--category", "步道", "--category", "照明")


async def tree() -> list[tuple[int, str, str]]:
    return [(one.depth, one.name, one.kind) for one in await accounts.organisations()]


def test_a_tree_is_built_and_changed_by_commands(jianyan: Any, inside: Callable[..., Any]) -> None:
    assert jianyan("organisation", "add", "江州市", "--kind", "city").code == 0
    ran = jianyan("organisation", "add", "东区", "--kind", "county", "--below", "江州市", "--json")
    assert (ran.code, ran.json["name"], ran.json["parent"]) == (0, "东区", 1)
    assert jianyan("organisation", "add", "政协").code == 0
    moved = jianyan("organisation", "move", "政协", "--below", "江州市")
    assert (moved.code, moved.out) == (0, "The organisation 政协 was moved, with all below it.\n")
    assert inside(tree) == [(0, "江州市", "city"), (1, "东区", "county"), (1, "政协", "committee")]


def test_a_circle_an_unknown_name_and_a_name_twice_are_refused(jianyan: Any) -> None:
    jianyan("organisation", "add", "江州市")
    jianyan("organisation", "add", "东区", "--below", "江州市")
    circle = jianyan("organisation", "move", "江州市", "--below", "东区")
    assert circle.code == 1
    assert "cannot stand below itself" in circle.err
    unknown = jianyan("organisation", "add", "西区", "--below", "云省")
    assert (unknown.code, unknown.err) == (1, "There is no such organisation.\n")
    twice = jianyan("organisation", "add", "东区")
    assert (twice.code, twice.err) == (1, "name: There is an organisation of this name already.\n")


def test_a_topic_belongs_to_the_organisation_that_is_named(jianyan: Any, inside: Callable[..., Any]) -> None:
    for name in ("东区", "西区"):
        jianyan("organisation", "add", name)
    assert jianyan("topic", "add", "--slug", "all", "--title", "x", *WORDS).code == 0
    own = ("--slug", "park", "--title", "公园", "--organisation", "东区")
    assert jianyan("topic", "add", *own, *WORDS).code == 0
    unknown = jianyan("topic", "add", "--slug", "y", "--title", "x", "--organisation", "北区", *WORDS)
    assert (unknown.code, unknown.err) == (1, "There is no such organisation.\n")

    async def seen_by(name: str) -> set[str]:
        with within((await accounts.organisation_by_name(name)).scope):
            return {topic.slug for topic in await topics.all_topics()}

    assert inside(lambda: seen_by("东区")) == {"all", "park"}
    assert inside(lambda: seen_by("西区")) == {"all"}
