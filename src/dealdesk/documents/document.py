"""What a kind of document is, what a format is, and the one document that a format writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from dealdesk.documents.assets import Assets
    from dealdesk.documents.check.fault import Check
    from dealdesk.documents.language import Language

Page = Literal["letter", "a4", "wide"]
PAGES: tuple[Page, ...] = ("letter", "a4", "wide")
"""The pages: two for paper, and the slide of a deck, 960 × 540 pt."""

WIDTHS: Mapping[Page, float] = {"letter": 504.3, "a4": 487.5, "wide": 848.0}
"""Width in pt of the text on each page."""

FORMATS = ("pdf", "html", "md", "json")
"""What a kind of document is made as, unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    Attributes:
        name: What `render` calls it.
        purpose: One line: who reads it, and what for.
        folder: Its folder of templates, with `<folder>.html.j2`, `<folder>.md.j2` and `<folder>.css`.
        source: What it is made from, one of `SOURCES`.
        options: What may be asked of the source beside its file, such as "role".
        formats: What it is made as.
        writers: By format: what makes a document that no template fills in, such as a workbook.
        parts: Folders of other kinds whose templates, styles and texts it uses.
        deck: Whether it is made of slides, on pages of 16:9.
        internal: Whether it is for the vendor's own people: no customer gets it.
        compositions: Styles in `_base` that set its pages otherwise; tried in order where a page would be half empty.
        checks: Returns what is checked of its PDF beside what is checked of all.
        view: Makes what it shows: formatted strings in dicts and lists.
        language: Returns the language that its reader wants.
        page: Returns the page that its reader prints on.
        logo: Returns the vendor's logo as SVG, or None.
        charts: By the name a template uses: makes a chart from (view, regular and bold typeface, width in pt), or
            nothing ("") where the view has no figures for it.
        data: Returns what of the source goes into a PDF as a file: its name, its content (what the reader may see, and
            nothing else), and the day that it is dated; None for nothing.
        also: Returns further files that go into a PDF: the same in other forms.
        screen: Makes what `<folder>.screen.html.j2` shows; None where a web page is the paper's template on a screen.
    """

    name: str
    purpose: str
    folder: str
    view: Callable[[Any, Language], dict[str, Any]]
    language: Callable[[Any], str]
    page: Callable[[Any], Page]
    logo: Callable[[Any], str | None]
    charts: Mapping[str, Callable[[dict[str, Any], Any, float], str]] = field(default_factory=dict)
    data: Callable[[Any], tuple[str, bytes, Date] | None] = lambda source: None
    also: Callable[[Any], tuple[tuple[str, bytes, Date], ...]] = lambda source: ()
    screen: Callable[[Any, Language], dict[str, Any]] | None = None
    source: str = "deal"
    options: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    writers: Mapping[str, Callable[[Document], bytes]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    deck: bool = False
    internal: bool = False
    compositions: tuple[str, ...] = ()
    checks: Callable[[], tuple[Check, ...]] | None = None

    @property
    def base(self) -> str:
        """The template, in `_base`, of its pages, and the name of their style."""
        return "deck" if self.deck else "page"


@dataclass(frozen=True, slots=True)
class Format:
    """One output format: its name, the ending of its files, what writes it, and whether that takes templates."""

    name: str
    suffix: str
    write: Callable[[Document], bytes]
    templates: bool = True


@dataclass(frozen=True)
class Document:
    """One document to be written: a kind of document about a source, with the files it is made of."""

    kind: Kind
    source: Any
    page: Page
    assets: Assets

    @cached_property
    def view(self) -> dict[str, Any]:
        """What the document shows."""
        return self.kind.view(self.source, self.assets.language(self.kind.language(self.source)))

    @property
    def content(self) -> dict[str, Any]:
        """What the document shows, without the fixed words of its language."""
        return {name: value for name, value in self.view.items() if name != "t"}

    def origin(self) -> Any:
        """Return the source as plain data, to name a field of it."""
        from json import loads

        return loads(self.source.to_json())

    @cached_property
    def pictures(self) -> dict[str, str]:
        """Charts and logo as SVG, by name, for a deck the logo on a dark page too; "" where there is none."""
        from dealdesk.documents.fonts import BOLD, TEXT, face
        from dealdesk.documents.logo import clean_logo
        from dealdesk.documents.logo_on_dark import on_dark

        faces = (face(self.assets.fonts / TEXT), face(self.assets.fonts / BOLD))
        width = WIDTHS[self.page]
        drawn = {name: draw(self.view, faces, width) for name, draw in self.kind.charts.items()}
        logo = self.kind.logo(self.source)
        clean = clean_logo(logo, self.view["head"]["vendor"]) if logo else ""
        return drawn | {"logo": clean, "dark_logo": on_dark(clean) if clean and self.kind.deck else ""}


def by_kind(name: str) -> Callable[[Document], bytes]:
    """Return what writes a format by handing the document to its kind, which knows how."""
    return lambda document: document.kind.writers[name](document)
