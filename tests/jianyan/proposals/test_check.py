import pytest

import builders
from jianyan import db, proposals
from jianyan.proposals.tables import Support


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE support SET number = '0000000000000000'", "support 0000000000000000: it is not as recorded"),
        ("DELETE FROM support", "it is recorded, but there is no row"),
        ("UPDATE support SET proposal = {other}", "it is not as recorded"),
        ("UPDATE support SET supported_at = supported_at", None),
    ],
)
async def test_a_support_that_was_added_or_removed_by_hand_is_named(
    proposed, keys, statement: str, fault: str | None
) -> None:
    await proposed.examined()
    other = await proposals.propose("另一件", "也问一问。", by=proposed.he, now=builders.NOW)
    await proposals.support(proposed.id, proposals.new_visitor(), keys=keys, now=builders.NOW)
    assert await proposals.first_fault() is None
    async with db.transaction():
        await Support.raw(statement.format(other=other))
    found = await proposals.first_fault()
    assert found is None if fault is None else fault in str(found)
