"""Quality, what failed, what comes next, and the renewal."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import condition, number
from dealdesk.documents.view.review.quarter import MOST, Quarter
from dealdesk.documents.view.slides import ask, note, pages, prose, slide
from dealdesk.documents.view.slides.table import table
from dealdesk.documents.view.writer import NONE

if TYPE_CHECKING:
    from dealdesk.value.review.result import Incident, Lever, Quality

ZERO = Decimal(0)


def quality(quarter: Quarter) -> list[dict[str, Any]]:
    """Return what was agreed beside cost, and what was measured."""
    found = quarter.result.quality
    agreed = [each for each in found if each.met is not None]
    met = [each for each in agreed if each.met]
    if not agreed:
        title = quarter.claimed(quarter.say("title.no_targets"))
    else:
        words = quarter.language.in_words(len(agreed))
        values = {"n": len(met), "of": words}
        title = quarter.claimed(
            quarter.say("title.all_met" if len(met) == len(agreed) else "title.met", **values),
            condition("figures.id=quality-met.value", "equal", Decimal(len(met))),
        )
    columns = [
        (quarter.say("column.measure"), "name", 20),
        (quarter.say("column.before"), "money", 8),
        (quarter.say("column.target"), "money", 10),
        (quarter.say("column.actual"), "strong", 8),
        (quarter.say("column.met"), "text", 8),
        (quarter.say("column.source"), "text", 18),
    ]
    rows = [_quality_row(quarter, each) for each in found]
    groups = pages(rows, 7)
    body = [table(columns, groups[0])] if groups else [prose(quarter.say("no_quality"))]
    missed = [index for index, each in enumerate(found[: len(groups[0]) if groups else 0]) if each.met is False]
    if groups and missed:
        body.append(note(quarter.say("missed_note")))
    return [slide("quality", "full", title, body, sub=quarter.say("sub.quality"))]


def _quality_row(quarter: Quarter, each: Quality) -> list[str]:
    def written(value: Decimal | None) -> str:
        if value is None:
            return NONE
        return (
            quarter.exact_percent(value) if each.unit == "%" else f"{quarter.language.number(value)}\u00a0{each.unit}"
        )

    target = quarter.say(f"target.{each.better}", value=written(each.target)) if each.target is not None else NONE
    met = quarter.say("yes" if each.met else "no") if each.met is not None else NONE
    return [each.name, written(each.before), target, written(each.actual), met, each.source or NONE]


def missed(quarter: Quarter) -> list[dict[str, Any]]:
    """Return what did not work."""
    result = quarter.result
    incidents, missed = result.incidents, [each for each in result.quality if each.met is False]
    parts = []
    tests = [condition("incidents.#", "equal", Decimal(len(incidents)))]
    if incidents:
        parts.append(quarter.say("counted_incidents", n=len(incidents)))
    if missed:
        parts.append(quarter.say("counted_missed", n=len(missed)))
    if result.missed:
        parts.append(quarter.say("counted_promises", n=len(result.missed)))
        tests.append(condition("missed.#", "equal", Decimal(len(result.missed))))
    sentence = (
        quarter.say("title.missed", what=quarter.language.listed(parts)) if parts else quarter.say("title.nothing")
    )
    title = quarter.claimed(sentence, *tests)
    left: list[dict[str, Any]] = []
    if incidents:
        columns = [
            (quarter.say("column.incident"), "name", 18),
            (quarter.say("column.lasted"), "money", 8),
            (quarter.say("column.done"), "text", 18),
        ]
        left.append(table(columns, [_incident(quarter, each) for each in incidents[:MOST]], width=470.0))
    else:
        left.append(prose(quarter.say("no_incidents")))
    texts = [quarter.language.tidy(each) for each in result.missed]
    texts += [quarter.say("below_target", name=each.name) for each in missed]
    right = [prose(*texts[:6], title=quarter.say("missed_head"))] if texts else [prose(quarter.say("no_missed"))]
    return [slide("missed", "halves", title, left, right, sub=quarter.say("sub.missed"))]


def _incident(quarter: Quarter, each: Incident) -> list[str]:
    words = f"{each.title}\n{quarter.language.day(each.date)}, {each.severity}"
    lasted = quarter.say("minutes", n=each.minutes) if each.minutes is not None else NONE
    done = quarter.language.tidy(each.done) if each.done else quarter.say("open")
    cause = quarter.language.tidy(each.cause) if each.cause else ""
    return [words, lasted, f"{done}\n{cause}".strip()]


def coming(quarter: Quarter) -> list[dict[str, Any]]:
    """Return the next steps, with owners and dates."""
    levers = [each for each in quarter.result.levers if planned(each)]
    worth = [each for each in levers if each.worth is not None]
    if not levers:
        title = quarter.claimed(quarter.say("title.no_levers"))
        return [slide("next", "full", title, [prose(quarter.say("no_levers"))])]
    if worth:
        total = sum((each.worth for each in worth if each.worth), ZERO)
        places = [index for index, each in enumerate(quarter.result.levers) if planned(each) and each.worth is not None]
        said = quarter.stated(total, "x")
        said["sum"] = [f"levers.{index}.worth" for index in places]
        title = quarter.claimed(quarter.say("title.levers", n=len(worth), amount=quarter.short(total)), said)
    else:
        title = quarter.claimed(quarter.say("title.planned", n=len(levers)))
    columns = [
        (quarter.say("column.lever"), "name", 26),
        (quarter.say("column.owner"), "text", 14),
        (quarter.say("column.by"), "text", 12),
        (quarter.say("column.worth"), "strong", 10),
    ]
    rows = [
        [
            quarter.language.tidy(each.text),
            each.owner or NONE,
            quarter.language.long_day(each.by) if each.by else NONE,
            quarter.whole(each.worth) if each.worth is not None else NONE,
        ]
        for each in levers[:8]
    ]
    return [
        slide(
            "next",
            "full",
            title,
            [table(columns, rows), note(quarter.say("worth_note") if worth else "")],
            sub=quarter.say("sub.next"),
        )
    ]


def planned(each: Lever) -> bool:
    """Whether a lever is one of the review's own; ideas of the vendor's playbook are for the vendor."""
    return bool(each.owner or each.by or each.worth is not None)


def renewal(quarter: Quarter) -> list[dict[str, Any]]:
    """Return the price of the next term, and the gain-share offer."""
    renewal, offer = quarter.result.renewal, quarter.result.gain_share
    sentence = quarter.language.tidy(offer.sentence) if offer else ""
    if renewal is None:
        title = quarter.claimed(quarter.say("title.no_renewal"))
        return [slide("renewal", "full", title, [prose(quarter.say("no_renewal"), sentence)])]
    price = quarter.short(renewal.price)
    parts = [quarter.stated(renewal.price, "renewal.price")]
    if renewal.change_percent is not None and renewal.change_percent > 0:
        percent = quarter.exact_percent(renewal.change_percent)
        places = max(0, -int(renewal.change_percent.normalize().as_tuple().exponent))
        parts.append(number(percent, "renewal.change_percent", places=places))
        title = quarter.claimed(quarter.say("title.renewal", amount=price, percent=percent), *parts)
    else:
        title = quarter.claimed(
            quarter.say("title.renewal_same", amount=price), *parts, condition("renewal.change_percent", "at most", "0")
        )
    columns = [
        (quarter.say("column.line"), "name", 18),
        (quarter.say("column.now"), "money", 11),
        (quarter.say("column.then"), "strong", 11),
        (quarter.say("column.change"), "money", 10),
    ]
    rows = [
        [each.name, quarter.money(each.now), quarter.money(each.then), quarter.money(each.change)]
        for each in renewal.lines[:MOST]
    ]
    rows.append(
        [quarter.say("a_year"), quarter.money(renewal.now), quarter.money(renewal.price), quarter.money(renewal.change)]
    )
    cap = (
        quarter.say("capped", percent=quarter.exact_percent(renewal.cap_percent))
        if renewal.cap_percent is not None
        else ""
    )
    left = [
        table(columns, rows, total=True, width=544.0),
        note(quarter.language.tidy(f"{quarter.language.start(renewal.basis)}."), cap, sentence),
    ]
    steps = [
        (
            quarter.say("next_term"),
            quarter.say(
                "from",
                date=quarter.language.long_day(renewal.due),
                term=quarter.language.count(renewal.months, "month"),
            ),
        )
    ]
    if renewal.notice_by:
        steps.insert(
            0, (quarter.say("notice"), quarter.say("until", date=quarter.language.long_day(renewal.notice_by)))
        )
    if offer and offer.offered:
        steps.append(
            (
                quarter.say("gain_share"),
                quarter.say("gain_share_text", percent=quarter.exact_percent(offer.share_percent)),
            )
        )
    head = quarter.say("decide", date=quarter.language.long_day(renewal.notice_by or renewal.due))
    return [slide("renewal", "ask", title, left, [ask(head, steps)], notes=[sentence])]
