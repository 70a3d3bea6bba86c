import json
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.api.formats import Format, moment, written

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def test_one_content_is_said_in_both_formats() -> None:
    content = {"service_code": "a.1", "attributes": [{"required": True, "order": 1, "values": []}], "x": None}
    assert json.loads(written(content, "service_definition", Format.JSON)) == content
    assert written(content, "service_definition", Format.XML).decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        "<service_definition><service_code>a.1</service_code><attributes><attribute><required>true</required>"
        "<order>1</order><values /></attribute></attributes><x /></service_definition>"
    )


def test_a_list_without_a_name_for_its_elements_is_a_bug() -> None:
    with pytest.raises(KeyError):
        written({"things": ["a"]}, "errors", Format.XML)


@given(TEXTS)
def test_any_text_is_read_again_as_far_as_xml_can_hold_it(text: str) -> None:
    assert json.loads(written([{"description": text}], "errors", Format.JSON)) == [{"description": text}]
    (error,) = ElementTree.fromstring(written([{"description": text}], "errors", Format.XML))
    kept = "".join(sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if is_in_xml(sign))
    assert (error.findtext("description") or "") == kept


def is_in_xml(sign: str) -> bool:
    """Say whether XML can hold it. Source: XML 1.0, 2.2."""
    return sign in "\t\n" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign > "\uffff"


def test_a_text_cannot_become_an_element() -> None:
    text = "</description><admin>x</admin><!ENTITY a 'b'>&a;]]>"
    (error,) = ElementTree.fromstring(written([{"description": text}], "errors", Format.XML))
    assert [each.tag for each in error] == ["description"]
    assert error.findtext("description") == text


def test_a_moment_says_its_zone_and_no_second() -> None:
    at = datetime(2026, 7, 1, 12, 30, 59, tzinfo=timezone(timedelta(hours=8)))
    assert moment(at) == "2026-07-01T04:30:00Z"
    assert moment(at.astimezone(UTC)) == "2026-07-01T04:30:00Z"
