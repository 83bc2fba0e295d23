"""Bombs: small or large files that are meant to take long, to fill the memory, or to get through.

Each is refused at once.  A deal has at most 1 MiB and a file of a catalog 16 MiB, and those sizes are used here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dealdesk.catalog.source import CATALOG_FILE_BYTES, DEAL_BYTES

CATALOG = """\
[catalog]
id = "acme"
name = "Acme"
version = "1"
currency = "USD"

[products.gateway]
name = "Gateway"
kind = "plugin"
family = "software"

[[products.gateway.charges]]
id = "platform"
period = "year"
model = "flat"
price = 24000
"""
DEAL = """\
catalog = "acme"
issued = 2026-11-20
start = 2027-01-01
months = 36
customer = { name = "Northwind" }

[[lines]]
sku = "gateway"
"""


class Bomb(NamedTuple):
    """A file that is refused.

    Attributes:
        name: What it is.
        sort: Whether it is read as a deal, or as a catalog.
        make: Makes its bytes; the large ones are made only when they are needed.
        told: A part of the first message.
    """

    name: str
    sort: str
    make: Callable[[], bytes]
    told: str


def full(unit: str, limit: int, before: str = "", behind: str = "") -> bytes:
    """Return a file of almost *limit* bytes that repeats *unit*."""
    start, one, end = before.encode(), unit.encode(), behind.encode()
    return start + one * ((limit - len(start) - len(end)) // len(one)) + end


def numbered(unit: str, count: int, before: str = "", behind: str = "") -> bytes:
    """Return a file that repeats *unit* with a number in it."""
    return (before + "".join(unit.format(n) for n in range(count)) + behind).encode()


def bombs() -> Iterator[Bomb]:
    """Yield every bomb."""
    for name, sort, make, told in (*_depth(), *_numbers(), *_size(), *_endless(), *_bytes(), *_mistakes()):
        yield Bomb(name, sort, make if callable(make) else lambda made=make: made, told)


Rows = Iterator[tuple[str, str, Callable[[], bytes] | bytes, str]]


def _depth() -> Rows:
    parts, deep = "too many parts", "nested too deep"
    yield "dotted key", "deal", b"a." * 20_000 + b"a = 1", parts
    yield "dotted header", "deal", b"[" + b"a." * 20_000 + b"a]", parts
    yield "dotted header of a list", "deal", b"[[" + b"a." * 20_000 + b"a]]", parts
    yield "quoted dotted key", "deal", b"'a'." * 15_000 + b"a = 1", parts
    yield "dotted key in a table", "deal", b"x = {" + b"a." * 20_000 + b"a = 1}", parts
    yield "dotted keys on many lines", "deal", numbered("a." * 500 + "a{} = 1\n", 900), parts
    yield "nested lists", "deal", b"a = " + b"[" * 30_000 + b"]" * 30_000, deep
    yield "nested lists on lines", "deal", b"a = " + b"[\n" * 30_000 + b"]\n" * 30_000, deep
    yield "nested lists, not closed", "deal", b"a = " + b"[" * 32_000, deep
    yield "nested tables", "deal", b"a = " + b"{a=" * 10_000 + b"1" + b"}" * 10_000, deep
    yield "nested tables of dotted keys", "deal", b"a = " + b"{a.b.c.d.e.f.g=" * 4_000 + b"1" + b"}" * 4_000, deep
    yield "mixed nesting", "deal", b"a = " + b"[{b=" * 10_000, deep
    yield "nested headers", "deal", b"[" + b".".join([b"abcdefgh"] * 16) + b"]\n" + b"i." * 15 + b"i.j = 1\n" * 2, parts


def _numbers() -> Rows:
    yield "many digits", "deal", b"a = " + b"9" * 60_000, "digits"
    yield "many digits behind the point", "deal", b"a = 0." + b"9" * 60_000, "decimals"
    yield "many zeros before the point", "deal", b"a = " + b"0" * 60_000 + b"1", "is not a number"
    yield "many hexadecimal digits", "deal", b"a = 0x" + b"f" * 60_000, "too large"
    yield "many octal digits", "deal", b"a = 0o" + b"7" * 60_000, "too large"
    yield "many binary digits", "deal", b"a = 0b" + b"1" * 60_000, "too large"
    yield "many digits with separators", "deal", b"a = 1" + b"_0" * 30_000, "digits"
    yield "large exponent", "deal", b"a = 1e999999999", "exponent"
    yield "exponent beyond Decimal", "deal", b"a = 1e99999999999999999999", "exponent"
    yield "small exponent", "deal", b"a = 1e-999999999", "exponent"
    yield "exponent of many digits", "deal", b"a = 1e" + b"9" * 60_000, "exponent"
    yield "nan", "deal", b"a = nan", "nan is not a number"
    yield "infinity", "deal", b"a = [+inf]", "inf is not a number"
    yield "negative zero", "deal", b"a = -0.0", "negative zero"
    yield "date with many digits", "deal", b"a = 2027-01-01T00:00:00." + b"9" * 60_000, ""
    yield "numbers in a row", "deal", b"a = " + b"1-" * 30_000, ""


def _size() -> Rows:
    values, lines = "too many values", "too many lines"
    deal, catalog = DEAL_BYTES, CATALOG_FILE_BYTES
    yield "deal a byte too large", "deal", lambda: full("# " + "filler " * 9 + "\n", deal + 99), "too large"
    yield (
        "catalog a byte too large",
        "catalog",
        lambda: full("# " + "filler " * 9 + "\n", catalog + 99),
        "too large",
    )
    yield "large in bytes only", "deal", lambda: "é".encode() * (deal * 2 // 3), "too large"
    yield "long line", "deal", b'a = "' + b"x" * 1_000_000 + b'"', "characters"
    yield "long comment", "deal", b"#" * 1_000_000, "characters"
    yield "long key", "deal", b"k" * 1_000_000 + b" = 1", "characters"
    yield "long header", "deal", b"[" + b"k" * 1_000_000 + b"]", "characters"
    yield "long blanks", "deal", b" " * 1_000_000 + b"a = 1", "characters"
    yield "long text on lines", "deal", lambda: full("x" * 999 + "\n", deal, 'a = """', '"""'), "characters"
    yield "long text of escapes", "catalog", lambda: full("\\n" * 999 + "\n", catalog, 'a = """', '"""'), "characters"
    yield "long text of quotes", "deal", lambda: full('""\\"' * 99 + "\n", deal, 'a = """', '"""'), "characters"
    yield "list of ones", "catalog", lambda: full("1,", catalog // 256, "a = [", "]") * 256, values
    yield "list of ones on lines", "catalog", lambda: full("1,\n", catalog, "a = [", "]"), values
    yield "list of empty lists", "catalog", lambda: full("[],\n", catalog, "a = [", "]"), values
    yield "list of empty tables", "catalog", lambda: full("{},\n", catalog, "a = [", "]"), values
    yield "entries of a list", "catalog", lambda: full("[[a]]\n", catalog), values
    yield "empty tables", "catalog", lambda: numbered("[t{}]\n", 900_000), values
    yield "short keys", "catalog", lambda: numbered("k{}=1\n", 1_200_000), values
    yield "one table of many keys", "deal", lambda: numbered("k{}=1,\n", 90_000, "a = {", "}"), values
    yield "blank lines", "catalog", lambda: full("\n", catalog), lines
    yield "blank lines of a deal", "deal", lambda: full("\r\n", deal), lines
    yield "comments", "catalog", lambda: full("#\n", catalog), lines


def _endless() -> Rows:
    open_text, values, lines = "not closed", "too many values", "too many lines"
    yield "open text", "deal", lambda: full("x" * 99 + "\n", DEAL_BYTES, 'a = """'), open_text
    yield "open text of quotes", "deal", lambda: full('""x' * 99 + "\n", DEAL_BYTES, 'a = """x'), open_text
    yield "open text of backslashes", "deal", lambda: full("\\\\" * 99 + "\n", DEAL_BYTES, 'a = """'), open_text
    yield "open text in single quotes", "deal", lambda: full("''x" * 99 + "\n", DEAL_BYTES, "a = '''x"), open_text
    yield "open text of a catalog", "catalog", lambda: full("x" * 99 + "\n", CATALOG_FILE_BYTES, 'a = """'), open_text
    yield "open text of many lines", "deal", b'a = """' + b"\n" * 900_000, lines
    yield "open list", "deal", b"a = [" + b"1,\n" * 60_000, "missing"
    yield "open list of comments", "deal", b"a = [" + b"# \n" * 60_000, "missing"
    yield "open list of blanks", "deal", b"a = [" + (b" " * 60_000 + b"\n") * 15, "missing"
    yield "open table", "deal", numbered("k{}=1,\n", 30_000, "a = {"), "missing"
    yield "brackets", "deal", b"[" * 30_000, ""
    yield "brackets on lines", "deal", b"[[\n" * 16_000, ""
    yield "brackets without end", "deal", b"[" * 900_000, values
    yield "quotes", "deal", b'"' * 60_000, ""
    yield "a quote a line", "deal", b'"\n' * 60_000, "not closed"
    yield "equals signs", "deal", b"=" * 60_000, "key is missing"
    yield "dots", "deal", b"." * 60_000, ""
    yield "commas", "deal", b"a = [" + b"," * 60_000, "entry is missing"
    yield "backslashes", "deal", b'a = "' + b"\\" * 60_000, ""


