"""The top of a quote: names, the sentence that says what it is, four figures, and the parties."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dealdesk.documents.view.key_figures import figure, in_rows
from dealdesk.documents.view.writer import MONTHS, Writer, counted_products, ems, products, step
from dealdesk.money import unit
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.printed import Person

ZERO = Decimal(0)
FOOTER_NAME = 36.0
"""Ems of a name in the footer, above which it is cut; two of them, with the words around them, are two lines."""

MOST_CONTACTS = 3
ADDRESS_WIDTHS = (17.8, 19.8)
"""Widths in ems of a word, an e-mail address mostly, above which the parties are set smaller."""


def head(writer: Writer, table: str = "head") -> dict[str, Any]:
    """Return names and titles; *table* of the language's texts has the words for this kind of document."""
    quote, say = writer.quote, writer.say
    title = (
        say(f"{table}.document", number=quote.number, customer=quote.customer.name)
        if quote.number
        else say(f"{table}.unnumbered", customer=quote.customer.name)
    )
    amount = {"what": writer.language.inside(say("figures.tcv")), "amount": writer.money(quote.totals.net)}
    kind = say(f"{table}.kind")
    return {
        "title": title,
        "subject": say("head.subject", title=title, **amount),
        "author": quote.vendor.name,
        "issued": quote.issued.isoformat(),
        "vendor": quote.catalog.name,
        "reference": reference(writer, table),
        "footer": say("head.footer", vendor=cut(quote.vendor.name), customer=cut(quote.customer.name)),
        "eyebrow": say("form.joined", first=kind, last=quote.title) if quote.title else kind,
        "customer": quote.customer.name,
        "customer_size": f"n{step(ems(quote.customer.name), 19.5, 27, 40, 62)}",
        "lede": _lede(writer),
    }


def reference(writer: Writer, table: str = "head") -> str:
    """Return "Quote Q-2026-00417, revision 3"."""
    quote, say = writer.quote, writer.say
    if not quote.number:
        return say(f"{table}.dated", date=writer.language.long_day(quote.issued))
    if quote.revision > 1:
        return say(f"{table}.revised", number=quote.number, revision=quote.revision)
    return say(f"{table}.reference", number=quote.number)


