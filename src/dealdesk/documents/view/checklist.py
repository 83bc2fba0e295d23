"""What the readiness checklist shows: a row for each requirement, what stays with the customer, and what is covered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dealdesk.documents.language import Language
from dealdesk.documents.offering import Offering, Requirement
from dealdesk.documents.view.offered import codes, common, sort_key
from dealdesk.errors import RenderError

SOC2 = (
    *(f"CC{number}" for number in range(1, 10)), "A1", "C1", "PI1", *(f"P{number}" for number in range(1, 9)),
)  # fmt: skip
"""The series of the trust services criteria: common criteria, availability, confidentiality, processing integrity,
privacy."""

CUSTOMERS_OWN = ("6", *(str(number) for number in range(15, 23)), "30", "35")
"""Articles of the GDPR that no feature can cover: legal basis, rights of data subjects, records, impact assessment."""

COVERED, ABSENT, OWN = "covered", "absent", "own"
"""What a row is: the feature is there; it is not in this order; no feature covers it."""


def checklist_view(made: Offering, language: Language) -> dict[str, Any]:
    """Return the view of a readiness checklist.

    Raises:
        RenderError: The catalog has no controls.
    """
    if not made.requirements:
        raise RenderError(
            f"the catalog {made.catalog.id} has no readiness checklist: add tables [[playbook.controls]] to "
            f"{made.home}, each with its requirement, soc2, gdpr, evidence and owner"
        )
    say = language.say
    rows = [_row(each, language) for each in made.requirements]
    customer = made.customer.name if made.customer is not None else None
    headline = say("checklist.for", customer=customer) if customer else say("checklist.headline")
    return common(
        made,
        language,
        "checklist",
        title=say(
            "checklist.title_for" if customer else "checklist.title", vendor=made.catalog.name, customer=customer
        ),
        eyebrow=say("checklist.kind"),
        headline=headline,
        lede=say("checklist.lede", vendor=made.catalog.name),
    ) | {
        "figures": _figures(made, rows, language),
        "features": [each for each in rows if each["state"] == COVERED],
        "absent": [each for each in rows if each["state"] == ABSENT],
        "own": [each for each in rows if each["state"] == OWN],
        "soc2": _series(made, language),
        "gdpr": _articles(made, language),
        "scope": _scope(made, language),
        "states": {name: say(f"checklist.state_{name}") for name in (COVERED, ABSENT, OWN)},
    }


def state(row: Requirement) -> str:
    """Return what a row is: covered by a feature, by one that the deal does not buy, or the customer's own work."""
    if row.feature is None:
        return OWN
    return ABSENT if row.bought is False else COVERED


def _row(row: Requirement, language: Language) -> dict[str, str]:
    tidy, say = language.tidy, language.say
    products = language.listed([tidy(each) for each in row.products])
    kind = state(row)
    return {
        "state": kind,
        "requirement": tidy(row.requirement),
        "feature": tidy(row.feature) if row.feature else "",
        "soc2": codes(row.soc2),
        "gdpr": codes(row.gdpr),
        "evidence": tidy(row.evidence or ""),
        "owner": tidy(row.owner or say("checklist.nobody")),
        "gap": tidy(row.gap or ""),
        "needs": say("checklist.needs", products=products) if kind == ABSENT and products else "",
    }


def _figures(made: Offering, rows: Sequence[dict[str, str]], language: Language) -> dict[str, Any]:
    """Return four counts, each with what it counts."""
    say = language.say
    counts = {kind: sum(each["state"] == kind for each in rows) for kind in (COVERED, ABSENT, OWN)}
    series = {_series_of(code) for each in made.requirements for code in each.soc2}
    articles = {code for each in made.requirements for code in each.gdpr}
    cells = [
        ("features", counts[COVERED], "in_order" if made.customer else "of_features"),
        ("absent", counts[ABSENT], "absent_note") if counts[ABSENT] else ("gdpr", len(articles), "gdpr_note"),
        ("own", counts[OWN], "own_note"),
        ("soc2", len(series & set(SOC2)), "soc2_note"),
    ]
    return {
        "cells": [
            {
                "label": say(f"checklist.figures.{name}"),
                "value": str(count),
                "note": say(f"checklist.figures.{note}", all=len(SOC2)),
                "accent": number == 0,
            }
            for number, (name, count, note) in enumerate(cells)
        ],
    }


def _series_of(code: str) -> str:
    """Return the series of a criterion: "CC6" for "CC6.1"."""
    return code.partition(".")[0]


def _series(made: Offering, language: Language) -> list[dict[str, str]]:
    """Return every series of the criteria, with those of its criteria that a row speaks to."""
    used = {code for each in made.requirements for code in each.soc2}
    return [
        {
            "code": series,
            "name": language.say(f"checklist.soc2.{series}"),
            "rows": codes(sorted((code for code in used if _series_of(code) == series), key=sort_key)),
        }
        for series in SOC2
    ]


def _articles(made: Offering, language: Language) -> list[dict[str, str]]:
    """Return every article that a row speaks to, and those that are always the customer's own."""
    used: dict[str, set[str]] = {}
    for each in made.requirements:
        for code in each.gdpr:
            used.setdefault(code, set()).add(state(each))
    found = []
    for group in _groups(sorted({*used, *CUSTOMERS_OWN}, key=sort_key)):
        states = set[str]().union(*(used.get(code, set()) for code in group))
        name = f"checklist.gdpr.{group[0] if len(group) == 1 else 'rights'}"
        found.append(
            {
                "code": codes(group),
                "name": language.say(name) if language.has(name) else "",
                "whose": language.say(f"checklist.whose.{_whose(states)}"),
            }
        )
    return found


def _groups(articles: Iterable[str]) -> list[list[str]]:
    """Return articles one by one, those on the rights of data subjects as one."""
    rights = set(CUSTOMERS_OWN[1:9])
    found: list[list[str]] = []
    for each in articles:
        if each in rights and found and found[-1][0] in rights:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def _whose(states: set[str]) -> str:
    if not states:
        return "nobody"
    if states == {OWN}:
        return "own"
    return "both" if OWN in states else "features"


def _scope(made: Offering, language: Language) -> list[str]:
    """Return the sentences that say what the list is and is not."""
    say = language.say
    used = {code for each in made.requirements for code in each.gdpr}
    missing = [code for code in CUSTOMERS_OWN if code not in used]
    names = ["readiness", "evidence", "status"] + (["order"] if made.customer is not None else [])
    found = [say(f"checklist.scope.{name}", vendor=made.catalog.name) for name in names]
    if missing:
        found.append(say("checklist.scope.missing", articles=codes(missing)))
    return [language.tidy(each) for each in found]
