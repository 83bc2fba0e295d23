"""Several products together cost less: by their number, or as a named set."""

from decimal import Decimal
from typing import Any

from dealdesk.pricing.arithmetic import Arithmetic, N
from dealdesk.pricing.numbers import Percent
from dealdesk.pricing.percent import Offer, Rung, check_rungs, settle, tell_ladder
from dealdesk.pricing.step import Params, Part, Step, Told
from dealdesk.record import Field, Record, check


class BundleTier(Rung):
    """A size of bundle: its name, and what comes with it; `entitlements` are ids of `[entitlements]`."""

    includes: tuple[str, ...] = ()
    entitlements: tuple[str, ...] = ()
    support: str | None = None
    margin_target: Percent | None = None


class NamedSet(Record):
    """Products that are sold together under a name.  Without `percent` the set is a name only."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str
    skus: tuple[str, ...] = Field(min_length=2)
    percent: Percent | None = None
    only_these: bool = False
    industry: str | None = None
    illustrative: bool = False
    note: str | None = None


class Bundle(Params):
    """`[rules.bundle]`: `tiers` by number of distinct products of the counted `kinds`, and named `sets`.

    A set applies when the deal has all its products (with `only_these`, when it counts no others), and its
    percentage is for those products.
    """

    count: tuple[str, ...] = ("plugin",)
    tiers: tuple[BundleTier, ...] = ()
    sets: tuple[NamedSet, ...] = ()

    @check
    def _rising(self) -> None:
        check_rungs(self.tiers)
        if len({each.id for each in self.sets}) < len(self.sets):
            raise ValueError("two sets have the same id")


def moves(line: Any, p: Bundle, calc: Arithmetic[N]) -> list[Part]:
    percent, rung = calc.climb(p.tiers, line.bundle_size)
    counted = line.counted > calc.zero
    offers = [Offer(("tiers",), rung, calc.where(counted, percent, calc.zero))]
    for number, each in enumerate(p.sets):
        if each.percent is not None:
            matches = calc.both(line.has_set(each.id), calc.one_of(line.sku, each.skus))
            offers.append(Offer(("sets", number), None, calc.where(matches, calc.num(each.percent), calc.zero)))
    return settle(calc, line, p, offers)


def tell(line: Any, p: Bundle) -> list[Told]:
    told = tell_ladder(("tiers",), p.tiers, Decimal(line.bundle_size), "products:")
    if not line.counted:
        told = [
            each._replace(applied=False, words="this product does not count towards the bundle") for each in told[:1]
        ]
    for number, each in enumerate(p.sets):
        if each.percent is None:
            continue
        there = line.has_set(each.id)
        words = f"{each.name}: {', '.join(each.skus)}" + ("" if there else "; not all are in the deal")
        if line.sku not in each.skus:
            words += "; this product is not in it"
        told.append(Told(("sets", number), there and line.sku in each.skus, words))
    return told


STEP = Step("bundle", "Bundle discount", Bundle, moves, tell)
