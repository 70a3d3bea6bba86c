"""Adding and naming drawers."""

from jianyan.categories.tables import Category
from jianyan.db import transaction


async def add_categories(names: list[str]) -> dict[str, int]:
    """Give name → id for all these names, in their order, adding those that are new."""
    async with transaction():
        known = {row["name"]: row["id"] for row in await Category.select().where(Category.name.is_in(names))}
        for name in names:
            if name not in known:
                added = await Category.insert(Category(name=name))
                known[name] = added[0]["id"]
        return {name: known[name] for name in names}


async def category_names() -> dict[int, str]:
    """Give id → name of every drawer."""
    return {row["id"]: row["name"] for row in await Category.select()}
