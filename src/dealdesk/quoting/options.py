"""The options of a deal: alternatives to it, each of which is a deal of its own."""

from __future__ import annotations

from typing import Any

from dealdesk.errors import DealError, did_you_mean
from dealdesk.quoting.deal import Choice, Deal


class OptionSources:
    """The places of a deal as one of its options has it: what the option states stands in the option."""

    def __init__(self, sources: Any, number: int, stated: frozenset[str]) -> None:
        self._sources, self._number, self._stated = sources, number, stated

    def _path(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        return ("options", self._number, *path) if path and path[0] in self._stated else path

    def at(self, path: tuple[str | int, ...]) -> str:
        """Return `file:line` of the value at *path*."""
        return str(self._sources.at(self._path(path)))

    def mistake(self, path: tuple[str | int, ...], message: str, **more: Any) -> Any:
        """Return a mistake at the value of *path*."""
        return self._sources.mistake(self._path(path), message, **more)


def option_named(deal: Deal, name: str | None) -> Deal:
    """Return the deal as one of its options has it, named in any case; the deal itself without a name.

    Raises:
        DealError: It has no such option; the message lists those that it has.
    """
    if name is None:
        return deal
    for each in deal.options:
        if each.name.casefold() == name.casefold():
            return chosen(deal, each)
    names = [each.name for each in deal.options]
    guess = did_you_mean(name, names)
    known = f"one of: {', '.join(names)}" if names else "it has no options"
    raise DealError(f"the deal has no option {name}; {known}" + (f"; did you mean {guess}?" if guess else ""))


def chosen(deal: Deal, choice: Choice) -> Deal:
    """Return the deal as one of its options has it."""
    change: dict[str, Any] = {"options": ()}
    for name in ("billing", "lines", "discounts", "promotions", "commitment", "free", "uplift"):
        if getattr(choice, name) is not None:
            change[name] = getattr(choice, name)
    if choice.months is not None or choice.end is not None:
        change |= {"months": choice.months, "end": choice.end, "co_term": None}
    if choice.months is not None and choice.lines is None:
        # The deal's ramp may go on after the option has ended; those steps do not come about.
        change["lines"] = tuple(
            line.but(ramp=tuple(step for step in line.ramp if step.first_month < choice.months)) for line in deal.lines
        )
    copy = deal.but(**change)
    if deal.sources is not None:
        number = next(n for n, each in enumerate(deal.options) if each is choice)
        return copy.but(_sources=OptionSources(deal.sources, number, choice.given_keys))
    return copy
