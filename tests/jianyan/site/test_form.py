import gzip
import html
import re

import httpx
import pytest
from litestar import Litestar

import builders
from jianyan import campaigns, suggestions
from jianyan.clock import day_of, now
from jianyan.runtime import Runtime
from jianyan.suggestions import SuggestionState
from jianyan.web.headers import policy

JSON = {"Accept": "application/json"}
ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}
WAITING = [SuggestionState.WAITING]


async def test_the_first_visit_is_one_small_request_without_cookie(place) -> None:
    answer = await place.client.get(f"/s/{place.code}", headers={**ZH, "Accept-Encoding": "gzip"})
    page = answer.text
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert len(gzip.compress(answer.content, 6)) + len(str(answer.headers)) < 14 * 1024
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert all(address.startswith(("/", "#", "data:")) for address in addresses)
    assert not re.search(r"<(?:img|script src|link rel=.stylesheet)", page)


async def test_style_and_script_are_allowed_by_their_hashes_only(place) -> None:
    answer = await place.client.get(f"/s/{place.code}", headers=ZH)
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    assert style
    assert script
    allowed = answer.headers["content-security-policy"]
    assert allowed == policy(styles=style[1], scripts=script[1])
    assert allowed != policy(styles=style[1] + " ", scripts=script[1])
    assert "unsafe" not in allowed
    assert " style=" not in answer.text
    assert not re.search(r"<[^>]+ on[a-z]+=", answer.text)


async def test_the_form_names_the_place_the_question_and_every_category(place) -> None:
    page = (await place.client.get(f"/s/{place.code}", headers=ZH)).text
    assert "五里牌站" in page
    assert "往火车站方向" in page
    assert "优先发展城市公交" in page
    for category in place.topic.categories:
        assert category.name in page
    assert page.count('name="category"') == len(place.topic.categories) + 1


async def test_a_code_is_read_in_any_case_and_with_look_alikes(place) -> None:
    for typed in (place.code.lower(), f"{place.code[:4]}-{place.code[4:]}", place.code.replace("0", "O")):
        assert (await place.client.get(f"/s/{typed}", headers=JSON)).status_code == 200
        assert (await place.client.get(f"/S/{typed}", headers=JSON)).json()["placement"]["code"] == place.code


async def test_the_form_as_json_has_all_that_a_client_needs(place) -> None:
    form = (await place.client.get(f"/s/{place.code}", headers=JSON)).json()
    assert form["topic"] == {"slug": "buses-first", "title": "优先发展城市公交"}
    assert form["placement"]["name"] == "五里牌站"
    assert [one["name"] for one in form["categories"]] == ["线路规划", "站点设置", "收发班次"]
    assert [one["kind"] for one in form["questions"]] == ["rating", "single", "multiple", "text"]
    assert form["questions"][1]["options"][0].keys() == {"id", "label"}
    assert set(form["questions"][0]) == {"id", "text", "kind", "required", "options"}
    assert form["form_token"]


async def test_english_is_spoken_when_asked(place) -> None:
    page = (await place.client.get(f"/s/{place.code}?lang=en", headers=ZH)).text
    assert 'lang="en"' in page
    assert "Your suggestion" in page
    by_header = await place.client.get(f"/s/{place.code}", headers={"Accept-Language": "en-GB,en;q=0.8"})
    assert "Your suggestion" in by_header.text
    assert by_header.headers["content-language"] == "en"
    assert "Accept-Language" in by_header.headers["vary"]


async def test_lan_gets_a_receipt_when_she_sends(place) -> None:
    chosen = place.topic.categories[2]
    answer = await place.send(category=str(chosen.id))
    assert answer.status_code == 201
    sent = answer.json()
    assert sent["state"] == "waiting"
    assert len(sent["receipt"]) == 16
    found = await suggestions.by_tracking(sent["tracking"])
    assert (found.body, found.category, found.code) == ("末班车太早了。", "收发班次", place.code)


