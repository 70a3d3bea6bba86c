import builders
import cast
from builders import KEYS, NOW
from jianyan import accounts, backups
from jianyan.keys import KeyRing


async def test_receipts_and_phone_numbers_need_the_secret_they_name(database: str, keys: KeyRing) -> None:
    assert await backups.key_ids() == set()
    await builders.make_topic()
    await builders.submit(keys, await builders.make_placement(), phone=cast.LAN_PHONE)
    assert await backups.key_ids() == {KEYS.newest}


async def test_apps_and_recovery_codes_need_theirs(database: str) -> None:
    rotated = KeyRing({"0badcafe": bytes(range(32)), **KEYS.by_id})
    await builders.make_account(cast.WEI)
    assert await backups.key_ids() == {KEYS.newest}
    person = await accounts.person_by_email(cast.WEI)
    drawn = await accounts.renew_recovery_codes(person, keys=rotated, now=NOW)
    assert await backups.key_ids() == {KEYS.newest, "0badcafe"}
    for code in drawn:
        await accounts.sign_in(
            cast.WEI,
            cast.PASSWORD,
            front=accounts.Front.CONSOLE,
            keys=rotated,
            now=NOW,
            code=code,
        )
    assert await backups.key_ids() == {KEYS.newest}
