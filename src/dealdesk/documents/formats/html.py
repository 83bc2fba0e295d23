"""HTML: one file that holds everything, for a phone, a large screen and a printer; no script, nothing to load.

The bundled typefaces would make it 1.3 MB, so it names them and falls back to the reader's own.
"""

from __future__ import annotations

from dealdesk.documents.document import Document, Format


def _write(document: Document) -> bytes:
    from markupsafe import Markup

    from dealdesk.documents.assets import BASE
    from dealdesk.documents.fonts import require_printable
    from dealdesk.documents.formats.template import filled

    require_printable(document.content, document.origin)
    assets, folder = document.assets, document.kind.folder
    pictures = {name: Markup(svg) for name, svg in document.pictures.items()}
    style = Markup(assets.style(folder, f"{BASE}/screen.css"))
    name = f"{folder}/{folder}.html.j2"
    return filled(assets, name, document.view, markup=True, pictures=pictures, style=style).encode()


FORMAT = Format("html", ".html", _write)