async def test_lan_sees_the_receipt_in_groups_and_as_a_code(place) -> None:
    answer = await place.send(as_json=False)
    assert answer.status_code == 201
    shown = re.search(r'class="code">([0-9A-Z ]{19})<', answer.text)
    assert shown
    assert "<svg" in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"
    found = await place.client.post("/receipt", data={"receipt": shown[1].lower()}, headers=JSON)
    assert found.json()["state"] == "waiting"


async def test_the_same_post_again_shows_the_same_receipt(place) -> None:
    token = await place.token()
    first, again = [await place.send(form_token=token) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert await suggestions.count_in_state(None, WAITING) == 1


async def test_the_same_form_with_other_words_asks_before_it_sends_a_second(place) -> None:
    token = await place.token()
    await place.send("第一条", form_token=token)
    page = await place.send("第二条", as_json=False, form_token=token)
    assert page.status_code == 422
    assert "第二条" in page.text
    fresh = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert fresh
    assert fresh[1] != token
    problem = await place.send("第二条", form_token=token)
    assert problem.status_code == 422
    assert problem.headers["content-type"].startswith("application/problem+json")
    assert (await place.send("第二条", form_token=problem.json()["form_token"])).status_code == 201
    assert await suggestions.count_in_state(None, WAITING) == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"body": "   "}, "body"),
        ({"body": "字" * 2_001}, "body"),
        ({"body": "有\x00空"}, "body"),
        ({"body": "\u202e倒着写"}, "body"),
        ({"category": "999999"}, "category"),
        ({"category": "x"}, "category"),
        ({"phone": "打我电话"}, "phone"),
        ({"photo": "a.jpg"}, "photo"),
    ],
)
async def test_a_refused_form_comes_back_with_its_text_and_the_error_at_the_field(
    place, fields, field
) -> None:
    body = fields.get("body", "我写了很久")
    token = await place.token()
    problem = await place.send(**{"body": body, **fields, "form_token": token})
    assert problem.status_code == 422
    assert [error["field"] for error in problem.json()["errors"]] == [field]
    page = await place.send(as_json=False, **{"body": body, **fields, "form_token": token})
    assert page.status_code == 422
    if "\x00" not in body:
        assert body.strip() in html.unescape(page.text)
    assert await suggestions.count_in_state(None, WAITING) == 0
    assert (await place.send("这回好了", form_token=token)).status_code == 201


async def test_every_wrong_field_is_named_at_once(place) -> None:
    rating, single, multiple, wish = (f"q_{question.id}" for question in place.topic.questions)
    fields = {rating: "6", single: "0", multiple: ["1", "x"], wish: "字" * 501}
    problem = (await place.send("", category="x", phone="?", **fields)).json()
    named = [error["field"] for error in problem["errors"]]
    assert named == ["category", "body", rating, single, multiple, wish, "phone"]


async def test_answers_are_kept_with_the_suggestion(place) -> None:
    rating, single, multiple, wish = place.topic.questions
    fields = {
        f"q_{rating.id}": "4",
        f"q_{single.id}": str(single.options[1].id),
        f"q_{multiple.id}": [str(option.id) for option in multiple.options[:2]],
        f"q_{wish.id}": "准点",
    }
    sent = (await place.send(**fields)).json()
    found = await suggestions.by_tracking(sent["tracking"])
    answers = (await suggestions.answers_to([found.id]))[found.id]
    assert [(one.option, one.rating, one.text) for one in answers] == [
        (None, 4, None),
        ("每周", None, None),
        ("1路", None, None),
        ("2路", None, None),
        (None, None, "准点"),
    ]


async def test_a_forged_token_gets_a_fresh_one_and_the_text_back(place) -> None:
    page = await place.send("别弄丢我的话", as_json=False, form_token="forged")
    assert page.status_code == 422
    assert "别弄丢我的话" in page.text
    fresh = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert fresh
    assert (await place.send("别弄丢我的话", form_token=fresh[1])).status_code == 201


