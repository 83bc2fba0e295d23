"""The advisors.  To add one: one file here, one line in the tuple."""

from dealdesk.advise.advisors import (
    add_and_save,
    approval_room,
    commitment,
    common_add_ons,
    next_step,
    other_plan,
)

ADVISORS = (
    add_and_save.find,
    other_plan.find,
    commitment.find,
    next_step.find,
    approval_room.find,
    common_add_ons.find,
)
