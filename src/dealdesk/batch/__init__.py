"""Many deals at once, in columns: the same charges, steps and fold, computed by DuckDB."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from dealdesk.batch.arithmetic import ColumnArithmetic
from dealdesk.batch.frame import TEXTS, TableFrame
from dealdesk.money import Rounding
from dealdesk.pricing.charges import UNBOUNDED, Segment
from dealdesk.pricing.waterfall import Plan, run
from dealdesk.quoting.rows import Row

NUMBERS = (
    "quantity",
    "months",
    "year",
    "per_year",
    "counted",
    "bundle_size",
    "asked_unit",
    "asked_line",
    "asked_deal",
    "asked_target",
    "commitment",
    "commitment_list",
    "in_pool",
    "committed",
    "spreads",
    "free",
    "floor",
    "cost",
    "minimum",
    "maximum",
    "whole",
    "share_rate",
)
SEGMENT_NUMBERS = ("above", "up_to", "base", "rate", "offset", "size", "least", "most")
WAVES = ("net", "total", "list")


def price_rows(
    deals: Iterable[Sequence[Row]], plan: Plan, *, places: int = 2, rounding: Rounding = "half_up"
) -> list[dict[str, Any]]:
    """Price the rows of many deals in DuckDB.

    Args:
        deals: The facts of each deal, as `quoting.facts` makes them; they share one plan and currency.
        plan: The steps that run, with their numbers.
        places: Decimals of the currency.
        rounding: The catalog's rounding.

    Returns:
        For each row, in order: `deal_id`, `line_no`, `key`, `interval_no`, `list`, `net`, `total`, and for each step
        `move_<code>` (a period) and `total_<code>` (over the interval), as Decimals.  They are None where a deal
        alone would be refused: no price for the quantity, or more asked off than there is.

    Raises:
        NotAvailable: DuckDB is not installed.
    """
    deals = [list(deal) for deal in deals]
    if not any(deals):
        return []
    con, frame = _frame(deals, places, rounding)
    frame = run(frame, plan)
    wanted = [name for name in frame.scales if name in WAVES or name.startswith("move_") or name.startswith("total_")]
    columns = ", ".join(f'"{name}"' for name in wanted)
    query = f"SELECT deal_id, line_no, key, interval_no, {columns} FROM ({frame.sql}) ORDER BY row_id"
    made = []
    for deal_id, line, key, interval, *values in con.execute(query).fetchall():
        row: dict[str, Any] = {"deal_id": deal_id, "line_no": line, "key": key, "interval_no": interval}
        for name, value in zip(wanted, values, strict=True):
            row[name] = None if value is None else Decimal(int(value)).scaleb(-frame.scales[name])
        made.append(row)
    return made


def _frame(deals: Iterable[Sequence[Row]], places: int, rounding: Rounding) -> tuple[Any, TableFrame]:
    try:
        import duckdb
    except ImportError:
        from dealdesk.errors import NotAvailable

        raise NotAvailable("pricing in columns needs DuckDB: pip install 'dealdesk[batch]'") from None
    rows: list[dict[str, Any]] = []
    takes: list[dict[str, Any]] = []
    curves: dict[tuple[Segment, ...], int] = {}
    asks = 0
    for deal_id, deal in enumerate(deals):
        for row in deal:
            row_id = len(rows)
            asks = max(asks, len(row.asks))
            rows.append(_facts(row, row_id, deal_id))
            for take in row.curves:
                curve_id = curves.setdefault(take.curve, len(curves))
                takes.append({"row_id": row_id, "curve_id": curve_id, "count": take.count, "x": take.x})
    for each in rows:
        for number in range(asks):
            each.setdefault(f"ask_{number}", Decimal(0))
    segments = [
        {"curve_id": curve_id, "above_in": s.above_in, "up_to_in": s.up_to_in}
        | {name: None if getattr(s, name) == UNBOUNDED else getattr(s, name) for name in SEGMENT_NUMBERS}
        for curve, curve_id in curves.items()
        for s in curve
    ]
    con = duckdb.connect()
    scales = _table(con, "rows", rows, (*NUMBERS, *(f"ask_{n}" for n in range(asks))))
    empty: dict[str, Any] = {"row_id": 0, "curve_id": 0, "count": None, "x": None}
    of_takes = _table(con, "takes", takes, ("count", "x"), empty=empty)
    empty = {"curve_id": 0, "above_in": True, "up_to_in": True} | dict.fromkeys(SEGMENT_NUMBERS)
    aligned = {"x": ("above", "up_to", "offset")}
    of_segments = _table(con, "segments", segments, SEGMENT_NUMBERS, align=aligned, base=of_takes, empty=empty)
    for name, scale in {**of_takes, **of_segments}.items():
        scales[f"take_{name}"] = scale
    _align(con, of_takes, of_segments, scales)
    shares = any(row["wave"] == 2 for row in rows)
    return con, TableFrame(ColumnArithmetic(places, rounding), scales, asks, shares)


def _facts(row: Row, row_id: int, deal_id: int) -> dict[str, Any]:
    facts: dict[str, Any] = {"row_id": row_id, "deal_id": deal_id, "line_no": row.line, "interval_no": row.interval}
    facts |= {"wave": row.wave, "counts": row.counts, "once": row.once}
    facts |= {name: getattr(row, name) for name in TEXTS}
    facts |= {name: None if getattr(row, name) == UNBOUNDED else getattr(row, name) for name in NUMBERS}
    facts |= {f"ask_{number}": percent for number, percent in enumerate(row.asks)}
    for number in (0, 1):
        a, b, of = row.parts[number] if number < len(row.parts) else (0, 0, 1)
        facts |= {f"part_{number}_a": int(a), f"part_{number}_b": int(b), f"part_{number}_of": int(of)}
    for name in ("sets", "promotions", "schedules"):
        facts[name] = "|" + "".join(f"{each}|" for each in sorted(getattr(row, name), key=str))
    return facts


def decimals(values: Iterable[Any]) -> int:
    """Return the most decimals that any of *values* has."""
    return max((-int(v.normalize().as_tuple().exponent) for v in values if v is not None), default=0)


def _table(
    con: Any,
    name: str,
    rows: Sequence[Mapping[str, Any]],
    numbers: Sequence[str],
    align: Mapping[str, Sequence[str]] | None = None,
    base: Mapping[str, int] | None = None,
    empty: Mapping[str, Any] | None = None,
) -> dict[str, int]:
    """Load rows; each column of numbers becomes integers at the least scale that keeps them exact.

    *empty* shows the columns of a table without rows.
    """
    scales = {column: max(0, decimals(row[column] for row in rows)) for column in numbers}
    for like, columns in (align or {}).items():
        scale = max([scales[column] for column in columns] + [(base or {}).get(like, 0)])
        scales |= dict.fromkeys(columns, scale)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.ndjson"
        with file.open("w", encoding="utf-8") as out:
            for row in rows:
                plain = {
                    key: (None if value is None else str(int(value.scaleb(scales[key])))) if key in scales else value
                    for key, value in row.items()
                }
                out.write(json.dumps(plain) + "\n")
        types = ", ".join(
            f"{json.dumps(key)}: {quoted_type(key, value, scales)}"
            for key, value in (rows[0] if rows else empty or {}).items()
        )
        con.execute(
            f"CREATE TABLE {name} AS SELECT * FROM read_json('{file}', format='newline_delimited', columns={{{types}}})"
        )
    return scales


def quoted_type(key: str, value: Any, scales: Mapping[str, int]) -> str:
    """Return the SQL type of a column."""
    if key in scales:
        return "'HUGEINT'"
    return "'BOOLEAN'" if isinstance(value, bool) else "'BIGINT'" if isinstance(value, int) else "'VARCHAR'"


def _align(con: Any, takes: dict[str, int], segments: dict[str, int], scales: dict[str, int]) -> None:
    """Bring quantities of takes to the scale of the bounds that they are compared with."""
    scale = segments["above"]
    con.execute(f"UPDATE takes SET x = x * {10 ** (scale - takes['x'])}")
    scales["take_x"] = scale
