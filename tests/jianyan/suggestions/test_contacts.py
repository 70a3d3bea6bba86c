from datetime import timedelta

import pytest

import builders
import cast
from jianyan import suggestions
from jianyan.clock import day_of
from jianyan.keys import KeyRing

pytestmark = pytest.mark.usefixtures("database")


async def test_a_phone_number_is_deleted_on_its_day_and_not_before(keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    await builders.submit(keys, code, phone=cast.LAN_PHONE)
    await builders.submit(keys, code, "没有留电话的建议")
    last_day = day_of(builders.NOW, builders.SHANGHAI) + timedelta(days=90)
    assert await suggestions.forget_contacts(last_day - timedelta(days=1)) == 0
    assert await suggestions.forget_contacts(last_day) == 1
    assert await suggestions.forget_contacts(last_day) == 0
    assert await suggestions.first_fault() is None
