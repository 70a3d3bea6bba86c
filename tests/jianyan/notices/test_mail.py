import base64
import smtplib
from datetime import timedelta
from typing import Any

import pytest

import builders
import cast
from builders import NOW
from jianyan import accounts, notices
from jianyan.accounts import Person
from jianyan.notices import Channel, NotDelivered, NoticeKind, NoticeState, Parcel, Wishes, mail
from jianyan.notices.schemas import QuietHours
from jianyan.settings import Settings
from receivers import MailReceiver

REPORT = NoticeKind.FILE_READY


@pytest.fixture
async def wished(ada: Person, outbox: Any, post_office: MailReceiver) -> Person:
    """Give Ada, who wants to hear of reports; the settings name a mail server."""
    outbox.set(smtp_url=post_office.url, mail_from="no-reply@city.example")
    await notices.save_wishes(Wishes(kinds=(REPORT,)), by=ada)
    return ada


def parcel(make: Any, **changes: Any) -> Parcel:
    given: dict[str, Any] = {
        "id": 1,
        "holder": "first",
        "public_id": "ab" * 16,
        "channel": Channel.EMAIL,
        "facts": make(),
        "text": "",
        "address": cast.ADA,
        "secret": "",
        "subscription_id": None,
        "attempt_count": 1,
        "created_at": NOW,
    }
    return Parcel(**{**given, **changes})


async def test_whoever_wants_to_hear_of_it_gets_a_mail_that_can_be_read(
    outbox: Any, wished: Person, post_office: MailReceiver, facts: Any
) -> None:
    assert await outbox.tell(facts(kind=REPORT), accounts=[wished.account_id]) == 1
    assert await outbox.deliver() == 1
    (message,), (told,) = post_office.parsed(), await notices.recent()
    assert (message["Subject"], message["To"], message["From"]) == (
        "文件已可下载",
        cast.ADA,
        "no-reply@city.example",
    )
    assert message["Message-ID"] == f"<{told.public_id}@127.0.0.1>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().splitlines() == [
        "关于：优先发展城市公交，您说怎么改",
        "编号：0A4AE25FJZRA49",
        f"时间：{NOW.astimezone(builders.SHANGHAI):%Y-%m-%d %H:%M}",
        "https://jianyan.example/admin/suggestions/0A4AE25FJZRA49",
    ]
    assert (told.state, told.channel) == (NoticeState.DELIVERED, Channel.EMAIL)


async def test_who_did_not_ask_for_this_kind_is_not_told(
    outbox: Any, wished: Person, post_office: MailReceiver, facts: Any
) -> None:
    assert await outbox.tell(facts(), accounts=[wished.account_id]) == 0
    await builders.make_account(cast.QIAO)
    qiao = await accounts.person_by_email(cast.QIAO)
    assert await outbox.tell(facts(kind=REPORT), accounts=[qiao.account_id]) == 0
    assert await outbox.deliver() == len(post_office.messages) == 0


async def test_nobody_is_told_in_their_quiet_hours(
    outbox: Any, wished: Person, post_office: MailReceiver, facts: Any
) -> None:
    await notices.save_wishes(Wishes(kinds=(REPORT,), quiet=QuietHours(22 * 60, 7 * 60)), by=wished)
    outbox.now = NOW.astimezone(builders.SHANGHAI).replace(hour=23, minute=30)
    await outbox.tell(facts(kind=REPORT), accounts=[wished.account_id])
    assert await outbox.deliver() == 0
    outbox.later(timedelta(hours=7, minutes=29))
    assert await outbox.deliver() == 0
    outbox.later(timedelta(minutes=1))
    assert await outbox.deliver() == len(post_office.messages) == 1


async def test_a_mail_server_that_says_later_is_asked_later_with_the_same_message(
    outbox: Any, wished: Person, post_office: MailReceiver, facts: Any
) -> None:
    post_office.refusals["RCPT"] = "451 come again"
    await outbox.tell(facts(kind=REPORT), accounts=[wished.account_id])
    assert await outbox.deliver() == 1
    (told,) = await notices.recent()
    assert (told.state, told.problem) == (NoticeState.WAITING, "smtp-451")
    post_office.refusals.clear()
    outbox.later(timedelta(minutes=1))
    await outbox.deliver()
    assert [message["Message-ID"] for message in post_office.parsed()] == [f"<{told.public_id}@127.0.0.1>"]


async def test_an_address_that_nobody_has_is_given_up_at_once_without_naming_it(
    outbox: Any, wished: Person, post_office: MailReceiver, facts: Any
) -> None:
    post_office.refusals["RCPT"] = f"550 no such person {cast.ADA}"
    await outbox.tell(facts(kind=REPORT), accounts=[wished.account_id])
    await outbox.deliver()
    (told,) = await notices.recent()
    assert (told.state, told.problem, told.due_at) == (NoticeState.GIVEN_UP, "smtp-550", None)


async def test_who_has_no_account_any_more_is_told_nothing(
    outbox: Any, wished: Person, post_office: MailReceiver, facts: Any
) -> None:
    await outbox.tell(facts(kind=REPORT), accounts=[wished.account_id])
    await accounts.set_active(cast.ADA, active=False, by=None, now=NOW)
    await outbox.deliver()
    assert [one.problem for one in await notices.recent()] == ["account-closed"]
    assert post_office.messages == []


async def test_without_a_mail_server_a_notice_waits(outbox: Any, wished: Person, facts: Any) -> None:
    outbox.set(smtp_url="")
    await outbox.tell(facts(kind=REPORT), accounts=[wished.account_id])
    await outbox.deliver()
    assert [(one.state, one.problem) for one in await notices.recent()] == [
        (NoticeState.WAITING, "no-mail-server")
    ]


async def test_name_and_password_of_the_address_are_given_as_they_are(
    post_office: MailReceiver, facts: Any
) -> None:
    url = f"smtp://post%40city:p%40ss@127.0.0.1:{post_office.port}"
    await mail.deliver(parcel(facts), Settings(smtp_url=url), now=NOW)
    given = base64.b64encode(b"\0post@city\0p@ss").decode()
    assert post_office.logins == [f"AUTH PLAIN {given}"]


async def test_a_line_break_begins_no_header(post_office: MailReceiver, facts: Any) -> None:
    settings = Settings(smtp_url=post_office.url)
    title = "改线\r\nBcc: everybody@city.example\r\n\r\n另一封"
    wanted = parcel(facts, facts=facts(title=title), address=f"{cast.ADA}\r\nBcc: mo@jianyan.example")
    message = mail.message_of(wanted, settings)
    assert b"\r\nBcc" not in message.as_bytes()
    await mail.deliver(parcel(facts, facts=facts(title=title)), settings, now=NOW)
    (sent,) = post_office.parsed()
    assert "Bcc" not in sent
    assert sent.get_content().splitlines()[0] == "关于：改线 Bcc: everybody@city.example 另一封"


async def test_a_server_elsewhere_is_never_given_a_password_in_the_clear(
    post_office: MailReceiver, facts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "_LOOPBACK", set())
    with pytest.raises(NotDelivered) as refused:
        url = f"smtp://user:secret@127.0.0.1:{post_office.port}"
        await mail.deliver(parcel(facts), Settings(smtp_url=url), now=NOW)
    assert refused.value.problem == "unreachable"
    assert isinstance(refused.value.__cause__, smtplib.SMTPNotSupportedError)
    assert post_office.logins == post_office.messages == []
