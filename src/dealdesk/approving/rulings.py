"""What each rule of a policy says of a quote: it fires, it does not, or it cannot be judged, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from operator import ge, gt, le, lt

from dealdesk.approving.measures import BY_NAME, Case, Known
from dealdesk.approving.measures.measure import View
from dealdesk.approving.requirements import Checked, Ruling
from dealdesk.approving.words import number
from dealdesk.catalog.condition import UPWARDS, Condition
from dealdesk.catalog.policy import METRICS, Approval, Guardrail

_COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {"above": gt, "at_least": ge, "below": lt, "at_most": le}

_NOT: Mapping[str, str] = {"above": "at_most", "at_least": "below", "below": "at_least", "at_most": "above"}
"""The comparison that is true where another is false: a guardrail says what has to be, a rule what fires it."""


_FOUR, _TWELVE = Decimal("0.0001"), Decimal("0.000000000001")

Cases = Sequence[Case]


def approval_ruling(rule: Approval, at: str, cases: Cases) -> Ruling:
    """Return what an approval rule says: of the deal and each of its options, the case in which most speaks for it."""
    combine = "any" if rule.any_ and not rule.all_ else "all"
    found = [_judged(rule, case) for case in cases]
    state, checked = max(found, key=lambda each: ("quiet", "unknown", "fires").index(each[0]))
    unknown = "; ".join(dict.fromkeys(each.why for each in checked if each.passed is None))
    return Ruling(
        rule.id,
        "approval",
        state,  # type: ignore[arg-type]
        state == "fires" or (state == "unknown" and rule.unknown == "ask"),
        combine,  # type: ignore[arg-type]
        checked,
        at,
        rule.titles,
        rule.quorum or len(rule.titles),
        rule.order,
        rule.level,
        rule.reason or "",
        unknown if state == "unknown" else "",
        alternatives=len(rule.any_) if rule.all_ else 0,
    )


def _judged(rule: Approval, case: Case) -> tuple[str, tuple[Checked, ...]]:
    """Return the state of a rule in one case, and its conditions; what is not known stays open only if it matters."""
    checked = tuple(check(each, case) for each in rule.conditions)
    if rule.measure is not None:
        return _state([checked[0].passed], any), checked
    count = len(rule.all_)
    every = _state([each.passed for each in checked[:count]], all) if count else "fires"
    some = _state([each.passed for each in checked[count:]], any) if rule.any_ else "fires"
    return min(every, some, key=("quiet", "unknown", "fires").index), checked


def _state(passed: Sequence[bool | None], of: Callable[[Sequence[bool]], bool]) -> str:
    """Return whether all, or any, of some answers are yes, whatever the open ones may be."""
    if of([bool(each) for each in passed]):
        return "fires"
    return "unknown" if of([each is not False for each in passed]) else "quiet"


def check(condition: Condition, case: Case) -> Checked:
    """Return what a condition finds in a case."""
    measure = BY_NAME[condition.measure]
    found = measure.measure(case, condition)
    limit, why = condition.value, ""
    if measure.unit == "money":
        quoted, own = case.quote.currency, case.catalog.catalog.currency
        if condition.values:
            limit = condition.values.get(quoted)
            why = "" if limit is not None else f"the limit is stated in {', '.join(condition.values)}, not in {quoted}"
        elif quoted != own:
            limit, why = None, f"the limit is stated in {own}, and the quote is in {quoted}"
    value, name, passed, rounding = None, "", None, ""
    if isinstance(found, Known):
        value, name = _shown(found.value, limit), found.of
        if limit is not None:
            passed = _COMPARE[condition.op](found.value, Fraction(limit))
            rounding = _rounding(condition, limit, case, passed=passed) if measure.unit == "percent" else ""
    else:
        why = found.why
        if found.beyond and limit is not None:
            passed = (condition.op in UPWARDS) is (found.beyond == "highest")
    return Checked(
        condition.measure,
        measure.title,
        measure.unit,
        value,
        name,
        condition.op,
        limit,
        passed,
        why,
        case.option,
        measure.definition,
        besides=case.besides,
        rounding=rounding,
    )


def _rounding(condition: Condition, limit: Decimal, case: Case, *, passed: bool) -> str:
    """Return what rounding does to a figure, where it is the rounding that passes the limit, or would."""

    def other(view: View) -> Decimal | None:
        found = BY_NAME[condition.measure].measure(case.viewed(view), condition)
        if isinstance(found, Known) and _COMPARE[condition.op](found.value, Fraction(limit)) is not passed:
            return _shown(found.value, limit)
        return None

    paid = other("paid")
    if paid is not None:
        return f"{number(paid)} % as invoiced, by rounding, which does not count"
    stated = other("stated")
    if stated is not None:
        return f"{number(stated)} % before rounding, of which one product, bought in several lines, gains too much"
    return ""


def _shown(value: Fraction, limit: Decimal | None) -> Decimal:
    """Return a value to be read; with more decimals where four would show it on the limit, and it is not."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    shown = exact.quantize(_FOUR, ROUND_HALF_EVEN)
    if shown == limit and Fraction(shown) != value:
        shown = exact.quantize(_TWELVE, ROUND_HALF_EVEN)
    return shown.normalize() if shown else Decimal(0)


def guardrail_ruling(name: str, rail: Guardrail, at: str, cases: Cases) -> Ruling:
    """Return what a guardrail says: it fires where its figure is not as it has to be."""
    case = cases[0]
    why = _not_here(rail, case)
    measure = METRICS.get(rail.metric)
    if why or measure is None:
        why = why or "a figure of the book, not of one deal"
        return _rail(name, rail, at, "elsewhere", (), why)
    money = BY_NAME[measure].unit == "money"
    condition = Condition.trusted(measure=measure, op=_NOT[rail.op], value=rail.value)
    found = [check(condition, each) for each in cases]
    order = {True: 2, None: 1, False: 0}
    worst = max(found, key=lambda each: order[each.passed])
    if money and rail.unit != case.quote.currency and worst.passed is not None:
        why = f"the guardrail is in {rail.unit}, and the quote is in {case.quote.currency}"
        return _rail(name, rail, at, "unknown", (worst,), why)
    state = {True: "fires", None: "unknown", False: "quiet"}[worst.passed]
    return _rail(name, rail, at, state, (worst,), worst.why if worst.passed is None else "")


def _not_here(rail: Guardrail, case: Case) -> str:
    """Return why a guardrail does not concern a deal; "" where it does."""
    segment = case.deal.customer.segment
    if rail.segments and segment not in rail.segments:
        whose = f"this customer is of {segment}" if segment else "the deal states no segment"
        return f"it is for {', '.join(rail.segments)}; {whose}"
    count = case.quote.bundle.products if case.quote.bundle is not None else 0
    if rail.least_products is not None and count < rail.least_products:
        return f"it is for bundles of {rail.least_products} products or more; this deal has {count}"
    return ""


def _rail(name: str, rail: Guardrail, at: str, state: str, checked: tuple[Checked, ...], why: str) -> Ruling:
    return Ruling(
        name,
        "guardrail",
        state,  # type: ignore[arg-type]
        state == "fires" or (state == "unknown" and rail.unknown == "ask"),
        "all",
        checked,
        at,
        rail.titles,
        rail.quorum or len(rail.titles),
        rail.order,
        rail.level,
        f"{rail.name}: {rail.op.replace('_', ' ')} {rail.value:f} {rail.unit if rail.unit != 'ratio' else ''}".rstrip(),
        why,
    )
