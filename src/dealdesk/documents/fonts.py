"""The bundled typefaces: what they can print, how wide it is, and how WeasyPrint finds them and no others."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from xml.sax.saxutils import escape

from dealdesk.errors import NotAvailable, RenderError, printable

TEXT = "Inter-Regular.ttf"
BOLD = "Inter-SemiBold.ttf"

_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""
_MISSING_SYSTEM_LIBRARY = (
    "PDF needs the system library Pango, which is not installed: on Debian and Ubuntu "
    "`apt-get install libpango-1.0-0 libpangoft2-1.0-0`, on a Mac `brew install pango`; `--format html` works without"
)
_NOT_PRINTED = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LOCK = Lock()


class Face:
    """One typeface: its characters, with the width of each as a part of the type size."""

    def __init__(self, path: Path) -> None:
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        with TTFont(path, lazy=True) as font:
            em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
            self.widths: dict[int, float] = {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}

    def width(self, text: str, size: float) -> float:
        """Return the width of *text* set at *size*, without kerning, in the unit of *size*."""
        widths = self.widths
        return size * sum(widths.get(ord(char), 1.0) for char in text)

    def missing(self, text: str) -> str | None:
        """Return the first character that the typeface cannot print, or None.

        Accents that are typed as characters of their own count as part of the letter that they make.
        """
        if text.isascii() and text.isprintable():
            return None
        for char in unicodedata.normalize("NFC", text):
            if ord(char) not in self.widths and char != "\n":
                return char
        return None


@lru_cache(maxsize=8)
def face(path: Path) -> Face:
    """Return the typeface in a file, read once."""
    return Face(path)


@lru_cache(maxsize=2)
def configuration(folder: Path) -> Any:
    """Return WeasyPrint's font configuration with the typefaces of *folder* and no others; made once a process.

    WeasyPrint reads fontconfig's settings when the configuration is made, so a private file and the variable that
    names it are needed for that moment only.  The machine's fonts are never looked at: not to borrow a glyph, and
    not to spend half a second on where the font cache cannot be written.

    Raises:
        NotAvailable: Pango, which sets the type, is not installed.
    """
    with _LOCK, tempfile.TemporaryDirectory(prefix="dealdesk-fonts-") as place:
        conf = Path(place, "fonts.conf")
        conf.write_text(_CONF.format(fonts=escape(str(folder)), cache=escape(str(Path(place, "cache")))), "utf-8")
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(conf)
        try:
            from weasyprint.text.fonts import FontConfiguration

            return FontConfiguration()
        except OSError as failure:
            raise NotAvailable(_MISSING_SYSTEM_LIBRARY) from failure
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def require_glyphs(view: Any, fonts: Path, origin: Callable[[], Any]) -> None:
    """Check that every text of a view can be printed with the bundled typefaces.

    Args:
        view: Plain data.
        fonts: The folder of the typefaces.
        origin: Returns the data that the view was made of, to name the field that holds what is wrong.

    Raises:
        RenderError: One cannot; the message names the character, its code point and the field.
    """
    require_printable(view, origin)
    text = face(fonts / TEXT)
    for where, value in strings(view):
        char = text.missing(value)
        if char is not None:
            field, value = _field(origin(), char) or (where, value)
            raise RenderError(
                f"{field}: the document's typefaces have no {_named(char)}, in {printable(value[:60])!r}; "
                "they have Latin, Greek, Cyrillic and Vietnamese letters"
            )


def require_printable(view: Any, origin: Callable[[], Any]) -> None:
    """Check that no text of a view holds a character that controls rather than prints.

    Raises:
        RenderError: One does; the message names the character, its code point and the field.
    """
    for where, value in strings(view):
        if value.isascii() and value.isprintable():
            continue
        for char in value:
            if char != "\n" and (unicodedata.category(char) in _NOT_PRINTED or char in _DIRECTIONS):
                field, value = _field(origin(), char) or (where, value)
                raise RenderError(
                    f"{field}: {_named(char)} cannot be printed; delete it from {printable(value[:60])!r}"
                )


def _field(origin: Any, char: str) -> tuple[str, str] | None:
    """Return the first field that holds a character, with its text; accents may be composed differently in it."""
    for where, value in strings(origin):
        if char in value or char in unicodedata.normalize("NFC", value):
            return where, value
    return None


def _named(char: str) -> str:
    name = unicodedata.name(char, "a control character")
    return f"{printable(char)} (U+{ord(char):04X}, {name})"


def strings(view: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string inside a view with its path, such as `lines[0].rows[2].cells[0].text`."""
    if isinstance(view, str):
        yield where, view
    elif isinstance(view, dict):
        for name, value in view.items():
            yield from strings(value, f"{where}.{name}" if where else name)
    elif isinstance(view, list):
        for number, value in enumerate(view):
            yield from strings(value, f"{where}[{number}]")
