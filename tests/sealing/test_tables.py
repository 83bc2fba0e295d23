"""A PDF in which programs find each their own objects is found, whichever of them the library here shows."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest

from dealdesk.documents import render
from dealdesk.sealing.structure import unlike
from dealdesk.sealing.tables import unclear
from tests.sealing.forgeries import AGAIN, again
from tests.sealing.priced import example
from tests.sealing.rawfile import SCRIPT, Raw, stream, written

PDF = render(example("single-plugin"))
RAW = Raw(PDF)
FORGED = stream(zlib.compress(b"q 1 0 0 rg 100 100 300 300 re f Q"), b"/Filter/FlateDecode")
NEW = max(RAW.objects) + 1


def found(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return unclear(data, pdf)


def _by_generation(key: bytes, value: bytes) -> bytes:
    """Refer to an object by a generation that it does not have: some programs overlook that."""
    return RAW.written(RAW.with_root(b"/%s %d 3 R" % (key, NEW)) | {NEW: value})


def _other_page(contents: int) -> bytes:
    return RAW.objects[RAW.page].replace(b"/Contents %d 0 R" % RAW.content, b"/Contents %d 0 R" % contents)


def _counted(pages: int) -> bytes:
    """Put all pages but the first under a node that says there are so many."""
    with pikepdf.open(io.BytesIO(PDF)) as file:
        first, *others = [each.obj.objgen[0] for each in file.pages]
    kids = b" ".join(b"%d 0 R" % each for each in others)
    parent, below = b"/Parent %d 0 R" % RAW.pages, b"/Parent %d 0 R" % NEW
    objects = RAW.objects | {each: RAW.objects[each].replace(parent, below) for each in others}
    objects[NEW] = b"<</Type/Pages%s/Kids[%s]/Count %d>>" % (parent, kids, pages)
    objects[RAW.pages] = b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count %d>>" % (first, NEW, 1 + len(others))
    return RAW.written(objects)


def _from_above(more: bytes) -> bytes:
    """Hang the pages under two nodes: one that programs come from, and one that the pages name."""
    node = RAW.objects[RAW.pages].replace(b"<<", b"<<" + more, 1)
    root = RAW.objects[RAW.root].replace(b"/Pages %d 0 R" % RAW.pages, b"/Pages %d 0 R" % NEW)
    return RAW.written(RAW.objects | {NEW: node, RAW.root: root})


PLAIN = RAW.written(RAW.objects)
MANY: dict[str, Callable[[], bytes]] = {
    "a script by another generation": lambda: _by_generation(b"OpenAction", SCRIPT),
    "a form by another generation": lambda: _by_generation(b"AcroForm", b"<</Fields[]/XFA(x)>>"),
    "a reference that leads nowhere": lambda: RAW.written(RAW.with_root(b"/AA %d 0 R" % NEW)),
    "a reference to what no table has": lambda: RAW.written(
        RAW.with_root(b"/OpenAction %d 0 R" % NEW), extra=written(NEW, SCRIPT)
    ),
    "a reference behind a text": lambda: RAW.written(
        RAW.with_root(b"/Zz(a \\) endobj (stream))/OpenAction %d 1 R" % NEW) | {NEW: SCRIPT}
    ),
    "a second object of a number": lambda: RAW.written(RAW.objects, extra=written(RAW.content, FORGED)),
    "a second catalog": lambda: RAW.written(
        RAW.objects, extra=written(RAW.root, RAW.with_root(b"/OpenAction " + SCRIPT)[RAW.root])
    ),
    "an object in an update, by another generation": lambda: RAW.updated(PLAIN, {RAW.content: FORGED}, 1),
    "a second end of a table": lambda: PLAIN.replace(b"startxref", b"trailer\n<</Root 1 0 R>>\nstartxref"),
    "a second place of a table": lambda: PLAIN.replace(b"startxref", b"startxref\n9\nstartxref"),
    "two tables in one": lambda: RAW.written(RAW.objects, more=b"/XRefStm 15"),
    "a head that says something": lambda: RAW.written(RAW.objects, more=b"/Total(1)"),
    "a number twice in a table": lambda: PLAIN.replace(b"trailer", b"1 1\n0000000015 00000 n \ntrailer", 1),
    "a page twice in a stream, the second": lambda: RAW.packed(
        [(RAW.page, _other_page(RAW.content + 2)), (RAW.page, RAW.objects[RAW.page])], {RAW.page: 1}
    ),
    "a page twice in a stream, the first": lambda: RAW.packed(
        [(RAW.page, RAW.objects[RAW.page]), (RAW.page, _other_page(RAW.content + 2))], {RAW.page: 0}
    ),
    "a page in a stream and by itself": lambda: RAW.packed([(RAW.page, _other_page(RAW.content + 2))], {}),
    "another first page for browsers": lambda: again(PDF, "for the web").replace(b"/N 3 ", b"/N 2 ", 1),
}
"""What `unclear` finds."""

TREES: dict[str, Callable[[], bytes]] = {
    "a node that has no page": lambda: _counted(0),
    "a node that has one page": lambda: _counted(1),
    "a node that turns, from above": lambda: _from_above(b"/Rotate 90"),
    "a node that cuts, from above": lambda: _from_above(b"/CropBox[0 300 612 792]"),
    "a page whose node is another": lambda: RAW.written(
        RAW.objects
        | {
            RAW.page: RAW.objects[RAW.page].replace(b"/Parent %d 0 R" % RAW.pages, b"/Parent %d 0 R" % NEW),
            NEW: RAW.objects[RAW.pages],
        }
    ),
    "a way of packing by a short name": lambda: RAW.written(
        RAW.objects
        | {
            RAW.content: RAW.objects[RAW.content].replace(b"/FlateDecode", b"/Fl", 1),
        }
    ),
}
"""What `unlike` finds."""


@pytest.mark.parametrize("name", MANY)
def test_programs_find_other_objects(name: str) -> None:
    assert found(MANY[name]()), name


@pytest.mark.parametrize("name", TREES)
def test_programs_find_other_pages(name: str) -> None:
    assert unlike(TREES[name](), PDF), name


def test_what_is_written_another_way_is_clear() -> None:
    packed = RAW.packed([(RAW.page, RAW.objects[RAW.page])], {RAW.page: 0})
    for data in (PDF, PLAIN, packed, RAW.updated(PLAIN, {RAW.content: RAW.objects[RAW.content]})):
        assert found(data) == ""
        assert unlike(data, PDF) == []
    for how in AGAIN:
        assert found(again(PDF, how)) == "", how
