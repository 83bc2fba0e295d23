"""Advice for a seller: what the rules of the catalog make of a deal that is a little different.

Every figure is a price of the engine: what is searched for is priced again, as the deal that the advice describes.

>>> from dealdesk.advise import Desk, advise
>>> advice = advise(Desk(deal, catalog, date.today()))  # doctest: +SKIP
"""

from dealdesk.advise.advice import Advice, Desk
from dealdesk.advise.advisors import ADVISORS

__all__ = ["ADVISORS", "Advice", "Desk", "advise"]


def advise(desk: Desk) -> tuple[Advice, ...]:
    """Return all advice on a deal, what saves most first."""
    found = [advice for advisor in ADVISORS for advice in advisor(desk)]
    return tuple(sorted(found, key=lambda each: (each.saves is None or each.saves <= 0, -(each.saves or 0))))
