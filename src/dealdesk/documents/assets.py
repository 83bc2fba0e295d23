"""The files that documents are made of: templates, styles, languages.  Read once, checked, and kept in memory.

What WeasyPrint may fetch is a dict of names and bytes under the private scheme `asset:`; there are no paths in it to
climb out of, and every other address is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealdesk.documents.language import Language
from dealdesk.documents.own import Own, find_templates, own_files, read_folder
from dealdesk.errors import RenderError, printable

if TYPE_CHECKING:
    from dealdesk.documents.document import Kind

BASE, TEXTS = "_base", "texts"
"""The folder of what all documents share, and that of a kind's own words, a file for each language."""

MEDIA = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2})?")
_NO_SHARP_S = frozenset({"DE-CH", "DE-LI"})


@dataclass(frozen=True)
class Assets:
    """The files of one document, by name relative to the templates folder, such as `quote/quote.css`.

    Attributes:
        files: Contents by name.
        fonts: The folder of the typefaces.
        made: What formats keep of these files, such as compiled templates.
        own: What of it does not come with dealdesk, or None.
    """

    files: Mapping[str, bytes]
    fonts: Path
    made: dict[Any, Any] = field(default_factory=dict)
    own: Own | None = None

    def text(self, name: str) -> str:
        """Return a file as text.

        Raises:
            RenderError: There is no such file, or it is not UTF-8.
        """
        if name not in self.files:
            raise RenderError(f"the templates have no file {name}")
        try:
            return self.files[name].decode("utf-8")
        except UnicodeDecodeError as failure:
            raise RenderError(f"templates: {name} is not UTF-8") from failure

    def style(self, kind: Kind, *more: str) -> str:
        """Return the styles of a kind, after those of all documents and those of kinds whose parts it uses."""
        names = [f"{BASE}/{kind.base}.css", *(f"{each}/{each}.css" for each in (*kind.parts, kind.folder)), *more]
        return "\n".join(self.text(name) for name in names)

    def language(self, wanted: str) -> Language:
        """Return a language by its code: "de", or with a country for its way of writing numbers, "de-CH".

        Raises:
            RenderError: There is no such language.
        """
        key = ("language", wanted)
        if key not in self.made:
            self.made[key] = self._language(wanted)
        found: Language = self.made[key]
        return found

    def _language(self, wanted: str) -> Language:
        code = wanted.replace("_", "-")
        spoken = code.partition("-")[0].lower()
        name = f"{BASE}/locales/{spoken}.toml"
        if name in self.files and _CODE.fullmatch(code):
            try:
                texts = self.text(name)
                if code.upper() in _NO_SHARP_S:
                    texts = texts.replace("ß", "ss")
                words = tomllib.loads(texts) | self._words_of_kinds(spoken, code)
                return Language(spoken + code[len(spoken) :].upper(), words)
            except tomllib.TOMLDecodeError as failure:
                raise RenderError(f"templates: {name}: {failure}") from failure
            except RenderError:
                if code == spoken:
                    raise
        raise RenderError(
            f"customer.language: there is no language {printable(wanted[:40])!r}; allowed: "
            f"{', '.join(self.languages)}, also with a country, such as en-GB or de-CH"
        )

    def _words_of_kinds(self, spoken: str, code: str) -> dict[str, Any]:
        """Return the words of the kinds that have their own, such as those of `roi-deck` under "roi_deck"."""
        found: dict[str, Any] = {}
        for folder in sorted({name.split("/")[0] for name in self.files if name.split("/")[1] == TEXTS}):
            name = f"{folder}/{TEXTS}/{spoken}.toml"
            if name not in self.files:
                raise RenderError(
                    f"customer.language: {folder} is not written in {printable(code[:40])!r} yet; allowed: "
                    f"{', '.join(self._spoken(f'{folder}/{TEXTS}/'))}, also with a country, such as en-GB"
                )
            texts = self.text(name)
            if code.upper() in _NO_SHARP_S:
                texts = texts.replace("ß", "ss")
            found[folder.replace("-", "_")] = tomllib.loads(texts)
        return found

    @property
    def languages(self) -> list[str]:
        """The languages that documents can be written in."""
        return self._spoken(f"{BASE}/locales/")

    def _spoken(self, folder: str) -> list[str]:
        return sorted(Path(name).stem for name in self.files if name.startswith(folder))

    @cached_property
    def fetchable(self) -> Mapping[str, tuple[bytes, str]]:
        """Content and media type of what a document may fetch, by address."""
        return {
            f"asset:{name}": (content, MEDIA[Path(name).suffix])
            for name, content in self.files.items()
            if Path(name).suffix in MEDIA
        }


def assets(folder: str, templates: Path | None = None, *, parts: tuple[str, ...] = ()) -> Assets:
    """Return the files for a kind of document; those in *templates* go before the packaged ones, name by name.

    Args:
        folder: The folder of the kind.
        templates: Somebody's own templates.
        parts: Folders of other kinds that are used as well.

    Raises:
        RenderError: There is no such folder, or it holds what is not allowed.
    """
    used = (BASE, *parts, folder)
    packaged = _packaged(used, packaged_templates())
    if templates is None:
        return packaged
    own = own_files(templates, used).without(packaged.files)
    return overlaid(folder, own, parts=parts) if own.files or own.fonts else packaged


def found_templates(folder: str, beside: Path | None = None, *, parts: tuple[str, ...] = ()) -> Path | None:
    """Return the folder `templates` of a project with files for a kind of document; None if there is but the packaged.

    The project is that around a file, such as the deal, or that around the working folder.
    """
    found = find_templates(beside, (BASE, *parts, folder))
    return None if found is None or found.resolve() == packaged_templates().resolve() else found


def overlaid(folder: str, own: Own, *, parts: tuple[str, ...] = ()) -> Assets:
    """Return the files for a kind of document, with somebody's own before the packaged ones, name by name."""
    packaged = _packaged((BASE, *parts, folder), packaged_templates())
    return Assets({**packaged.files, **own.files}, own.fonts or packaged.fonts, own=own)


def packaged_templates() -> Path:
    """Return the folder of the templates that come with dealdesk: in the package, or in the checkout around it."""
    package = Path(__file__).resolve().parents[1]
    for place in (package / "_data" / "templates", package.parents[1] / "templates"):
        if (place / BASE).is_dir():
            return place
    raise RenderError("dealdesk's own templates are missing; install it again")


def forget() -> None:
    """Read the packaged files again when they are asked for next."""
    _packaged.cache_clear()


@lru_cache(maxsize=32)
def _packaged(parts: tuple[str, ...], place: Path) -> Assets:
    return Assets(read_folder(place, parts), place / BASE / "fonts")
