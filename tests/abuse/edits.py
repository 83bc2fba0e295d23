"""Edits of a quote's PDF, as somebody would make them who wants it to say something else."""

from __future__ import annotations

import io
import json
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from dealdesk.documents import render
from dealdesk.sealing.restore import restored_from
from tests.sealing.certificates import certificate

DATA = "quote.json"


@dataclass(frozen=True)
class Edited:
    """An edited PDF: how, whether a forger made data and pages fit each other, and the file."""

    how: str
    consistent: bool
    content: bytes


def edited(pdf: bytes, chance: random.Random) -> Edited:
    """Return one edit of a PDF."""
    how = chance.choice([*EDITS])
    content, consistent = EDITS[how](pdf, chance)
    return Edited(how, consistent, content)


def data_of(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return bytes(file.attachments[DATA].get_file().read_bytes())


def with_data(pdf: bytes, data: bytes, name: str = DATA) -> bytes:
    """Return a PDF with other attached data."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.attachments[name].obj.EF.F.write(data)
        return saved(file)


def saved(file: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    file.save(out, fix_metadata_version=False)
    return out.getvalue()


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key, each in value.items() for leaf in leaves(each, (*path, key))]
    if isinstance(value, list):
        return [leaf for n, each in enumerate(value) for leaf in leaves(each, (*path, n))]
    return [path] if value is not None else []


def changed(data: bytes, chance: random.Random, only: Callable[[tuple[Any, ...]], bool] = lambda path: True) -> bytes:
    """Return data with one value changed."""
    made = json.loads(data)
    path = chance.choice([each for each in leaves(made) if only(each)])
    at = made
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = other(at[path[-1]], chance)
    return json.dumps(made, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def other(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    digits = [n for n, each in enumerate(value) if each.isdigit()]
    if digits:
        at = chance.choice(digits)
        return value[:at] + str((int(value[at]) + chance.randint(1, 8)) % 10) + value[at + 1 :]
    return value + "x"


def _data(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    return with_data(pdf, changed(data_of(pdf), chance)), False


def _pages(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """Take the pages of another offer, and keep the data of this one."""
    other_data = json.loads(data_of(pdf))
    name = chance.choice(["name", "date", "total"])
    if name == "name":
        other_data["customer"]["name"] += " Ltd"
    elif name == "date":
        other_data["valid_until"] = other_data["valid_until"][:-2] + f"{chance.randint(1, 27):02}"
        if json.loads(data_of(pdf))["valid_until"] == other_data["valid_until"]:
            other_data["valid_until"] = "2099-01-31"
    else:
        for each in other_data["notes"], other_data["assumptions"]:
            each.append("Either party may leave at any time")
    content = json.dumps(other_data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return with_data(render(restored_from(content)), data_of(pdf)), False


def _drawn_over(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """Draw a box over a part of a page."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        page = chance.choice(list(file.pages))
        x, y = chance.randint(80, 400), chance.randint(100, 600)
        grey = chance.choice(["1 1 1", "0.9 0.2 0.2"])
        box = f"q {grey} rg {x} {y} 120 60 re f Q".encode()
        before = b"".join(each.read_bytes() for each in _streams(page))
        page.contents_add(file.make_stream(box), prepend=False)
        assert before
        return saved(file), False


def _streams(page: Any) -> list[Any]:
    contents = page.obj["/Contents"]
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _glyph(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """Change the glyphs of a piece of text."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        pages = list(file.pages)
        chance.shuffle(pages)
        for page in pages:
            stream = _streams(page)[0]
            content = bytearray(stream.read_bytes())
            places = [
                n for n in range(len(content) - 6) if content[n : n + 1] == b"<" and content[n + 5 : n + 6] in b">0"
            ]
            if len(places) < 2:
                continue
            for _ in range(20):
                a, b = chance.sample(places, 2)
                if content[a + 1 : a + 5] != content[b + 1 : b + 5]:
                    content[a + 1 : a + 5], content[b + 1 : b + 5] = content[b + 1 : b + 5], content[a + 1 : a + 5]
                    stream.write(bytes(content))
                    return saved(file), False
    return _drawn_over(pdf, chance)


def _total(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """Change a figure in the data, and print the pages that go with it: it does not follow from the rules any more."""
    kept = {"totals", "invoices", "lines", "metrics"}
    money = {"net", "list", "amount", "net_per_period", "list_per_period", "discount", "tcv", "acv"}
    for _ in range(40):
        content = changed(data_of(pdf), chance, lambda path: path[0] in kept and path[-1] in money)
        try:
            return render(restored_from(content)), False
        except Exception:
            continue  # a quote that does not add up is not printed
    return _data(pdf, chance)


def _forged(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """Make a whole new document that fits its own data: another name, another note."""
    data = json.loads(data_of(pdf))
    if chance.random() < 0.5:
        data["customer"]["name"] = f"Forger {chance.randint(1, 999)} Ltd"
    else:
        data["notes"].append(f"Clause {chance.randint(1, 999)} does not apply")
    return render(restored_from(json.dumps(data, sort_keys=True, ensure_ascii=False).encode())), True


def _byte(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """Flip one bit."""
    content = bytearray(pdf)
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content), False


def _metadata(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        key = chance.choice(["/Title", "/Subject", "/Author"])
        file.docinfo[key] = str(file.docinfo[key]) + " (final)"
        return saved(file), False


def _file(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """Change the XML, or attach another file, or an action."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        sort = chance.randrange(3)
        if sort == 0:
            xml = file.attachments["quote.xml"].get_file().read_bytes()
            file.attachments["quote.xml"].obj.EF.F.write(xml.replace(b"IssueDate>20", b"IssueDate>19"))
        elif sort == 1:
            file.attachments["terms.txt"] = b"other terms"
        else:
            file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        return saved(file), False


def _unseen(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """Put something in that no picture of a page shows, and that readers or their viewers meet all the same."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        chance.choice(UNSEEN)(file)
        return saved(file), False


def _lies(file: pikepdf.Pdf, sort: str, **more: Any) -> None:
    """Lay an annotation over the first page, which some viewers draw."""
    cover = file.make_stream(b"1 1 1 rg 0 0 200 40 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    cover.BBox = pikepdf.Array([0, 0, 200, 40])
    each = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(sort), Rect=[300, 300, 500, 340], **more)
    each.AP = pikepdf.Dictionary(N=cover)
    page = file.pages[0].obj
    each = file.make_indirect(each)
    page.Annots = pikepdf.Array([*page.get("/Annots", []), each])
    if sort == "/Widget" and "/AcroForm" not in file.Root:
        file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([each]), SigFlags=3)
    elif sort == "/Widget":
        file.Root.AcroForm.Fields.append(each)


def _script(file: pikepdf.Pdf) -> None:
    act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('Total: 1')")
    file.pages[0].obj.AA = pikepdf.Dictionary(O=act)


def _bookmark(file: pikepdf.Pdf) -> None:
    with file.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("The total is 1", 0))


def _read_aloud(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.K[0].ActualText = "The total is 1"


def _second_file(file: pikepdf.Pdf) -> None:
    file.Root.AF = pikepdf.Array([pikepdf.AttachedFileSpec(file, b"{}", filename=DATA).obj])


def _other_form(file: pikepdf.Pdf) -> None:
    if "/AcroForm" not in file.Root:
        file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]))
    file.Root.AcroForm.XFA = "<xdp/>"


UNSEEN: tuple[Callable[[pikepdf.Pdf], None], ...] = (
    lambda file: _lies(file, "/Widget", FT=pikepdf.Name.Sig),
    lambda file: _lies(file, "/Link", Border=[0, 0, 30]),
    _script,
    _bookmark,
    _read_aloud,
    _second_file,
    _other_form,
)


def _signed_over(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """Draw a box over a page and sign in the same update: every byte before it is genuine."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, signers

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    drawn = f"q 1 1 1 rg {chance.randint(80, 400)} {chance.randint(100, 600)} 120 60 re f Q".encode()
    added = writer.add_object(generic.StreamObject(stream_data=drawn))
    page[generic.NameObject("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), added])
    writer.update_container(page)
    with tempfile.TemporaryDirectory() as folder:
        key, cert, _ = certificate(Path(folder), "Somebody")
        signer = signers.SimpleSigner.load(str(key), str(cert))
        made = signers.sign_pdf(writer, PdfSignatureMetadata(field_name="Second"), signer=signer)
    return bytes(made.getvalue()), False


def _forger(pdf: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """Do one of the things that a forger does by hand."""
    from tests.sealing.forgeries import STRUCTURE, WHOLE, NotHere, edited

    names = [*STRUCTURE, *WHOLE]
    while True:
        name = chance.choice(names)
        try:
            return (WHOLE[name](pdf) if name in WHOLE else edited(pdf, STRUCTURE[name])), False
        except NotHere:
            names.remove(name)


EDITS: dict[str, Callable[[bytes, random.Random], tuple[bytes, bool]]] = {
    "data": _data,
    "pages": _pages,
    "box": _drawn_over,
    "glyphs": _glyph,
    "figure and pages": _total,
    "whole forgery": _forged,
    "single bit": _byte,
    "metadata": _metadata,
    "files": _file,
    "unseen": _unseen,
    "signed over": _signed_over,
    "forger": _forger,
}
"""By name: (PDF, chance) → (edited PDF, whether data and pages fit each other)."""
