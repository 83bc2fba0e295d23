"""Whether a PDF is written so that every program finds the same objects in it.

A PDF says in tables where its objects are.  Programs differ where tables and objects disagree: some read the file from
its beginning then, some take the last object of a number, some overlook a generation.  So it is asked that every object
in the file is in a table, at its place, that the last of a number is the one that counts, and that every reference
leads to one.  It runs in the process that opens foreign files.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_GAP = rb"[\0\t\n\f\r ]"
_HEADER = re.compile(rb"(?<![0-9])([0-9]{1,10})" + _GAP + rb"+([0-9]{1,10})" + _GAP + rb"+obj(?![A-Za-z])")
_NAMED = re.compile(rb"([0-9]+)" + _GAP + rb"+([0-9]+)" + _GAP + rb"+R(?![A-Za-z])")


def _string(depth: int) -> bytes:
    inner = _string(depth - 1) if depth else rb"\(\)"
    return rb"\((?:[^()\\]|\\.|" + inner + rb")*+\)"


_TOKEN = re.compile(
    rb"(?P<text>" + _string(8) + rb"|<[0-9A-Fa-f\s]*+>|%[^\r\n]*+|/[^\0\t\n\f\r ()<>\[\]{}/%]*+)"
    rb"|(?P<reference>[0-9]+" + _GAP + rb"+[0-9]+" + _GAP + rb"+R)(?![A-Za-z])|(?P<end>stream|endobj)|(?P<odd>[()])",
    re.S,
)
"""What counts of an object's text: strings, remarks and names, which are passed over; references; its end."""

_REMARK = re.compile(rb"%[^\r\n]*")
_TRAILER = re.compile(rb"trailer" + _GAP + rb"*<<")
_RUN = re.compile(_GAP + rb"*([0-9]{1,10}) ([0-9]{1,10})" + _GAP + rb"*[\r\n]" + _GAP + rb"*")
_ENTRY = re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])(?: \r| \n|\r\n)")

_HEAD = frozenset(
    ("/Size", "/Prev", "/Root", "/Info", "/ID", "/Type", "/W", "/Index", "/Length", "/Filter", "/DecodeParms")
)
"""What the head of a table may say."""

MOST_SECTIONS = 20
LARGEST_TABLE = 32 << 20


class _Unclear(Exception):
    """What programs read each in its own way."""


@dataclass
class _Section:
    """One table: where objects are, by number; those that it calls free; its dictionary; and whether it is packed."""

    at: int
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    packed: dict[int, tuple[int, int]] = field(default_factory=dict)
    free: set[int] = field(default_factory=set)
    head: Any = None
    is_stream: bool = False


def unclear(data: bytes, pdf: Any) -> str:
    """Return what makes programs find other objects than *pdf*, which was opened from *data*, has; "" for nothing."""
    try:
        sections = list(_sections(data))
        _marks(data, sections)
        _places(data, sections)
        _streams(pdf, sections)
        _references(data, pdf, sections)
        _first_page(data, pdf, sections)
    except _Unclear as found:
        return str(found)
    except (ValueError, TypeError, KeyError, IndexError, zlib.error):
        return "a table of objects that cannot be read"
    return ""


# ---- tables


def _sections(data: bytes) -> Iterator[_Section]:
    """Yield the tables, the newest first."""
    last = data.rfind(b"startxref")
    found = re.match(rb"startxref" + _GAP + rb"+([0-9]{1,10})" + _GAP + rb"+%%EOF", data[last:])
    if last < 0 or found is None:
        raise _Unclear("no place of its table")
    at, seen = int(found[1]), set[int]()
    while True:
        if at in seen or len(seen) == MOST_SECTIONS:
            raise _Unclear("tables without end")
        seen.add(at)
        section = _table(data, at) if data[at : at + 4] == b"xref" else _packed_table(data, at)
        yield section
        if "/XRefStm" in section.head or "/Encrypt" in section.head:
            raise _Unclear("two tables in one")
        if "/Prev" not in section.head:
            return
        at = int(section.head["/Prev"])


