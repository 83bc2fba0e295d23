"""PDF/A-3: tagged, bundled typefaces only, the source's public data attached, the same bytes for the same quote.

The structure is tagged: headings, tables with their header cells, alternative text, language.  docs/documents.md says
what of PDF/A is checked here, and that no independent validator has confirmed it; PDF/UA is not claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from importlib.resources import files
from threading import Lock
from typing import Any

from dealdesk.documents.document import Document, Format
from dealdesk.errors import RenderError, printable

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
    from markupsafe import Markup

    from dealdesk.documents.fonts import configuration, require_glyphs
    from dealdesk.documents.formats.template import filled

    assets, folder = document.assets, document.kind.folder
    japanese = require_glyphs(document.content | {"logo": document.pictures["logo"]}, assets.fonts, document.origin)
    pictures = {name: Markup(svg) for name, svg in document.pictures.items()}
    html = filled(assets, f"{folder}/{folder}.html.j2", document.view, markup=True, pictures=pictures, style="")
    with _LOCK:
        fonts = configuration(assets.fonts, japanese=japanese)
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError

        fetcher = _fetcher(assets.fetchable)
        styles = _styles(document, fetcher, fonts)
        options = {"pdf_variant": "pdf/a-3a", "attachments": _attachments(document, fetcher)}
        try:
            page = HTML(string=html, base_url="asset:", url_fetcher=fetcher)
            laid_out = page.render(font_config=fonts, stylesheets=styles, color_profiles=_colours(), **options)
            if len(laid_out.pages) > MOST_PAGES:
                raise RenderError(TOO_LONG.format(len(laid_out.pages), MOST_PAGES))
            made: bytes = laid_out.write_pdf(finisher=_finish, output_intent="ours", **options)
        except FatalURLFetchingError as failure:
            raise RenderError(str(failure)) from failure
        if fetcher.refused:  # WeasyPrint goes on after some of them
            raise RenderError(_REFUSED.format(printable(fetcher.refused[0][:80])))
    if len(made) > LARGEST:
        raise RenderError(f"the document has {len(made):,} bytes, more than {LARGEST:,}; use smaller pictures")
    return made


def _colours() -> dict[str, Any]:
    """Return the colour space that colours are meant in; WeasyPrint would open the same file and leave it open."""
    from io import BytesIO

    from weasyprint.css import ColorProfile

    content = files("weasyprint.pdf").joinpath(PROFILE).read_bytes()
    return {"srgb": ColorProfile(BytesIO(content), PROFILE, "relative-colorimetric", (["r"], ["g"], ["b"]))}


def _attachments(document: Document, fetcher: Any) -> list[Any]:
    """Return the data that goes into the PDF, dated by the source and not by the clock."""
    data = document.kind.data(document.source)
    if data is None:
        return []
    from weasyprint import Attachment

    name, content, day = data
    when = datetime.combine(day, time(), UTC)
    return [
        Attachment(
            string=content,
            name=name,
            description="The figures of this document as data",
            created=when,
            modified=when,
            relationship="Data",
            url_fetcher=fetcher,
        )
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


def _finish(document: Any, pdf: Any) -> None:
    """Add what WeasyPrint leaves out: the scope of header cells, and headers and footers marked as such.

    And take out what it does twice or too well: the attachment's second mention, and packed metadata.
    """
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
        if getattr(each, "extra", {}).get("Type") == "/Metadata":
            each.compress = False


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
