"""What a change of a catalog does to deals, in words that the terminal and Markdown share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dealdesk.catalog.policy import Approval
from dealdesk.changes.fractions import change
from dealdesk.changes.impact import steps_of
from dealdesk.changes.outcome import DealImpact, Impact, LineChange, Status, StepChange, Total
from dealdesk.changes.thresholds import Passed
from dealdesk.cli import words
from dealdesk.cli.diff_words import signed
from dealdesk.errors import printable
from dealdesk.money import EXACT, minor_unit

MOST = 20
"""Deals of one sort that are listed, unless all are asked for."""

MOST_LINES = 4
"""Lines of a deal whose steps are told one by one; of more of them, the sums."""

HEADINGS: Mapping[Status, str] = {
    "lost": "Cannot be priced any more",
    "dearer": "Dearer",
    "cheaper": "Cheaper",
    "moved": "The same total, by other steps or at other times",
    "gained": "Can be priced now",
    "unpriced": "Cannot be priced under either",
    "same": "The same price, and something to look at",
}
"""What deals are listed under."""


@dataclass(frozen=True, slots=True)
class Row:
    """A deal in words."""

    file: str
    title: str
    before: str
    after: str
    delta: str
    percent: str
    reasons: tuple[str, ...]


def listed(found: Impact, status: Status, *, everything: bool) -> tuple[list[Row], int]:
    """Return the deals to list, and how many more there are; those about which nothing changes are not listed."""
    these = [each for each in found.of(status) if not each.is_clean]
    shown = these if everything else these[:MOST]
    return [row(each) for each in shown], len(these) - len(shown)


def row(deal: DealImpact) -> Row:
    """Return a deal in words."""
    before, after = (None if each is None else each.pays for each in (deal.before, deal.after))
    delta = "" if before is None or after is None else signed_money(EXACT.subtract(after, before), deal.currency)
    percent = "" if deal.percent is None else signed(deal.percent)
    moved = before != after
    return Row(
        file=deal.file,
        title=deal.title,
        before="" if before is None else money(before, deal.currency),
        after="" if after is None else money(after, deal.currency),
        delta=delta if moved else "",
        percent=percent if moved else "",
        reasons=tuple(map(printable, _reasons(deal))),
    )


def _reasons(deal: DealImpact) -> Iterator[str]:
    """Yield why a deal comes out differently, and what is new about it."""
    yield from (_mistake(str(each.place.short) if each.place else "", each.message) for each in deal.mistakes[:3])
    if len(deal.mistakes) > 3:
        yield f"and {len(deal.mistakes) - 3} more mistakes"
    if len(deal.lines) > MOST_LINES:
        yield f"{len(deal.lines)} lines: {_steps(steps_of(deal), deal.currency)}"
    else:
        yield from (_line(each, deal.currency) for each in deal.lines)
    for option in deal.options:
        rise = signed_money(EXACT.subtract(option.after, option.before), deal.currency)
        yield f"option {option.name}: {rise} to {money(option.after, deal.currency)}"
    if deal.floor:
        yield f"floors and minima hold it up by {money(deal.floor, deal.currency)} more"
    yield from (f"new {each.severity}: {each.message}" for each in deal.findings)
    for approval in deal.approvals:
        yield f"now needs approval by {approval.who}: {_limits(approval)}"


def _limits(approval: Approval) -> str:
    """Return the limits of an approval: "discount above 20", several joined by and, or or."""
    said = []
    for each in approval.conditions:
        values = [(each.value, "")] if each.value is not None else [(v, f" {c}") for c, v in each.values.items()]
        limit = ", ".join(f"{words.number(value)}{code}" for value, code in values)
        said.append(f"{each.measure.replace('_', ' ')} {each.op.replace('_', ' ')} {limit}")
    every, some = said[: len(approval.all_) or 1], said[len(approval.all_) :] if approval.any_ else []
    if approval.any_ and not approval.all_:
        every = []
    return " and ".join([*every, *([" or ".join(some)] if some else [])])


def _mistake(place: str, message: str) -> str:
    return f"{place}: {message}" if place else message


def _line(line: LineChange, currency: str) -> str:
    name = f"{line.sku} / {line.charge}"
    if line.before is None or line.after is None:
        amount = line.after if line.before is None else line.before
        return f"{name}: {'new' if line.before is None else 'gone'}, {money(amount or Decimal(0), currency)}"
    return f"{name}: {_steps(line.steps, currency)}"


def _steps(steps: Sequence[StepChange], currency: str) -> str:
    return ", ".join(f"{each.title[:1].lower()}{each.title[1:]} {signed_money(each.delta, currency)}" for each in steps)


def money(value: Decimal, currency: str) -> str:
    """Return an amount with the decimals of its currency."""
    return words.money(value, minor_unit(currency))


def signed_money(value: Decimal, currency: str) -> str:
    """Return a change of an amount with its sign."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{money(abs(value), currency)}"


def figures(total: Total) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the totals of a currency as rows: name, before, after, change, per cent."""
    for name, title in (
        ("tcv", "Net over the term (TCV)"),
        ("usage", "Estimated usage, net"),
        ("arr", "ARR, first month"),
    ):
        before, after = getattr(total.before, name), getattr(total.after, name)
        if before or after or name == "tcv":
            share = change(before, after)
            yield (
                title,
                money(before, total.currency),
                money(after, total.currency),
                signed_money(EXACT.subtract(after, before), total.currency) if before != after else "",
                signed(share) if share else "",
            )
    for title, each in (
        ("TCV of deals without a price now", total.lost),
        ("TCV of deals with a price now", total.gained),
    ):
        if each.tcv:
            came = each is total.gained
            amount = money(each.tcv, total.currency)
            yield (title, "" if came else amount, amount if came else "", "", "")


def headline(found: Impact) -> str:
    """Return what happens, in numbers: "40 deals: 3 dearer, 1 cheaper, 36 the same"."""
    names: Mapping[Status, str] = {
        "lost": "without a price now",
        "dearer": "dearer",
        "cheaper": "cheaper",
        "moved": "by other steps",
        "gained": "with a price now",
        "unpriced": "without a price under either",
        "same": "the same",
    }
    counted = [f"{len(found.of(status))} {said}" for status, said in names.items() if found.of(status)]
    return f"{words.plural(len(found.deals), 'deal')}: {', '.join(counted)}" if found.deals else "no deals"


def left_out(found: Impact) -> str:
    """Return which files were not priced, and why."""
    parts = [f"{words.plural(count, 'deal')} of {name}" for name, count in found.elsewhere]
    parts += (
        [f"{words.plural(len(found.others), 'file')} that {'is no deal' if len(found.others) == 1 else 'are no deals'}"]
        if found.others
        else []
    )
    return ", ".join(map(printable, parts))


def passed_words(each: Passed) -> str:
    """Return a limit that was passed, in words."""
    name = f"the total in {each.name}" if each.of == "total" else each.name
    if each.limit is None:
        return f"{name} has no price any more"
    rise = "more than it was, from nothing" if each.percent is None else signed(each.percent)
    way = "over" if each.limit > 0 or (not each.limit and (each.percent is None or each.percent > 0)) else "under"
    return f"{name}: {rise}, {way} {signed(each.limit)}"
