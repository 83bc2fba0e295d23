"""Allowances that no longer hold: their date has passed, or nothing needs them.

An allowance is a promise to look again.  When its date has passed, the finding that it allowed stands again and the
allowance itself is reported.  When nothing needs it any more, it would only hide the next mistake at that place.
"""

from collections.abc import Iterator

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market


def _none(market: Market) -> Iterator[Found]:
    """Find nothing: the run over all rules knows which allowances were needed."""
    return iter(())


EXPIRED = Rule("DD001", "allowance-expired", "An allowance has ended", "warning", __doc__ or "", _none)
UNUSED = Rule("DD002", "allowance-unused", "Nothing needs an allowance", "warning", __doc__ or "", _none)
