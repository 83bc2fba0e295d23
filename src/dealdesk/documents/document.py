"""What a kind of document is, what a format is, and the one document that a format writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from dealdesk.documents.assets import Assets
    from dealdesk.documents.language import Language

Page = Literal["letter", "a4"]
PAGES: tuple[Page, ...] = ("letter", "a4")
WIDTHS: Mapping[Page, float] = {"letter": 504.3, "a4": 487.5}
"""Width in pt of the text on each page."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    Attributes:
        name: What `render` calls it.
        purpose: One line: who reads it, and what for.
        folder: Its folder of templates, with `<folder>.html.j2`, `<folder>.md.j2` and `<folder>.css`.
        view: Makes what it shows: formatted strings in dicts and lists.
        language: Returns the language that its reader wants.
        page: Returns the page that its reader prints on.
        logo: Returns the vendor's logo as SVG, or None.
        charts: By the name a template uses: makes a chart from (view, regular and bold typeface, width in pt), or
            nothing ("") where the view has no figures for it.
        data: Returns what of the source goes into a PDF as a file: its name, its content (what the reader may see, and
            nothing else), and the day that it is dated; None for nothing.
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
    screen: Callable[[Any, Language], dict[str, Any]] | None = None


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
        """Charts and logo as SVG, by name; "" where there is none."""
        from dealdesk.documents.fonts import BOLD, TEXT, face
        from dealdesk.documents.logo import clean_logo

        faces = (face(self.assets.fonts / TEXT), face(self.assets.fonts / BOLD))
        width = WIDTHS[self.page]
        drawn = {name: draw(self.view, faces, width) for name, draw in self.kind.charts.items()}
        logo = self.kind.logo(self.source)
        return drawn | {"logo": clean_logo(logo, self.view["head"]["vendor"]) if logo else ""}
