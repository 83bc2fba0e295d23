"""Every cent of an extract worked out again from the charges and rules in it, and compared with what it states.

It needs no catalog, no deal, no register and no network: only the data.  Amounts are fractions, and no part of the
pricing engine is used, so this is a second way to the same price.  `differences` says what does not agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from dealdesk.sealing.amounts import ZERO, NotANumber, Rounding, number
from dealdesk.sealing.billing import Contract, Stretch
from dealdesk.sealing.rows import Row, Rows

FORMATS = ("dealdesk-quote/2",)
"""Formats of data that can be worked out again; the first format, `dealdesk-quote/1`, has no rules in it."""

COMMITMENT = "commitment"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not what its rules give: where it stands, what is stated, and what is worked out."""

    where: str
    stated: str
    derived: str

    def __str__(self) -> str:
        return f"{self.where} says {self.stated}; its charges and rules give {self.derived}"


@dataclass(frozen=True, slots=True)
class Derived:
    """What came of working it out again.

    Attributes:
        differences: What does not agree.
        figures: How many figures were worked out and compared.
        stated: How many amounts are stated without their rule, because the vendor does not disclose it.
    """

    differences: tuple[Difference, ...]
    figures: int
    stated: int


def derive(data: Mapping[str, Any]) -> Derived:
    """Work every figure of an extract out again, those of its options too.

    Raises:
        NotANumber: The data is not what an extract is: a number is none, a rule or a date is missing.
    """
    made = _Derivation(data, "")
    parts = [made]
    for n, option in enumerate(data["options"]):
        parts.append(_Derivation({**data, **option["priced"]}, f"options[{n}]."))
    return Derived(
        tuple(each for part in parts for each in part.found),
        sum(part.count for part in parts),
        sum(part.stated for part in parts),
    )


