"""What battle cards show: one page for each sort of competitor, to be read in a minute and a half before a call."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.language import Language
from dealdesk.documents.offering import Known, Offering, Rival
from dealdesk.documents.view.offered import common, headline_size
from dealdesk.errors import RenderError

NEEDED = ("fair", "win", "lose", "ask", "price", "owner", "checked")
"""What a card cannot do without, by its key in the catalog."""

MOST_REPLIES = 5
"""Objections on a card: those that this competitor raises come first."""


def battle_card_view(made: Offering, language: Language) -> dict[str, Any]:
    """Return the view of the battle cards of a catalog, or of the one that is asked for.

    Raises:
        RenderError: The catalog names no competitors, or says too little about one.
    """
    if not made.rivals:
        raise RenderError(
            f"the catalog {made.catalog.id} has no competitors: add tables [[playbook.positioning]] to {made.home}, "
            f"each with against, we, {', '.join(NEEDED)}"
        )
    wanted = made.options.get("about")
    rivals = [each for each in made.rivals if wanted in (None, each.against)]
    for each in rivals:
        _require(made, each)
    say = language.say
    about = rivals[0].against if len(rivals) == 1 else say("battle_card.all")
    title = say("battle_card.title", vendor=made.catalog.name, about=about)
    return common(made, language, "battle_card", title=title) | {
        "cards": [_card(made, each, language) for each in rivals]
    }


def _require(made: Offering, rival: Rival) -> None:
    """Refuse a card that would keep something back."""
    missing = [name for name in NEEDED if not getattr(rival, name)]
    if not rival.replies:
        missing.append("an objection in [[playbook.objections]]")
    if missing:
        raise RenderError(
            f"the battle card about {rival.against} needs more: add {', '.join(missing)} to its table "
            f"[[playbook.positioning]] in {made.home}"
        )


def _card(made: Offering, rival: Rival, language: Language) -> dict[str, Any]:
    say, tidy = language.say, language.tidy
    return {
        "eyebrow": say("battle_card.eyebrow"),
        "headline": tidy(rival.against),
        "size": headline_size(rival.against),
        "fair": tidy(rival.fair or ""),
        "topic": tidy(rival.topic or ""),
        "they": tidy(rival.they or ""),
        "we": tidy(rival.we),
        "win": [tidy(each) for each in rival.win],
        "lose": [tidy(each) for each in rival.lose],
        "ask": [tidy(each) for each in rival.ask],
        "price": tidy(rival.price or ""),
        "replies": [
            {"objection": tidy(each.objection), "answer": tidy(each.answer), "proof": tidy(each.proof or "")}
            for each in rival.replies[:MOST_REPLIES]
        ],
        "facts": [_fact(made, each, language) for each in rival.facts],
        "kept": say(
            "battle_card.kept",
            owner=tidy(rival.owner or ""),
            date=language.long_day(rival.checked) if rival.checked else "",
        ),
    }


def _fact(made: Offering, fact: Known, language: Language) -> dict[str, Any]:
    """Return a fact; one whose last day has passed is marked, and printed struck through."""
    expired = made.day > fact.until
    day = language.day(fact.until)
    return {
        "text": language.tidy(fact.text),
        "source": language.tidy(fact.source),
        "expired": expired,
        "until": language.say("battle_card.expired" if expired else "battle_card.until", date=day),
    }
