"""HTML: one file that holds everything, for a phone, a large screen and a printer; no script, nothing to load.

A Content-Security-Policy allows its one style sheet by its hash and the typefaces inside it, and forbids all else.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from dealdesk.documents.document import WIDTHS, Document, Format

POLICY = "default-src 'none'; style-src 'sha256-{}'; font-src data:; base-uri 'none'; form-action 'none'"


def _write(document: Document) -> bytes:
    if "html" in document.kind.writers:
        return document.kind.writers["html"](document)
    if (own := document.kind.writers.get("html")) is not None:
        return own(document)
    from markupsafe import Markup

    from dealdesk.documents.fonts import require_printable
    from dealdesk.documents.formats.template import filled
    from dealdesk.documents.webfonts import font_faces

    assets, kind = document.assets, document.kind
    name, view = _template(document)
    require_printable({key: value for key, value in view.items() if key != "t"}, document.origin)
    pictures = _pictures(document, view)

    def page(style: str) -> str:
        policy = POLICY.format(b64encode(sha256(style.encode()).digest()).decode())
        return filled(assets, name, view, markup=True, pictures=pictures, style=Markup(style), policy=policy)

    named = {each: view["colours"][each] for each in ("accent", "tint")} | view.get("ground", {})
    colours = "".join(f"--{name}: {colour}; " for name, colour in named.items())
    style = f":root {{ {colours}}}\n{_style(document, own=kind.screen is not None)}"
    # What the page says is known once it is filled in, and the typefaces hold just that.
    return page(f"{font_faces(page(style), assets.fonts)}\n{style}").encode()


def _template(document: Document) -> tuple[str, dict[str, Any]]:
    """Return the template of a document's web page, and what it shows."""
    assets, kind = document.assets, document.kind
    if kind.screen is None:
        return f"{kind.folder}/{kind.folder}.html.j2", document.view
    view = kind.screen(document.source, assets.language(kind.language(document.source)))
    return f"{kind.folder}/{kind.folder}.screen.html.j2", view


def _style(document: Document, *, own: bool) -> str:
    """Return the styles: those of the paper, fitted to a screen, or those of pages made for the screen."""
    from dealdesk.documents.assets import BASE

    assets, kind = document.assets, document.kind
    folder = kind.folder
    if not own:
        return assets.style(kind, f"{BASE}/{'deck' if kind.deck else 'paper'}-on-screen.css")
    names = [f"{BASE}/screen.css", f"{BASE}/screen-blocks.css", f"{folder}/{folder}.screen.css"]
    return "\n".join(assets.text(each) for each in names if each in assets.files)


def _pictures(document: Document, view: dict[str, Any]) -> dict[str, Any]:
    """Return charts and logo as markup; under `panels`, the charts of each panel of a view for the screen."""
    from markupsafe import Markup

    from dealdesk.documents.fonts import BOLD, TEXT, face

    fonts = document.assets.fonts
    faces, width = (face(fonts / TEXT), face(fonts / BOLD)), WIDTHS[document.page]
    pictures: dict[str, Any] = {name: Markup(svg) for name, svg in document.pictures.items()}
    pictures["panels"] = [
        {name: Markup(draw(panel, faces, width)) for name, draw in document.kind.charts.items()}
        for panel in view.get("screen", {}).get("panels", [])
    ]
    return pictures


FORMAT = Format("html", ".html", _write)
