"""What is checked of a proposal: each part as it is checked by itself, the table of contents, and attached files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.numbers import squeezed
from dealdesk.documents.check.paper import Paper, Sheet

if TYPE_CHECKING:
    from dealdesk.documents.proposal import Part, Proposal

FOOT = 60
"""Height in pt of the margin that folios stand in."""

OF_THE_FILE = frozenset({"attached"})
"""Checks of parts that are about the whole file."""


def _firsts(paper: Paper, count: int) -> list[int] | None:
    """Return the number of the first page of each part, from 0; None where a part has no place to go to."""
    names = paper.pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    targets = {str(names[at]): names[at + 1][0].objgen for at in range(0, len(names), 2)}
    pages = {page.objgen: number for number, page in enumerate(paper.pdf.pages)}
    found = [pages.get(targets.get(f"part-{number}", (0, 0))) for number in range(1, count + 1)]
    return None if None in found else [each for each in found if each is not None]


def _sheets(paper: Paper, firsts: Sequence[int]) -> Iterator[tuple[Sheet, ...]]:
    """Yield the pages of each part."""
    for first, end in zip(firsts, [*firsts[1:], len(paper.sheets)], strict=True):
        yield paper.sheets[first:end]


def _parts(paper: Paper, made: Proposal) -> Iterator[Fault]:
    from dealdesk.documents import kind_named
    from dealdesk.documents.check import GENERAL, checks_of, words

    firsts = _firsts(paper, len(made.parts))
    if firsts is None:
        yield Fault("a part has no place that the table of contents could lead to")
        return
    for part, sheets in zip(made.parts, _sheets(paper, firsts), strict=True):
        kind = kind_named(part.kind)
        own = replace(paper, sheets=sheets, what=kind)
        for check in checks_of(kind):
            if check is words.CHECK or (check not in GENERAL and check.name not in OF_THE_FILE):
                for fault in check.find(own, part.about):
                    if _of_folio(fault, paper):
                        continue
                    page = fault.page or sheets[0].number
                    yield replace(fault, message=f"{part.kind}, {check.name}: {fault.message}", page=page)


def _of_folio(fault: Fault, paper: Paper) -> bool:
    """Whether a fault is that a part does not know the folio below its page, which `_contents` looks at."""
    if fault.page is None or fault.at is None:
        return False
    numbers = {f" {fault.page} ", f" {len(paper.sheets)} "}
    return fault.at[1] > paper.sheets[fault.page - 1].height - FOOT and any(each in fault.message for each in numbers)


def _contents(paper: Paper, made: Proposal) -> Iterator[Fault]:
    """Yield what is wrong with the table of contents, the bookmarks and the folios."""
    firsts = _firsts(paper, len(made.parts))
    if firsts is None:
        return
    with paper.pdf.open_outline() as outline:
        marks = [item.title for item in outline.root]
    texts = _texts(made)
    headings = [_heading(part, texts) for part in made.parts]
    if marks[-len(headings) :] != headings:
        yield Fault(f"the bookmarks are {', '.join(marks)}, and the parts {', '.join(headings)}")
    cover = "\n".join(squeezed(each.text) for each in paper.sheets[: firsts[0]])
    for heading, first in zip(headings, firsts, strict=True):
        if squeezed(heading) + str(first + 1) not in cover.replace("\n", ""):
            yield Fault(f"the table of contents does not lead to {heading} on page {first + 1}", 1)
    total = len(paper.sheets)
    for sheet in paper.sheets:
        words = texts["head"]
        folio = f"{words['page']} {sheet.number} {words['page_of']} {total}"
        if squeezed(folio) not in squeezed(sheet.text) and not _is_wide(sheet):
            yield Fault(f"its folio is not {folio!r}", sheet.number)


def _is_wide(sheet: Sheet) -> bool:
    return bool(sheet.width > sheet.height)


def _texts(made: Proposal) -> dict[str, Any]:
    from dealdesk.documents.assets import assets

    return dict(assets("proposal").language(made.language).texts)


def _heading(part: Part, texts: dict[str, Any]) -> str:
    from dealdesk.documents.binding import heading_of

    return heading_of(part, texts)


def _attached(paper: Paper, made: Proposal) -> Iterator[Fault]:
    """Yield the files of parts that the proposal does not have."""
    from dealdesk.documents import kind_named

    there = {bytes(paper.pdf.attachments[name].get_file().read_bytes()) for name in paper.pdf.attachments}
    wanted: dict[bytes, str] = {}
    for part in made.parts:
        kind, about = kind_named(part.kind), part.about
        data = kind.data(about)
        for name, content, _ in (*([data] if data is not None else []), *kind.also(about)):
            wanted[content] = f"{name} of the {part.kind}"
    for content, name in wanted.items():
        if content not in there:
            yield Fault(f"{name} is not attached")
    if there - set(wanted):
        yield Fault("a file is attached that is none of its parts'")


CHECKS = (
    Check("parts", "each part passes the checks of its own kind, its figures among them", _parts),
    Check("contents", "the table of contents, bookmarks and folios agree with the pages", _contents),
    Check("attached", "the files of all parts are attached, and nothing else is", _attached),
)
