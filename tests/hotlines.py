"""A city's hotline that speaks Open311, and answers read in both formats and held against its tables."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import httpx

from jianyan.runtime import Runtime
from jianyan.topics import TopicDetail
from open311_specification import ITEM_OF, Field

ROOT = "/open311/v2"
EN = {"Accept-Language": "en"}


@dataclass
class Hotline:
    """A system of the city with its key."""

    client: httpx.AsyncClient
    topic: TopicDetail
    place: str
    """Code of the topic's placement at 28.2° N, 112.9° E."""
    key: str
    runtime: Runtime

    @property
    def service_code(self) -> str:
        """Give that of the topic's third category, 收发班次."""
        return f"{self.topic.slug}.{self.topic.categories[2].id}"

    def form(self, **changes: str) -> dict[str, str]:
        """Give a request as it is sent; an empty value leaves its field out."""
        sent = {
            "api_key": self.key,
            "service_code": self.service_code,
            "lat": "28.2004",
            "long": "112.9",
            "description": "末班车太早了，晚班下班赶不上。",
            **changes,
        }
        return {name: value for name, value in sent.items() if value}

    async def send(self, form: str = "json", headers: dict[str, str] | None = None, **changes: str) -> Any:
        """Send a request and give the answer."""
        path = f"{ROOT}/requests.{form}"
        return await self.client.post(path, data=self.form(**changes), headers={**EN, **(headers or {})})

    async def number(self, **changes: str) -> str:
        """Send a request that is taken, and give its number."""
        answer = await self.send(**changes)
        assert answer.status_code == 201, answer.text
        return str(answer.json()[0]["service_request_id"])

    async def see(self, resource: str, **query: str) -> httpx.Response:
        """Open an address below the root."""
        return await self.client.get(f"{ROOT}/{resource}", params=query, headers=EN)

    async def both(self, resource: str, **query: str) -> list[Any]:
        """Give an answer as JSON says it and as XML says it, which should be the same."""
        found = []
        for form, media_type in (("json", "application/json"), ("xml", "text/xml")):
            answer = await self.see(f"{resource}.{form}", **query)
            assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
            found.append(read(answer))
        return found


def read(answer: httpx.Response) -> Any:
    """Give what an answer says: mappings, lists and texts; XML's texts are all texts."""
    if "json" in answer.headers["content-type"]:
        return json.loads(answer.content)
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n')
    return said(ElementTree.fromstring(answer.content))


def said(element: ElementTree.Element) -> Any:
    """Give what an element says, by the specification's names of lists."""
    if element.tag in ITEM_OF:
        assert {each.tag for each in element} <= {ITEM_OF[element.tag]}
        return [said(each) for each in element]
    if len(element):
        return {each.tag: said(each) for each in element}
    return element.text


def faults(thing: dict[str, Any], table: tuple[Field, ...]) -> list[str]:
    """List where a thing is not as the specification's table says; empty where it is."""
    wrong = [f"{name} is in no table" for name in set(thing) - {field.name for field in table}]
    for field in table:
        value = thing.get(field.name)
        if value is None:
            wrong += [f"{field.name} is missing"] * field.required
        elif not is_of(field.kind, value):
            wrong.append(f"{field.name} is {value!r}, no {field.kind}")
    return wrong


def is_of(kind: str, value: Any) -> bool:
    """Say whether a value is of a kind; XML writes numbers and truth as text."""
    match kind:
        case "text":
            return isinstance(value, str) and bool(value)
        case "truth":
            return value in (True, False, "true", "false")
        case "number":
            return not isinstance(value, bool) and (isinstance(value, int | float) or is_number(value))
        case "moment":
            moment = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", value)
            return moment is not None and datetime.fromisoformat(value).tzinfo is not None
        case _:
            return isinstance(value, list)


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
