import builders
import cast
from hotlines import Hotline
from jianyan import accounts, cases, moderation
from jianyan.accounts import OrganisationKind
from jianyan.cases import Adoption, CaseKind, NewCase, NewReply, Result
from jianyan.clock import now
from jianyan.moderation import Act, Verdict


async def request_of(hotline: Hotline, number: str) -> dict[str, str | None]:
    [found] = (await hotline.see(f"requests/{number}.json")).json()
    return {str(name): value for name, value in found.items()}


async def listed(hotline: Hotline, status: str) -> list[str]:
    return [one["service_request_id"] for one in (await hotline.see("requests.json", status=status)).json()]


async def test_a_hotline_reads_which_department_deals_with_a_request_and_when_it_has_answered(
    hotline: Hotline,
) -> None:
    number, wei = await hotline.number(), await builders.make_person(cast.WEI)
    verdict = Verdict(act=Act.APPROVE, category_id=hotline.topic.categories[2].id)
    await moderation.decide(number, verdict, by=wei, now=now())
    assert (await request_of(hotline, number))["agency_responsible"] is None
    kind, name = OrganisationKind.DEPARTMENT, "江州市交通运输局"
    lead = await accounts.add_organisation_below(None, name, kind=kind, by=None, now=now())
    new = NewCase(title="延长末班车", kind=CaseKind.REQUEST, lead_id=lead)
    case_id = await cases.hand_over(number, new, by=wei, now=now(), zone=builders.SHANGHAI)
    found = await request_of(hotline, number)
    assert (found["status"], found["agency_responsible"]) == ("open", name)
    due = (await cases.case_by_id(case_id, by=None)).summary.due_on
    assert due is not None
    assert str(found["expected_datetime"]).startswith(f"{due.isoformat()}T16:00:00"), "midnight in Shanghai"
    assert (await listed(hotline, "open"), await listed(hotline, "closed")) == ([number], [])
    await cases.claim(case_id, by=wei, now=now(), zone=builders.SHANGHAI)
    reply = NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text="已延长。")
    await cases.save_reply(case_id, reply, by=wei, now=now())
    await cases.send_reply(case_id, by=wei, now=now())
    await cases.publish_reply(case_id, by=wei, now=now())
    found = await request_of(hotline, number)
    assert (found["status"], found["expected_datetime"]) == ("closed", None)
    assert "A department has answered." in str(found["status_notes"])
    assert (await listed(hotline, "open"), await listed(hotline, "closed")) == ([], [number])
    assert await listed(hotline, "open,closed") == [number]
