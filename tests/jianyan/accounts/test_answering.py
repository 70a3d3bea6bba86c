import builders
import cast
from jianyan import accounts
from jianyan.accounts import OrganisationKind, Role, within
from jianyan.accounts.scope import scope_of

NOW = builders.NOW


async def add(name: str, parent: int | None, kind: OrganisationKind = OrganisationKind.DEPARTMENT) -> int:
    return await accounts.add_organisation_below(parent, name, kind=kind, by=None, now=NOW)


async def test_an_office_hands_over_to_departments_beside_it_and_above_it(database: str) -> None:
    province = await add("云省", None, OrganisationKind.PROVINCE)
    city = await add("江州市", province, OrganisationKind.CITY)
    other = await add("岳州市", province, OrganisationKind.CITY)
    office = await add("江州市政协", city, OrganisationKind.COMMITTEE)
    for name, parent in (("省交通厅", province), ("江州市公安局", city), ("岳州市公安局", other)):
        await add(name, parent)
    await add("江州公交集团", city, OrganisationKind.COMPANY)
    await add("江州市政协提案委员会", office, OrganisationKind.COMMITTEE)
    await add("岳州市交通运输局", other)
    facts = {"role": Role.DEPARTMENT, "organisation": "岳州市交通运输局", "now": NOW}
    await accounts.add_account(cast.BO, password=cast.PASSWORD, **facts)  # type: ignore[arg-type]
    with within(scope_of(office, above=f"/{province}/{city}/")):
        names = {one.name for one in await accounts.answering(province)}
    assert names == {
        *("省交通厅", "江州市公安局", "江州公交集团", "江州市政协", "江州市政协提案委员会"),
        "岳州市交通运输局",  # somebody works there for the department
    }
