from datetime import date

import pytest

import builders
from cities import NOW, City, later
from jianyan import accounts, cases, db, trail
from jianyan.accounts import NoSuchOrganisation, OrganisationKind, within
from jianyan.cases import BUILT_IN, CaseKind, NewRating, Satisfaction, Term
from jianyan.cases.tables import CaseTerm
from jianyan.errors import Invalid
from jianyan.topics.tables import Topic

KIND = CaseKind.SUGGESTION
SHORT, LONG = Term(5, 1), Term(20, 4)
BAD = NewRating(is_solved=False, satisfaction=Satisfaction.DISSATISFIED)


@pytest.fixture
async def top(city: City) -> int:
    """Give the organisation at the top of the tree."""
    top = await accounts.root_of(city.transport)
    assert top is not None
    return top


@pytest.fixture
async def district(city: City, top: int) -> int:
    """Give a district of the city whose topic the city's is from now on."""
    kind = OrganisationKind.COMMITTEE
    district = await accounts.add_organisation_below(top, "东区", kind=kind, by=None, now=NOW)
    async with db.transaction():
        await Topic.update({Topic.owner: district}).where(Topic.slug == "buses-first")
    return district


async def put(organisation_id: int | None, term: Term, city: City) -> None:
    await cases.set_term(organisation_id, KIND, term, by=city.qiao, now=NOW)


async def test_the_nearest_organisation_that_sets_a_term_counts(city: City, top: int, district: int) -> None:
    assert (await cases.terms_of(district))[KIND] == BUILT_IN[KIND]
    await put(top, LONG, city)
    assert (await cases.terms_of(district))[KIND] == LONG
    await put(district, SHORT, city)
    assert (await cases.terms_of(district))[KIND] == SHORT
    assert (await cases.terms_of(top))[KIND] == (await cases.terms_of(city.transport))[KIND] == LONG
    assert (await cases.terms_of(district))[CaseKind.MICRO] == BUILT_IN[CaseKind.MICRO]


async def test_whose_term_it_is_is_told(city: City, top: int, district: int) -> None:
    assert (await cases.terms_in_force(district))[KIND].set_by is None
    await put(top, LONG, city)
    held = (await cases.terms_in_force(district))[KIND]
    assert (held.term, held.set_by, held.name) == (LONG, top, "江州市")


async def test_a_term_that_is_taken_back_leaves_the_one_above_it(city: City, top: int, district: int) -> None:
    await put(top, LONG, city)
    await put(district, SHORT, city)
    for _ in range(2):
        await cases.take_term_back(district, KIND, by=city.qiao, now=NOW)
        assert (await cases.terms_of(district))[KIND] == LONG
    assert await cases.first_fault() is None
    await put(district, SHORT, city)
    assert await cases.first_fault() is None


async def test_the_term_of_nobody_holds_where_a_topic_belongs_to_nobody_only(city: City, top: int) -> None:
    await put(None, SHORT, city)
    assert (await cases.terms_of(None))[KIND] == SHORT
    assert (await cases.terms_of(top))[KIND] == BUILT_IN[KIND]


async def test_a_case_has_the_days_of_the_office_whose_topic_it_is_to_its_end(
    city: City, top: int, district: int
) -> None:
    await put(top, LONG, city)
    await put(district, SHORT, city)
    with within(accounts.EVERYWHERE):
        case_id = await cases.hand_over(
            city.tracking,
            cases.NewCase(title="夜班车", kind=KIND, lead_id=city.transport),
            by=city.qiao,
            now=NOW,
            zone=builders.SHANGHAI,
        )
    summary = (await city.seen(case_id)).summary
    # From Wednesday, 1 July 2026: five working days, and one.
    assert (summary.due_on, summary.return_by) == (date(2026, 7, 8), date(2026, 7, 2))
    await cases.claim(case_id, by=city.bo, now=NOW, zone=builders.SHANGHAI)
    await city.reply(case_id)
    await cases.publish_reply(case_id, by=await office_of(district), now=later(1))
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, BAD, now=later(5), zone=builders.SHANGHAI)
    # Opened once more on Monday, 6 July.
    assert (await city.seen(case_id)).summary.due_on == date(2026, 7, 13)


async def office_of(district: int) -> accounts.Person:
    """Give somebody of the staff of the district."""
    name = (await accounts.organisation_by_id(district)).name
    await builders.make_account("ning@jianyan.example", organisation=name)
    return (await builders.make_session("ning@jianyan.example")).person


async def test_nobody_sets_or_takes_back_the_term_of_an_organisation_they_do_not_see(
    city: City, district: int
) -> None:
    with within(city.qiao.scope):
        with pytest.raises(NoSuchOrganisation):
            await put(district, SHORT, city)
        with pytest.raises(NoSuchOrganisation):
            await cases.take_term_back(district, KIND, by=city.qiao, now=NOW)
    assert (await cases.terms_of(district))[KIND] == BUILT_IN[KIND]


@pytest.mark.parametrize("term", [Term(0, 1), Term(251, 1), Term(5, 0), Term(5, 251)])
async def test_a_term_is_one_to_250_working_days(city: City, top: int, term: Term) -> None:
    with pytest.raises(Invalid):
        await put(top, term, city)


async def test_whether_authors_are_met_first_is_set_and_taken_back_like_the_days(
    city: City, top: int, district: int
) -> None:
    assert (await cases.terms_of(district))[CaseKind.MOTION].meets_first
    await cases.set_term(top, CaseKind.MOTION, Term(60, 9), by=city.qiao, now=NOW)
    await put(district, Term(5, 1, meets_first=True), city)
    found = await cases.terms_of(district)
    assert (found[CaseKind.MOTION].meets_first, found[KIND].meets_first) == (False, True)
    assert await cases.first_fault() is None
    async with db.transaction():
        await CaseTerm.update({CaseTerm.meets_first: False}).where(CaseTerm.kind == KIND.value)
    assert await cases.first_fault() == f"term {district}/suggestion: it is not the one that was recorded"


async def test_a_term_of_motions_from_before_the_question_is_sound_as_the_upgrade_left_it(
    city: City, top: int
) -> None:
    said = {"case": "motion", "answer": 60, "return": 9}
    entry = trail.Entry(kind="case-term", subject=f"organisation-{top}", actor=city.qiao.actor, data=said)
    row = CaseTerm(
        key=f"{top}/motion", root=top, kind="motion", answer_days=60, return_days=9, meets_first=True
    )
    async with db.transaction():
        await CaseTerm.insert(row)
        await trail.record(entry, at=NOW)
    assert await cases.first_fault() is None
    async with db.transaction():
        await CaseTerm.update({CaseTerm.meets_first: False}).where(CaseTerm.kind == "motion")
    assert await cases.first_fault() is not None
