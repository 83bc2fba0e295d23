"""Cases for tests: short to say, and worked out on one day."""

from datetime import date
from typing import Any

from dealdesk.value.roi.case import Case
from dealdesk.value.roi.result import RoiResult
from dealdesk.value.roi.run import run

DAY = date(2027, 1, 1)


def case(**said: Any) -> Case:
    """A case of three years at 10 %, with one benefit of 1,000 a year where none is said."""
    plain = {"title": "Case", "discount_rate": 10, "benefits": [{"name": "Gain", "a_year": 1000}], **said}
    return Case.validate(plain)


def worked(**said: Any) -> RoiResult:
    """The same, worked out without a deal."""
    return run(case(**said), None, today=DAY)
