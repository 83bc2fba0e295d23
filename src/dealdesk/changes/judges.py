"""What a difference does to those who use the catalog, field by field.

Breaking is what may make a deal dearer, or no longer possible; compatible is what may only help; a fix is what no deal
notices.  Where a change can go either way it counts as breaking.  A field of a product, a charge or a rule that nobody
judged yet is breaking, and a test holds that there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dealdesk.changes.change import Effect
from dealdesk.changes.edit import Edit

Verdict = tuple[Effect, str]
Judge = Callable[[Edit], Verdict]

WORDS: Verdict = ("fix", "words only")


def text(edit: Edit) -> Verdict:
    """Words that no price depends on."""
    return WORDS


def wording(edit: Edit) -> Verdict:
    """Words that a customer relies on."""
    if edit.new is None:
        return "breaking", "a promise in words is gone"
    return "compatible", "a promise in words: read it"


def either(why: str) -> Judge:
    """Return the judge of what may raise a price as well as lower it."""
    return lambda edit: ("breaking", why)


def no_price(why: str) -> Judge:
    """Return the judge of what changes no price."""
    return lambda edit: ("compatible", why)


def entries(came: Verdict, went: Verdict) -> Judge:
    """Return the judge of lists of names, and of tables: what the new entries mean, and what those that went do."""

    def judge(edit: Edit) -> Verdict:
        if edit.kind in ("added", "removed", "renamed"):
            return came if edit.kind == "added" else went
        old, new = (set(each) if isinstance(each, tuple) else {each} for each in (edit.old, edit.new))
        found = [verdict for verdict, is_it in ((went, old - new), (came, new - old)) if is_it]
        return next((each for each in found if each[0] == "breaking"), found[0] if found else came)

    return judge


def more(better: bool, noun: str, *, none: str = "low") -> Judge:
    """Return the judge of a number, a date, or a yes or no.

    Args:
        better: Whether more of it is better for the customer.
        noun: What it is, for the reason.
        none: What no value stands for: the `low` end, or the `high` one.
    """

    def judge(edit: Edit) -> Verdict:
        old, new = edit.old, edit.new
        rises = (none == "high") == (new is None) if old is None or new is None else new > old
        return ("compatible" if rises is better else "breaking"), f"{noun} {'rises' if rises else 'falls'}"

    return judge


def allowance(edit: Edit) -> Verdict:
    """How much a limit allows."""

    def rank(limit: Any) -> tuple[int, Any]:
        if limit.most is not None:
            return 1, limit.most
        return (0, 0) if limit.by_contract else (2, 0)

    better = rank(edit.of[1]) > rank(edit.of[0])
    return ("compatible", "more is allowed") if better else ("breaking", "less is allowed, or less is said")


def price(edit: Edit) -> Verdict:
    """The price of a charge."""
    parts = [part for each in edit.prices for part in each.parts]
    if not parts:
        return "breaking", "it is charged at other times"
    if any(part.new is None and part.old is not None for part in parts):
        return "breaking", "there is no price any more"
    if any(span.direction == "unpriced" for part in parts for span in part.spans):
        return "breaking", "there is no price any more for some quantities"
    dearer = any(part.dearer for part in parts)
    return ("breaking", "some deals pay more") if dearer else ("compatible", "no deal pays more")


def bound(higher_is_dearer: bool, noun: str) -> Judge:
    """Return the judge of a minimum, a maximum, a floor: none is as good as the lowest, or the highest."""

    def judge(edit: Edit) -> Verdict:
        parts = [part for each in edit.prices for part in each.parts]
        none = 0 if higher_is_dearer and noun != "maximum" else 10**24
        rises = any((none if p.new is None else p.new) > (none if p.old is None else p.old) for p in parts)
        return ("breaking" if rises else "compatible"), f"the {noun} {'rises' if rises else 'falls'}"

    return judge


def charges(edit: Edit) -> Verdict:
    """A charge of a product that came or went."""
    if edit.kind == "added":
        return "breaking", "there is something more to pay for"
    return "breaking", "deals that name the charge cannot be priced"


def ladder(rise_is_better: bool) -> Judge:
    """Return the judge of a ladder of percentages."""

    def judge(edit: Edit) -> Verdict:
        if not edit.ladder:
            return WORDS
        worse = any(((each.new or 0) > (each.old or 0)) is not rise_is_better for each in edit.ladder)
        return ("breaking", "some deals get less off") if worse else ("compatible", "deals get more off")

    return judge


def step(edit: Edit) -> Verdict:
    """A whole table of `[rules]` that came or went."""
    helps = edit.field not in ("uplift", "floor", "free_months", "negotiated")
    if (edit.kind == "added") is helps:
        return "compatible", "a discount is added" if helps else "something that kept prices up is gone"
    return "breaking", "a discount is taken away" if helps else "prices are kept up, or asks are limited"


def percent(edit: Edit) -> Verdict:
    """A percentage off; in an uplift, one on top."""
    noun = {"Uplift": "the rise", "Floor": "the floor"}.get(edit.owner.__name__, "the discount")
    return more(noun == "the discount", noun)(edit)


def applies(edit: Edit) -> Verdict:
    """What a rule applies to: fewer charges, or more."""
    old, new = edit.old, edit.new
    wider = new is None or (old is not None and set(new) >= set(old))
    narrower = old is None or (new is not None and set(new) <= set(old))
    if wider is not narrower and edit.names[:2] not in (("rules", "uplift"), ("rules", "commitment")):
        return ("compatible", "the rule is for more") if wider else ("breaking", "the rule is for less")
    return "breaking", "the rule is for others"


def start(edit: Edit) -> Verdict:
    """The first day of something that is offered."""
    return more(False, "the first day")(edit)


def available(edit: Edit) -> Verdict:
    """What a product is sold with: nothing stated means that it stands alone."""
    old, new = edit.old, edit.new
    if new is None or (old is not None and set(new) > set(old)):
        return "compatible", "it can be sold with more"
    return "breaking", "it can be sold with less"
