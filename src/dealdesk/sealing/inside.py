"""The process that opens a PDF which may come from anybody: it reads it, compares it with another, and ends.

It is run as a script by `opened`, with limits on memory and processor time.  It answers in JSON: what is attached,
what is printed, what acts, who signed, and on which pages two documents look or read differently.
"""

from __future__ import annotations

import json
import os
import re
import sys
from base64 import b64encode
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

ANSWER = "answer.json"
MOST_PAGES = 220
LARGEST_FILE = 24 << 20
"""Most bytes of an attached file."""

SCALE = 0.9
"""Pixels per pt of the pictures that are compared."""

APART = 40
"""How far a pixel's grey may be from the other's, of 255."""


def main() -> None:
    """Read what to do from stdin, do it, and leave the answer in the working folder."""
    wanted = json.load(sys.stdin)
    _limit(wanted["memory"], wanted["seconds"])
    sys.path[:] = wanted["path"]
    try:
        data = Path(wanted["file"]).read_bytes()
        if wanted["do"] == "read":
            answer = read(data, [Path(each).read_bytes() for each in wanted["trust"]])
        elif wanted["do"] == "call":
            work = getattr(import_module(wanted["module"]), wanted["name"])
            answer = {"found": work(data, Path(wanted["expected"]).read_bytes(), **wanted["options"])}
        else:
            answer = {"differences": compare(data, Path(wanted["expected"]).read_bytes())}
    except MemoryError:
        answer = {"error": "it needs too much memory to be read"}
    except RecursionError:
        answer = {"error": "it is nested too deeply to be read"}
    except ModuleNotFoundError as missing:
        answer = {"missing": missing.name or ""}
    except Exception as failure:  # whatever a damaged file makes the libraries say
        answer = {"error": f"it cannot be read as a PDF ({type(failure).__name__})"}
    Path(ANSWER).write_text(json.dumps(answer), "utf-8")
    os._exit(0)


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in (("RLIMIT_AS", memory), ("RLIMIT_CPU", seconds), ("RLIMIT_CORE", 0)):
        with suppress(ValueError, OSError):
            which = getattr(resource, name)
            hard = resource.getrlimit(which)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(which, (most, most))


def read(data: bytes, trust: list[bytes]) -> dict[str, Any]:
    """Return what is in a PDF."""
    import io

    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        return {"error": "it is encrypted: a password is needed to read it"}
    except pikepdf.PdfError:
        return {"error": "it is not a PDF, or it is damaged"}
    with pdf:
        if len(pdf.pages) > MOST_PAGES:
            return {"error": f"it has {len(pdf.pages):,} pages, more than {MOST_PAGES}"}
        files = {}
        for name in list(pdf.attachments)[:50]:
            stream = pdf.attachments[name].get_file()
            content = stream.read_bytes()
            if len(content) > LARGEST_FILE:
                return {"error": f"the attached file {name[:80]} is larger than {LARGEST_FILE >> 20} MB"}
            files[name] = b64encode(content).decode()
        info = {str(key): str(value) for key, value in (pdf.docinfo or {}).items()}
        return {
            "files": files,
            "info": info,
            "acts": [*_acts(pdf), *_written(data, pdf)],
            "signatures": _signatures(data, trust) if b"/ByteRange" in data or _has_signature(pdf) else [],
        }


def _written(data: bytes, pdf: Any) -> list[str]:
    """Return what of the file itself makes programs read it each in its own way."""
    from dealdesk.sealing.tables import unclear

    found = [] if data.startswith(b"%PDF-") else ["other data before the PDF"]
    if data[data.rfind(b"%%EOF") + 5 :].strip():
        found.append("other data behind the PDF")
    if pdf.is_encrypted:
        found.append("encryption")
    elif why := unclear(data, pdf):
        found.append(f"{why}: programs find each their own objects in it")
    if pdf.get_warnings():  # of all that was looked at before
        found.append("damage, which programs mend each in its own way")
    return found


def _has_signature(pdf: Any) -> bool:
    return any("/V" in each for each in pdf.Root.get("/AcroForm", {}).get("/Fields", []))


def _acts(pdf: Any) -> list[str]:
    """Return what in a PDF acts, or lies over its pages: scripts, forms, annotations that are no links."""
    found = []
    for key in ("/OpenAction", "/AA"):
        if key in pdf.Root:
            found.append(key[1:])
    if "/Names" in pdf.Root and "/JavaScript" in pdf.Root.Names:
        found.append("JavaScript")
    for number, page in enumerate(pdf.pages, 1):
        for each in page.get("/Annots", []):
            sort = str(each.get("/Subtype", ""))
            if sort == "/Link" and "/A" in each:
                found.append(f"page {number}: a link to {str(each.A.get('/URI', each.A.get('/S', '')))[:120]}")
            elif sort == "/Widget" and str(each.get("/FT", "")) == "/Sig":
                continue
            elif sort != "/Link":
                found.append(f"page {number}: an annotation ({sort[1:] or 'of no sort'})")
    if "/OCProperties" in pdf.Root:
        found.append("layers that can be switched off")
    return found


