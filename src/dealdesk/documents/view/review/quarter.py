"""What every slide of a business review writes with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealdesk.documents.language import Language
from dealdesk.documents.view.deck import Deck

if TYPE_CHECKING:
    from dealdesk.value.review.result import ReviewResult

MOST = 6
"""Rows of a table on a slide of the review; all of them stand behind."""


class Quarter(Deck):
    """A review with its language.

    Attributes:
        result: The review.
        path: Where the period under review stands in its JSON.
    """

    WORDS = "qbr"

    def __init__(self, result: ReviewResult, language: Language) -> None:
        super().__init__(result, language)
        self.result = result
        self.path = f"periods.{result.current}"
