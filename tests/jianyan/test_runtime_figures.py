"""What happens shows in the figures: each is raised where the thing happens."""

import re
from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

import builders
from jianyan.clock import now

JSON = {"Accept": "application/json"}


def figure(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


WATCHED = (
    "jianyan_scans_total",
    'jianyan_suggestions_total{source="citizen"}',
    "jianyan_submit_seconds_count",
    "jianyan_batch_items_sum",
    "jianyan_commit_seconds_count",
    'jianyan_refusals_total{kind="InvalidFields"}',
)


@pytest.mark.parametrize("refused_too", [False, True])
async def test_one_suggestion_raises_each_figure_once(
    client: httpx.AsyncClient, app: Litestar, refused_too: bool
) -> None:
    opens_at = now() - timedelta(hours=1)
    await builders.make_topic(opens_at=opens_at, closes_at=None)
    code = await builders.make_placement()
    await app.state.runtime.look()
    before = (await client.get("/metrics")).text
    token = (await client.get(f"/s/{code}", headers=JSON)).json()["form_token"]
    body = "" if refused_too else "请加开夜班车"
    await client.post(f"/s/{code}", data={"form_token": token, "body": body}, headers=JSON)
    await app.state.runtime.flush_scans()
    after = (await client.get("/metrics")).text
    raised = [figure(after, name) - figure(before, name) for name in WATCHED]
    assert raised[0] == 1
    if refused_too:
        assert raised[1:4] == [0, 0, 0]
        assert raised[5] == 1
    else:
        assert raised[1:4] == [1, 1, 1]
        assert raised[4] >= 1
        assert raised[5] == 0