def _signatures(data: bytes, trust: list[bytes]) -> list[dict[str, Any]]:
    """Return each signature: who signed, whether what was signed is what is there, and whether the signer is known."""
    import io
    import logging

    logging.disable(logging.CRITICAL)
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader
    except ModuleNotFoundError:
        return [{"error": "pyhanko is not installed, so the signature was not looked at"}]
    found = []
    for each in PdfFileReader(io.BytesIO(data), strict=False).embedded_signatures:
        try:
            found.append(_signature(each, trust, data))
        except Exception as failure:  # a signature of somebody's own making
            found.append({"error": f"a signature cannot be read ({type(failure).__name__})"})
    return found or [{"error": "the mark of a signature is there, and no signature"}]


def _signature(embedded: Any, trust: list[bytes], data: bytes) -> dict[str, Any]:
    from asn1crypto import pem, x509  # type: ignore[import-untyped]
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    roots = [x509.Certificate.load(pem.unarmor(each)[2] if pem.detect(each) else each) for each in trust]
    when = embedded.self_reported_timestamp
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=when, revocation_mode="soft-fail")
    status = validate_pdf_signature(embedded, context)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    later = "" if whole else str(status.modification_level.name if status.modification_level is not None else "OTHER")
    return {
        "by": str(status.signing_cert.subject.human_friendly)[:300],
        "fingerprint": status.signing_cert.sha256_fingerprint.replace(" ", "").lower(),
        "at": when.isoformat() if when is not None else "",
        "intact": bool(status.intact and status.valid and _exact(data, embedded)),
        "trusted": bool(status.trusted),
        "whole": whole,
        "later": later,
    }


def _exact(data: bytes, embedded: Any) -> bool:
    """Whether the place of a signature holds it and nothing else: hex digits of one case, and zeros behind them.

    No signature covers that place, so whatever a reader overlooks there would be an edit that nobody sees.
    """
    numbers = [int(each) for each in embedded.byte_range]
    if len(numbers) != 4 or numbers[0] or numbers[2] + numbers[3] > len(data):
        return False
    start, length, after, _ = numbers
    place = data[start + length : after]
    if not re.fullmatch(rb"<(?:[0-9A-F]{4,}|[0-9a-f]{4,})>", place) or len(place) % 2:
        return False
    content = bytes.fromhex(place[1:-1].decode())
    more = content[1] & 0x7F if content[1] & 0x80 else 0  # bytes of the length, where one is not enough
    total = 2 + more + (int.from_bytes(content[2 : 2 + more]) if more else content[1])
    return content[0] == 0x30 and not any(content[total:])


def compare(data: bytes, expected: bytes) -> list[dict[str, Any]]:
    """Return on which pages a document reads or looks otherwise than it should: words first, then pictures.

    Where no page does, the things that it is made of are compared, down to those that no page shows.
    """
    import pypdfium2  # type: ignore[import-untyped]

    from dealdesk.sealing.structure import unlike

    found: list[dict[str, Any]] = []
    one, other = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument(expected)
    if len(one) != len(other):
        found.append({"page": 0, "sort": "pages", "now": str(len(one)), "was": str(len(other))})
    for number in range(min(len(one), len(other))):
        page, should = one[number], other[number]
        if page.get_size() != should.get_size():
            found.append(
                {"page": number + 1, "sort": "size", "now": str(page.get_size()), "was": str(should.get_size())}
            )
            continue
        differ = _words(page, should, number + 1)
        found += differ or _picture(page, should, number + 1)
    if not found and (things := unlike(data, expected)):
        found.append({"page": 0, "sort": "things", "now": ", ".join(things), "was": ""})
    return found


def _words(page: Any, should: Any, number: int) -> list[dict[str, Any]]:
    from difflib import SequenceMatcher

    now, was = (each.get_textpage().get_text_range().split() for each in (page, should))
    if now == was:
        return []
    if max(len(now), len(was)) > 20_000:
        return [{"page": number, "sort": "text", "now": "", "was": ""}]
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal":
            texts = (" ".join(now[c:d])[:160], " ".join(was[a:b])[:160])
            after = " ".join(was[max(0, a - 3) : a])[:80]
            found.append({"page": number, "sort": "text", "now": texts[0], "was": texts[1], "after": after})
    return found[:20]


def _picture(page: Any, should: Any, number: int) -> list[dict[str, Any]]:
    """Return where two pages look different though they read the same."""
    now, was = (_pixels(each) for each in (page, should))
    if now == was:
        return []
    width = now[1]
    wrong = [n for n, (a, b) in enumerate(zip(now[0], was[0], strict=False)) if abs(a - b) > APART]
    if now[1] != was[1] or len(now[0]) != len(was[0]):
        return [{"page": number, "sort": "picture", "now": "another size", "was": ""}]
    if len(wrong) < 2:
        return []
    rows, columns = [n // width for n in wrong], [n % width for n in wrong]
    box = [round(each / SCALE) for each in (min(columns), min(rows), max(columns) + 1, max(rows) + 1)]
    return [{"page": number, "sort": "picture", "now": f"{len(wrong):,} points", "was": "", "box": box}]


def _pixels(page: Any) -> tuple[bytes, int]:
    bitmap = page.render(scale=SCALE, grayscale=True)
    width, stride = bitmap.width, bitmap.stride
    raw = bytes(bitmap.buffer)
    rows = [raw[n * stride : n * stride + width] for n in range(bitmap.height)]
    return b"".join(rows), width


if __name__ == "__main__":
    main()
