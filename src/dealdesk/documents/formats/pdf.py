"""PDF/A-3: tagged, bundled typefaces only, the source's public data attached, the same bytes for the same quote.

The structure is tagged: headings, tables with their header cells, alternative text, language.  docs/documents.md says
what of PDF/A is checked here, and that no independent validator has confirmed it; PDF/UA is not claimed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from datetime import date as Date
from functools import partial
from hashlib import sha256
from importlib import resources
from threading import Lock
from typing import Any

from dealdesk.documents.document import Document, Format
from dealdesk.errors import RenderError, printable

VARIANT = "pdf/a-3a"
MOST_PAGES = 200
TOO_LONG = "the document would have {} pages, more than {}: shorten names and notes, or split the deal"
LARGEST = 10 * 1024 * 1024
"""Size in bytes above which a document is refused."""

PROFILE = "sRGB2014.icc"
"""The colour profile that comes with WeasyPrint."""

_REFUSED = "a document may fetch nothing but its own assets, not {}"
_LOCK = Lock()
"""Pango's font map, which all documents of a process share, is for one thread at a time."""


def _write(document: Document) -> bytes:
    if "pdf" in document.kind.writers:
        return document.kind.writers["pdf"](document)
    html, japanese = page_text(document)
    with Press(document, japanese=japanese) as press:
        laid_out, _ = press.composed(document, html)
        return press.write([laid_out], attached(document))


def page_text(document: Document) -> tuple[str, bool]:
    """Return a document's paper as HTML, and whether it needs the typeface for Japanese.

    Raises:
        RenderError: Its template is wrong, or a text has a character that the typefaces lack.
    """
    from markupsafe import Markup

    from dealdesk.documents.fonts import require_glyphs
    from dealdesk.documents.formats.template import filled

    assets, folder = document.assets, document.kind.folder
    japanese = require_glyphs(document.content | {"logo": document.pictures["logo"]}, assets.fonts, document.origin)
    pictures = {name: Markup(svg) for name, svg in document.pictures.items()}
    html = filled(assets, f"{folder}/{folder}.html.j2", document.view, markup=True, pictures=pictures, style="")
    return html, japanese


class Press:
    """Lays out documents and writes their pages into one file; one at a time in a process.

    Args:
        document: Whose typefaces are used.
        japanese: Whether any of the documents needs the typeface for Japanese.
    """

    def __init__(self, document: Document, *, japanese: bool) -> None:
        self._folder, self._japanese = document.assets.fonts, japanese
        self._fetchers: list[Any] = []
        self._made = made_as(document)

    def __enter__(self) -> Press:
        from dealdesk.documents.fonts import configuration

        _LOCK.acquire()
        self._fonts = configuration(self._folder, japanese=self._japanese)
        return self

    def __exit__(self, *_: object) -> None:
        _LOCK.release()

    def composed(self, document: Document, html: str) -> tuple[Any, str]:
        """Return the pages of a document, set so that none is left half empty, and the style that does it.

        Raises:
            RenderError: It has too many pages, or fetches what is not an asset.
        """
        from dealdesk.documents.composition import composed

        styles = (document.assets.text(f"_base/{name}.css") for name in document.kind.compositions)
        return composed(lambda style: self.lay_out(document, html, style), styles)

    def lay_out(self, document: Document, html: str, style: str = "") -> Any:
        """Return the pages of a document; *style* comes after its own.

        Raises:
            RenderError: It has too many pages, or fetches what is not an asset.
        """
        from weasyprint import CSS, HTML
        from weasyprint.urls import FatalURLFetchingError

        fetcher = _fetcher(document.assets.fetchable)
        self._fetchers.append(fetcher)
        styles = _styles(document, fetcher, self._fonts)
        if style:
            styles = [*styles, CSS(string=style, base_url="asset:", url_fetcher=fetcher, font_config=self._fonts)]
        options = {"pdf_variant": VARIANT, "color_profiles": _colours()}
        try:
            page = HTML(string=html, base_url="asset:", url_fetcher=fetcher)
            laid_out = page.render(font_config=self._fonts, stylesheets=styles, **options)
        except FatalURLFetchingError as failure:
            raise RenderError(str(failure)) from failure
        _hold(len(laid_out.pages))
        return laid_out

    def write(self, laid_out: Sequence[Any], files: Sequence[Attached]) -> bytes:
        """Return the pages of all in one file, with the title and the language of the first.

        Raises:
            RenderError: It is too long or too large, or fetches what is not an asset.
        """
        from weasyprint.urls import FatalURLFetchingError

        first, pages = laid_out[0], [page for each in laid_out for page in each.pages]
        _hold(len(pages))
        whole = first if len(laid_out) == 1 else first.copy(pages)
        try:
            made: bytes = whole.write_pdf(
                finisher=partial(_finish, self._made),
                output_intent="ours",
                pdf_variant=VARIANT,
                attachments=_attachments(files),
            )
        except FatalURLFetchingError as failure:
            raise RenderError(str(failure)) from failure
        for fetcher in self._fetchers:
            if fetcher.refused:  # WeasyPrint goes on after some of them
                raise RenderError(_REFUSED.format(printable(fetcher.refused[0][:80])))
        if len(made) > LARGEST:
            raise RenderError(f"the document has {len(made):,} bytes, more than {LARGEST:,}; use smaller pictures")
        return made


def _hold(pages: int) -> None:
    if pages > MOST_PAGES:
        raise RenderError(TOO_LONG.format(pages, MOST_PAGES))