async def test_an_expired_token_gets_a_fresh_one_unless_it_was_sent_before(place, keys) -> None:
    old = suggestions.tokens.issue(keys, place.code, now=now() - suggestions.tokens.LIFE * 1.01)
    problem = await place.send("旧表单", form_token=old)
    assert problem.status_code == 422
    assert problem.json()["title"] == "ExpiredToken"
    assert (await place.send("旧表单", form_token=problem.json()["form_token"])).status_code == 201


async def test_a_token_of_another_place_is_refused(place) -> None:
    other = await builders.make_placement(name="别处")
    token = (await place.client.get(f"/s/{other}", headers=JSON)).json()["form_token"]
    assert (await place.send(form_token=token)).json()["title"] == "ForgedToken"


async def test_scans_are_counted_for_people_and_not_for_previews(app: Litestar, place) -> None:
    runtime: Runtime = app.state.runtime
    url = f"/s/{place.code}"
    await place.client.get(url, headers=ZH)
    await place.client.get(url, headers=ZH)
    await place.client.head(url, headers=ZH)
    await place.client.get(url, headers={**ZH, "User-Agent": "facebookexternalhit/1.1"})
    await place.client.get(url, headers={**ZH, "Sec-Purpose": "prefetch"})
    await place.client.get("/s/00000000", headers=ZH)
    await runtime.flush_scans()
    placement = await campaigns.placement_by_code(place.code)
    assert await campaigns.scans_of(place.topic.id) == {placement.id: 2}
    assert day_of(now(), builders.SHANGHAI)


async def test_head_answers_as_get_does_without_a_body(place) -> None:
    answer = await place.client.head(f"/s/{place.code}", headers=ZH)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"body=%FF%FE", "application/x-www-form-urlencoded", 400),
        (b"body=\xff", "application/x-www-form-urlencoded", 400),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x", 400),
        (b"body=x", "multipart/form-data", 400),
        (b"{", "application/json", 400),
        (b'{"body": {"a": 1}}', "application/json", 400),
        (b'{"body": "\\ud800"}', "application/json", 400),
    ],
)
async def test_an_unreadable_body_gets_a_clear_sentence_and_the_form(
    place, content, content_type, status
) -> None:
    for accept in ("application/json", "text/html"):
        headers = {"Content-Type": content_type, "Accept": accept, "Accept-Language": "en"}
        answer = await place.client.post(f"/s/{place.code}", content=content, headers=headers)
        assert answer.status_code == status
        assert "could not be read" in answer.text
    assert await suggestions.count_in_state(None, WAITING) == 0


async def test_ten_megabytes_are_refused_with_413(place) -> None:
    fields = {"body": "x" * 10_000_000, "form_token": await place.token()}
    for headers in (JSON, ZH):
        answer = await place.client.post(f"/s/{place.code}", data=fields, headers=headers)
        assert answer.status_code == 413
    assert await suggestions.count_in_state(None, WAITING) == 0


async def test_an_unknown_code_is_404_in_words(place) -> None:
    for headers in (JSON, ZH):
        answer = await place.client.get("/s/ZZZZZZZZ", headers=headers)
        assert answer.status_code == 404
        sent = await place.client.post("/s/ZZZZZZZZ", data={"body": "x"}, headers=headers)
        assert sent.status_code == 404


async def test_phone_numbers_are_encrypted_and_nowhere_else(place, client: httpx.AsyncClient) -> None:
    import cast
    from jianyan.suggestions.tables import Contact

    sent = (await place.send(phone=cast.LAN_PHONE)).json()
    row = await Contact.select().first()
    assert row
    assert cast.LAN_PHONE.encode() not in bytes(row["phone"])
    runtime: Runtime = client._transport.app.state.runtime  # type: ignore[attr-defined]
    assert (
        runtime.keys.decrypt("contact.phone", bytes(row["phone"]), about=sent["tracking"]) == cast.LAN_PHONE
    )
    for path in ("/", "/t/buses-first"):
        assert cast.LAN_PHONE not in (await client.get(path)).text
