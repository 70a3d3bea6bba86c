"""The word list in the console: staff keep it, moderators read it, and both try texts."""

import io
import re

import openpyxl
import pytest
from litestar import Litestar

import cast
from jianyan import screening, trail
from jianyan.screening import Entry, Level
from jianyan.suggestions import SuggestionState
from jianyan_admin.words.bench import tried
from office_check import findings

NEW = {"text": "拆迁补偿款", "level": "hold", "allowed": "拆迁补偿款标准\n拆迁补偿款公示", "active": "on"}


async def own_words() -> list[Entry]:
    return [each.entry for each in await screening.word_list() if each.is_own]


async def test_qiao_adds_a_word_and_finds_it_in_the_list(qiao) -> None:
    answer = await qiao.send("/admin/words/new", {**NEW, "note": "先请信访办看"})
    assert answer.status_code == 303
    page = await qiao.browser.get(answer.headers["location"])
    assert "拆迁补偿款标准、拆迁补偿款公示" in page.text
    assert "先请信访办看" in page.text
    assert await own_words() == [
        Entry(
            text="拆迁补偿款",
            level=Level.HOLD,
            allowed=("拆迁补偿款标准", "拆迁补偿款公示"),
            note="先请信访办看",
        )
    ]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "！！"}, 422),
        ({"level": ""}, 422),
        ({"level": "shout"}, 422),
        ({"text": "傻 逼"}, 409),
        ({"note": "长" * 201}, 422),
    ],
)
async def test_a_refused_word_comes_back_with_what_was_typed(
    qiao, change: dict[str, str], status: int
) -> None:
    answer = await qiao.send("/admin/words/new", {**NEW, "note": "先请信访办看", **change})
    assert answer.status_code == status
    assert 'class="error"' in answer.text
    assert "拆迁补偿款标准" in answer.text
    assert await own_words() == []


async def test_qiao_changes_a_supplied_word_and_switches_it_off_and_on(qiao, app: Litestar) -> None:
    form = (await qiao.see("/admin/words/edit", word="傻逼")).text
    assert 'value="hold" required checked' in form
    await qiao.send("/admin/words/edit", {"text": "傻逼", "level": "block", "active": "on"})
    assert (await own_words())[0].level is Level.BLOCK
    answer = await qiao.send("/admin/words/switch", {"word": "傻逼", "active": "off", "level": "block"})
    assert answer.headers["location"] == "/admin/words?level=block&done=word-off"
    assert "line-through" not in (await qiao.browser.get(answer.headers["location"])).text
    assert [entry.is_active for entry in await own_words()] == [False]
    await qiao.send("/admin/words/switch", {"word": "傻逼", "active": "on"})
    assert [entry.is_active for entry in await own_words()] == [True]


async def test_an_unknown_word_has_no_page(qiao) -> None:
    assert (await qiao.see("/admin/words/edit", word="没有这个词")).status_code == 404
    assert (await qiao.send("/admin/words/edit", {**NEW, "text": "没有"})).status_code == 404
    assert (await qiao.send("/admin/words/switch", {"word": "没有"})).status_code == 404


async def test_the_list_is_filtered_by_level_and_text(qiao) -> None:
    await qiao.send("/admin/words/new", NEW)
    await qiao.send("/admin/words/switch", {"word": "傻逼", "active": "off"})

    async def shown(**query: str) -> set[str]:
        page = (await qiao.see("/admin/words", **query)).text
        return set(re.findall(r"<b>([^<]+)</b></a>", page.partition("<main")[2]))

    assert await shown(text="公示") == {"拆迁补偿款"}
    assert await shown(level="off") == {"傻逼"}
    assert "傻逼" in await shown(level="hold", text="傻逼")
    assert await shown(level="block") == set()
    assert len(await shown()) == 100
    assert await shown() & await shown(page="2") == set()


