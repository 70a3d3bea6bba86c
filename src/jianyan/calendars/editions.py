"""Has a day of any office's calendar changed? Asked often, by who has counted with many of them."""

from piccolo.query.functions import Count, Max

from jianyan.calendars.tables import CalendarException


async def edition() -> str:
    """Give what is another text as soon as a day is set or taken back, by whichever office.

    What the State Council publishes comes with a new release, and so to a new process.
    """
    columns = (Count().as_alias("days"), Max(CalendarException.set_at).as_alias("last"))
    row = (await CalendarException.select(*columns))[0]
    return f"{row['days']} {row['last']}"