def _bytes() -> Rows:
    yield "NUL bytes", "deal", b"\x00" * 500_000, "NUL"
    yield "random bytes", "deal", lambda: random.Random(1).randbytes(500_000), ""
    yield "UTF-16", "deal", DEAL.encode("utf-16"), "UTF-16"
    yield "UTF-16 without a mark", "deal", DEAL.encode("utf-16-le"), "NUL"
    yield "UTF-32", "deal", DEAL.encode("utf-32"), "UTF-16"
    yield "Latin-1", "deal", DEAL.replace("North", "Nörth").encode("latin-1"), "not UTF-8"
    yield "mixed encodings", "deal", "# é\n".encode() * 10_000 + "# é\n".encode("cp1252"), "not UTF-8"
    yield "overlong UTF-8", "deal", b'a = "\xc0\xaf"', "not UTF-8"
    yield "surrogate in UTF-8", "deal", b'a = "\xed\xa0\x80"', "not UTF-8"
    yield "two byte order marks", "deal", ("\ufeff\ufeff" + DEAL).encode(), "a line is"
    yield "old Macintosh line ends", "deal", b"a = 1\rb = 2\r", "carriage return"
    yield "gzip", "deal", bytes.fromhex("1f8b0800000000000003"), ""
    yield "control characters", "deal", b"# \x1b\n" * 60_000, "control character"
    yield "marks of direction", "deal", "# \u202e\n".encode() * 60_000, "direction"
    yield "escapes of marks", "deal", b'a = ["' + b'",\n"'.join([b"\\u202e" * 50] * 2_000) + b'"]', "direction"
    yield "emoji beyond size", "catalog", lambda: full("# 😀\n", CATALOG_FILE_BYTES + 99), "too large"


