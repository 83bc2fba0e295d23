"""`dealdesk quote check`: whether deals need an approval, for continuous integration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import ReportFile, ReportFormat, Today, quote_day, report_format
from dealdesk.cli.output import deliver_report
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.approving import Requirements, Ruling
    from dealdesk.ci import Remark
    from dealdesk.errors import InputError
    from dealdesk.quoting.deal import Deal
    from dealdesk.quoting.quote import Quote

EXAMPLES = """\b
Examples:
  dealdesk quote check deals/*.toml
  dealdesk quote check deals/*.toml --format github
  dealdesk quote check deals/*.toml --format junit -o approvals.xml

\b
Exit codes: 0 no deal needs an approval, 1 somebody has to approve, 2 a deal cannot be priced.
"""

CAUSES: dict[str, tuple[tuple[str, ...], ...]] = {
    "months": (("months",), ("end",), ("co_term", "end")),
    "payment_days": (("terms", "payment_days"),),
    "free_months": (("free", "months"),),
    "valid_days": (("valid_days",),),
    "days_to_start": (("start",),),
    "own_date": (("issued",),),
    "billing_months": (("billing",),),
    "in_arrears": (("in_arrears",),),
    "uplift": (("uplift", "percent"),),
    "uplift_in_all": (("uplift",),),
    "own_rules": (("uplift",), ("renewal",), ("proration",)),
    "renewal_cap": (("terms", "renewal_cap"),),
    "renewal_percent": (("renewal",), ("terms", "renewal_cap")),
    "renewal_rise": (("renews",),),
    "lock_months": (("renewal",),),
    "locked_units": (("amends", "added_units"), ("renewal",)),
    "credited": (("amends",),),
    **dict.fromkeys(
        ("own_economics", "cac", "cac_payback", "ltv_to_cac", "infrastructure_share", "gross_margin"),
        (("economics",),),
    ),
    "partner_discount": (("partner",),),
    "promotion_discount": (("promotions",),),
    "price_book_discount": (("customer",),),
    "nonstandard_terms": (("terms",),),
    "notes": (("notes",),),
    "segment_range": (("customer", "segment"),),
    "discount": (("discounts",), ("lines",)),
    "asked_discount": (("discounts",), ("lines",)),
    "usage_discount": (("discounts",), ("lines",)),
    "asked_usage_discount": (("discounts",), ("lines",)),
    "line_discount": (("lines",),),
    "family_discount": (("lines",),),
}
"""Where in a deal the cause of a measure is looked for; else its first line of goods."""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """A deal that was looked at: what it needs, or why it cannot be priced."""

    path: str
    deal: Deal | None = None
    quote: Quote | None = None
    needs: Requirements | None = None
    wrong: InputError | None = None


@app.command("check", cls=Page, epilog=EXAMPLES)
def check(
    deals: Annotated[
        list[Path],
        typer.Argument(
            metavar="DEAL...",
            help="Deals: files or their folders.",
            show_default=False,
            autocompletion=candidates.deals,
        ),
    ],
    form: ReportFormat = "terminal",
    out: ReportFile = None,
    today: Today = None,
) -> int:
    """Say of each deal who has to approve it and why, and end with 1 when somebody has to.

    It reads files only: approvals that a register has recorded are its own business.
    """
    report_format(form)
    found = [_looked(path, quote_day(today)) for path in deals]
    text = _text(found, form)
    deliver_report(text, form, out)
    if any(each.wrong is not None for each in found):
        return 2
    return int(any(each.needs is not None and not each.needs.none for each in found))


def _looked(path: Path, day: Any) -> Looked:
    from dealdesk.approving import required
    from dealdesk.cli.inputs import from_file
    from dealdesk.errors import InputError
    from dealdesk.quoting.price import price

    try:
        deal, catalog = from_file(path)
        quote = price(deal, catalog, today=day)
    except InputError as wrong:
        return Looked(str(path), wrong=wrong)
    return Looked(str(path), deal, quote, required(quote, deal, catalog))


def _text(found: list[Looked], form: str) -> str:
    if form == "terminal":
        return "\n".join(line for each in found for line in _lines(each))
    if form == "json":
        from json import dumps

        from dealdesk.quoting.canonical import plain

        return dumps(plain([_plain(each) for each in found]), indent=2) + "\n"
    from dealdesk.ci import Check, Report, written

    remarks = [remark for each in found for remark in _remarks(each)]
    rules = {ruling.id: ruling for each in found if each.needs is not None for ruling in each.needs.rulings}
    checks = tuple(Check(rule.id, rule.id, rule.reason or rule.id) for rule in rules.values())
    return written(Report("quote check", tuple(each.path for each in found), checks, tuple(remarks)), form)


def _told(ruling: Ruling, quote: Quote) -> str:
    from dealdesk.approving.words import sentence, who

    said = sentence(ruling, quote.currency, quote.places) or ruling.why
    said += ", and the rule asks then" if ruling.state == "unknown" else ""
    if not ruling.approvers:
        return f"{ruling.id}: {said}; nobody may allow it"
    verb = "has" if len(ruling.approvers) == 1 else "have"
    return f"{ruling.id}: {said}; {who(ruling.approvers, ruling.quorum, ruling.order)} {verb} to approve"


def _lines(each: Looked) -> list[str]:
    from dealdesk.errors import printable

    if each.wrong is not None:
        return [str(each.wrong), printable(f"{each.path}: cannot be priced")]
    assert each.needs is not None
    assert each.quote is not None
    lines = []
    for ruling in each.needs.firing:
        lines.append(printable(f"{_place(each, ruling)}: approval: {_told(ruling, each.quote)}"))
        lines += [printable(f"   avoid: {one}") for one in ruling.avoid]
        lines.append(printable(f"   rule: {ruling.at}"))
    from dealdesk.approving.words import seat

    order = ", then ".join(_all([seat(one) for one in level.seats]) for level in each.needs.levels)
    verdict = "needs no approval" if each.needs.none else f"needs {order}" if order else ""
    if each.needs.blocked:
        stops = f"cannot be approved, since nobody may allow {_all(list(each.needs.blocked))}"
        verdict = f"{stops}; {verdict}" if verdict else stops
    unknown = [one.id for one in each.needs.rulings if one.state == "unknown" and not one.asks]
    verdict += f"; not known: {_all(unknown)} (`dealdesk approvals explain` says why)" if unknown else ""
    return [*lines, printable(f"{each.path}: {verdict}")]


def _all(names: list[str]) -> str:
    *most, last = names or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _place(each: Looked, ruling: Ruling) -> Any:
    """Return where in the deal the cause of a ruling stands."""
    assert each.deal is not None
    sources = each.deal.sources
    if sources is None:
        return each.path
    asked = sorted(ruling.conditions, key=lambda one: (True, None, False).index(one.passed))
    condition = asked[0] if asked and asked[0].passed is not False else None
    named = re.match(r"line (\d+),", condition.of) if condition is not None else None
    line = int(named[1]) - 1 if named is not None else -1
    if condition is not None and not condition.option and 0 <= line < len(each.deal.lines):
        if each.deal.lines[line].discount is not None:
            return sources.key_place(("lines", line, "discount"))
        if "usage" not in condition.measure or not each.deal.discounts:
            return sources.key_place(("lines", line, "sku"))
    for path in (*CAUSES.get(condition.measure if condition is not None else "", ()), ("lines",)):
        found: Any = each.deal
        for key in path:
            found = getattr(found, key, None)
        if found not in (None, (), False):
            return sources.key_place(path)
    return sources.key_place(("catalog",))


def _remarks(each: Looked) -> list[Remark]:
    from dealdesk.ci import Remark
    from dealdesk.ci.report import remark_of
    from dealdesk.errors import Place

    if each.wrong is not None:
        return [remark_of(mistake, each.path) for mistake in each.wrong.mistakes]
    assert each.needs is not None
    assert each.quote is not None
    found = []
    for ruling in each.needs.firing:
        place = _place(each, ruling)
        details = (*(f"avoid: {one}" for one in ruling.avoid), f"rule: {ruling.at}")
        at = place if isinstance(place, Place) else None
        found.append(Remark(ruling.id, "error", _told(ruling, each.quote), each.path, at, details))
    return found


def _plain(each: Looked) -> dict[str, Any]:
    from dealdesk.cli.mistakes import mistake_reports

    needs = each.needs
    return {
        "path": each.path,
        "customer": each.quote.customer.name if each.quote is not None else None,
        "needs_approval": needs is not None and not needs.none,
        "levels": needs.levels if needs is not None else (),
        "blocked": needs.blocked if needs is not None else (),
        "rules": needs.rulings if needs is not None else (),
        "mistakes": mistake_reports(each.wrong) if each.wrong is not None else [],
    }
