"""Whether the attached files follow from the data, and nothing else is attached."""

from __future__ import annotations

from dealdesk.desk.verifying.found import BROKEN, DATA, XML, Verification, broken


def attached(made: Verification) -> None:
    """Look at the attached files: the XML follows from the data, and there is nothing else."""
    from dealdesk.sealing.extract import public
    from dealdesk.sealing.ubl import quotation

    for name in made.inside.files:
        if name not in (DATA, XML):
            made.say("altered", f"the file {name[:80]} is attached, which dealdesk does not put there", field=name[:80])
    xml = made.inside.files.get(XML)
    if xml is None:
        made.say("altered", f"{XML} is not attached any more", field=XML)
        return
    try:
        expected = quotation(public(made.quote))
    except BROKEN as failure:
        made.found.append(broken(failure))
        return
    if xml != expected:
        made.say("altered", f"{XML} is not what the data gives", field=XML)