async def test_wei_reads_the_list_and_changes_nothing(wei) -> None:
    page = await wei.see("/admin/words")
    assert page.status_code == 200
    assert "傻逼" in page.text
    assert "/admin/words/switch" not in page.text
    for path in ("/admin/words/new", "/admin/words/edit", "/admin/words/switch", "/admin/words/upload"):
        assert (await wei.send(path, NEW)).status_code == 403
    assert await own_words() == []


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_download_that_is_uploaded_again_changes_nothing(qiao, form: str) -> None:
    await qiao.send("/admin/words/new", {**NEW, "note": "=1+1"})
    await qiao.send("/admin/words/switch", {"word": "傻逼", "active": "off"})
    before = await screening.word_list()
    file = await qiao.see(f"/admin/words/download/{form}")
    assert f".{form}" in file.headers["content-disposition"]
    answer = await qiao.send("/admin/words/upload", file=(f"words.{form}", file.content))
    assert answer.status_code == 200
    assert await screening.word_list() == before


async def test_a_sheet_is_taken_whole_or_not_at_all(qiao) -> None:
    good = "word,level,allowed,active\n水军,note,,\n拆迁补偿款,hold,拆迁补偿款标准,no\n"
    bad = await qiao.send("/admin/words/upload", file=("w.csv", f"{good}！,hold,,\n".encode()))
    assert bad.status_code == 422
    assert await own_words() == []
    assert (await qiao.send("/admin/words/upload")).status_code == 422
    assert (await qiao.send("/admin/words/upload", file=("w.csv", good.encode()))).status_code == 200
    assert {(entry.text, entry.is_active) for entry in await own_words()} == {
        ("水军", True),
        ("拆迁补偿款", False),
    }
    assert (await trail.acts(most=1))[0].kind == "words-upload"


async def test_the_workbook_holds_every_word_as_text(wei) -> None:
    file = await wei.see("/admin/words/download/xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert [cell.value for cell in sheet[1]] == ["word", "level", "allowed", "note", "active"]
    assert sheet.max_row == 1 + len(await screening.word_list())
    assert findings(file.content, "xlsx") == []
    assert (await wei.see("/admin/words/download/pdf")).status_code == 404


async def test_wei_tries_a_text_and_nothing_of_it_is_kept(wei) -> None:
    text = f"司机是傻*逼，黄沙雕塑很好。打 {cast.LAN_PHONE}。<script>alert(1)</script>"
    page = (await wei.send("/admin/words/bench", {"said": text})).text
    assert '<mark class="hold">傻*逼</mark>' in page
    assert "138****8000" in page
    assert "<script>alert" not in page
    assert (await trail.acts(most=1))[0].kind == "sign-in"
    assert "<mark" not in (await wei.send("/admin/words/bench", {"said": "末班车太早了"})).text
    assert (await wei.send("/admin/words/bench", {"said": " "})).status_code == 200


def test_the_bench_says_what_is_found_what_is_not_counted_and_what_becomes_of_it() -> None:
    words = screening.Words(screening.default_words())
    found = tried("傻*逼，黄沙雕塑，13800138000", words)
    assert found.state is SuggestionState.HELD
    assert [(hit.written, form) for hit, form in found.hits] == [
        ("傻*逼", "傻逼"),
        ("13800138000", "13800138000"),
    ]
    assert [(each.written, each.phrase) for each in found.passed] == [("沙雕", "黄沙雕塑")]
    assert found.public == "傻*逼，黄沙雕塑，138****8000"
    assert tried("13800138000", words).state is SuggestionState.WAITING


async def test_the_trail_says_what_was_done_to_which_word(qiao) -> None:
    await qiao.send("/admin/words/new", NEW)
    await qiao.send("/admin/words/edit", {"text": "拆迁补偿款", "level": "note"})
    await qiao.send("/admin/words/upload", file=("w.csv", "word,level,allowed\n水军,note,\n".encode()))
    page = (await qiao.see("/admin/trail")).text
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "级别 暂缓 放行短语" in told
    assert "级别 暂缓 → 提示 状态 已停用" in told
    assert "新增 1" in told
