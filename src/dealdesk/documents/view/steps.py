"""The way from the list price to the total: the steps as printed, their sentence, and the waterfall's bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from dealdesk.documents.view.writer import ABOUT, Writer, cell
from dealdesk.money import to_money, unit
from dealdesk.quoting.quote.line import Move

ZERO = Decimal(0)
MOST_STEPS = 10
NEGOTIATED = frozenset({"negotiated", "line_amount", "deal_amount"})
BY_AMOUNT = frozenset({"free_months", "line_amount", "deal_amount", "maximum", "minimum", "floor", "uplift"})
"""Steps whose percentage, where they have one, is not one of the whole price."""


@dataclass(frozen=True, slots=True)
class Step:
    """One printed step: `title` as customers read it, its rule's percentage where it has one, and its amount."""

    code: str
    title: str
    percent: Decimal | None
    amount: Decimal


def steps(writer: Writer, moves: Sequence[Move] | None = None, most: int = MOST_STEPS) -> list[Step]:
    """Return the steps of the committed price, or of some *moves*, in their order.

    Like steps are added up, and empty ones left out; where there are more than *most*, the last ones are one.
    """
    found: list[Step] = []
    for move in writer.quote.moves if moves is None else moves:
        if move.code != "list":
            key = f"moves.{move.code}"
            title = writer.say(key) if writer.language.has(key) else move.title
            percent = None if move.code in BY_AMOUNT else move.percent
            found.append(Step(move.code, title, percent, move.amount))
    found = _joined(found, by_percent=True)
    if len(found) > most:
        found = _joined(found, by_percent=False)
    if len(found) > most:
        rest = sum((each.amount for each in found[most - 1 :]), ZERO)
        found = [*found[: most - 1], Step("other", writer.say("moves.other"), None, rest)]
    return [each for each in found if each.amount]


def _joined(found: Sequence[Step], *, by_percent: bool) -> list[Step]:
    joined: dict[tuple[str, Decimal | None], Step] = {}
    for each in found:
        key = (each.title, each.percent if by_percent else None)
        if before := joined.get(key):
            percent = each.percent if each.percent == before.percent else None
            joined[key] = replace(before, percent=percent, amount=before.amount + each.amount)
        else:
            joined[key] = each
    return list(joined.values())


def sums(writer: Writer, *, several: bool) -> dict[str, Any]:
    """Return the block that leads from the list price to the total contract value."""
    quote, say, money = writer.quote, writer.say, writer.money
    rows = [{"cell": cell(say("sums.list", term=writer.term), money(quote.totals.list)), "kind": ""}]
    level, marked = quote.totals.list, False
    for each in (found := steps(writer)):
        if each.code in NEGOTIATED and not marked and level != quote.totals.list:
            rows.append({"cell": cell(say("sums.standard"), money(level)), "kind": "subtotal"})
        marked = marked or each.code in NEGOTIATED
        rows.append({"cell": cell(_label(writer, each), money(each.amount)), "kind": ""})
        level += each.amount
    by_kind = {True: ZERO, False: ZERO}
    for line in quote.lines:
        if line.committed and not line.optional:
            by_kind[line.recurring] += line.net
    of_which = say("sums.of_which", recurring=money(by_kind[True]), once=money(by_kind[False])) if several else ""
    return {
        "rows": rows if found else [],
        "label": say("sums.tcv"),
        "total": money(quote.totals.net),
        "of_which": of_which,
        "tax": (tax := _tax(writer)),
        "joint": writer.say("form.joint") if tax.endswith(writer.say("form.stop")) else " ",
        "currency": say("sums.currency", currency=writer.language.currency_name(quote.currency)),
    }


def _label(writer: Writer, each: Step) -> str:
    if each.percent is None:
        return each.title
    return writer.say("sums.step", title=each.title, percent=writer.language.percent(each.percent))


def _tax(writer: Writer) -> str:
    """Return the sentence about taxes, as the quote states it; Latin letters end in a Latin full stop."""
    text = writer.sentence(writer.quote.tax)
    if not text or text.endswith((".", "!", "?", "。")):
        return text
    return text + ("." if text[-1].isascii() else writer.say("form.stop"))


def price(writer: Writer) -> dict[str, Any] | None:
    """Return the sentence and the waterfall that explain the price; None where nothing moves it."""
    found, totals = steps(writer), writer.quote.totals
    if not found or not totals.list:
        return None
    note = writer.say("form.joint").join(_sentences(writer, found))
    return {"note": writer.language.tidy(note), "waterfall": _waterfall(writer, found)}


