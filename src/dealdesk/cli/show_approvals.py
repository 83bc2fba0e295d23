"""Approvals on the terminal: who decides, why each rule fires or does not, and the envelope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dealdesk.approving.requirements import Requirements, Ruling
from dealdesk.approving.words import amount, number, seat, sentence, who
from dealdesk.cli.table import Column, heading, lines_of, pairs, section, table, text
from dealdesk.cli.words import plural, short_day

if TYPE_CHECKING:
    from dealdesk.approving import Envelope, People, Standing
    from dealdesk.approving.largest import Largest
    from dealdesk.cli.enrolled import Nearby
    from dealdesk.quoting.quote import Quote
    from dealdesk.register.permitted import InForce

Holders = Mapping[str, Sequence[str]] | None


def explain_page(
    quote: Quote,
    needs: Requirements,
    envelope: Envelope,
    holders: Holders,
    largest: Largest | None,
    standing: Standing | None,
    *,
    asked_largest: bool,
) -> Iterator[RenderableType]:
    """Yield who decides, every rule, and the envelope."""
    verdict = "needs no approval" if needs.none else _verdict(needs)
    yield heading(f"Approvals for {quote.customer.name}", f"{quote.currency} {quote.totals.net:,.{quote.places}f} net")
    yield Text(f"{verdict[:1].upper()}{verdict[1:]}.", style="bold green" if needs.none else "bold yellow")
    if needs.levels:
        yield section(heading("Who decides", "level by level"), _levels(needs, holders))
    if standing is not None and (standing.kept or standing.voided or standing.rejected):
        yield section(heading("Decided"), _decided(standing))
    groups = (
        ("Needs a decision", [each for each in needs.rulings if each.asks]),
        ("Does not fire", [each for each in needs.rulings if each.state == "quiet"]),
        (
            "Not known, so it fires nothing",
            [each for each in needs.rulings if each.state == "unknown" and not each.asks],
        ),
        ("Not held against this deal", [each for each in needs.rulings if each.state == "elsewhere"]),
    )
    for title, rulings in groups:
        if rulings:
            yield section(heading(title), *(_ruling(each, quote) for each in rulings))
    if not needs.rulings:
        yield Text("The catalog has no policy: nobody is asked, whatever a seller takes off.")
    if asked_largest and needs.rulings:
        yield section(heading("Largest discount without a further approval"), _largest(largest))
    if needs.levels:
        yield section(heading("Envelope", "edits inside keep an approval of this quote"), _envelope(envelope, quote))


def _verdict(needs: Requirements) -> str:
    parts = []
    if needs.levels:
        count = sum(each.quorum for level in needs.levels for each in level.seats)
        parts.append(f"needs {plural(count, 'approval')}")
    if needs.blocked:
        parts.append(f"cannot be approved: {', '.join(needs.blocked)} names nobody who may allow it")
    return ", and ".join(parts)


def _levels(needs: Requirements, holders: Holders) -> RenderableType:
    rows = []
    for level in needs.levels:
        for number_, each in enumerate(level.seats):
            people = dict.fromkeys(name for title in each.titles for name in (holders or {}).get(title, ()))
            named = ", ".join(people) if people else ("nobody on record" if holders is not None else "")
            rows.append([str(level.number) if not number_ else "", seat(each), named, ", ".join(each.rules)])
    columns = [
        Column("Level"),
        Column("Decides", breaks=True),
        Column("Who", breaks=True),
        Column("Rules", breaks=True),
    ]
    return Padding(table(columns, rows), (0, 0, 0, 1))


def _decided(standing: Standing) -> RenderableType:
    rows: list[list[Text | str]] = []
    for each in standing.kept:
        place = f" in the place of {each.stands_for}" if each.stands_for else ""
        carried = "of an earlier revision; inside its envelope" if each.carried_from else ""
        rows.append([each.title, f"{each.person}{place}", "approved", carried or each.reason])
    for each, reasons in standing.voided:
        rows.append([each.title, each.person, "no longer holds", lines_of(*map(str, reasons))])
    if standing.rejected is not None:
        each = standing.rejected
        rows.append([each.title, each.person, "rejected", each.reason])
    columns = [Column("Title", breaks=True), Column("Who"), Column(""), Column("Why", breaks=True)]
    return Padding(table(columns, rows), (0, 0, 0, 1))


def _ruling(ruling: Ruling, quote: Quote) -> RenderableType:
    if ruling.state == "elsewhere":
        told = ruling.why
    elif ruling.state == "unknown" and ruling.kind == "guardrail":
        told = f"{ruling.reason}; not known, because {ruling.why}"
    else:
        told = sentence(ruling, quote.currency, quote.places)
    title = Text.assemble((ruling.id, "bold"), "  ", text(told))
    rows: list[tuple[str, Text | str]] = []
    if ruling.asks:
        able = who(ruling.approvers, ruling.quorum, ruling.order) if ruling.approvers else "nobody: it blocks"
        rows.append(("decides", able))
        rows.append(("why", ruling.reason))
        rows.append(("avoid", lines_of(*ruling.avoid) if ruling.avoid else ""))
    rows.append(("rule", ruling.at))
    return Padding(Group(title, Padding(pairs(rows), (0, 0, 0, 2))), (0, 0, 0, 1))


def _largest(found: Largest | None) -> RenderableType:
    if found is None:
        return Padding(Text("None: every rule fires even where nothing is asked for."), (0, 0, 0, 1))
    quote = found.quote
    net = amount(quote.totals.net, "money", quote.currency, quote.places)
    parts = [text(f"{_up_to(found.percent)} on the whole deal, instead of all that it asks for: {net} net")]
    if found.usage is not None:
        estimate = amount(quote.usage_estimate.net, "money", quote.currency, quote.places)
        parts.append(text(f"{_up_to(found.usage)} on usage besides: {estimate} at the estimated volumes"))
    if found.others:
        parts.append(text(f"Whatever the discount: {', '.join(found.others)}", "dim"))
    return Padding(Group(*parts), (0, 0, 0, 1))


def _up_to(percent: Decimal) -> str:
    return f"{number(percent)} %" if percent < 100 else "100 %, which no rule limits,"


def _envelope(envelope: Envelope, quote: Quote) -> RenderableType:
    def money(value: Decimal) -> str:
        return amount(value, "money", envelope.currency, quote.places)

    def percent(value: Decimal) -> str:
        shown = value.quantize(Decimal("0.01"))
        return f"{shown} %" if shown == value else f"about {shown} %"

    def by_name(most: Mapping[str, Decimal]) -> str:
        return ", ".join(f"{name} {percent(each)}" for name, each in most.items())

    start = short_day(envelope.latest_start) if envelope.latest_start is not None else ""
    options = ", ".join(f"{name} {money(low)} to {money(high)}" for name, (low, high) in envelope.option_tcv.items())
    tcv = f"{money(envelope.min_tcv)} to {money(envelope.max_tcv)}"
    rows = [
        ("discount", f"at most {percent(envelope.max_discount)}"),
        ("by family", by_name(envelope.max_discount_by_family)),
        ("on usage", by_name(envelope.max_usage_discount)),
        ("margin", f"at least {percent(envelope.min_margin)}" if envelope.min_margin is not None else "not known"),
        ("contract value", tcv),
        ("of options", options),
        ("term", f"at most {plural(envelope.max_months, 'month')}"),
        ("time to pay", f"at most {plural(envelope.max_payment_days, 'day')}"),
        ("free", f"at most {plural(envelope.max_free_months, 'month')}"),
        ("start", f"at the latest {start}" if start else ""),
        ("customer", f"only {envelope.customer}, its segment and region, and the partner"),
        ("terms", "as worded now, with billing, uplift, renewal and rates of usage"),
    ]
    return Padding(pairs(rows), (0, 0, 0, 1))


def people_page(people: People, on: date, loose_ends: Sequence[str] = ()) -> Iterable[RenderableType]:
    """Yield people with their titles, and the delegations that run on a day or later."""
    yield heading("People", f"on {short_day(on)}")
    rows = []
    for name, person in people.people.items():
        titles = [
            title if whose == ("",) else f"{title} (for {', '.join(each for each in whose if each)})"
            for title, whose in people.titles_of(name, on).items()
        ]
        gone = "" if people.is_active(name, on) else f"until {short_day(person.until)}" if person.until else ""
        rows.append([name, person.name, ", ".join(titles), ", ".join(people.roles_of(name)), gone])
    columns = [
        Column("Id"),
        Column("Name", breaks=True),
        Column("Decides as", breaks=True),
        Column("Roles", breaks=True),
        Column(),
    ]
    yield table(columns, rows)
    running = [each for each in people.delegations if each.until >= on]
    if running:
        lines = [
            [each.of, each.to, f"{short_day(each.from_)} to {short_day(each.until)}", each.reason] for each in running
        ]
        columns = [Column("In place of"), Column("Decides"), Column("Days", breaks=True), Column("Why", breaks=True)]
        yield section(heading("Delegations"), table(columns, lines))
    if loose_ends:
        yield section(heading("Does not fit"), *(Padding(text(each, "yellow"), (0, 0, 0, 1)) for each in loose_ends))


def enrolled_page(found: InForce, beside: Nearby | None, on: date) -> Iterable[RenderableType]:
    """Yield who is on record, since when and by whom, and what the file of this folder says otherwise."""
    by = found.actor if found.login == found.actor else f"{found.actor}, with the login {found.login}"
    since = f"{found.at.astimezone():%Y-%m-%d %H:%M}"
    rows = [("Since", f"{since}, entry {found.entry}"), ("By", by), ("Record", f"sha256:{found.digest}")]
    yield section(heading("On record"), pairs(rows))
    yield from people_page(found.people, on)
    if beside is None:
        return
    yield heading("This folder", str(beside.file))
    if beside.wrong:
        yield text(f"It cannot be read: {beside.wrong}", "yellow")
    elif not beside.differences:
        yield text("It says the same.")
    else:
        yield lines_of(*(text(each, "yellow") for each in beside.differences))
        yield text(f"It changes nothing until an admin records it: dealdesk register people {beside.file.name}", "dim")