def _table(data: bytes, at: int) -> _Section:
    made, here = _Section(at), at + 4
    while (run := _RUN.match(data, here)) is not None:
        here = run.end()
        first, count = int(run[1]), int(run[2])
        for number in range(first, first + count):
            entry = _ENTRY.match(data, here)
            if entry is None:
                raise _Unclear("an entry of a table that is none")
            here = entry.end()
            _enter(made, number, 1 if entry[3] == b"n" else 0, int(entry[1]), int(entry[2]))
    start = _TRAILER.match(data, here + len(data[here:]) - len(data[here:].lstrip(b"\0\t\n\f\r ")))
    if start is None:
        raise _Unclear("a table without its end")
    made.head = _dictionary(data, start.end() - 2, b"startxref")
    return made


def _packed_table(data: bytes, at: int) -> _Section:
    import pikepdf

    header = _HEADER.match(data, at)
    if header is None:
        raise _Unclear("a table that is not where it should be")
    made = _Section(at, is_stream=True)
    made.head = head = _dictionary(data, header.end(), b"stream")
    if head.get("/Type") != "/XRef" or head.get("/Filter", "/FlateDecode") != "/FlateDecode":
        raise _Unclear("a table in a way of its own")
    start = data.index(b"stream", header.end()) + 6
    start += 2 if data[start : start + 2] == b"\r\n" else 1
    content = data[start : start + int(head["/Length"])]
    if "/Filter" in head:
        content = zlib.decompressobj().decompress(content, LARGEST_TABLE)
    widths = [int(each) for each in head["/W"]]
    options = head.get("/DecodeParms", pikepdf.Dictionary())
    if int(options.get("/Predictor", 1)) > 1:
        content = _unpredicted(content, int(options.get("/Columns", 1)))
    rows = [int(each) for each in head.get("/Index", [0, head["/Size"]])]
    size, here = sum(widths), 0
    if len(widths) != 3 or not 0 < size <= 32:
        raise _Unclear("a table in a way of its own")
    for first, count in zip(rows[::2], rows[1::2], strict=True):
        for number in range(first, first + count):
            row = content[here : here + size]
            if len(row) < size:
                raise _Unclear("a table without its end")
            sort, one, two = (int.from_bytes(each) for each in _cut(row, widths))
            _enter(made, number, sort if widths[0] else 1, one, two)
            here += size
    return made


def _enter(made: _Section, number: int, sort: int, one: int, two: int) -> None:
    if number in made.places or number in made.packed or number in made.free:
        raise _Unclear(f"object {number} twice in a table")
    if sort == 0:
        made.free.add(number)
    elif sort == 1:
        made.places[number] = (one, two)
    elif sort == 2:
        made.packed[number] = (one, two)
    else:
        raise _Unclear("an entry of a table that is none")


def _cut(row: bytes, widths: list[int]) -> Iterator[bytes]:
    at = 0
    for width in widths:
        yield row[at : at + width]
        at += width


def _unpredicted(content: bytes, columns: int) -> bytes:
    """Undo what PNG's ways of writing rows did; of those, tables use "as it is" and "less the row above"."""
    made, above = bytearray(), bytes(columns)
    for at in range(0, len(content), columns + 1):
        how, row = content[at], content[at + 1 : at + 1 + columns]
        if how not in (0, 2):
            raise _Unclear("a table in a way of its own")
        above = bytes((a + b) & 255 for a, b in zip(row, above, strict=False)) if how else row
        made += above
    return bytes(made)


def _dictionary(data: bytes, at: int, end: bytes) -> Any:
    import pikepdf

    text = _NAMED.sub(rb" /\1.\2 ", data[at : data.index(end, at)])
    try:
        found = pikepdf.Object.parse(text)
    except (pikepdf.PdfError, RuntimeError):
        raise _Unclear("a table whose head cannot be read") from None
    if not isinstance(found, pikepdf.Dictionary):
        raise _Unclear("a table whose head cannot be read")
    return found


# ---- what is held against them


def _marks(data: bytes, sections: list[_Section]) -> None:
    """Raise where there are more ends and tables than those that count, or they name other roots."""
    written = sum(not each.is_stream for each in sections)
    if len(_TRAILER.findall(data)) != written or data.count(b"startxref") > len(sections):
        raise _Unclear("a table that does not count")
    if more := {str(key) for each in sections for key in set(each.head.keys())} - _HEAD:
        raise _Unclear(f"{min(more)[:40]} in the head of a table")
    for key in ("/Root", "/Info"):
        named = [each.head[key].unparse() for each in sections if key in each.head]
        if len(set(named)) > 1:
            raise _Unclear(f"two objects that it calls its {key[1:]}")


