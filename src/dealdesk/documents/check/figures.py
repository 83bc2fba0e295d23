"""Every printed number is one of the quote's, or follows from them."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.legitimate import legitimate
from dealdesk.documents.check.numbers import reader, squeezed
from dealdesk.documents.check.paper import Paper
from dealdesk.quoting.quote import Quote

_WORDS = {"money": "amount", "percent": "percentage", "plain": "number"}


def _find(paper: Paper, quote: Quote) -> Iterator[Fault]:
    language = paper.language or "en"
    reads = reader(language, quote.currency)
    known = legitimate(quote, paper.fixed, len(paper.sheets), language)
    for sheet in paper.sheets:
        for block in sheet.blocks:
            if squeezed(block.text) in known.texts:
                continue
            for number in reads.numbers(block.text):
                if not known.allows(number, block.text):
                    at = (block.box[0], sheet.height - block.box[3]) if block.box else None
                    message = f"the {_WORDS[number.kind]} {number.text} is not one of the quote's"
                    yield Fault(message, sheet.number, at)


CHECK = Check("figures", "every printed amount, percentage and number is one of the quote's", _find)