def _colours() -> dict[str, Any]:
    """Return the colour space that colours are meant in; WeasyPrint would open the same file and leave it open."""
    from io import BytesIO

    from weasyprint.css import ColorProfile

    content = resources.files("weasyprint.pdf").joinpath(PROFILE).read_bytes()
    return {"srgb": ColorProfile(BytesIO(content), PROFILE, "relative-colorimetric", (["r"], ["g"], ["b"]))}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes into a PDF: its name, its content, the day that it is dated, and what it is to the PDF."""

    name: str
    content: bytes
    day: Date
    relation: str
    words: str


def attached(document: Document) -> list[Attached]:
    """Return the files that go into the PDF: its data, and the same in other forms."""
    data, also = document.kind.data(document.source), document.kind.also(document.source)
    found = [Attached(*data, "Data", "The figures of this document as data")] if data is not None else []
    return found + [Attached(*each, "Alternative", "The same, for purchasing systems") for each in also]


def _attachments(files: Sequence[Attached]) -> list[Any]:
    """Return files as WeasyPrint takes them, dated by the source and not by the clock."""
    from weasyprint import Attachment

    return [
        Attachment(
            string=each.content,
            name=each.name,
            description=each.words,
            created=(when := datetime.combine(each.day, time(), UTC)),
            modified=when,
            relationship=each.relation,
            url_fetcher=_fetcher({}),
        )
        for each in files
    ]


def _fetcher(files: Mapping[str, tuple[bytes, str]]) -> Any:
    """Return a fetcher that serves *files* by their address and refuses all else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OnlyAssets(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            """Leave out the base class's handlers for files and networks."""
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in files:
                self.refused.append(url)
                raise FatalURLFetchingError(_REFUSED.format(printable(url[:80])))
            content, media = files[url]
            return URLFetcherResponse(url, content, {"Content-Type": media})

    return OnlyAssets()


def _styles(document: Document, fetcher: Any, fonts: Any) -> list[Any]:
    assets, kind, page = document.assets, document.kind, document.page
    key = ("styles", kind.folder, page)
    if key not in assets.made:
        from weasyprint import CSS

        sizes = {"letter": "Letter", "a4": "A4", "wide": "960pt 540pt"}
        texts = (assets.style(kind), f"@page {{ size: {sizes[page]} }}")
        assets.made[key] = [
            CSS(string=text, base_url="asset:", url_fetcher=fetcher, font_config=fonts) for text in texts
        ]
    found: list[Any] = assets.made[key]
    return found


MADE = "DealdeskMade"
"""The entry of a PDF's information that says how it was made: the kind, the page, and which templates."""


def made_as(document: Document) -> str:
    """Return how a document is made: "quote letter 0f3a…", with a digest of its templates."""
    key = "digest of the templates"
    if key not in document.assets.made:
        digest = sha256()
        for name, content in sorted(document.assets.files.items()):
            digest.update(f"{name}\n{len(content)}\n".encode() + content)
        document.assets.made[key] = digest.hexdigest()
    return f"{document.kind.name} {document.page} {document.assets.made[key]}"


def _finish(made: str, document: Any, pdf: Any) -> None:
    """Add what WeasyPrint leaves out: the scope of header cells, and headers and footers marked as such.

    And take out what it does twice or too well: the attachment's second mention, and packed metadata.
    """
    from pydyf import String  # type: ignore[import-untyped]

    pdf.info[MADE] = String(made)
    objects: dict[Any, Any] = {each.reference: each for each in pdf.objects if hasattr(each, "keys")}
    for each in objects.values():
        if each.get("S") == "/TH" and "A" in each:
            head = objects[objects[each["P"]]["P"]].get("S") == "/THead"
            each["A"]["Scope"] = "/Column" if head else "/Row"
        if each.get("S") == "/Art":  # an anchor for an e-signature service: not for reading
            objects[each["P"]]["K"].remove(each.reference)
    _mark_margins(pdf, objects)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    for each in pdf.objects:
        extra = getattr(each, "extra", {})
        if extra.get("Type") == "/Metadata":
            each.compress = False
        if extra.get("Type") == "/EmbeddedFile" and "xml" in str(extra.get("Subtype")):
            extra["Subtype"] = "/text#2fxml"  # the machine's own list of media types decides otherwise


def _mark_margins(pdf: Any, objects: Mapping[Any, Any]) -> None:
    """Turn what stands in the margins of pages into artifacts: WeasyPrint tags it, outside the document's tree."""
    tree = objects[pdf.catalog["StructTreeRoot"]]
    streams = {each.reference: each for each in pdf.objects if hasattr(each, "stream")}
    read = _below(tree["K"], objects)
    nums = objects[tree["ParentTree"]]["Nums"]
    pages = [objects[reference] for reference in pdf.page_references]
    for page, elements in zip(pages, nums[1 : 2 * len(pages) : 2], strict=True):
        outside = {number for number, each in enumerate(elements) if each not in read}
        content = streams[page["Contents"]].stream
        for index, each in enumerate(content):
            if hasattr(each, "keys") and each.get("MCID") in outside:
                content[index - 1], content[index] = "/Artifact", type(each)({"Type": "/Pagination"})
        for number in outside:
            elements[number] = "null"


def _below(kids: Any, objects: Mapping[Any, Any]) -> set[Any]:
    """Return the references of all structure elements below *kids*."""
    found: set[Any] = set()
    left = list(kids)
    while left:
        each = left.pop()
        if each in objects and each not in found:
            found.add(each)
            left += objects[each].get("K", ())
    return found


FORMAT = Format("pdf", ".pdf", _write)
