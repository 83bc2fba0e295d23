"""A proposal as one web page, or as one Markdown text: the cover, and the parts below one another."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from dealdesk.documents.binding import MAIN, documents_of
from dealdesk.documents.document import Document
from dealdesk.documents.formats.pdf import page_text

END = "</main>"


def bound_markdown(document: Document) -> bytes:
    """Return a proposal as Markdown."""
    from dealdesk.documents.formats import md
    from dealdesk.documents.formats.template import filled

    cover = filled(document.assets, "proposal/proposal.md.j2", md.escaped(document.view), markup=False)
    texts = [cover, *(md.FORMAT.write(each).decode() for each in documents_of(document.source, document))]
    return "\n---\n\n".join(each.strip() + "\n" for each in texts).encode()


def bound_page(document: Document) -> bytes:
    """Return a proposal as a web page: one style sheet, no script, nothing to load; slides are in the PDF only."""
    from markupsafe import Markup, escape

    from dealdesk.documents.fonts import require_printable
    from dealdesk.documents.formats.html import POLICY
    from dealdesk.documents.formats.template import filled
    from dealdesk.documents.webfonts import font_faces

    require_printable(document.content, document.origin)
    bodies, styles = [], dict[str, str]()
    for part in documents_of(document.source, document):
        if part.kind.deck:
            bodies.append(Markup("<p>{}</p>").format(document.view["t"]["proposal"]["in_pdf"]))
            continue
        html, _ = page_text(part)
        bodies.append(Markup(html.partition(MAIN)[2].rpartition(END)[0]))
        own = (part.assets.text(f"{folder}/{folder}.css") for folder in (*part.kind.parts, part.kind.folder))
        styles[part.kind.name] = "\n".join(own)
    colours = "".join(f"--{each}: {escape(document.view['colours'][each])}; " for each in ("accent", "tint"))
    nested = "\n".join(f".kind-{name} {{\n{style}\n}}" for name, style in styles.items())
    base = document.assets.text("_base/page.css"), document.assets.text("proposal/proposal.css")
    screen = document.assets.text("_base/paper-on-screen.css")
    plain = "\n".join((f":root {{ {colours}}}", *base, nested, screen, f".part {{\n{screen}\n}}"))

    def page(style: str) -> str:
        policy = POLICY.format(b64encode(sha256(style.encode()).digest()).decode())
        more = {"pictures": {"logo": Markup(document.pictures["logo"])}, "style": Markup(style), "policy": policy}
        return filled(document.assets, "proposal/proposal.html.j2", document.view, markup=True, bodies=bodies, **more)

    return page(f"{font_faces(page(plain), document.assets.fonts)}\n{plain}").encode()
