"""The saving that other rows would give: what a problem of the data changes."""

from __future__ import annotations

from dealdesk.pilot.cells import cells_of
from dealdesk.pilot.comparison import compare
from dealdesk.pilot.figures import fixed
from dealdesk.pilot.plan import Pilot
from dealdesk.pilot.problems.look import COUNTED
from dealdesk.pilot.statistics.ratio import mean_at_mix
from dealdesk.pilot.telemetry.read import Read


def saving_where(read: Read, pilot: Pilot, stages: tuple[int, ...], where: str, more: str) -> str:
    """Return the saving in per cent at the baseline's mix, as text, of the rows for which *where* holds.

    Args:
        read: The telemetry.
        pilot: What is compared.
        stages: Of these stages.
        where: SQL; true for all rows that count.
        more: A table whose rows count as well; "" for none.
    """
    table = f"(SELECT * FROM t UNION ALL SELECT * FROM {more})" if more else "t"
    cells = cells_of(read, pilot, f"{COUNTED} AND {where}", table=table, latencies=False)
    both = compare(pilot, cells, stages)
    mix = both.mix("cost_n")
    base, treat = (mean_at_mix(both.arm("cost", arm), both.arm("cost_n", arm), mix).value for arm in (False, True))
    found = fixed((1 - treat / base) * 100) if base else None
    return "unknown" if found is None else f"{found:f} %"
