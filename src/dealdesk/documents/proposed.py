"""Reading a proposal: its file, and the source of each part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from dealdesk.catalog.fields import Name, Text
from dealdesk.catalog.load import DISGUISED, file_in, is_disguised, shown
from dealdesk.catalog.written import Written
from dealdesk.documents.proposal import Part, Proposal
from dealdesk.errors import DealdeskError, InputError, Mistake, Place, did_you_mean, printable
from dealdesk.record import Field, Record

FILE_BYTES = 256 * 1024
"""Most bytes of a proposal's file."""

MOST_PARTS = 30
OF_THE_DEAL = ("deal", "catalog")
"""Sources that a part has from the proposal's deal, where it names none."""


class ProposalPart(Record):
    """`[[parts]]`: one document of a proposal.

    Attributes:
        kind: The kind of document, as `dealdesk render` calls it.
        source: The file that it is made from, starting at the proposal's file; the deal where it is left out.
        heading: What the table of contents calls it.
        for_: What it is for, such as `{ role = "ciso" }`.
    """

    kind: Name
    source: Name | None = None
    heading: Name | None = None
    for_: Mapping[str, Name] = Field(default_factory=dict, alias="for")


class ProposalFile(Written):
    """A proposal's file.

    Attributes:
        deal: The deal that it is about: its customer, its seller and its day are the proposal's.
        title: What the cover calls it; that of the deal when left out.
        summary: A paragraph on the cover.
        parts: The documents, in order.
    """

    deal: Name
    title: Name | None = None
    summary: Text | None = None
    parts: Annotated[tuple[ProposalPart, ...], Field(min_length=1, max_length=MOST_PARTS)]


def load_proposal(path: str | Path) -> ProposalFile:
    """Return the proposal's file at *path*, or `proposal.toml` of a folder.

    Raises:
        InputError: It cannot be read, or is none; every mistake is named with its place.
    """
    from dealdesk.catalog.source import read_toml

    file = file_in(Path(path), "proposal.toml")
    name = shown(file)
    if is_disguised(file):
        raise InputError(Mistake(DISGUISED, Place(name, 1, 1), code="file"))
    data, sources = read_toml([file], names=[name], limit_bytes=FILE_BYTES, error=InputError)
    if "lines" in data and "parts" not in data:
        hint = f'name it in a proposal: deal = "{printable(file.name)}", and [[parts]] with their kind'
        raise InputError(Mistake("this is a deal, not a proposal", Place(name, 1, 1), hint=hint))
    return ProposalFile.read(data, sources)


def watched(path: Path) -> list[Path]:
    """Return the files that a proposal is read from."""
    from dealdesk.documents import KINDS
    from dealdesk.documents.sources import source_named

    file = file_in(path, "proposal.toml")
    try:
        asked = load_proposal(file)
    except DealdeskError:  # told when the document is made
        return [file]
    sources = {each.name: each.source for each in KINDS}
    found = [file, *source_named("deal").watched(_beside(file, asked.deal))]
    for each in asked.parts:
        if each.source is not None and each.kind in sources:
            found += source_named(sources[each.kind]).watched(_beside(file, each.source))
    return list(dict.fromkeys(found))


def read_proposal(path: Path, *, today: date, **options: str) -> Proposal:
    """Return a proposal with the source of each part.

    Raises:
        InputError: The proposal, its deal or a part cannot be read, a part is not for a customer or not for this one,
            or a quote must not be shown.
    """
    from dealdesk.documents.sources import source_named

    file = file_in(path, "proposal.toml")
    asked = load_proposal(file)
    deal = _beside(file, asked.deal)
    quote = source_named("deal").read(deal, today=today)
    wrong = list(_blocked(quote, asked, ("deal",)))
    parts = list[Part]()
    for number, each in enumerate(asked.parts):
        found = _part(each, number, asked, file, deal, today)
        if isinstance(found, Part):
            mistakes = list(_fits(found, number, asked, quote))
            wrong += mistakes
            parts.append(found)
        else:
            wrong += found
    if wrong:
        raise InputError(dict.fromkeys(wrong))
    return Proposal(
        title=asked.title or quote.title or "",
        summary=asked.summary or "",
        customer=quote.customer,
        seller=quote.vendor,
        vendor=quote.catalog.name,
        prepared_by=quote.prepared_by.name if quote.prepared_by is not None else "",
        number=quote.number,
        issued=quote.issued,
        language=quote.customer.language,
        currency=quote.currency,
        accent=quote.accent,
        logo=quote.logo,
        parts=tuple(parts),
    )


