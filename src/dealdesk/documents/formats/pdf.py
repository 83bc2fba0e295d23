"""PDF: tagged, with bundled typefaces only, and the same bytes for the same quote.

The structure is tagged (headings, tables with their header cells, alternative text, language), and the file says no
more than that: it does not claim conformance with PDF/UA or PDF/A, which no validator has confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from dealdesk.documents.document import Document, Format
from dealdesk.errors import RenderError, printable

if TYPE_CHECKING:
    from dealdesk.documents.assets import Assets

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
        try:
            made: bytes = HTML(string=html, base_url="asset:", url_fetcher=fetcher).write_pdf(
                stylesheets=_styles(assets, folder, document.page, fetcher, fonts),
                font_config=fonts,
                pdf_version="1.7",
                pdf_tags=True,
                finisher=_finish,
            )
        except FatalURLFetchingError as failure:
            raise RenderError(str(failure)) from failure
        if fetcher.refused:  # WeasyPrint goes on after some of them
            raise RenderError(_REFUSED.format(printable(fetcher.refused[0][:80])))
    return made


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


def _styles(assets: Assets, folder: str, page: str, fetcher: Any, fonts: Any) -> list[Any]:
    key = ("styles", folder, page)
    if key not in assets.made:
        from weasyprint import CSS

        sizes = {"letter": "Letter", "a4": "A4"}
        texts = (assets.style(folder), f"@page {{ size: {sizes[page]} }}")
        assets.made[key] = [
            CSS(string=text, base_url="asset:", url_fetcher=fetcher, font_config=fonts) for text in texts
        ]
    found: list[Any] = assets.made[key]
    return found


def _finish(document: Any, pdf: Any) -> None:
    """Add what WeasyPrint leaves out: the scope of header cells, and metadata as XMP."""
    objects: dict[Any, Any] = {each.reference: each for each in pdf.objects if hasattr(each, "keys")}
    for each in objects.values():
        if each.get("S") == "/TH" and "A" in each:
            head = objects[objects[each["P"]]["P"]].get("S") == "/THead"
            each["A"]["Scope"] = "/Column" if head else "/Row"
    document.metadata.include_in_pdf(pdf, "ua", None, None, True)


FORMAT = Format("pdf", ".pdf", _write)