def cut(text: str, most: float = FOOTER_NAME) -> str:
    """Return a name shortened to *most* ems, at the end of a word where there is one."""
    if ems(text) <= most:
        return text
    kept = text
    while ems(kept) > most - 1:
        kept = kept[:-1]
    head, _, _ = kept.rpartition(" ")
    return (head if len(head) > len(kept) // 2 else kept).rstrip(" ,;.") + "…"


def _lede(writer: Writer) -> str:
    quote, say = writer.quote, writer.say
    bought = products(quote.lines)
    names = [writer.name(each) for each in bought]
    counted = counted_products(writer, len(bought))
    if quote.bundle is not None and quote.bundle.name and quote.bundle.products > 1:
        said = say("head.lede_bundle", bundle=quote.bundle.name, products=counted)
    elif len(names) <= 2 and names and sum(map(len, names)) <= 60:
        said = writer.language.listed(names)
    elif bought:
        said = say("head.lede_of", products=writer.language.start(counted), vendor=quote.catalog.name)
    else:
        said = quote.catalog.name
    return writer.language.tidy(
        say("head.lede", what=said, term=writer.term, date=writer.language.long_day(quote.start))
    )


# ---- figures


def figures(writer: Writer) -> dict[str, Any]:
    """Return the four figures that answer the buyer's first questions, and the type size in which they fit."""
    quote = writer.quote
    found = _only_usage(writer) if _is_only_usage(quote) else [*_commitment(writer), _saving(writer)]
    days = (quote.valid_until - quote.issued).days
    held = {
        "label": writer.say("figures.held"),
        "value": writer.language.key_day(quote.valid_until),
        "note": writer.say("figures.held_note", n=days),
        "accent": False,
    }
    cells = [*found, held]
    rows, size = in_rows(cells, measured=found, notes=True)
    return {"cells": cells, "rows": rows, "size": size}


def _is_only_usage(quote: Quote) -> bool:
    return not quote.totals.net and bool(quote.usage_estimate.net)


def _only_usage(writer: Writer) -> list[dict[str, Any]]:
    """Return what a quote that commits to nothing is estimated to come to."""
    quote, say, money = writer.quote, writer.say, writer.money
    estimate = quote.usage_estimate
    return [
        figure(say("figures.usage"), money(estimate.a_year), say("figures.usage_note"), accent=True),
        figure(say("figures.usage_term"), money(estimate.net), say("figures.tcv_note", term=writer.term)),
        figure(say("figures.tcv"), money(quote.totals.net), say("figures.tcv_usage")),
    ]


def _commitment(writer: Writer) -> list[dict[str, Any]]:
    """Return what the order commits to, in all and a year."""
    quote, say, money = writer.quote, writer.say, writer.money
    estimated = bool(quote.usage_estimate.net)
    note = say("figures.tcv_usage" if estimated else "figures.tcv_note", term=writer.term)
    tcv = figure(say("figures.tcv"), money(quote.totals.net), note, accent=True)
    recurring = any(line.committed and line.recurring and not line.optional for line in quote.lines)
    return [tcv, _annual(writer) if recurring else _first_invoice(writer)]


def annual_fee(quote: Quote) -> Decimal:
    """Return the annual contract value: the recurring part of the order a year."""
    return next((each.value for each in quote.metrics if each.id == "acv" and each.value is not None), ZERO)


def _annual(writer: Writer) -> dict[str, Any]:
    quote, say, money = writer.quote, writer.say, writer.money
    by_year = [each.value for each in quote.metrics if each.id.startswith("acv_year_") and each.value is not None]
    amounts = {each.amount for each in quote.invoices}
    if len(amounts) == 1 and len(quote.invoices) > 1 and quote.billing == "annual":
        note = writer.language.start(say("figures.equal", n=len(quote.invoices)))
    else:
        note = say("figures.billed", billing=writer.billing())
    value = money(annual_fee(quote))
    if quote.months < MONTHS["year"]:
        return figure(say("figures.annualised"), value, note)
    if quote.months % MONTHS["year"] or quote.days:
        del by_year[-1:]  # not a whole year
    if by_year and max(by_year) - min(by_year) > unit(quote.places) * len(by_year):
        note = say("figures.years", first=money(by_year[0]), last=money(by_year[-1]), n=len(by_year))
        return figure(say("figures.average"), value, note)
    return figure(say("figures.annual"), value, note)


def _first_invoice(writer: Writer) -> dict[str, Any]:
    quote, say = writer.quote, writer.say
    if not quote.invoices:
        return figure(say("figures.one_time"), writer.money(quote.totals.net), say("figures.one_note"))
    first = quote.invoices[0]
    return figure(
        say("figures.first"), writer.money(first.amount), say("figures.first_note", date=writer.language.day(first.due))
    )


def _saving(writer: Writer) -> dict[str, Any]:
    """Return what is saved against list, or where nothing is, when the first invoice comes."""
    quote, say = writer.quote, writer.say
    totals = quote.totals
    if totals.discount > 0:
        return figure(
            say("figures.saving"),
            writer.percent_off(totals.list, totals.net),
            say("figures.saving_note", amount=writer.money(totals.discount)),
        )
    return _first_invoice(writer)


# ---- parties


def parties(writer: Writer) -> dict[str, Any]:
    """Return who buys, who is to be spoken to, and who offers, and the size in which their addresses fit."""
    several = " several" if len(writer.quote.customer.contacts) > 1 else ""
    made = sized_parties(_parties(writer))
    return made | {"size": made["size"] + several}


def sized_parties(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return parties with the size in which their longest word fits."""
    widest = max(ems(word) for party in found for group in party["groups"] for line in group for word in line.split())
    return {"blocks": found, "size": f"p{step(widest, *ADDRESS_WIDTHS)}"}


def _parties(writer: Writer) -> list[dict[str, Any]]:
    quote, say = writer.quote, writer.say
    found = [_party(say("parties.customer"), [quote.customer.name, *quote.customer.address])]
    contacts = quote.customer.contacts[:MOST_CONTACTS]
    if contacts:
        people = [who(contacts[0])] if len(contacts) == 1 else [short(each) for each in contacts]
        found.append(_party(say("parties.contact", n=len(contacts)), *people))
    issued = say("parties.issued", date=writer.language.long_day(quote.issued))
    partner = [say("parties.partner", partner=quote.partner)] if quote.partner else []
    if quote.prepared_by is not None:
        found.append(_party(say("parties.preparer"), [*who(quote.prepared_by), *partner, issued]))
    else:
        reach = [each for each in (quote.vendor.email, quote.vendor.website) if each]
        found.append(_party(say("parties.vendor"), [quote.vendor.name, *reach, *partner, issued]))
    return found


def _party(label: str, *groups: list[str]) -> dict[str, Any]:
    return {"label": label, "groups": list(groups)}


def who(person: Person) -> list[str]:
    """Return how to speak to a person, a line each."""
    return [each for each in (person.name, person.title, person.email, person.phone) if each]


def short(who: Person) -> list[str]:
    """Return how to speak to a person, in two lines."""
    name = f"{who.name}, {who.title}" if who.title else who.name
    return [name, who.email] if who.email else [name]
