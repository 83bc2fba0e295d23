"""Verifying a document: that its data gives every cent, that its pages say what its data says, and what is known of it.

From the document alone follows that it is consistent: that nobody changed one part of it and forgot another.  Who
made it, a signature tells; what was issued, the register.  docs/verify.md says what each of them proves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dealdesk.errors import DealdeskError, NotAvailable, RenderError
from dealdesk.sealing.opened import Opened, Signature, Unreadable, compared, opened

if TYPE_CHECKING:
    from dealdesk.documents import Kind
    from dealdesk.quoting.quote import Quote
    from dealdesk.register import Register

Verdict = Literal["valid", "altered", "unproven", "void", "superseded", "declined", "another catalog", "expired"]
VERDICTS: tuple[Verdict, ...] = (
    "altered", "unproven", "void", "superseded", "declined", "another catalog", "expired", "valid",
)  # fmt: skip
"""What a document is found to be, the gravest first."""

Assurance = Literal["document", "signature", "register"]
MADE = "/DealdeskMade"
DATA, XML = "quote.json", "quote.xml"
OLDER = "dealdesk-quote/1"
SHEETS = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found.

    Attributes:
        verdict: What it makes of the document; "valid" for what is in order.
        words: It, as a sentence.
        page: The page that it is about; 0 for none.
        field: The field of the data that it is about; "" for none.
        now: What stands there.
        was: What should stand there.
    """

    verdict: Verdict
    words: str
    page: int = 0
    field: str = ""
    now: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of verifying a document.

    Attributes:
        name: The document.
        verdict: What it is.
        assurance: What that rests on.
        quote: Its number and revision, or what else it calls itself.
        found: What was found, the gravest first.
        proven: What is proven, in sentences.
        facts: What the data says of itself: total, currency, dates, catalog.
    """

    name: str
    verdict: Verdict
    assurance: Assurance
    quote: str
    found: tuple[Found, ...]
    proven: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Verification:
    """A document while it is verified."""

    data: bytes
    name: str
    today: date
    inside: Opened
    file: Path
    templates: Path | None = None
    found: list[Found] = field(default_factory=list)
    proven: list[str] = field(default_factory=list)
    assurance: Assurance = "document"

    def say(self, verdict: Verdict, words: str, **more: Any) -> None:
        """Add what was found."""
        self.found.append(Found(verdict, words, **more))


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

    content = _read(file, 32 << 20)
    inside = opened(content, file.name, [_read(each, 1 << 20) for each in trust])
    made = Verification(content, file.name, today, inside, file, templates)
    attached = made.inside.files.get(DATA)
    if attached is None:
        raise Unreadable(f"{file.name} is not a quote of dealdesk: it carries no {DATA}")
    try:
        data = json.loads(attached)
        known = data["format"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Unreadable(f"{file.name}: its {DATA} is not the data of a quote") from None
    if known == OLDER:
        return _older(made, data)
    try:
        quote = restored_from(attached)
        _cents(made, data)
    except (ValueError, KeyError, TypeError, IndexError, ArithmeticError, AttributeError) as failure:
        made.say("altered", f"the data is not that of a quote any more: {_short(failure)}", field=DATA)
        return _report(made, data)
    _pages(made, quote)
    _files(made, quote)
    _signed(made, trusting=bool(trust))
    if register is not None:
        _registered(made, quote, register, now or datetime.combine(today, datetime.min.time(), UTC), asked=asked)
    if catalog is not None:
        _priced_from(made, data, catalog)
    if quote.valid_until < today:
        made.say("expired", f"it was valid until {quote.valid_until}, and today is {today}", field="valid_until")
    return _report(made, data)


def _read(file: Path, most: int) -> bytes:
    from dealdesk.errors import printable

    try:
        with file.open("rb") as stream:
            content = stream.read(most + 1)
    except (OSError, ValueError) as failure:
        words = getattr(failure, "strerror", None) or str(failure)
        raise DealdeskError(f"cannot read {printable(str(file))}: {words}") from None
    if len(content) > most:
        raise Unreadable(f"{printable(str(file))} has more than {most >> 20} MB, and is not read")
    return content


def _short(failure: Exception) -> str:
    from dealdesk.errors import printable

    return printable(f"{type(failure).__name__}: {failure}"[:160])


def _older(made: Verification, data: Mapping[str, Any]) -> Report:
    made.say(
        "unproven", f"its data is in the first format, {OLDER}, which has no rules in it: nothing can be worked out"
    )
    return _report(made, data)


def _cents(made: Verification, data: Mapping[str, Any]) -> None:
    """Work every figure out again."""
    from dealdesk.sealing.rederive import FORMATS, derive

    if data["format"] not in FORMATS:
        made.say("unproven", f"its data is in the format {str(data['format'])[:40]}, which this dealdesk does not know")
        return
    if data["derivation"] is None:
        made.say("unproven", "its data does not say how the price came about, so nothing can be worked out")
        return
    derived = derive(data)
    for each in derived.differences[:50]:
        made.say("altered", f"{each}", field=each.where, now=each.stated, was=each.derived)
    if not derived.differences:
        stated = f", {derived.stated} of them from an amount that is stated without its rule" if derived.stated else ""
        made.proven.append(f"{derived.figures:,} figures follow from the charges and rules in the document{stated}")


def _kinds() -> dict[str, Kind]:
    from dealdesk.documents import KINDS

    quotes = next(each for each in KINDS if each.name == "quote")
    return {each.name: each for each in KINDS if each.data is quotes.data}


def _pages(made: Verification, quote: Quote) -> None:
    """Make the document again from its data, and compare what a reader sees."""
    kinds = _kinds()
    words = made.inside.info.get(MADE, "").split(" ")
    kind, page, digest = words if len(words) == 3 else ("", "", "")
    if kind not in kinds or page not in SHEETS:
        said = f"a {kind}" if kind else "of no kind"
        made.say(
            "unproven", f"it says that it is {said}, which cannot be made again from a quote's data", field=MADE[1:]
        )
        return
    try:
        expected = _made_again(made.inside.files[DATA], kind, page, made.templates)
        if not _same_templates(expected, digest) and (own := _own_templates(made, kinds[kind])) is not None:
            made.templates, expected = own, _made_again(made.inside.files[DATA], kind, page, own)
    except NotAvailable as failure:
        made.say("unproven", f"its pages were not compared: {failure}")
        return
    except (RenderError, ValueError, ArithmeticError, LookupError) as failure:
        made.say("altered", f"the document cannot be made from its data: {_short(failure)}", field=DATA)
        return
    if _is(made, expected):
        made.proven.append("every byte of its pages is what its data gives")
        return
    if not _same_templates(expected, digest):
        _by_figures(made, quote, kind)
        return
    _compare(made, expected)


def _is(made: Verification, expected: bytes) -> bool:
    """Whether every byte is as expected, but for signatures that were added and add nothing else."""
    if made.data.rstrip() == expected.rstrip():
        return True
    before = [each.before for each in made.inside.signatures if each.before]
    if not any(made.data[:length].rstrip() == expected.rstrip() for length in before):
        return False
    return not compared(made.data, expected, made.name)


def _own_templates(made: Verification, kind: Kind) -> Path | None:
    """Return the templates of the project that the document lies in, where none are given."""
    from dealdesk.documents.assets import found_templates

    return found_templates(kind.folder, made.file, parts=kind.parts) if made.templates is None else None


@lru_cache(maxsize=4)
def _made_again(content: bytes, kind: str, page: str | None, templates: Path | None) -> bytes:
    """Return the document that some data gives."""
    from dealdesk.documents import render
    from dealdesk.sealing.restore import restored_from

    return render(restored_from(content), kind, "pdf", page=page, templates=templates)


@lru_cache(maxsize=4)
def _inside_of(expected: bytes) -> Opened:
    return opened(expected, "the document made again")


def _same_templates(expected: bytes, digest: str) -> bool:
    """Whether a document was made with the templates of that digest."""
    return _inside_of(expected).info.get(MADE, "").endswith(f" {digest}")


def _compare(made: Verification, expected: bytes) -> None:
    differences = compared(made.data, expected, made.name)
    for each in differences:
        page, now, was = each["page"], each["now"], each["was"]
        if each["sort"] == "things":
            words = f"besides what its pages show, it is made of other things than its data gives: {now}"
        elif each["sort"] == "pages":
            words = f"it has {now} pages; its data gives {was}"
        elif each["sort"] == "picture":
            box = each.get("box")
            words = f"page {page} looks otherwise than its data gives" + (f", around {_place(box)}" if box else "")
        elif each["sort"] == "size":
            words = f"page {page} has another size"
        else:
            after = f', after "{each["after"]}"' if each.get("after") else ""
            words = (
                f'page {page} says "{now}"{after}; its data gives "{was}"'
                if was
                else f'page {page} has "{now}" besides'
            )
            words = words if now else f'page {page} lacks "{was}"{after}'
        made.say("altered", words, page=page, now=now, was=was)
    _information(made, expected)
    if not differences:
        made.proven.append("every page reads and looks as its data gives, though the file was written another way")


def _place(box: Sequence[int]) -> str:
    return f"{box[0]}, {box[1]} pt from the upper left"


def _information(made: Verification, expected: bytes) -> None:
    """Compare what the file says of itself, and what in it acts or lies over its pages."""
    should = _inside_of(expected)
    for key in sorted(should.info.keys() | made.inside.info.keys()):
        now, was = made.inside.info.get(key, ""), should.info.get(key, "")
        if now != was and key not in ("/ModDate", "/Producer"):
            made.say(
                "altered",
                f'its {key[1:]} is "{now[:120]}"; its data gives "{was[:120]}"',
                field=key[1:],
                now=now,
                was=was,
            )
    for each in made.inside.acts:
        if each not in should.acts:
            made.say("altered", f"it has something that dealdesk does not put there: {each}", field="actions", now=each)


def _by_figures(made: Verification, quote: Quote, kind: str) -> None:
    """Hold the pages of a document whose templates are not here against its data: its numbers, and its texts."""
    from dealdesk.documents import kind_named
    from dealdesk.documents.check import checks_of, findings

    wanted = {"figures", "sums", "required"}
    names = {each.name for each in checks_of(kind_named(kind))} & wanted
    for check, fault in findings(made.data, quote, kind):
        if check.name in names:
            made.say("altered", f"{fault}", field=check.name)
    made.say(
        "unproven",
        "it was made with other templates than these: its figures were held against its data, its words were not; "
        "give --templates, or verify it with the version of dealdesk that made it",
        field=MADE[1:],
    )


def _files(made: Verification, quote: Quote) -> None:
    """Look at the attached files: the XML follows from the data, and there is nothing else."""
    from dealdesk.sealing.extract import public
    from dealdesk.sealing.ubl import quotation

    for name in made.inside.files:
        if name not in (DATA, XML):
            made.say("altered", f"the file {name[:80]} is attached, which dealdesk does not put there", field=name[:80])
    xml = made.inside.files.get(XML)
    if xml is None:
        made.say("altered", f"{XML} is not attached any more", field=XML)
    elif xml != quotation(public(quote)):
        made.say("altered", f"{XML} is not what the data gives", field=XML)
    for each in made.inside.acts:
        if not any(each in known.words for known in made.found):
            made.say("altered", f"it has something that dealdesk does not put there: {each}", field="actions", now=each)


def _signed(made: Verification, *, trusting: bool) -> None:
    """Look at the signatures; where signers are trusted, one of theirs has to be there."""
    if trusting and not any(each.trusted and each.intact for each in made.inside.signatures):
        made.say("unproven", "it carries no signature of a signer that you trust", field="signature")
    for each in made.inside.signatures:
        if each.error:
            made.say("altered", each.error, field="signature")
        elif not each.intact:
            made.say("altered", f"the signature of {each.by} does not fit what is there now", field="signature")
        elif not each.whole:
            made.say("altered", f"something was added after {each.by} had signed", field="signature", now=each.later)
        elif each.trusted:
            made.assurance = "signature"
            made.proven.append(f"{each.by} signed every byte of it{_when(each)}")
        else:
            made.proven.append(
                f"it carries a signature in the name of {each.by}{_when(each)}; whether that is true is not known: "
                "give the certificate with --trust"
            )


def _when(signature: Signature) -> str:
    return f", on {signature.at[:10]} by the signer's clock" if signature.at else ""


def _registered(made: Verification, quote: Quote, register: Register, now: datetime, *, asked: bool) -> None:
    """Compare the document with what was recorded."""
    from dealdesk.desk.paper import printed
    from dealdesk.register.register import NotThere
    from dealdesk.sealing.extract import extract

    if not quote.number and not asked:
        made.proven.append("it has no number: it is not recorded, and the register was not asked")
        return
    if not quote.number:
        made.say("unproven", "it has no number, so the register cannot know it", field="number")
        return
    try:
        stored = register.find(quote.number, quote.revision)
    except NotThere as missing:
        if asked:
            made.say("altered", f"the register does not know it: {missing}", field="number")
        else:
            unknown = f"the register of this project does not know it ({missing}); if it is another's, say --alone"
            made.say("unproven", unknown, field="number")
        return
    now_printed = printed(register, stored)
    early = {name: value for name, value in now_printed.extra.items() if not name.startswith("approv")}
    recorded = next(  # as it was before its approval, or as it is now
        (each for each in (now_printed, replace(now_printed, extra=early)) if extract(each) == made.inside.files[DATA]),
        None,
    )
    if recorded is None:
        issued = json.loads(extract(now_printed))
        for path, was, is_now in _unlike(issued, json.loads(made.inside.files[DATA]), ""):
            made.say("altered", f"{path} is {is_now}; the register has {was}", field=path, now=is_now, was=was)
    else:
        words = made.inside.info.get(MADE, "").split(" ")
        kind, page = words[:2] if len(words) == 3 and words[0] in _kinds() else ("quote", None)
        try:
            issue = _made_again(extract(recorded), kind, page if page in SHEETS else None, made.templates)
        except NotAvailable as failure:
            made.say("unproven", f"it was not compared with the register: {failure}")
            return
        if _is(made, issue):
            made.assurance = "register"
            made.proven.append(f"every byte of it is that of {stored.name} in the register")
        else:
            said = "its data is that of the register, and its bytes are not those that dealdesk writes for it"
            made.say("altered", said)
    state = stored.state_at(now)
    if state in ("void", "superseded", "declined"):
        live = f"; revision {register.find(stored.number).revision} counts" if state == "superseded" else ""
        made.say(state, f"the register says that it is {state}, since {stored.changed.date()}{live}", field="state")
    elif state == "expired":
        made.say("expired", "the register says that it has expired", field="state")
    else:
        made.proven.append(f"the register says that it is {state}")


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


def _priced_from(made: Verification, data: Mapping[str, Any], place: Path) -> None:
    """Compare the catalog that it was priced from with one that is there."""
    from dealdesk.catalog.load import load_catalog

    catalog = load_catalog(place)
    stated = str(data["catalog"]["digest"])
    if catalog.digest == stated:
        made.proven.append(
            f"it says that it was priced from this catalog, {catalog.catalog.id} {catalog.catalog.version}"
        )
        return
    was, now = (f"{each} sha256:{digest[:12]}…" for each, digest in (
        (f"{data['catalog']['id']} {data['catalog']['version']}", stated),
        (f"{catalog.catalog.id} {catalog.catalog.version}", catalog.digest),
    ))  # fmt: skip
    made.say(
        "another catalog", f"it was priced from {was}; this catalog is {now}", field="catalog.digest",
        now=stated, was=catalog.digest,
    )  # fmt: skip


def _report(made: Verification, data: Mapping[str, Any]) -> Report:
    found = sorted(dict.fromkeys(made.found), key=lambda each: VERDICTS.index(each.verdict))
    verdict = found[0].verdict if found else "valid"
    if verdict in ("altered", "unproven"):
        made.assurance = "document"
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
    return Report(made.name, verdict, made.assurance, name, tuple(found), tuple(made.proven), facts)
