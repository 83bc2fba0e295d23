"""What a business case and a review begin with, whatever they come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from dealdesk.quoting.canonical import Canonical
from dealdesk.value.party import Party


@dataclass(frozen=True, slots=True)
class Headed(Canonical):
    """A result that says how it was worked out, from what, for whom and by whom.

    Attributes:
        method: Id of the method.
        source: The file that it was worked out from, as it was named.
        reference: Number of the quote that it goes with, or None.
        dated: The day that it is of.
        language: Tag of the customer's language.
        currency: Code of all amounts.
        places: Decimals of the currency.
    """

    method: str
    source: str
    title: str
    customer: Party
    vendor: Party
    prepared_by: str | None
    reference: str | None
    dated: Date
    language: str
    currency: str
    places: int