class _Derivation:
    def __init__(self, data: Mapping[str, Any], prefix: str) -> None:
        self.data, self.prefix, self.found, self.count = data, prefix, list[Difference](), 0
        catalog = data["catalog"]
        self.rounding = Rounding(int(data["places"]), catalog["rounding"] == "half_even")
        start, last = date.fromisoformat(data["start"]), date.fromisoformat(data["end"])
        self.derivation = data["derivation"]
        # An amendment begins later than its contract, whose periods go on: they are counted from its first day.
        anchor = date.fromisoformat(self.derivation.get("anchor", data["start"]))
        self.contract = Contract(start, last, catalog["proration"], self.rounding, anchor)
        self.service = Contract(anchor, last, catalog["proration"], self.rounding)
        self.rows = Rows(self.derivation, anchor, catalog["proration"], self.rounding)
        self.stated = sum(rule["how"] == "stated" for rule in self.derivation["rules"])
        self.hidden = self.derivation["hidden"]
        self._rows()
        self._lines()
        self._sums()
        self._contract()

    def same(self, where: str, stated: object, derived: Fraction) -> None:
        """Compare one figure."""
        self.count += 1
        if number(stated) != derived:
            self.found.append(Difference(self.prefix + where, str(stated), self.rounding.text(derived)))

    def _told(self, where: str, stated: str, derived: str) -> None:
        self.count += 1
        if stated != derived:
            self.found.append(Difference(self.prefix + where, stated, derived))

    def _rows(self) -> None:
        for n, row in enumerate(self.rows.rows):
            where = f"derivation.rows[{n}]"
            self.same(f"{where}.list", row.data["list"], row.list)
            self.same(f"{where}.total", row.data["total"], row.total)
            moves = row.data["moves"]
            self._told(f"{where}.moves", str(len(moves)), str(len(row.moved)))
            for k, (move, total) in enumerate(zip(moves, row.moved, strict=False)):
                self.same(f"{where}.moves[{k}]", move[2], total)

    def _lines(self) -> None:
        for n, line in enumerate(self.data["lines"]):
            if line["price_hidden"] or line["sku"] == COMMITMENT:
                continue
            rows = [each for each in self.rows.rows if _is_of(each, line)]
            where = f"lines[{n}]"
            self.same(f"{where}.list", line["list"], sum((each.of_list for each in rows), ZERO))
            self.same(f"{where}.net", line["net"], sum((each.total for each in rows), ZERO))
            for k, interval in enumerate(line["intervals"]):
                self._interval(f"{where}.intervals[{k}]", interval, rows)

    def _interval(self, where: str, interval: Mapping[str, Any], rows: Sequence[Row]) -> None:
        start, end = date.fromisoformat(interval["start"]), date.fromisoformat(interval["end"]) + DAY
        of_it = [each for each in rows if start <= each.start and each.end <= end]
        if not of_it:
            raise NotANumber(f"{where} has no derivation")
        self.same(f"{where}.quantity", interval["quantity"], number(of_it[0].data["quantity"]))
        self.same(f"{where}.list_per_period", interval["list_per_period"], of_it[0].list)
        self.same(f"{where}.net_per_period", interval["net_per_period"], of_it[0].net)
        self.same(f"{where}.list", interval["list"], sum((each.of_list for each in of_it), ZERO))
        self.same(f"{where}.net", interval["net"], sum((each.total for each in of_it), ZERO))

    def _parts(self) -> tuple[list[Stretch], list[Stretch]]:
        """Return what all shown rows that are part of the deal cost: those that are committed, and the usage."""
        recurring = {
            (each["line"], f"{each['sku']}/{each['charge']}"): each["recurring"] for each in self.data["lines"]
        }
        committed, pool = list[Stretch](), list[Stretch]()
        for row in self.rows.rows:
            if row.flag("committed") or row.flag("pool"):
                known = recurring.get((row.data["line"], row.data["key"]))
                if known is None:
                    raise NotANumber(f"{row.data['key']} is derived and is no line")
                parts = self.service.of_row(row, recurring=bool(known))
                (committed if row.flag("committed") else pool).extend(parts)
        return committed, pool

    def _sums(self) -> None:
        self.committed, pool = self._parts()
        self.committed += self._commitment(pool)
        lines = [each for each in self.data["lines"] if not each["price_hidden"] and not each["optional"]]
        of_list = sum((number(each["list"]) for each in lines if each["committed"]), ZERO)
        net = sum((number(each["net"]) for each in lines if each["committed"]), ZERO)
        estimates = [each for each in lines if not each["committed"]]
        usage_list = sum((number(each["list"]) for each in estimates), ZERO)
        usage = sum((number(each["net"]) for each in estimates), ZERO)
        for group in self.hidden:
            if group["committed"]:
                of_list, net = of_list + number(group["list"]), net + number(group["net"])
            else:
                usage_list, usage = usage_list + number(group["list"]), usage + number(group["net"])
        totals, estimate = self.data["totals"], self.data["usage_estimate"]
        self.same("totals.list", totals["list"], of_list)
        self.same("totals.net", totals["net"], net)
        self.same("totals.discount", totals["discount"], of_list - net)
        self.same("usage_estimate.list", estimate["list"], usage_list)
        self.same("usage_estimate.net", estimate["net"], usage)
        months = int(self.data["months"])
        self.same("usage_estimate.a_year", estimate["a_year"], self.rounding(usage * 12 / months) if months else usage)
        self._moves()
        self.total = net

    def _moves(self) -> None:
        """Compare the steps of the whole price with the moves of its rows."""
        by_step: dict[str, Fraction] = {}
        for row in self.rows.rows:
            if row.flag("committed"):
                for move, total in zip(row.data["moves"], row.moved, strict=False):
                    step = self.derivation["rules"][move[0]]["step"]
                    by_step[step] = by_step.get(step, ZERO) + total
        for line in self.data["lines"]:
            if line["sku"] == COMMITMENT and line["committed"] and not line["price_hidden"]:
                by_step[COMMITMENT] = by_step.get(COMMITMENT, ZERO) + number(line["net"]) - number(line["list"])
        for group in self.hidden:
            for step, amount in group["steps"].items() if group["committed"] else ():
                by_step[step] = by_step.get(step, ZERO) + number(amount)
        stated: dict[str, Fraction] = {}
        for each in self.data["moves"]:
            stated[each["step"]] = stated.get(each["step"], ZERO) + number(each["amount"])
        for step in sorted(by_step.keys() | stated.keys()):
            self.same(f"moves of {step}", self.rounding.text(stated.get(step, ZERO)), by_step.get(step, ZERO))

    def _commitment(self, pool: Sequence[Stretch]) -> Iterator[Stretch]:
        """Yield what the lines of a usage commitment cost by year, compared with what they state."""
        lines = {each["charge"]: each for each in self.data["lines"] if each["sku"] == COMMITMENT}
        if not lines or any(each["price_hidden"] for each in lines.values()):
            return
        stated = self.derivation["commitment"]
        derived = self.contract.drawn(number(stated["a_year"]), number(stated["list_a_year"]), pool)
        if len(derived) != len(stated["years"]):
            raise NotANumber("derivation.commitment does not have the years of the contract")
        sums = {name: [ZERO, ZERO] for name in lines}
        known = not any(group["pool"] for group in self.hidden)
        for n, (year, made) in enumerate(zip(stated["years"], derived, strict=True)):
            where = f"derivation.commitment.years[{n}]"
            self.same(f"{where}.due", year["due"], made.due)
            if known:
                self.same(f"{where}.drawn", year["drawn"], made.drawn)
                self.same(f"{where}.list", year["list"], made.of_list)
            drawn, of_list = number(year["drawn"]), number(year["list"])
            short = made.due - drawn
            for name, one_list, net in (
                ("usage", of_list, drawn),
                ("true-up", short, short),
                ("drawn", -of_list, -drawn),
            ):
                if name in lines:
                    sums[name] = [sums[name][0] + one_list, sums[name][1] + net]
                    if lines[name]["committed"]:
                        yield Stretch(made.start, made.end, net, True)
        for name, line in lines.items():
            self.same(f"line {COMMITMENT}/{name}.list", line["list"], sums[name][0])
            self.same(f"line {COMMITMENT}/{name}.net", line["net"], sums[name][1])

    def _contract(self) -> None:
        """Compare the invoices, and the figures of the contract."""
        data, days = self.data, timedelta(days=int(self.derivation["payment_days"]))
        periods = self.service.billed(self.committed, data["billing"])
        hidden = {(each["start"], each["end"]): number(each["amount"]) for each in self.derivation["hidden_billed"]}
        billed = []
        for start, end, amount in periods:
            amount += hidden.get((start.isoformat(), (end - DAY).isoformat()), ZERO)
            if amount:
                billed.append((max(start, self.contract.start), end, amount))
        self._told("invoices", str(len(data["invoices"])), str(len(billed)))
        for n, (invoice, (start, end, amount)) in enumerate(zip(data["invoices"], billed, strict=False)):
            day = end if self.derivation["in_arrears"] else start
            where = f"invoices[{n}]"
            self.same(f"{where}.amount", invoice["amount"], amount)
            for name, derived in (("start", start), ("end", end - DAY), ("date", day), ("due", day + days)):
                self._told(f"{where}.{name}", invoice[name], derived.isoformat())
        parts = [*self.committed, *(_hidden_stretch(each) for each in self.derivation["hidden_stretches"])]
        figures = self.contract.figures(parts, self.total)
        for name, stated in data["metrics"].items():
            if name in figures:
                self.same(f"metrics.{name}", stated, figures[name])


def _hidden_stretch(data: Mapping[str, Any]) -> Stretch:
    start, end = date.fromisoformat(data["start"]), date.fromisoformat(data["end"])
    return Stretch(start, end, number(data["amount"]), bool(data["recurring"]))


def _is_of(row: Row, line: Mapping[str, Any]) -> bool:
    return bool(row.data["line"] == line["line"] and row.data["key"] == f"{line['sku']}/{line['charge']}")