def _beside(file: Path, name: str) -> Path:
    """Return the file or folder that a proposal names, from where it stands; a name of a catalog as it is."""
    return file.parent / name if (file.parent / name).exists() or "/" in name or "." in name else Path(name)


def _part(
    each: ProposalPart, number: int, asked: ProposalFile, file: Path, deal: Path, today: date
) -> Part | list[Mistake]:
    """Return a part with its source, or what is wrong with it."""
    from dealdesk.documents import KINDS
    from dealdesk.documents.sources import source_named

    at: tuple[str | int, ...] = ("parts", number)
    kinds = {kind.name: kind for kind in KINDS if kind.name != "proposal"}
    open_kinds = ", ".join(name for name, kind in kinds.items() if not kind.internal)
    if each.kind not in kinds:
        guess = did_you_mean(each.kind, kinds)
        message = f"there is no kind of document {printable(each.kind[:40])}"
        hint = f"did you mean {guess}?" if guess else None
        return [asked.mistake((*at, "kind"), message, allowed=open_kinds, hint=hint, code="proposal")]
    kind = kinds[each.kind]
    if kind.internal:
        message = f"a {kind.name} is for the vendor's own people, and never part of a proposal"
        return [asked.mistake((*at, "kind"), message, allowed=open_kinds, code="proposal")]
    unknown = [name for name in each.for_ if name not in kind.options]
    if unknown:
        message = f"a {kind.name} is not made for a {unknown[0]}"
        allowed = ", ".join(kind.options) or "nothing"
        return [asked.mistake((*at, "for", unknown[0]), message, allowed=allowed, code="proposal")]
    if each.source is None and kind.source not in OF_THE_DEAL:
        message = f"say what the {kind.name} is made from: source = …, {source_named(kind.source).words}"
        return [asked.mistake((*at, "kind"), message, code="proposal")]
    source = _beside(file, each.source) if each.source is not None else deal
    try:
        about = source_named(kind.source).read(source, today=today, **each.for_)
    except InputError as refused:
        return list(refused.mistakes)
    what = f"{type(about).__module__}:{type(about).__qualname__}"
    return Part(each.kind, each.heading or "", what, json.loads(about.to_json()))


def _fits(part: Part, number: int, asked: ProposalFile, quote: Any) -> Iterator[Mistake]:
    """Yield why a part cannot be in this proposal: another customer, another language, a quote that is blocked."""
    from dealdesk.documents import kind_named

    about = part.about
    at: tuple[str | int, ...] = ("parts", number)
    yield from _blocked(about, asked, at)
    customer = getattr(about, "customer", None)
    name = getattr(customer, "name", customer)
    if isinstance(name, str) and name and name != quote.customer.name:
        message = f"this {part.kind} is for {printable(name)}, and the proposal for {printable(quote.customer.name)}"
        yield asked.mistake((*at, "kind"), message, code="proposal")
    language = kind_named(part.kind).language(about)
    mine = quote.customer.language
    if language.partition("-")[0] != mine.partition("-")[0]:
        message = f"this {part.kind} is written in {printable(language)}, and the proposal in {printable(mine)}"
        yield asked.mistake((*at, "kind"), message, code="proposal")


def _blocked(about: Any, asked: ProposalFile, at: tuple[str | int, ...]) -> Iterator[Mistake]:
    """Yield the findings that keep a quote from being shown."""
    for each in getattr(about, "findings", ()) if hasattr(about, "lines") else ():
        if each.severity == "error":
            yield asked.mistake(at, f"the quote must not be shown: {each.message} [{each.code}]", code=each.code)
