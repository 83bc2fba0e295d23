"""A folder with a catalog and a deal whose texts are naughty, and what is said of each text by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dealdesk.documents.assets import assets
from dealdesk.documents.fonts import require_glyphs, require_printable
from dealdesk.errors import InputError, RenderError
from dealdesk.quoting.load import catalog_of, load_deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from tests.abuse.fields import Fields, catalog, deal, quoted

TODAY = date(2026, 11, 20)


class Desk:
    """A folder with a catalog and a deal."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "deal.toml"
        folder.mkdir(exist_ok=True)
        self.fonts = assets("quote").fonts

    def write(self, fields: Fields) -> None:
        """Write a catalog and a deal whose texts come from *fields*."""
        for name, text in (("catalog.toml", catalog(fields)), ("deal.toml", deal(fields))):
            (self.folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))

    def quote(self) -> Quote:
        """Return the quote of the deal."""
        given = load_deal(self.file)
        quote: Quote = price(given, catalog_of(given, self.file), today=TODAY)
        return quote

    def refusal(self, text: str) -> str | None:
        """Return why a text is refused where it is typed in, or None."""
        file = self.folder / "one.toml"
        line = f'catalog = "x"\ncustomer = {{ name = {quoted(text)} }}\nlines = [{{ sku = "x" }}]\n'
        file.write_bytes(line.encode("utf-8", "surrogatepass"))
        try:
            load_deal(file)
        except InputError as refused:
            placed = all(
                each.place is not None and each.place.line == 2
                for each in refused.mistakes
                if each.code != "no-catalog"
            )
            return str(refused) if placed else f"without a place: {refused}"
        return None

    def unprintable(self, text: str) -> tuple[str, bool] | None:
        """Return why a text cannot be set in type, and whether no document may hold it; or None."""
        plain = {"name": text}
        try:
            require_printable(plain, lambda: plain)
        except RenderError as refused:
            return str(refused), True
        try:
            require_glyphs(plain, self.fonts, lambda: plain)
        except RenderError as refused:
            return str(refused), False
        return None
