"""Charts as SVG: plain functions from figures to text, one file each.  Sizes are in pt, and every label is measured.

A chart has a `<title>` that states its numbers (it becomes the alternative text in PDF), and few shapes: drawing one
costs far more than making it.  Bars are labelled directly; there is no axis and no grid, and a legend only for two
series.  Values, which are for drawing, are floats; what is printed are the texts beside them.

Every chart has its figures as a table too: `waterfall` and `waterfall_rows`, and so on.
"""

from dealdesk.documents.charts.bars import bars, bars_rows
from dealdesk.documents.charts.canvas import PAPER, SLIDE, Canvas, Sizes
from dealdesk.documents.charts.cash import cash, cash_rows
from dealdesk.documents.charts.columns import columns, columns_rows
from dealdesk.documents.charts.distribution import distribution, distribution_rows
from dealdesk.documents.charts.percentiles import percentiles, percentiles_rows
from dealdesk.documents.charts.tornado import tornado, tornado_rows
from dealdesk.documents.charts.waterfall import waterfall, waterfall_rows

__all__ = [
    "PAPER",
    "SLIDE",
    "Canvas",
    "Sizes",
    "bars",
    "bars_rows",
    "cash",
    "cash_rows",
    "columns",
    "columns_rows",
    "distribution",
    "distribution_rows",
    "percentiles",
    "percentiles_rows",
    "tornado",
    "tornado_rows",
    "waterfall",
    "waterfall_rows",
]
