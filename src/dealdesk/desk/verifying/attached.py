"""Whether the attached files follow from the data, and nothing else is attached."""

from __future__ import annotations

from dealdesk.desk.verifying.found import DATA, XML, Verification


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
    elif xml != quotation(public(made.quote)):
        made.say("altered", f"{XML} is not what the data gives", field=XML)
