"""What is compared before and after: where the trail stands, how many suggestions there are."""

import msgspec
from piccolo.apps.migrations.tables import Migration

from jianyan import trail
from jianyan.accounts.tables import Account, RecoveryCode
from jianyan.db import newest_migration
from jianyan.suggestions.tables import Contact, Suggestion
from jianyan.trail.merkle import EMPTY_ROOT
from jianyan.trail.tables import Trail, TrailHead


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Where the data stands."""

    migration: str | None
    """Id of the newest migration; None where the database has never been migrated."""
    trail_size: int
    root: str
    """Hex of the trail's root."""
    suggestions: int


async def facts() -> Facts:
    """Give where the data of the open database stands; read inside `snapshot()`, it is as of one moment."""
    migration = await newest_migration()
    if migration is None:
        return Facts(migration=None, trail_size=0, root=EMPTY_ROOT.hex(), suggestions=0)
    head = await TrailHead.select(TrailHead.root).first()
    return Facts(
        migration=migration,
        trail_size=await trail.size(),
        root=head["root"] if head else EMPTY_ROOT.hex(),
        suggestions=await Suggestion.count(),
    )


async def is_empty() -> bool:
    """Say whether the open database has none of our first tables."""
    return not (await Migration.table_exists() or await Trail.table_exists())


async def key_ids() -> set[str]:
    """Give the ids of the secrets that receipts, phone numbers and apps of the open database need."""
    receipts = await Suggestion.raw(
        "SELECT DISTINCT substr(receipt_hash, 1, 8) AS key_id FROM suggestion WHERE receipt_hash IS NOT NULL"
    )
    phones = await Contact.raw("SELECT DISTINCT substr(phone, 1, 4) AS key_id FROM contact")
    apps = await Account.raw(
        "SELECT DISTINCT substr(totp_secret, 1, 4) AS key_id FROM account WHERE totp_secret IS NOT NULL"
    )
    recovery = await RecoveryCode.raw(
        "SELECT DISTINCT substr(code_hash, 1, 8) AS key_id FROM recovery_code WHERE used_at IS NULL"
    )
    written = {row["key_id"] for row in (*receipts, *recovery)}
    return written | {bytes(row["key_id"]).hex() for row in (*phones, *apps)}