def _mistakes() -> Rows:
    yield "keys given twice", "deal", numbered("k{} = 1\n", 60_000, behind="k7 = 1\n"), "given already"
    yield "all keys given twice", "deal", b"k = 1\n" * 60_000, "given already"
    yield "tables given twice", "deal", numbered("[t{}]\n", 30_000, behind="[t7]\n"), "given already"
    yield "bad numbers", "deal", b"a = [" + b"nan,\n" * 60_000 + b"]", "nan is not"
    yield "unknown keys", "deal", numbered("k{} = 1\n", 60_000), "is missing"
    yield "unknown tables", "deal", numbered("[t{}]\n", 30_000), "is missing"
    yield (
        "lines that are none",
        "deal",
        DEAL.split("[[")[0].encode() + b"lines = [" + b"1,\n" * 60_000 + b"]\n",
        "entry 1",
    )
    yield "negative quantities", "deal", DEAL.encode() + b"[[lines]]\nsku='x'\nquantity=-1\n" * 10_000, ""
    yield "unknown products", "deal", DEAL.encode() + b'[[lines]]\nsku = "gatewya"\n' * 499, "no product"
    yield "long sku", "deal", DEAL.replace('"gateway"', '"' + "g" * 60_000 + '"').encode(), "characters"
    yield "long name", "deal", DEAL.replace("Northwind", "N" * 60_000).encode(), "characters"
    yield "long key of a table", "deal", DEAL.encode() + b"usage = { " + b"k" * 60_000 + b" = 1 }\n", "no usage charge"
    yield "prices that are none", "catalog", _prices, "must be 0 or more"
    yield "names that there are not", "catalog", _names, "no product"


def _products(count: int, price: str, more: str = "") -> bytes:
    unit = (
        '[products.p{0}]\nname = "P"\nkind = "plugin"\nfamily = "f"\n' + more + "\n[[products.p{0}.charges]]\n"
        'id = "c"\nperiod = "year"\nmodel = "flat"\nprice = ' + price + "\n"
    )
    return numbered(unit, count, CATALOG)


def _prices() -> bytes:
    return _products(2_000, "-1")


def _names() -> bytes:
    return _products(2_000, "1", 'excludes = ["p_{0}"]')
