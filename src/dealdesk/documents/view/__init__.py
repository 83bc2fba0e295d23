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
from dealdesk.documents.signing import refuse_anchors
from dealdesk.documents.view.acceptance import acceptance, control, with_anchors
from dealdesk.documents.view.head import figures, head, parties
from dealdesk.documents.view.lines import sections
from dealdesk.documents.view.options import options
from dealdesk.documents.view.rates import rates
from dealdesk.documents.view.schedule import schedule
from dealdesk.documents.view.steps import price, sums
from dealdesk.documents.view.writer import Writer, counted_products
from dealdesk.errors import RenderError
from dealdesk.quoting.canonical import plain
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.printed import Term

ZERO = Decimal(0)
_RANGE = re.compile(r"(?<=\d)-(?=\d)")


def quote_view(quote: Quote, language: Language) -> dict[str, Any]:
    """Return the view of a quote.

    Raises:
        RenderError: The quote does not add up, or a text of it would act as a field to sign.
    """
    prove(quote)
    writer = Writer(quote, language)
    tables = sections(writer)
    return finished(
        writer,
        common(writer, tables)
        | {
            "head": head(writer),
            "bundle": _bundle(writer),
            "price": price(writer),
            "rates": rates(writer),
            "options": options(writer),
            "terms": terms(writer),
            "phases": _phases(writer),
        },
    )


def common(writer: Writer, tables: dict[str, Any]) -> dict[str, Any]:
    """Return what the quote and its order form have in common."""
    quote, language = writer.quote, writer.language
    colours = palette(quote.accent)
    committed = bool(tables["recurring"] or tables["once"])
    return {
        "lang": language.code,
        "t": dict(language.texts),
        "colours": {"accent": colours.accent, "tint": colours.tint},
        "figures": figures(writer),
        "parties": parties(writer),
        "lines": tables,
        "sums": sums(writer, several=bool(tables["recurring"] and tables["once"])) if committed else None,
        "schedule": schedule(writer),
        "notes": [writer.sentence(each) for each in (*quote.assumptions, *quote.notes)],
        "acceptance": acceptance(writer),
        "control": control(writer),
    }


def finished(writer: Writer, view: dict[str, Any]) -> dict[str, Any]:
    """Return a view with the anchors of its e-signature service, where none of its texts is one."""
    quote = writer.quote
    refuse_anchors({name: each for name, each in view.items() if name != "t"}, quote.signing, lambda: plain(quote))
    return view | {"acceptance": with_anchors(view["acceptance"], quote.signing)}


def prove(quote: Quote) -> None:
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


def terms(writer: Writer) -> list[dict[str, str]]:
    """Return the commercial terms."""
    return [_term(writer, each) for each in writer.quote.terms]


def _phases(writer: Writer) -> list[dict[str, Any]]:
    tidy = writer.language.tidy
    return [
        {
            "name": tidy(each.name),
            "weeks": _RANGE.sub("–", tidy(each.weeks)),
            "activities": [tidy(text) for text in each.activities],
        }
        for each in writer.quote.phases
    ]


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
