"""Whether every byte is what the register recorded, and whether it still counts there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dealdesk.desk.verifying.again import MADE, SHEETS, is_made, kinds, made_again
from dealdesk.desk.verifying.found import DATA, Verification
from dealdesk.errors import NotAvailable


def recorded(made: Verification) -> None:
    """Compare the document with what was recorded."""
    from dealdesk.desk.paper import printed
    from dealdesk.register.register import NotThere
    from dealdesk.sealing.extract import extract

    register, quote = made.register, made.quote
    if register is None:
        return
    if not quote.number and not made.asked:
        made.proven.append("it has no number: it is not recorded, and the register was not asked")
        return
    if not quote.number:
        made.say("unproven", "it has no number, so the register cannot know it", field="number")
        return
    try:
        stored = register.find(quote.number, quote.revision)
    except NotThere as missing:
        if made.asked:
            made.say("altered", f"the register does not know it: {missing}", field="number")
        else:
            unknown = f"the register of this project does not know it ({missing}); if it is another's, say --alone"
            made.say("unproven", unknown, field="number")
        return
    now_printed = printed(register, stored)
    early = {name: value for name, value in now_printed.extra.items() if not name.startswith("approv")}
    issued_as = next(  # as it was before its approval, or as it is now
        (each for each in (now_printed, replace(now_printed, extra=early)) if extract(each) == made.inside.files[DATA]),
        None,
    )
    if issued_as is None:
        issued = json.loads(extract(now_printed))
        for path, was, is_now in _unlike(issued, json.loads(made.inside.files[DATA]), ""):
            made.say("altered", f"{path} is {is_now}; the register has {was}", field=path, now=is_now, was=was)
    else:
        words = made.inside.info.get(MADE, "").split(" ")
        kind, page = words[:2] if len(words) == 3 and words[0] in kinds() else ("quote", None)
        try:
            issue = made_again(extract(issued_as), kind, page if page in SHEETS else None, made.templates)
        except NotAvailable as failure:
            made.say("unproven", f"it was not compared with the register: {failure}")
            return
        _compare(made, issue, stored.name)
    state = stored.state_at(made.now)
    if state in ("void", "superseded", "declined"):
        live = f"; revision {register.find(stored.number).revision} counts" if state == "superseded" else ""
        made.say(state, f"the register says that it is {state}, since {stored.changed.date()}{live}", field="state")
    elif state == "expired":
        made.say("expired", "the register says that it has expired", field="state")
    else:
        made.proven.append(f"the register says that it is {state}")


def _compare(made: Verification, issue: bytes, name: str) -> None:
    """Compare bytes with those of the register, in which no signature is."""
    if not is_made(made, issue):
        made.say("altered", "its data is that of the register, and its bytes are not those that dealdesk writes for it")
        return
    strangers = [each for each in made.inside.signatures if not (each.trusted and each.intact)]
    if strangers:
        words = f"it is {name} in the register, and a signature in the name of {strangers[0].by} was added to it"
        made.say("unproven", f"{words}: give the certificate with --trust, if it is yours", field="signature")
        return
    made.assurance = "register"
    signed = ", up to what its signature added" if made.inside.signatures else ""
    made.proven.append(f"every byte of it is that of {name} in the register{signed}")


def _unlike(was: Any, now: Any, path: str, most: int = 8) -> list[tuple[str, str, str]]:
    """Return where two pieces of data differ: the path, what was, what is."""
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        pairs = [(f"{path}.{key}".strip("."), was.get(key), now.get(key)) for key in sorted(was.keys() | now.keys())]
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        pairs = [(f"{path}[{n}]", a, b) for n, (a, b) in enumerate(zip(was, now, strict=True))]
    else:
        return [(path, _said(was), _said(now))] if was != now else []
    found: list[tuple[str, str, str]] = []
    for name, a, b in pairs:
        if a != b:
            found += _unlike(a, b, name, most)
    return found[:most]


def _said(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return text if len(text) <= 80 else f"{text[:79]}…"
