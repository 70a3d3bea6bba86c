"""An installation under a mere number, for which browsers make no passkeys: nothing offers any."""

from typing import Any

import httpx
from litestar import Litestar


async def test_the_sign_in_offers_no_passkey(app: Litestar, client: httpx.AsyncClient) -> None:
    page = (await client.get("/admin/sign-in")).text
    assert 'type="password"' in page
    assert "passkey" not in page
    assert (await client.post("/admin/sign-in/passkey/question")).status_code == 404
    assert (await client.post("/admin/sign-in/passkey", data={"assertion": "{}"})).status_code == 404


async def test_the_own_account_offers_no_passkey(qiao: Any) -> None:
    assert "passkey" not in (await qiao.see("/admin/me")).text
    assert (await qiao.see("/admin/me/passkeys/new")).status_code == 404
    assert (await qiao.send("/admin/me/passkeys/offer")).status_code == 404
