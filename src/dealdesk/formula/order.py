"""The order in which formulas are computed: each after those that it names."""

from __future__ import annotations

from collections.abc import Mapping

from dealdesk.formula.mistake import FormulaError
from dealdesk.formula.tree import Name, Node, every, names_in


class Cycle(FormulaError):
    """Formulas that name each other in a circle; `name` is the formula at whose text the mistake stands."""

    def __init__(self, name: str, circle: tuple[str, ...], start: int, end: int) -> None:
        super().__init__(
            f"{circle[0]} depends on itself: {' → '.join(circle)}",
            start,
            end,
            None,
            "one of them must not need the next",
        )
        self.name = name


def order(formulas: Mapping[str, Node]) -> tuple[str, ...]:
    """Return the names of *formulas* so that each comes after those that it uses; otherwise in their own order.

    Raises:
        Cycle: Formulas depend on each other in a circle, which the message names.
    """
    done: dict[str, None] = {}
    for name in formulas:
        way: list[tuple[str, list[str]]] = [(name, _uses(name, formulas))] if name not in done else []
        while way:
            here, left = way[-1]
            if not left:
                done[here] = None
                way.pop()
                continue
            following = left.pop(0)
            on_the_way = [each for each, _ in way]
            if following in on_the_way:
                circle = (*on_the_way[on_the_way.index(following) :], following)
                at = next(each for each in every(formulas[here]) if isinstance(each, Name) and each.name == following)
                raise Cycle(here, circle, at.start, at.end)
            if following not in done:
                way.append((following, _uses(following, formulas)))
    return tuple(done)


def _uses(name: str, formulas: Mapping[str, Node]) -> list[str]:
    return [each for each in names_in(formulas[name]) if each in formulas]
