"""What has been answered to a wizard so far, and what a question is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from dealdesk.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.quoting.deal import Deal
    from dealdesk.quoting.quote import Quote


NEEDED = ("catalog", "customer", "line")
"""What a deal cannot do without."""


@dataclass
class Answers:
    """What has been answered so far, by option.

    Attributes:
        given: The words of each option; a list where it may be repeated.
        today: The day of pricing.
    """

    given: dict[str, Any]
    today: date
    skipped: set[str] = field(default_factory=set)

    def missing(self) -> list[str]:
        """Return the options that a deal needs and that are not answered."""
        return [name for name in NEEDED if not self.given.get(name)]

    def catalog(self) -> Catalog:
        """Return the catalog that was chosen."""
        from dealdesk.catalog.load import load_catalog

        found: Catalog = load_catalog(self.given["catalog"])
        return found

    def deal(self) -> tuple[Deal, Catalog]:
        """Return the deal as it is so far, and its catalog; DealError when something is not right."""
        from dealdesk.cli.ad_hoc import deal_of

        return deal_of(self.given)

    def quote(self) -> Quote:
        """Return what it costs as it is so far."""
        from dealdesk.quoting.price import price

        deal, catalog = self.deal()
        return price(deal, catalog, today=self.today)

    def would(self, **more: Any) -> Quote:
        """Return what it would cost with some more answers."""
        return Answers({**self.given, **more}, self.today).quote()

    def data(self) -> dict[str, Any]:
        """Return the content of its deal file."""
        from dealdesk.cli.ad_hoc import said

        return said(self.given)[0]


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        name: The option that it stands for.
        ask: Returns the question; None where there is nothing to ask.
        offers: Returns what can be answered, each with a few words; nothing where anything can be.
        usual: Returns what Enter takes; None where an answer is needed.
        take: Puts an answer in; it raises a `DealdeskError` for one that cannot be used.
        again: Whether it is asked again until Enter ends it.
    """

    name: str
    ask: Callable[[Answers], str | None]
    take: Callable[[Answers, str], None]
    offers: Callable[[Answers], Sequence[tuple[str, str]]] = lambda answers: ()
    usual: Callable[[Answers], str | None] = lambda answers: None
    again: bool = False


def chosen(typed: str, offers: Sequence[tuple[str, str]], what: str) -> str:
    """Return the offer that is meant: by its number, its name, or the beginning of it.

    Raises:
        InputError: None is meant, or several.
    """
    names = [name for name, _ in offers]
    if typed.isdecimal() and 0 < int(typed) <= len(names):
        return names[int(typed) - 1]
    folded = typed.casefold()
    exact = [each for each in names if each.casefold() == folded]
    found = exact or [each for each in names if each.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"{typed} can be {', '.join(found)}")
    guess = did_you_mean(typed, names)
    raise InputError(
        f"there is no {what} {typed}" + (f"; did you mean {guess}?" if guess else f"; one of {', '.join(names)}")
    )