def _is_on(found: Sequence[Step], writer: Writer, *, of_list: bool) -> bool:
    """Whether each step is its percentage of the list price, or of the price that remains, but for rounding."""
    quote = writer.quote
    parts = sum(len(line.intervals) for line in quote.lines) + len(quote.lines)
    allowed = unit(quote.places) * parts * max(1, quote.months)
    level = quote.totals.list
    for each in found:
        base = quote.totals.list if of_list else level
        if each.percent is None or each.amount > 0 or abs(base * each.percent / 100 + each.amount) > allowed:
            return False
        level += each.amount
    return True


def _sentences(writer: Writer, found: Sequence[Step]) -> list[str]:
    quote, say, percent = writer.quote, writer.say, writer.language.percent
    totals = quote.totals
    if totals.discount and (totals.list <= 0 or totals.net < 0):  # a change that gives back: no share of list says it
        return [say("price.net_credit")]
    if totals.discount <= 0:
        if not totals.discount:
            return [say("price.unchanged")]
        return [say("price.net_rise", total=writer.percents([(totals.list, totals.net)], signed=True)[0])]
    total = writer.percent_off(totals.list, totals.net)
    stated = [percent(each.percent) for each in found if each.percent is not None]
    falls = [each for each in found if each.amount < 0]
    if len(found) == 1:
        title = writer.language.inside(found[0].title)
        if found[0].percent is not None and _is_on(found, writer, of_list=True):
            return [say("price.one", title=title, percent=stated[0])]
        return [say("price.one_amount", title=title, amount=writer.money(-found[0].amount), total=total)]
    naive = sum((each.percent for each in found if each.percent is not None), ZERO)
    if _is_on(found, writer, of_list=False):
        rest = Decimal(1)
        for each in found:
            rest *= 1 - (each.percent or ZERO) / 100
        exact = (100 * (1 - rest)).normalize()
        if to_money(totals.list * exact / 100, quote.places) == totals.discount and exact == round(exact, 4):
            total = percent(exact)
        return [say("price.sequence", steps=writer.language.listed(stated), total=total, sum=percent(naive))]
    if _is_on(found, writer, of_list=True):
        return [say("price.on_list", steps=writer.language.listed(stated), total=total)]
    if len(falls) == len(found):
        return [say("price.together", total=total)]
    rises = [each for each in found if each.amount > 0]
    added = say(
        "price.added",
        titles=writer.language.listed([writer.language.inside(each.title) for each in rises]),
        amount=writer.money(sum((each.amount for each in rises), ZERO)),
    )
    return [say("price.together", total=total), added]


def _waterfall(writer: Writer, found: Sequence[Step]) -> dict[str, Any]:
    quote, say, money, percent = writer.quote, writer.say, writer.money, writer.language.percent
    totals = quote.totals
    bars = [_bar(say("moves.list"), say("price.term", term=writer.term), money(totals.list), totals.list, "start")]
    on_list, in_sequence = (_is_on(found, writer, of_list=each) for each in (True, False))
    level = totals.list
    for number, each in enumerate(found):
        note = ""
        if each.percent is not None:
            first = on_list or (in_sequence and not number)
            key = "price.of_list" if first else "price.of_rest" if in_sequence else ""
            note = say(key, percent=percent(each.percent)) if key else percent(each.percent)
        bars.append(_bar(each.title, note, money(each.amount, signed=True), each.amount, "step"))
        level += each.amount
        if not number and len(found) == 2:
            after = say("price.after", title=writer.language.inside(each.title))
            bars.append(_bar(after, "", money(level), level, "rest"))
    bars.append(_bar(say("price.pay"), say("price.pay_note"), money(totals.net), totals.net, "net"))
    told = [say("price.alt_step", title=writer.language.inside(each["name"]), amount=each["amount"]) for each in bars]
    saved = writer.percent_off(totals.list, totals.net) if totals.discount > 0 else ""
    return {
        "bars": bars,
        "saved": say("price.saved", percent=saved) if saved and not saved.startswith(ABOUT * 2) else "",
        "alt": say("price.alt", steps=", ".join(told)),
    }


def _bar(name: str, note: str, amount: str, value: Decimal, kind: str) -> dict[str, Any]:
    return {"name": name, "note": note, "amount": amount, "value": float(value), "kind": kind}
