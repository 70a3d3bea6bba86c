"""How long each kind of case may take, on its page: an office's own, and what is set above it."""

from typing import Any

import builders
import cast
from cities import City
from consoles import see, send
from jianyan import accounts, cases
from jianyan.clock import now


async def test_an_office_sets_its_own_term_below_that_of_the_city_and_takes_it_back(
    city: City, sign_in: Any
) -> None:
    root, kind = await accounts.root_of(city.transport), cases.CaseKind.MICRO
    await builders.make_account(cast.ADA, organisation="江州市", now=now())
    ada, qiao = await sign_in(cast.ADA), await sign_in(cast.QIAO)
    own = str(city.qiao.scope.organisation)
    for organisation, days in ((str(root), "7"), (own, "3")):
        sent = {"organisation": organisation, "kind": "micro", "answer_days": days, "return_days": "2"}
        assert (await send(ada, "/admin/cases/terms", **sent)).status_code == 303
    assert "Set by 江州市政协" in (await see(qiao, "/admin/cases/terms")).text
    assert (await cases.terms_of(city.qiao.scope.organisation))[kind] == cases.Term(3, 2)
    taken = await send(qiao, "/admin/cases/terms/remove", organisation=own, kind="micro")
    assert taken.status_code == 303
    page = (await see(qiao, taken.headers["location"])).text
    assert "As 江州市 has set it" in page
    assert "Set by" not in page
    assert (await cases.terms_of(city.qiao.scope.organisation))[kind] == cases.Term(7, 2)
    for path in ("/admin/cases/terms", "/admin/cases/terms/remove"):
        sent = {"organisation": str(root), "kind": "micro", "answer_days": "9", "return_days": "9"}
        assert (await send(qiao, path, **sent)).status_code == 404


async def test_a_term_that_is_none_comes_back_with_its_mistake(city: City, sign_in: Any) -> None:
    qiao = await sign_in(cast.QIAO)
    wrong = await send(qiao, "/admin/cases/terms", kind="micro", answer_days="0", return_days="2")
    assert wrong.status_code == 422
    assert "answer_days-micro-error" in wrong.text
    for path in ("/admin/cases/terms", "/admin/cases/terms/remove"):
        unknown = await send(qiao, path, kind="letter", answer_days="7", return_days="2")
        assert unknown.status_code == 422
