"""Broken files that cannot lie in a repository: too large, of other encodings, with characters that editors lose.

Each is made in an empty folder; what the user sees is `<group>/<name>.txt`, as for those that can.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.errors.gallery import HERE

HEAD = 'catalog = "shop"\nissued = 2026-11-20\nstart = 2027-01-01\nmonths = 36\n'
DEAL = HEAD + '[customer]\nname = "Northwind"\n\n[[lines]]\nsku = "suite"\nquantity = 20\n'
CATALOG = """\
[catalog]
id = "acme"
name = "Acme"
version = "2026.1"
currency = "USD"

[products.gateway]
name = "Gateway"
kind = "plugin"
family = "software"
charges = [{ id = "platform", period = "year", model = "flat", price = 24000 }]
"""


@dataclass(frozen=True)
class Made:
    """A broken file that is made.

    Attributes:
        group: Where its golden file lies.
        name: Its name, without `.toml`.
        sentence: What is wrong with it.
        make: Makes it at a path, or leaves that path empty.
        catalog: Whether it is checked as a catalog.
        one_file: Whether that catalog is one file rather than a folder.
    """

    group: str
    name: str
    sentence: str
    make: Callable[[Path], object]
    catalog: bool = False
    one_file: bool = False

    @property
    def golden(self) -> Path:
        return HERE / self.group / f"{self.name}.txt"

    @property
    def file(self) -> str:
        return self.name if self.catalog and not self.one_file else f"{self.name}.toml"

    @property
    def command(self) -> str:
        return f"dealdesk {'catalog validate' if self.catalog else 'price'} {self.file}"


def _bytes(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _text(content: str) -> Callable[[Path], object]:
    return _bytes(content.encode("utf-8", "surrogatepass"))


def _customer(name: str) -> Callable[[Path], object]:
    return _text(DEAL.replace("Northwind", name))


def _folder(**files: str) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        path.mkdir()
        for name, content in files.items():
            (path / name.replace("_", ".")).write_text(content, encoding="utf-8")

    return make


def _beside(name: str, content: str) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        file = path.parent / name.format(path.name)
        file.parent.mkdir(parents=True)
        file.write_text(content, encoding="utf-8")

    return make


def _part(path: Path) -> None:
    path.with_name("catalog.toml").write_text(CATALOG, encoding="utf-8")
    path.write_text("[rules.term]\ntiers = [{ from = 36, percent = 8 }]\n", encoding="utf-8")


MADE = (
    Made("file", "missing", "There is no such file.", lambda path: None),
    Made("file", "loop", "The file cannot be read: here, a link that leads to itself.", lambda p: p.symlink_to(p.name)),
    Made("file", "folder", "A folder without a deal.toml is no deal.", _folder(readme_txt="no deal")),
    Made("file", "no-toml", "A folder without TOML files is no catalog.", _folder(readme_txt="no catalog"), True),
    Made("file", "no-catalog", "There is no catalog of this name, and no such file.", lambda path: None, True),
    Made("file", "empty", "The file is empty.", _bytes(b"")),
    Made("file", "comments", "The file has only comments.", _bytes(b"# to be done\n")),
    Made("file", "empty-catalog", "The catalog is empty.", _bytes(b"\n"), True, True),
    Made("file", "misspelt", "The file is called otherwise.", lambda p: p.with_name("misspell.toml").write_text(DEAL)),
    Made("file", "elsewhere", "The deal lies in a folder.", _beside("deals/first.toml", DEAL)),
    Made("file", "folder-of-deals", "The folder has deals in it.", _folder(first_toml=DEAL, second_toml=DEAL)),
    Made("file", "folder-of-a-catalog", "The folder is a catalog.", _folder(catalog_toml=CATALOG)),
    Made(
        "file", "folder-of-catalogs", "The folder has catalogs in it.", _beside("{}/acme/catalog.toml", CATALOG), True
    ),
    Made("file", "catalog-for-deal", "The file is a catalog where a deal belongs.", _text(CATALOG)),
    Made("file", "deal-for-catalog", "The file is a deal where a catalog belongs.", _text(DEAL), True, True),
    Made("file", "part", "The file is one of several that are a catalog.", _part, True, True),
    Made("file", "pdf", "The file is a PDF.", _bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")),
    Made("file", "spreadsheet", "The file is a spreadsheet.", _bytes(b"PK\x03\x04\x14\x00\x06\x00")),
    Made("file", "csv", "The file is a table of values with commas.", _text("sku,quantity\nsuite,20\n")),
    Made(
        "file",
        "latin-1",
        "The file was saved as Latin-1 or Windows-1252.",
        _bytes(DEAL.replace("North", "N\u00f6rth").encode("cp1252")),
    ),
    Made("file", "utf-16", "The file was saved as UTF-16, which Windows calls Unicode.", _bytes(DEAL.encode("utf-16"))),
    Made(
        "file", "utf-16-bare", "The file is UTF-16 without a mark at its beginning.", _bytes(DEAL.encode("utf-16-le"))
    ),
    Made(
        "file",
        "cut-short",
        "The file ends in the middle of a character.",
        _bytes(DEAL.encode() + "# \u20ac".encode()[:-1]),
    ),
    Made("file", "gzip", "The file is not text at all.", _bytes(bytes.fromhex("1f8b08000000000000034b"))),
    Made("file", "two-marks", "The file has two byte order marks; one is passed over.", _text("\ufeff\ufeff" + DEAL)),
    Made(
        "file",
        "old-mac",
        "The lines end in carriage returns, as on old Macintoshes.",
        _bytes(DEAL.replace("\n", "\r").encode()),
    ),
    Made(
        "characters",
        "escape",
        "A control character would act on the terminal: here, clear its screen.",
        _customer("North\x1b[2Jwind"),
    ),
    Made("characters", "nul", "A NUL character ends texts in other programs.", _customer("x" * 1100 + "\x00")),
    Made(
        "characters",
        "bidi",
        "A mark makes the text read from right to left, so that it shows something else.",
        _customer("North\u202ewind"),
    ),
    Made("characters", "isolate", "The same, hidden in a comment.", _text("# discount \u2066 50 %\n" + DEAL)),
    Made(
        "characters",
        "line-separator",
        "A line separator is a line end for some programs and none for others.",
        _customer("North\u2028wind"),
    ),
    Made(
        "characters",
        "paragraph-separator",
        "A paragraph separator stops the making of a PDF.",
        _customer("North \u2029 wind"),
    ),
    Made(
        "characters",
        "private-use",
        "A character of private use has no meaning of its own, and no picture.",
        _customer("North\ue000wind"),
    ),
    Made("characters", "undefined", "The character does not exist in Unicode.", _customer("North\uffffwind")),
    Made(
        "characters",
        "surrogate",
        "Half of a pair, left behind by a program that cut a text in two.",
        _customer("North\ud83dwind"),
    ),
    Made(
        "characters",
        "c1",
        "A control character of the second set, which terminals obey as well.",
        _customer("North\x9b2Jwind"),
    ),
    Made(
        "characters", "form-feed", "Old editors put form feeds between pages.", _text(DEAL.replace("\n\n", "\n\x0c\n"))
    ),
    Made("size", "deal", "A deal has at most 1 MiB.", _bytes(DEAL.encode() + b"# filler\n" * 120_000)),
    Made("size", "long-line", "A line has at most 65,536 characters.", _text(DEAL + "# " + "x" * 70_000)),
    Made("size", "long-text", "A text on one line is too long for a line.", _customer("x" * 70_000)),
    Made("size", "values", "A deal has at most 65,536 values.", _text(DEAL + "usage = [\n" + "1,\n" * 66_000 + "]\n")),
    Made(
        "size", "deep-lists", "Lists are nested deeper than 32 levels.", _text(DEAL + "usage = " + "[" * 40 + "]" * 40)
    ),
    Made(
        "size",
        "deep-tables",
        "Tables are nested deeper than 32 levels.",
        _text(DEAL + "usage = " + "{ a = " * 40 + "1" + " }" * 40),
    ),
    Made(
        "size",
        "deep-keys",
        "A dotted key has more than 16 parts.",
        _text(HEAD + "a." * 20 + "b = 1\n" + DEAL.removeprefix(HEAD)),
    ),
    Made("size", "deep-header", "The name of a table has more than 16 parts.", _text(DEAL + "[" + "a." * 20 + "b]\n")),
    Made("size", "many-lines", "A deal has at most 500 lines.", _text(DEAL + '[[lines]]\nsku = "suite"\n' * 500)),
    Made(
        "size",
        "many-changes",
        "Lines that start on different days cut the term of every line.",
        _text(
            DEAL
            + "".join(
                f'[[lines]]\nsku = "suite"\nstart = {date(2027, 1, 1) + timedelta(days=5 * n)}\n' for n in range(200)
            )
        ),
    ),
)
