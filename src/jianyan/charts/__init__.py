"""Charts as SVG made on the server: bars that start at zero, with the numbers at them.

Widths are shares of the space that the chart stands in; letters keep their size, so that it reads on a phone
and on a desk. Everything is said by attributes, as a page with a strict CSP needs it. Letters take the
colour and typeface from what surrounds them. Names are escaped, and stand in full in the `<title>` of a bar.
"""

from jianyan.charts.bars import bar_chart, funnel_chart
from jianyan.charts.columns import column_chart, folded, labelled_columns
from jianyan.charts.drawing import BRAND, Bar
from jianyan.charts.grid import hour_chart
from jianyan.charts.points import Point, point_map, projected

__all__ = [
    "BRAND",
    "Bar",
    "Point",
    "bar_chart",
    "column_chart",
    "folded",
    "funnel_chart",
    "hour_chart",
    "labelled_columns",
    "point_map",
    "projected",
]
