"""Whether its last day is past."""

from __future__ import annotations

from dealdesk.desk.verifying.found import Verification


def day(made: Verification) -> None:
    """Compare its last day, which counts, with the day on which it is to be valid."""
    last = made.quote.valid_until
    if last < made.today:
        made.say("expired", f"it was valid until {last}, and today is {made.today}", field="valid_until")
