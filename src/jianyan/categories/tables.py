"""Table of the drawers."""

from piccolo.columns import Serial, Varchar
from piccolo.table import Table


class Category(Table):
    """A drawer that suggestions are filed in. Topics that use the same name share it; never deleted."""

    id: Serial
    name = Varchar(60, unique=True)
