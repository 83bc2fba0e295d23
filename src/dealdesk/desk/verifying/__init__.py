"""Verifying a document: that its data gives every cent, that its pages say what its data says, and what is known of it.

From the document alone follows that it is consistent: that nobody changed one part of it and forgot another.  Who
made it, a signature tells; what was issued, the register.  docs/verify.md says what each of them proves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealdesk.desk.verifying.attached import attached
from dealdesk.desk.verifying.cents import cents
from dealdesk.desk.verifying.day import day
from dealdesk.desk.verifying.found import (
    BROKEN,
    DATA,
    VERDICTS,
    Assurance,
    Found,
    Report,
    Verdict,
    Verification,
    broken,
)
from dealdesk.desk.verifying.pages import pages
from dealdesk.desk.verifying.priced_from import priced_from
from dealdesk.desk.verifying.recorded import recorded
from dealdesk.desk.verifying.signatures import signatures
from dealdesk.errors import printable
from dealdesk.reading import read_up_to
from dealdesk.sealing.opened import LARGEST, Opened, Unreadable, opened

if TYPE_CHECKING:
    from dealdesk.register import Register

__all__ = ["CHECKS", "VERDICTS", "Assurance", "Found", "Report", "Verdict", "Verification", "verify"]

CHECKS: tuple[Callable[[Verification], None], ...] = (
    cents, pages, attached, signatures, recorded, priced_from, day,
)  # fmt: skip
"""What is looked at, in its order; a later check may know what an earlier one found."""

LARGEST_DATA = 4 << 20
"""Most bytes of a quote's data; those of the largest deal that is read are fewer."""

OLDER = "dealdesk-quote/1"
"""The first format of the data, which has no rules in it."""


def verify(
    file: Path,
    *,
    today: date,
    register: Register | None = None,
    asked: bool = True,
    catalog: Path | None = None,
    trust: Sequence[Path] = (),
    templates: Path | None = None,
    now: datetime | None = None,
) -> Report:
    """Verify a PDF.

    Args:
        file: The PDF.
        today: The day on which it is to be valid.
        register: The register that it should be in.
        asked: Whether that register was asked for; one that was only found need not know the document.
        catalog: The catalog that it should have been priced from.
        trust: Certificates of signers that are trusted, or of who issued theirs.
        templates: The templates that it was made with, where they are not the packaged ones.
        now: The time, for the register; the beginning of *today* when left out.

    Raises:
        DealdeskError: It cannot be read, is no document of dealdesk, or a certificate or catalog is not one.
    """
    from dealdesk.sealing.restore import restored_from

    bytes_ = _read(file, LARGEST)
    inside = opened(bytes_, file.name, [_read(each, 1 << 20) for each in trust])
    content = _content(inside, file.name)
    if content["format"] == OLDER:
        words = f"its data is in the first format, {OLDER}, which has no rules in it: nothing can be worked out"
        return _report(file.name, content, [Found("unproven", words)])
    try:
        quote = restored_from(inside.files[DATA])
    except BROKEN as failure:
        return _report(file.name, content, [broken(failure)])
    moment = now or datetime.combine(today, datetime.min.time(), UTC)
    made = Verification(
        bytes_, file.name, file, today, moment, inside, content, quote, register, asked, catalog, bool(trust), templates
    )
    for check in CHECKS:
        check(made)
        if made.broken:
            break
    return _report(made.name, content, made.found, made.proven, made.assurance)


def _content(inside: Opened, name: str) -> Mapping[str, Any]:
    """Return the data that a document carries; Unreadable where it carries none."""
    attached = inside.files.get(DATA)
    if attached is None:
        raise Unreadable(f"{printable(name)} is not a quote of dealdesk: it carries no {DATA}")
    if len(attached) > LARGEST_DATA:
        raise Unreadable(f"{printable(name)}: its {DATA} has more than {LARGEST_DATA >> 20} MB, which no quote has")
    try:
        content = json.loads(attached.decode("utf-8"))  # not the other encodings that JSON may be in
        json.dumps(content, ensure_ascii=False).encode("utf-8")  # not with halves of letters, which no text has
        if isinstance(content["format"], str):
            return dict(content)
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise Unreadable(f"{printable(name)}: its {DATA} is not the data of a quote")


def _read(file: Path, most: int) -> bytes:
    content = read_up_to(file, most)
    if len(content) > most:
        raise Unreadable(f"{printable(str(file))} has more than {most >> 20} MB, and is not read")
    return content


def _report(
    file: str,
    data: Mapping[str, Any],
    said: Sequence[Found],
    proven: Sequence[str] = (),
    assurance: Assurance = "document",
) -> Report:
    found = sorted(dict.fromkeys(said), key=lambda each: VERDICTS.index(each.verdict))
    verdict = found[0].verdict if found else "valid"
    if verdict in ("altered", "unproven"):
        assurance = "document"
    facts: dict[str, str] = {}
    name = "a quote"
    try:
        name = str(data["number"] or f"a quote of {data['issued']}")
        if int(data["revision"]) > 1:
            name += f", revision {data['revision']}"
        facts = {
            "customer": str(data["customer"]["name"]),
            "total": str(data["totals"]["net"]),
            "currency": str(data["currency"]),
            "issued": str(data["issued"]),
            "valid_until": str(data["valid_until"]),
            "catalog": f"{data['catalog']['id']} {data['catalog']['version']}",
            "catalog_digest": str(data["catalog"]["digest"]),
        }
    except (KeyError, TypeError, ValueError):  # it is altered, which is said already
        pass
    return Report(file, verdict, assurance, name, tuple(found), tuple(proven), facts)
