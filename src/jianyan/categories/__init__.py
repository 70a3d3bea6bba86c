"""The drawers that suggestions are filed in: a vocabulary. Topics own the rows that link to it.

Writes: Category.
"""

from jianyan.categories.service import add_categories, category_names

__all__ = ["add_categories", "category_names"]
