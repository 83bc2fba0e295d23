"""Whether every figure follows from the charges and rules in the document."""

from __future__ import annotations

from dealdesk.desk.verifying.found import BROKEN, Verification, broken


def cents(made: Verification) -> None:
    """Work every figure out again."""
    from dealdesk.sealing.rederive import FORMATS, derive

    data = made.content
    if data["format"] not in FORMATS:
        made.say("unproven", f"its data is in the format {str(data['format'])[:40]}, which this dealdesk does not know")
        return
    if data["derivation"] is None:
        made.say("unproven", "its data does not say how the price came about, so nothing can be worked out")
        return
    try:
        derived = derive(data)
    except BROKEN as failure:
        made.found.append(broken(failure))
        made.broken = True
        return
    for each in derived.differences[:50]:
        made.say("altered", f"{each}", field=each.where, now=each.stated, was=each.derived)
    if not derived.differences:
        stated = f", {derived.stated} of them from an amount that is stated without its rule" if derived.stated else ""
        made.proven.append(f"{derived.figures:,} figures follow from the charges and rules in the document{stated}")
