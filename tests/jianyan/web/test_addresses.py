import httpx
import pytest

import builders


@pytest.mark.parametrize("path", ["/t/%00", "/t/%00/tally.json", "/t/buses-first?lang=%00", "/s/%00", "/%00"])
async def test_an_address_with_a_nul_is_refused_and_never_a_bug(client: httpx.AsyncClient, path: str) -> None:
    await builders.make_topic()
    assert (await client.get(path)).status_code in {400, 404}


@pytest.mark.parametrize("path", ["/sign-in", "/admin/sign-in"])
async def test_a_nul_in_an_address_that_signs_in_is_an_unknown_one(
    client: httpx.AsyncClient, path: str
) -> None:
    sent = {"email": "wei\0@example.org", "password": "what ever it is"}
    assert (await client.post(path, data=sent)).status_code in {400, 403}
