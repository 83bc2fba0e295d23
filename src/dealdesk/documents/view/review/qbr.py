"""The deck of a quarterly business review: the same skeleton each quarter, built backward from the renewal."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import condition, number
from dealdesk.documents.language import Language
from dealdesk.documents.view.deck import SHORT_NAME, Deck
from dealdesk.documents.view.slides import COVER, ask, chart, findings, key, keys, note, pages, prose, slide, table
from dealdesk.documents.view.writer import NONE, ems, step

if TYPE_CHECKING:
    from dealdesk.value.review.result import Incident, Lever, Quality, ReviewResult

ZERO = Decimal(0)
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


def qbr_view(result: ReviewResult, language: Language) -> dict[str, Any]:
    """Return what the deck shows; `claims` are its titles, to be tested against the result."""
    quarter = Quarter(result, language)
    cover = _cover(quarter)
    parts = (_context, _outcomes, _quality, _missed, _next, _renewal, _periods, _measured, _method)
    return quarter.view(cover, [each for part in parts for each in part(quarter)])


def _cover(quarter: Quarter) -> dict[str, Any]:
    result, period = quarter.result, quarter.result.period
    saving = period.saving.amount
    amount = quarter.short(abs(saving))
    key_ = "saved" if saving > 0 else "spent" if saving < 0 else "even"
    who = quarter.name if len(quarter.name) <= SHORT_NAME else quarter.say("you")
    sentence = quarter.language.start(quarter.say(f"title.{key_}", customer=who, amount=amount, period=period.title))
    path = f"{quarter.path}.saving.amount"
    operator = {"saved": "above", "spent": "below", "even": "equal"}[key_]
    said = [quarter.stated(saving, path)] if saving else []
    quarter.claimed(sentence, *said, condition(path, operator, "0"))
    figure = amount if saving else ""
    before, _, after = sentence.partition(figure) if figure else (sentence, "", "")
    return {
        "ground": "day",
        "title": sentence,
        "before": before,
        "figure": figure,
        "after": after,
        "size": f"c{step(ems(sentence), *COVER)}",
        "lines": [
            quarter.say("kind", period=period.title),
            quarter.say("prepared", customer=result.customer.name, date=quarter.language.long_day(result.dated)),
        ],
        "keys": _keys(quarter),
        "notes": _figures(quarter),
    }


def _context(quarter: Quarter) -> list[dict[str, Any]]:
    result, period = quarter.result, quarter.result.period
    percent, path = period.saving_percent, f"{quarter.path}.saving_percent"
    if percent is None:
        title = quarter.claimed(quarter.say("title.agreed"))
    else:
        text = quarter.percent(abs(percent), 1)
        below = percent >= 0
        title = quarter.claimed(
            quarter.say("title.below" if below else "title.above", percent=text, period=period.title),
            number(text, path, places=1),
            condition(path, "at least" if below else "below", "0"),
        )
    base = result.baseline
    rate = quarter.language.amounts(result.currency, max(result.places, -int(base.rate.as_tuple().exponent)))
    rows = [
        [quarter.say("agreed_on"), quarter.language.long_day(base.agreed)],
        [quarter.say("rate"), quarter.say("per_unit", rate=rate(base.rate), unit=base.unit)],
        [quarter.say("share"), quarter.exact_percent(period.share_percent)],
        [quarter.say("source"), base.source or NONE],
    ]
    left = [
        findings(
            [
                (quarter.say("why"), quarter.language.tidy(result.context)),
                (quarter.say("measure"), quarter.language.tidy(result.measure)),
                (quarter.say("boundary"), quarter.language.tidy(base.boundary)),
            ]
        )
    ]
    columns = [(quarter.say("column.agreed"), "name", 14), ("", "text", 20)]
    return [
        slide(
            "context",
            "halves",
            title,
            left,
            [table(columns, rows, width=334.0)],
            notes=[quarter.language.tidy(each) for each in result.statement],
        )
    ]


def _keys(quarter: Quarter) -> dict[str, Any]:
    result, period = quarter.result, quarter.result.period
    limit = quarter.say(f"limit.{period.limit.replace('-', '_')}", percent=quarter.exact_percent(period.share_percent))
    return keys(
        key(
            quarter.say("saving"),
            quarter.short(period.saving.amount),
            quarter.say("in_period", period=period.title),
            accent=True,
        ),
        key(quarter.say("saving_percent"), quarter.percent(period.saving_percent, 1), quarter.say("of_baseline")),
        key(quarter.say("fee"), quarter.short(period.fee.amount), limit),
        key(
            quarter.say("saving_to_date"),
            quarter.short(result.to_date.saving.amount),
            quarter.say("over_periods", n=result.to_date.periods),
        ),
    )


def _figures(quarter: Quarter) -> list[str]:
    return [f"{each.title}: {each.text}. {each.definition}." for each in quarter.result.figures]


def _outcomes(quarter: Quarter) -> list[dict[str, Any]]:
    period = quarter.result.period
    adjusted, actual = period.adjusted.amount, period.actual
    quarter.charts["outcomes"] = {
        "bars": [
            {
                "name": quarter.say("baseline"),
                "note": quarter.say("baseline_note"),
                "amount": quarter.short(adjusted),
                "value": float(adjusted),
                "strong": False,
            },
            {
                "name": quarter.say("actual"),
                "note": quarter.say("actual_note"),
                "amount": quarter.short(actual),
                "value": float(actual),
                "strong": False,
            },
            {
                "name": quarter.say("saving"),
                "note": quarter.say("saving_note"),
                "amount": quarter.short(period.saving.amount),
                "value": float(period.saving.amount),
                "strong": True,
            },
        ],
        "title": quarter.say("sub.outcomes", period=period.title),
    }
    columns = [
        (quarter.say("column.use"), "name", 12),
        (quarter.say("column.baseline"), "money", 11),
        (quarter.say("column.actual"), "money", 11),
        (quarter.say("column.saving"), "strong", 11),
    ]
    rows = [
        [each.name, *map(quarter.whole, (each.baseline.amount, each.actual, each.saving.amount))]
        for each in period.rows
    ]
    if len(rows) > MOST:
        rows = []
    for each in period.adjustments:
        rows.append(
            [
                quarter.say("adjusted_for", reason=_short(each.reason)),
                quarter.whole(each.amount.amount),
                "",
                quarter.whole(each.amount.amount),
            ]
        )
    rows.append(
        [quarter.say("total"), quarter.whole(adjusted), quarter.whole(actual), quarter.whole(period.saving.amount)]
    )
    spent, base = quarter.short(actual), quarter.short(adjusted)
    title = quarter.claimed(
        quarter.say("title.outcomes", actual=spent, baseline=base),
        quarter.stated(actual, f"{quarter.path}.actual"),
        quarter.stated(adjusted, f"{quarter.path}.adjusted.amount"),
    )
    fee = [
        quarter.say(
            "note_fee",
            fee=quarter.money(period.fee.amount),
            kept=quarter.money(period.saving.amount - period.fee.amount),
        )
    ]
    quarter.derived.append(
        number(
            quarter.money(abs(period.saving.amount - period.fee.amount)),
            f"{quarter.path}.saving.amount",
            less=f"{quarter.path}.fee.amount",
            places=quarter.places,
        )
    )
    return [
        slide(
            "outcomes",
            "halves",
            title,
            [chart("outcomes")],
            [table(columns, rows, total=True, width=334.0, tall=280.0), note(*fee)],
            sub=quarter.say("sub.outcomes", period=period.title),
            notes=[
                quarter.say(
                    "note_row",
                    name=each.name,
                    quantity=quarter.language.number(each.quantity),
                    unit=quarter.result.baseline.unit,
                    baseline=quarter.money(each.baseline.amount),
                    actual=quarter.money(each.actual),
                )
                for each in period.rows
            ],
        )
    ]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip(" ,;.") + "…"


def _quality(quarter: Quarter) -> list[dict[str, Any]]:
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


def _missed(quarter: Quarter) -> list[dict[str, Any]]:
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
        left.append(table(columns, [_incident(quarter, each) for each in incidents[:MOST]]))
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


def _next(quarter: Quarter) -> list[dict[str, Any]]:
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


def _renewal(quarter: Quarter) -> list[dict[str, Any]]:
    renewal, offer = quarter.result.renewal, quarter.result.gain_share
    sentence = quarter.language.tidy(offer.sentence) if offer else ""
    if renewal is None:
        title = quarter.claimed(quarter.say("title.no_renewal"))
        return [slide("renewal", "full", title, [prose(quarter.say("no_renewal"), sentence)])]
    price = quarter.short(renewal.price)
    parts = [quarter.stated(renewal.price, "renewal.price")]
    if renewal.uplift_percent > 0:
        percent = quarter.exact_percent(renewal.uplift_percent)
        places = max(0, -int(renewal.uplift_percent.normalize().as_tuple().exponent))
        parts.append(number(percent, "renewal.uplift_percent", places=places))
        title = quarter.claimed(quarter.say("title.renewal", amount=price, percent=percent), *parts)
    else:
        title = quarter.claimed(
            quarter.say("title.renewal_same", amount=price), *parts, condition("renewal.uplift_percent", "at most", "0")
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
        table(columns, rows, total=True),
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


def _periods(quarter: Quarter) -> list[dict[str, Any]]:
    """Return all periods: what was saved and what was billed for it."""
    result = quarter.result
    columns = [(quarter.say("column.period"), "name", 10)] + [
        (quarter.say(f"column.{name}"), "strong" if name == "fee" else "money", 9)
        for name in ("baseline", "actual", "saving", "percent", "fee")
    ]
    rows = [
        [
            each.title,
            quarter.money(each.adjusted.amount),
            quarter.money(each.actual),
            quarter.money(each.saving.amount),
            quarter.percent(each.saving_percent, 2),
            quarter.money(each.fee.amount),
        ]
        for each in result.periods
    ]
    to_date = result.to_date
    total = [
        quarter.say("total"),
        "",
        "",
        quarter.money(to_date.saving.amount),
        quarter.percent(to_date.saving_percent, 2),
        quarter.money(to_date.fees),
    ]
    saving = to_date.saving.amount
    title = quarter.claimed(
        quarter.say("title.to_date", saving=quarter.short(saving), fees=quarter.short(to_date.fees)),
        quarter.stated(saving, "to_date.saving.amount"),
        quarter.stated(to_date.fees, "to_date.fees"),
    )
    groups = pages(rows, 11)
    return [
        slide(
            f"periods-{number}",
            "full",
            title if len(groups) == 1 else quarter.claimed(f"{title} ({number})"),
            [table(columns, [*group, *([total] if number == len(groups) else [])], total=number == len(groups))],
        )
        for number, group in enumerate(groups, 1)
    ]


def _measured(quarter: Quarter) -> list[dict[str, Any]]:
    period = quarter.result.period
    columns = [
        (quarter.say("column.use"), "name", 14),
        (quarter.say("column.quantity", unit=quarter.result.baseline.unit), "money", 12),
        (quarter.say("column.baseline"), "money", 12),
        (quarter.say("column.actual"), "money", 12),
        (quarter.say("column.saving"), "strong", 12),
    ]
    rows = [
        [
            each.name,
            quarter.language.number(each.quantity),
            quarter.money(each.baseline.amount),
            quarter.money(each.actual),
            quarter.money(each.saving.amount),
        ]
        for each in period.rows
    ]
    groups = pages(rows, 11)
    return [
        slide(
            f"measured-{number}",
            "full",
            quarter.claimed(
                quarter.say("title.measured", period=period.title) + (f" ({number})" if len(groups) > 1 else "")
            ),
            [table(columns, group)],
        )
        for number, group in enumerate(groups, 1)
    ]


def _method(quarter: Quarter) -> list[dict[str, Any]]:
    result = quarter.result
    texts = [quarter.language.tidy(each) for each in (*result.statement, *result.notes)]
    return [
        slide(
            f"method-{number}",
            "full",
            quarter.claimed(quarter.say("title.method") + (f" ({number})" if number > 1 else "")),
            [prose(*group)],
        )
        for number, group in enumerate(pages(texts, 9), 1)
    ]
