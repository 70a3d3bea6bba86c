"""Ten codes on paper for the day on which the phone is lost; each opens the account once.

They are kept as keyed hashes: neither database nor backup can show one.
"""

from datetime import datetime
from typing import Any

from jianyan import codes, trail
from jianyan.accounts.tables import RecoveryCode
from jianyan.db import transaction
from jianyan.keys import KeyRing

COUNT = 10
_LENGTH = 12
_PURPOSE = "recovery-code"


async def drawn(account_id: int, *, keys: KeyRing) -> list[str]:
    """Draw new codes in the place of the old ones, in the caller's transaction, and give them.

    They are never shown again: 12 characters of Crockford base32, 55 random bits and a check character.
    """
    new = [codes.random_code(_LENGTH) for _ in range(COUNT)]
    await RecoveryCode.delete().where(RecoveryCode.account == account_id)
    await RecoveryCode.insert(
        *(RecoveryCode(code_hash=_hashes(keys, account_id, code)[0], account=account_id) for code in new)
    )
    return new


async def used(account: dict[str, Any], typed: str, *, keys: KeyRing, now: datetime) -> bool:
    """Use a code up and say whether it was one.

    Args:
        account: their row.
        typed: as a person typed it.
        keys: of the installation.
        now: for the record.
    """
    code = codes.tidy(typed)
    if not codes.is_code(code, length=_LENGTH):
        return False
    hashes = _hashes(keys, account["id"], code)
    async with transaction():
        found = (
            await RecoveryCode.update({RecoveryCode.used_at: now})
            .where(RecoveryCode.code_hash.is_in(hashes) & RecoveryCode.used_at.is_null())
            .returning(RecoveryCode.code_hash)
        )
        if found:
            actor = trail.Actor(account["trail_id"], account["role"])
            await trail.record(
                trail.Entry(kind="recovery-used", subject=account["trail_id"], actor=actor), at=now
            )
    return bool(found)


async def codes_left(account_id: int) -> int:
    """Count the codes that were not used yet."""
    unused = (RecoveryCode.account == account_id) & RecoveryCode.used_at.is_null()
    return int(await RecoveryCode.count().where(unused))


def _hashes(keys: KeyRing, account_id: int, code: str) -> list[str]:
    return keys.keyed_hashes(_PURPOSE, f"{account_id}:{code}".encode())
