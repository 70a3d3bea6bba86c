"""Every field of the specification, in both formats: its name, its kind, there where it must be."""

from typing import Any

import pytest

import open311_specification as spec
from hotlines import Hotline, faults, read
from jianyan import suggestions, topics
from jianyan.clock import now
from jianyan.suggestions import SuggestionState

BOTH = pytest.mark.parametrize("form", ["json", "xml"])


async def publish(tracking: str) -> None:
    one = await suggestions.by_tracking(tracking)
    await suggestions.settle([one], to=SuggestionState.PUBLISHED, category_id=one.category_id, now=now())


def texts(value: Any) -> Any:
    """Give the same as XML can say it: numbers and truth as texts, what is empty as nothing."""
    if isinstance(value, dict):
        return {name: texts(each) for name, each in value.items()}
    if isinstance(value, list):
        return [texts(each) for each in value]
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None or value == "" else str(value)


async def test_discovery_has_every_field(hotline: Hotline) -> None:
    for found in await hotline.both("discovery"):
        assert faults(found, spec.DISCOVERY) == []
        assert [faults(each, spec.ENDPOINT) for each in found["endpoints"]] == [[]]
        (endpoint,) = found["endpoints"]
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["url"] == "http://127.0.0.1:8000/open311/v2"
        assert endpoint["formats"] == ["text/xml", "application/json"]
        assert endpoint["type"] == "production"


async def test_the_changeset_rises_with_an_edit(hotline: Hotline) -> None:
    before = (await hotline.both("discovery"))[0]["changeset"]
    await topics.close_topic(hotline.topic.slug, by=None, now=now())
    await hotline.runtime.look()
    after = (await hotline.both("discovery"))[0]["changeset"]
    assert (len(before), len(after)) == (10, 10)
    assert before < after


async def test_services_have_every_field(hotline: Hotline) -> None:
    in_json, in_xml = await hotline.both("services")
    assert texts(in_json) == in_xml
    for found in (in_json, in_xml):
        assert [each["service_name"] for each in found] == ["线路规划", "站点设置", "收发班次"]
        for each in found:
            assert faults(each, spec.SERVICE) == []
            assert each["group"] == "优先发展城市公交"
            assert each["type"] == "realtime"
            assert each["keywords"] == "江州市政协, 江州公交集团"
    assert in_json[2]["service_code"] == hotline.service_code
    assert in_json[2]["metadata"] is True


async def test_a_definition_has_every_field(hotline: Hotline) -> None:
    in_json, in_xml = await hotline.both(f"services/{hotline.service_code}")
    assert texts(in_json) == in_xml
    for found in (in_json, in_xml):
        assert faults(found, spec.DEFINITION) == []
        for order, each in enumerate(found["attributes"], start=1):
            assert faults(each, spec.ATTRIBUTE) == []
            assert each["datatype"] in spec.DATATYPES
            assert str(each["order"]) == str(order)
            assert [faults(value, spec.VALUE) for value in each["values"] or []] == [[]] * len(
                each["values"] or []
            )
    kinds = [each["datatype"] for each in in_json["attributes"]]
    assert kinds == ["singlevaluelist", "singlevaluelist", "multivaluelist", "text"]
    keys = [[value["key"] for value in each["values"]] for each in in_json["attributes"]]
    options = [[str(option.id) for option in question.options] for question in hotline.topic.questions]
    assert keys == [["1", "2", "3", "4", "5"], *options[1:]]


@BOTH
async def test_a_request_that_is_taken_answers_with_every_field(hotline: Hotline, form: str) -> None:
    answer = await hotline.send(form)
    assert answer.status_code == 201
    (taken,) = read(answer)
    assert faults(taken, spec.POSTED) == []
    assert taken["service_notice"] == "Received. A person will read it and file it."
    assert "token" not in taken


async def test_a_token_leads_to_its_number(hotline: Hotline) -> None:
    number = await hotline.number()
    for found in await hotline.both(f"tokens/{number}"):
        assert [faults(each, spec.TOKEN) for each in found] == [[]]
        assert found == [{"service_request_id": number, "token": number}]
    assert (await hotline.see("tokens/0000000000000A.json")).status_code == 404


async def test_a_request_has_every_field(hotline: Hotline) -> None:
    number = await hotline.number()
    await publish(number)
    for resource in ("requests", f"requests/{number}"):
        in_json, in_xml = await hotline.both(resource)
        assert texts(in_json) == in_xml
        for found in (in_json, in_xml):
            assert [faults(each, spec.REQUEST) for each in found] == [[]]
            assert [list(each) for each in found] == [[field.name for field in spec.REQUEST]]
    (one,) = in_json
    assert one["service_request_id"] == number
    assert one["description"] == "末班车太早了，晚班下班赶不上。"
    assert (one["lat"], one["long"], one["address_id"]) == (28.2, 112.9, hotline.place)
    assert one["address"] == "五里牌站，往火车站方向"
    assert one["requested_datetime"].endswith(":00Z")


@BOTH
async def test_a_refusal_has_every_field(hotline: Hotline, form: str) -> None:
    answer = await hotline.send(form, api_key="jy_wrong")
    assert answer.status_code == 403
    found = read(answer)
    assert [faults(each, spec.ERROR) for each in found] == [[]]
    assert str(found[0]["code"]) == "403"


def test_what_is_not_as_the_table_says_is_found() -> None:
    good = {"code": 403, "description": "No."}
    assert faults(good, spec.ERROR) == []
    assert faults({**good, "more": 1}, spec.ERROR) == ["more is in no table"]
    assert faults({"code": 403}, spec.ERROR) == ["description is missing"]
    assert faults({**good, "code": "four"}, spec.ERROR) == ["code is 'four', no number"]
    moment = {"service_request_id": "1", "token": ""}
    assert faults(moment, spec.TOKEN) == ["token is '', no text"]
