"""What a quote needs before it may be sent: each rule of the policy with what was measured, and who decides when.

Frozen data, the same in JSON; a register keeps it beside the quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from dealdesk.quoting.canonical import Canonical

State = Literal["fires", "quiet", "unknown", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One condition of a rule, on the quote or on the option in which it is worst.

    Attributes:
        measure: Its name in policies.
        title: What it is called.
        unit: "percent", "money", "months", "days", "count" or "ratio".
        value: What was measured, rounded to be read; None where it is not known.
        of: The line, family or terms that it was measured on, where that is not the whole quote.
        op: How it is compared.
        limit: The limit; None where the policy states none in the quote's currency.
        passed: Whether the limit is passed, compared exactly; None where the figure is not known.
        why: Why it is not known; where nothing is paid for what costs something, the limit is passed all the same.
        option: The option of the deal that it was measured on; "" for the deal itself.
        definition: What the measure means.
        avoids: The value nearest to the measured one that does not pass the limit, in words.
        besides: What was taken with it of what is optional, in words; "" for nothing.
        rounding: What rounding did to the figure, in words, where that decides; "" elsewhere.
    """

    measure: str
    title: str
    unit: str
    value: Decimal | None
    of: str
    op: str
    limit: Decimal | None
    passed: bool | None
    why: str = ""
    option: str = ""
    definition: str = ""
    avoids: str = ""
    besides: str = ""
    rounding: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule of the policy, and what it says of the quote.

    Attributes:
        id: The rule's id.
        kind: `approval` or `guardrail`.
        state: It `fires`, is `quiet`, cannot be judged (`unknown`), or is no question of a single deal (`elsewhere`).
        asks: Whether somebody has to decide: it fires, or it is not known and the policy asks then.
        combine: Whether all conditions have to be true, or one of them.
        conditions: Each with what was measured; () for a rule that does not concern this deal.
        at: `file:line` of the rule.
        approvers: The titles of those who decide.
        quorum: How many of them are enough.
        order: Whether several decide at the same time or one after the other.
        level: Lower levels decide first.
        reason: Why the rule is there, in the policy's words.
        why: Why it is not known or not judged here.
        avoid: What would avoid it, one sentence each.
        alternatives: How many of the last conditions are alternatives, where the ones before have to be true as well.
    """

    id: str
    kind: Literal["approval", "guardrail"]
    state: State
    asks: bool
    combine: Literal["all", "any"]
    conditions: tuple[Checked, ...]
    at: str
    approvers: tuple[str, ...]
    quorum: int
    order: Literal["parallel", "sequential"]
    level: int
    reason: str = ""
    why: str = ""
    avoid: tuple[str, ...] = ()
    alternatives: int = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """A decision that is wanted: so many of these titles, because of these rules."""

    titles: tuple[str, ...]
    quorum: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """Seats that are filled at the same time; level n + 1 is asked when level n has approved."""

    number: int
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Requirements(Canonical):
    """What a quote needs.

    Attributes:
        digest: `digest_of` the quote that was judged.
        rulings: Every rule of the policy in its order, whether it fires or not.
        levels: Who decides, in order; () when nobody has to.
        blocked: Rules that fire and name nobody who could allow it: such a quote cannot be approved.
        agreed: What of the deal an approval binds and no line of the quote shows, in words: what a renewal costs.
    """

    digest: str
    rulings: tuple[Ruling, ...]
    levels: tuple[Level, ...]
    blocked: tuple[str, ...] = ()
    agreed: Mapping[str, str] = field(default_factory=dict)

    @property
    def none(self) -> bool:
        """Whether the quote needs no approval, and nothing stands against it."""
        return not self.levels and not self.blocked

    @property
    def firing(self) -> tuple[Ruling, ...]:
        """The rulings that ask for a decision."""
        return tuple(each for each in self.rulings if each.asks)

    def ruling(self, rule: str) -> Ruling:
        """Return the ruling of a rule; KeyError when there is none."""
        for each in self.rulings:
            if each.id == rule:
                return each
        raise KeyError(rule)


def levels_of(rulings: Iterable[Ruling]) -> tuple[Level, ...]:
    """Return who decides in which order: rules of a lower level first, sequential approvers one level each.

    Rules that want the same titles at the same time share a seat.
    """
    steps: dict[tuple[int, int], dict[tuple[tuple[str, ...], int], list[str]]] = {}
    for each in rulings:
        if not each.asks or not each.approvers:
            continue
        wanted = (
            [((each.level, n), (title,), 1) for n, title in enumerate(each.approvers)]
            if each.order == "sequential"
            else [((each.level, 0), each.approvers, each.quorum)]
        )
        for step, titles, quorum in wanted:
            seats = steps.setdefault(step, {})
            # Where all of several decide, each has a seat, so that two rules do not ask one title twice.
            parts = [((title,), 1) for title in titles] if quorum == len(titles) else [(titles, quorum)]
            for part in parts:
                seats.setdefault(part, []).append(each.id)
    return tuple(
        Level(number, tuple(Seat(titles, quorum, tuple(rules)) for (titles, quorum), rules in steps[step].items()))
        for number, step in enumerate(sorted(steps), 1)
    )
