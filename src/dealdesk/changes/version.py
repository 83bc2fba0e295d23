"""The version that changes call for, by semantic versioning; versions that are dates only have to move on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dealdesk.changes.change import EFFECTS, Bump, Effect

_NUMBERS = re.compile(r"\d+(?:\.\d+)*").match
_YEARS = range(1990, 3000)
_PART: dict[Effect, int] = {"breaking": 0, "compatible": 1, "fix": 2}


def bump(base: str, head: str, effects: Iterable[Effect]) -> Bump:
    """Return what version changes call for, and whether the new one says it.

    The first number of a version rises with what breaks, the second with what is added, the third with what is
    repaired.  A version with two numbers has no third: a repair raises the second.  Before 1.0, everything stands one
    place further right.  Where the first number is a year, any later version fits.
    """
    found = set(effects)
    gravest: Effect = next((each for each in EFFECTS if each in found), "none")
    old, new = _parts(base), _parts(head)
    if gravest == "none":
        return Bump(gravest, base, head, base, True, "")
    wanted = _next(old, gravest) if old else None
    suggested = ".".join(map(str, wanted)) if wanted else None
    if head == base:
        return Bump(gravest, base, head, suggested, False, f"the version is still {head}")
    if not old or not new:
        return Bump(gravest, base, head, suggested, True, "")
    length = max(len(old), len(new), len(wanted or ()))
    before, after = _padded(old, length), _padded(new, length)
    if after < before:
        return Bump(gravest, base, head, suggested, False, f"{head} is before {base}")
    if after == before:  # only what stands behind the numbers differs
        return Bump(gravest, base, head, suggested, True, "")
    if old[0] in _YEARS and new[0] in _YEARS:
        return Bump(gravest, base, head, suggested, True, "")
    moved = next(n for n in range(length) if after[n] != before[n])
    if moved > _place(old, gravest):
        return Bump(gravest, base, head, suggested, False, f"{head} does not say that it is {_said(gravest)}")
    return Bump(gravest, base, head, suggested, True, "")


def _said(effect: Effect) -> str:
    return {"breaking": "a breaking change", "compatible": "an addition"}.get(effect, "a change")


def _parts(version: str) -> tuple[int, ...]:
    found = _NUMBERS(version)
    return tuple(int(each) for each in found[0].split(".")) if found else ()


def _padded(parts: tuple[int, ...], length: int) -> tuple[int, ...]:
    return (*parts, *[0] * (length - len(parts)))


def _place(old: tuple[int, ...], effect: Effect) -> int:
    """Return which number of a version an effect raises."""
    if old[0] in _YEARS:
        return max(len(old) - 1, 1)
    place = _PART[effect] + (1 if old[0] == 0 and len(old) > 1 else 0)
    return min(place, max(len(old) - 1, 0))


def _next(old: tuple[int, ...], effect: Effect) -> tuple[int, ...]:
    place = _place(old, effect)
    padded = _padded(old, place + 1)
    return (*padded[:place], padded[place] + 1, *[0] * (len(padded) - place - 1))