def _places(data: bytes, sections: list[_Section]) -> None:
    """Raise where an object is not in a table, not at its place, or not the last of its number."""
    there = {found.start(): (int(found[1]), int(found[2])) for found in _HEADER.finditer(data)}
    listed: dict[int, int] = {}
    for section in sections:
        for number, (at, generation) in section.places.items():
            if at and there.get(at) != (number, generation):
                raise _Unclear(f"object {number}, which is not where a table says")
            if at:
                listed[at] = number
        if section.is_stream:
            listed[section.at] = there[section.at][0]
    for at, (number, generation) in there.items():
        if listed.get(at) != number or generation:
            raise _Unclear(f"object {number}, which no table has")
    newest: dict[int, int] = {}
    for section in sections:
        for number in section.places.keys() | section.packed.keys():
            at = _place(sections, section, number)
            if newest.setdefault(number, at) < at:
                raise _Unclear(f"object {number}, of which an older one comes later")
        for number in section.free - {0}:
            if number in newest or any(number in each.places or number in each.packed for each in sections):
                raise _Unclear(f"object {number}, which was taken away")


def _place(sections: list[_Section], section: _Section, number: int) -> int:
    if number in section.places:
        return section.places[number][0]
    holder = section.packed[number][0]
    for each in sections[sections.index(section) :] + sections:
        if holder in each.places:
            return each.places[holder][0]
    raise _Unclear(f"object {number}, which is in nothing")


def _streams(pdf: Any, sections: list[_Section]) -> None:
    """Raise where the streams of objects hold others than the tables say, or one twice."""
    import pikepdf

    held: dict[int, dict[int, int]] = {}
    for section in sections:
        for number, (holder, index) in section.packed.items():
            if held.setdefault(holder, {}).setdefault(index, number) != number:
                raise _Unclear(f"object {number}, in the place of another")
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Stream) or each.get("/Type") != "/ObjStm":
            continue
        numbers = [int(part) for part in _REMARK.sub(b" ", each.read_bytes()[: int(each["/First"])]).split()]
        inside = dict(enumerate(numbers[::2][: int(each["/N"])]))
        if held.pop(each.objgen[0], {}) != inside or len(set(inside.values())) != len(inside):
            raise _Unclear(f"objects in stream {each.objgen[0]} that no table has")
    if held:
        raise _Unclear(f"a stream of objects, {min(held)}, that is none")


def _references(data: bytes, pdf: Any, sections: list[_Section]) -> None:
    """Raise where a reference leads nowhere, or names a generation: some programs find something there.

    It looks at what is written: a reference that leads nowhere is nothing to the library that has read the file.
    """
    import pikepdf

    known = {number for each in sections for number in (*each.places, *each.packed)}
    for found in _HEADER.finditer(data):
        _led(data, found.end(), known)
    for found in _TRAILER.finditer(data):
        _led(data, found.end(), known)
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Type") == "/ObjStm":
            _led(each.read_bytes(), int(each["/First"]), known)


def _led(text: bytes, start: int, known: set[int]) -> None:
    """Raise where a reference in an object's text, from *start* on, leads nowhere."""
    for token in _TOKEN.finditer(text, start):
        if token["end"]:
            return
        if token["odd"]:
            raise _Unclear("a text without its end")
        if token["reference"]:
            number, generation = (int(each) for each in token["reference"][:-1].split())
            if generation or number not in known:
                raise _Unclear(f"a reference to {str(number)[:9]} {str(generation)[:9]}, where nothing is")


def _first_page(data: bytes, pdf: Any, sections: list[_Section]) -> None:
    """Raise where a file that is written for the web names another first page, which browsers show."""
    import pikepdf

    first = min((at, number) for each in sections for number, (at, _) in each.places.items() if at)[1]
    told = pdf.get_object(first, 0)
    if not isinstance(told, pikepdf.Dictionary) or "/Linearized" not in told:
        if b"/Linearized" in data[:1024]:
            raise _Unclear("two ways of being read in a browser")
        return
    pages = (pdf.pages[0].obj.objgen[0], len(pdf.pages), len(data))
    if (int(told["/O"]), int(told["/N"]), int(told["/L"])) != pages or int(told.get("/P", 0)):
        raise _Unclear("another first page for browsers")
