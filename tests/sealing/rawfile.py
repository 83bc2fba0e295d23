"""PDFs written by hand: objects, tables and updates as no library would write them."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import pikepdf

HEAD = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"


class Raw:
    """The objects of a PDF, by number, as they are written."""

    def __init__(self, pdf: bytes) -> None:
        self.objects: dict[int, bytes] = {}
        with pikepdf.open(io.BytesIO(pdf)) as file:
            for each in file.objects:
                if isinstance(each, pikepdf.Stream):
                    if each.get("/Type") in ("/ObjStm", "/XRef"):
                        continue
                    content = each.read_raw_bytes()
                    each.stream_dict["/Length"] = len(content)
                    head = each.stream_dict.unparse(resolved=True)
                    self.objects[each.objgen[0]] = head + b"\nstream\n" + content + b"\nendstream"
                elif isinstance(each, pikepdf.Object):
                    self.objects[each.objgen[0]] = each.unparse(resolved=True)
            self.root, self.info = file.Root.objgen[0], file.trailer.Info.objgen[0]
            self.pages = file.Root.Pages.objgen[0]
            self.page = file.pages[0].obj.objgen[0]
            self.content = file.pages[0].obj.Contents.objgen[0]

    def with_root(self, more: bytes) -> dict[int, bytes]:
        """Return the objects, with more in the catalog."""
        return self.objects | {self.root: self.objects[self.root].replace(b"<<", b"<<" + more, 1)}

    def written(self, objects: Mapping[int, bytes], extra: bytes = b"", more: bytes = b"") -> bytes:
        """Return a file of *objects*, with what is in no table behind them, and *more* in the head of its table."""
        made, places = bytearray(HEAD), dict[int, int]()
        for number in sorted(objects):
            places[number] = len(made)
            made += written(number, objects[number])
        made += extra
        start = len(made)
        made += table({0: (0, b"f"), **{number: (at, b"n") for number, at in places.items()}})
        made += self.end(max(objects) + 1, start, more)
        return bytes(made)

    def end(self, size: int, start: int, more: bytes = b"") -> bytes:
        """Return the end of a table."""
        head = b"/Size %d/Root %d 0 R/Info %d 0 R" % (size, self.root, self.info)
        return b"trailer\n<<%s%s>>\nstartxref\n%d\n%%%%EOF\n" % (head, more, start)

    def updated(self, pdf: bytes, objects: Mapping[int, bytes], generation: int = 0) -> bytes:
        """Return a file with newer objects behind it."""
        made, places = bytearray(pdf), dict[int, tuple[int, bytes]]()
        before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
        for number, body in objects.items():
            places[number] = (len(made), b"n")
            made += written(number, body, generation)
        start = len(made)
        made += table(places, generation)
        return bytes(made) + self.end(max((*self.objects, *objects)) + 1, start, b"/Prev %d" % before)

    def packed(self, inside: list[tuple[int, bytes]], listed: Mapping[int, int]) -> bytes:
        """Return a file with a stream of objects, and which of them its table names, by their places in it."""
        made, places = bytearray(HEAD), dict[int, int]()
        holder, own = max((*self.objects, *listed)) + 1, max((*self.objects, *listed)) + 2
        for number in sorted(self.objects.keys() - listed.keys()):
            places[number] = len(made)
            made += written(number, self.objects[number])
        head, body = b"", b""
        for number, each in inside:
            head, body = head + b"%d %d " % (number, len(body)), body + each + b"\n"
        places[holder] = len(made)
        about = b"/Type/ObjStm/N %d/First %d" % (len(inside), len(head))
        made += written(holder, stream(head + body, about))
        places[own] = len(made)
        rows = bytearray()
        for number in range(own + 1):
            if number in listed:
                rows += b"\x02" + holder.to_bytes(4) + listed[number].to_bytes(2)
            elif number in places:
                rows += b"\x01" + places[number].to_bytes(4) + b"\0\0"
            else:
                rows += b"\0\0\0\0\0\xff\xff"
        about = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R" % (own + 1, self.root, self.info)
        made += written(own, stream(bytes(rows), about)) + b"startxref\n%d\n%%%%EOF\n" % places[own]
        return bytes(made)


def written(number: int, body: bytes, generation: int = 0) -> bytes:
    return b"%d %d obj\n" % (number, generation) + body + b"\nendobj\n"


def stream(content: bytes, about: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n" % (about, len(content)) + content + b"\nendstream"


def table(places: Mapping[int, tuple[int, bytes]], generation: int = 0) -> bytes:
    """Return a table, a run for each number."""
    rows = [b"%d 1\n%010d %05d %s \n" % (number, at, generation, sort) for number, (at, sort) in sorted(places.items())]
    return b"xref\n" + b"".join(rows).replace(b" 00000 f ", b" 65535 f ")
