import pytest
from litestar import Litestar

import office_files
import papers
import pictures
from authors import ZH, Lan
from jianyan import cases, uploads
from jianyan.cases import NewDocument
from jianyan.clock import now
from jianyan.packages import to_hand_out
from jianyan.runtime import Runtime
from jianyan.uploads import FileKind
from official_documents import template

ANSWERS = "/t/buses-first/answers"


async def photo(lan: Lan, runtime: Runtime) -> uploads.PhotoDetail:
    """Let Bo send a photo."""
    taken = pictures.saved(pictures.picture(1_600, 1_200))
    return await uploads.take_in(
        taken, darkroom=runtime.darkroom, store=runtime.store, by=lan.city.bo.actor, now=now()
    )


async def test_a_photo_is_seen_once_its_answer_is_published(lan: Lan, app: Litestar) -> None:
    before, after = [await photo(lan, app.state.runtime) for _ in range(2)]
    case_id = await lan.city.claimed()
    facts = {"photos_before": (before.name,), "photos_after": (after.name,)}
    await lan.city.reply(case_id, **facts)
    address = f"/photos/{before.name}"
    assert (await lan.client.get(address)).status_code == 404
    await cases.publish_reply(case_id, by=lan.city.wei, now=now())
    seen = await lan.client.get(address)
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
    assert "sandbox" in seen.headers["content-security-policy"]
    assert seen.headers["x-content-type-options"] == "nosniff"
    small = await lan.client.get(f"{address}?size=small")
    assert len(small.content) < len(seen.content)
    assert (await lan.client.head(address)).status_code == 200
    for page in (await lan.client.get(ANSWERS, headers=ZH), await lan.opens()):
        assert f'src="{address}?size=small" alt="办理前"' in page.text
        assert f'src="/photos/{after.name}?size=small" alt="办理后"' in page.text
        assert "img-src 'self' data:" in page.headers["content-security-policy"]
    await cases.erase((await lan.suggestion()).id, now=now())
    assert (await lan.client.get(address)).status_code == 404


async def test_no_other_photo_is_seen_at_this_address(lan: Lan, app: Litestar) -> None:
    loose = await photo(lan, app.state.runtime)
    for name in (loose.name, "0" * 32, "../secret"):
        assert (await lan.client.get(f"/photos/{name}")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (FileKind.PDF, papers.pdf()),
        (FileKind.DOCX, to_hand_out(template("一")).content),
        (FileKind.XLSX, to_hand_out(office_files.workbook()).content),
        (FileKind.OFD, to_hand_out(office_files.ofd()).content),
    ],
)
async def test_a_document_is_saved_and_never_opened_once_its_answer_is_published(
    lan: Lan, app: Litestar, kind: FileKind, sent: bytes
) -> None:
    runtime, ending = app.state.runtime, kind.ending
    document = await uploads.take_document_in(
        sent, reading_room=runtime.reading_room, store=runtime.store, by=lan.city.bo.actor, now=now()
    )
    case_id = await lan.city.claimed()
    await lan.city.reply(case_id, documents=(NewDocument(document.name, '改造"方案.html'),))
    address = f"/documents/{document.name}"
    assert (await lan.client.get(address)).status_code == 404
    await cases.publish_reply(case_id, by=lan.city.wei, now=now())
    saved = await lan.client.get(address)
    assert (saved.status_code, saved.content) == (200, sent)
    assert saved.headers["content-disposition"] == (
        f'attachment; filename="document.{ending}"; '
        f"filename*=UTF-8''%E6%94%B9%E9%80%A0%22%E6%96%B9%E6%A1%88.html.{ending}"
    )
    assert saved.headers["content-type"] == kind.media_type
    assert saved.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert (await lan.client.head(address)).status_code == 200
    for page in (await lan.client.get(ANSWERS, headers=ZH), await lan.opens()):
        assert f'href="{address}" download><span class="name">改造&#34;方案.html.{ending}</span>' in page.text
        assert f'<span class="small">{ending.upper()} · ' in page.text
    await cases.erase((await lan.suggestion()).id, now=now())
    assert (await lan.client.get(address)).status_code == 404
