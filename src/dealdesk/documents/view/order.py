"""What an order form shows: the committed deal, and nothing that is offered, estimated or explained beside it."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.language import Language
from dealdesk.documents.view import common, finished, prove, terms
from dealdesk.documents.view.acceptance import acceptance, control
from dealdesk.documents.view.head import head, short, sized_parties, who
from dealdesk.documents.view.lines import sections
from dealdesk.documents.view.rates import rates
from dealdesk.documents.view.writer import Writer, counted_products, ems, products
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.printed import Said

COMMITTED = ("recurring", "once")
"""Sections of lines that are ordered."""

LONGEST = 130.0
"""Ems up to which the products that are ordered are named: two lines."""


def order_view(quote: Quote, language: Language) -> dict[str, Any]:
    """Return the view of a quote's order form.

    Raises:
        RenderError: The quote does not add up, or a text of it would act as a field to sign.
    """
    prove(quote)
    writer = Writer(quote, language)
    return finished(
        writer,
        common(writer, sections(writer, COMMITTED))
        | {
            "head": head(writer, "order"),
            "parties": _parties(writer),
            "bundle": None,
            "terms": _terms(writer),
            "rates": rates(writer, optional=False),
            "notes": [writer.sentence(each) for each in (*quote.assumptions, *quote.notes) if not _of_estimates(each)],
            "acceptance": acceptance(writer, "order"),
            "control": control(writer, "order"),
        },
    )


def _of_estimates(note: str | Said) -> bool:
    """Whether a note is about estimated usage, which an order form does not have."""
    return isinstance(note, Said) and note.id == "usage"


def _parties(writer: Writer) -> dict[str, Any]:
    """Return both parties, their contacts, and whom to bill where that is somebody else."""
    quote, say = writer.quote, writer.say
    customer, vendor = quote.customer, quote.vendor
    buyer, seller = [[customer.name, *customer.address]], [[vendor.name, *vendor.address]]
    people = [each for each in (*customer.contacts[:1], quote.prepared_by) if each is not None]
    if quote.partner:
        seller.append([say("parties.partner", partner=quote.partner)])
    if quote.order.bill_to:
        buyer += [who(each) for each in customer.contacts[:1]]
        seller += [who(each) for each in (quote.prepared_by,) if each is not None]
        third = (say("order.bill_to"), [list(quote.order.bill_to)])
    else:
        third = (say("parties.contact", n=len(people)), [short(each) for each in people])
    found = [(say("parties.customer"), buyer), (say("order.provider"), seller), third]
    return sized_parties([{"label": label, "groups": groups} for label, groups in found if groups])


def _terms(writer: Writer) -> list[dict[str, str]]:
    """Return the key terms: when it takes effect, what is ordered, its limits, and all that the quote states."""
    quote, say, language = writer.quote, writer.say, writer.language
    effective = quote.order.effective
    rows = [
        (say("order.effective"), language.long_day(effective) if effective else say("order.effective_signed")),
        (say("order.ordered"), _ordered(writer)),
    ]
    found = [{"heading": heading, "text": text} for heading, text in rows if text]
    stated = terms(writer)
    ids = [each.id for each in quote.terms]
    if quote.use_limits and "use_limits" not in ids:
        stated.insert(1, {"heading": say("order.use_limits"), "text": "\n".join(map(writer.limit, quote.use_limits))})
    if "renewal" not in ids:
        text = say("order.no_renewal", date=language.long_day(quote.end))
        stated.insert(1, {"heading": say("terms.renewal"), "text": text})
    return found + stated


def _ordered(writer: Writer) -> str:
    """Return the products of the order in a sentence, or how many they are where the sentence would be long."""
    lines = writer.quote.lines  # an order that commits to nothing is for its usage
    names = [writer.name(each) for each in products([line for line in lines if line.committed] or lines)]
    if not names:
        return ""
    said = writer.language.listed(names)
    if ems(said) <= LONGEST:
        return said
    return writer.language.start(counted_products(writer, len(names)))
