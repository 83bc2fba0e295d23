"""What a quote's documents show: strings that are formatted already, in dicts and lists, and nothing else.

A template does no arithmetic and calls nothing.  What sellers only may see (findings, margin, cost, file positions)
never gets into a view, so no template can print it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from dealdesk.documents.language import Language
from dealdesk.documents.palette import palette
from dealdesk.documents.view.head import figures, head, parties, reference
from dealdesk.documents.view.lines import sections
from dealdesk.documents.view.options import options
from dealdesk.documents.view.schedule import schedule
from dealdesk.documents.view.steps import price, sums
from dealdesk.documents.view.writer import Writer, counted_products
from dealdesk.errors import RenderError
from dealdesk.quoting.quote import Quote, Term

ZERO = Decimal(0)
_RANGE = re.compile(r"(?<=\d)-(?=\d)")


def quote_view(quote: Quote, language: Language) -> dict[str, Any]:
    """Return the view of a quote.

    Raises:
        RenderError: The quote does not add up, or its accent is not a colour.
    """
    _prove(quote)
    writer = Writer(quote, language)
    tidy = language.tidy
    tables = sections(writer)
    colours = palette(quote.accent)
    committed = bool(tables["recurring"] or tables["once"])
    return {
        "lang": language.code,
        "t": dict(language.texts),
        "head": head(writer),
        "colours": {"accent": colours.accent, "tint": colours.tint},
        "figures": figures(writer),
        "parties": parties(writer),
        "lines": tables,
        "sums": sums(writer, several=bool(tables["recurring"] and tables["once"])) if committed else None,
        "bundle": _bundle(writer),
        "price": price(writer),
        "schedule": schedule(writer),
        "options": options(writer),
        "terms": [_term(writer, each) for each in quote.terms],
        "phases": [
            {
                "name": tidy(each.name),
                "weeks": _RANGE.sub("–", tidy(each.weeks)),
                "activities": [tidy(text) for text in each.activities],
            }
            for each in quote.phases
        ],
        "notes": [writer.sentence(each) for each in (*quote.assumptions, *quote.notes)],
        "acceptance": _acceptance(writer),
        "control": _control(writer),
    }


def _prove(quote: Quote) -> None:
    """Refuse a quote whose printed amounts would not add up."""
    committed = [line for line in quote.lines if line.committed and not line.optional]
    checks = {
        "its lines": sum((line.net for line in committed), ZERO),
        "its price steps": sum((move.amount for move in quote.moves), ZERO) if quote.moves else quote.totals.net,
        "its invoices": sum((each.amount for each in quote.invoices), ZERO) if quote.invoices else quote.totals.net,
    }
    for what, amount in checks.items():
        if amount != quote.totals.net:
            raise RenderError(
                f"the quote does not add up: {what} come to {amount:,f}, its total is {quote.totals.net:,f} "
                f"{quote.currency}; price the deal again"
            )


def _term(writer: Writer, term: Term) -> dict[str, str]:
    key = f"terms.{term.id}"
    heading = writer.say(key) if writer.language.has(key) else writer.language.tidy(term.heading)
    return {"heading": heading, "text": writer.sentence(term.said or term.text)}


def _bundle(writer: Writer) -> dict[str, Any] | None:
    bundle, say = writer.quote.bundle, writer.say
    if bundle is None or not (bundle.name or bundle.includes or bundle.support):
        return None
    text = ""
    if bundle.percent:
        counted = counted_products(writer, bundle.products)
        text = say("bundle.text", percent=writer.language.percent(bundle.percent), products=counted)
    return {
        "name": bundle.name,
        "text": text,
        "sets": say("bundle.named", sets=writer.language.listed(bundle.sets)) if bundle.sets else "",
        "includes": [writer.language.tidy(each) for each in bundle.includes],
        "support": writer.language.tidy(bundle.support or ""),
    }


def _acceptance(writer: Writer) -> dict[str, Any]:
    quote = writer.quote
    return {
        "text": writer.say("acceptance.text", date=writer.language.long_day(quote.valid_until)),
        "parties": [{"name": each.name, "address": ", ".join(each.address)} for each in (quote.customer, quote.vendor)],
        "fields": [writer.say(f"acceptance.{each}") for each in ("signature", "name", "role", "date")],
        "more": [writer.say(f"acceptance.{each}") for each in ("order", "email")],
    }


def _control(writer: Writer) -> list[dict[str, Any]]:
    quote, say, language = writer.quote, writer.say, writer.language
    catalog = quote.catalog
    version = {"id": catalog.id, "version": catalog.version}
    if catalog.valid_from is not None:
        effective = say("control.effective", **version, date=language.long_day(catalog.valid_from))
    else:
        effective = say("control.version", **version)
    issued = say("control.issued", reference=reference(writer), date=language.long_day(quote.issued))
    rules = say(
        "control.engine",
        engine=catalog.engine,
        rounding=say(f"rounding.{catalog.rounding}"),
        proration=say(f"proration.{catalog.proration}"),
    )
    rows = [
        ("quote", issued if quote.number else reference(writer), False),
        ("catalog", effective, False),
        ("rules", rules, False),
        ("fingerprint", f"sha256:{catalog.digest}" if catalog.digest else "", True),
        ("deal", f"sha256:{quote.deal_digest}" if quote.deal_digest else "", True),
    ]
    return [{"label": say(f"control.{name}"), "text": text, "mono": mono} for name, text, mono in rows if text]
