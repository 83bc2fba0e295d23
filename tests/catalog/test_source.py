"""Files are read as one document; what is wrong is refused at one door, with its place."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dealdesk.catalog.source import (
    CATALOG_FILE_BYTES,
    DEAL_BYTES,
    LINE_CHARACTERS,
    REPORTED,
    Sources,
    dotted,
    parse_toml,
    read_toml,
)
from dealdesk.errors import CatalogError, DealError, InputError, Mistake

D = Decimal

CATALOG = """\
[catalog]
id = "acme"
valid_from = 2026-01-01

[products.gateway]
name = "Gateway"

[[products.gateway.charges]]
id = "requests"
tiers = [{ up_to = 500, rate = 0 }, { rate = 2.50 }]
note = \"\"\"
two
lines\"\"\"
"""


def refused(text: str | bytes, tmp_path: Path | None = None) -> tuple[Mistake, ...]:
    """The mistakes for which a text, or the bytes of a file, is refused."""
    if isinstance(text, str):
        with pytest.raises(CatalogError) as caught:
            parse_toml(text, "deal.toml", limit_bytes=DEAL_BYTES)
    else:
        assert tmp_path
        (tmp_path / "deal.toml").write_bytes(text)
        with pytest.raises(CatalogError) as caught:
            read_toml([tmp_path / "deal.toml"], names=["deal.toml"], limit_bytes=DEAL_BYTES)
    return caught.value.mistakes


def only(text: str) -> tuple[str, str]:
    """Place and message of the one mistake in a text."""
    (mistake,) = refused(text)
    return str(mistake.place), mistake.message


def folder(tmp_path: Path, **files: str) -> tuple[dict[str, Any], Sources]:
    """Read files, given as name and text, as one catalog."""
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text)
    paths = [tmp_path / f"{name}.toml" for name in files]
    return read_toml(paths, names=[path.name for path in paths], limit_bytes=CATALOG_FILE_BYTES)


# ---- places


def test_a_value_is_found_where_it_stands() -> None:
    sources = parse_toml(CATALOG, "acme.toml", limit_bytes=DEAL_BYTES)[1]
    rate = ("products", "gateway", "charges", 0, "tiers", 1, "rate")
    place = sources.place(rate)
    assert (str(place), place.length) == ("acme.toml:10:46", 4)
    assert str(sources.key_place(rate)) == "acme.toml:10:39"
    assert sources.at(rate) == "acme.toml:10"
    assert sources.line_text(place) == "tiers = [{ up_to = 500, rate = 0 }, { rate = 2.50 }]"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("products", "gateway", "price"), "acme.toml:5:1"),  # its table's header
        (("products", "gateway", "charges", 0, "price"), "acme.toml:8:1"),
        (("products", "gateway", "charges", 0, "tiers", 0, "flat"), "acme.toml:10:10"),  # its inline table
        (("products", "gateway", "charges", 0, "tiers", 7), "acme.toml:10:9"),  # its list
        (("products", "portal"), "acme.toml:5:2"),  # products is only mentioned, in the first header
        (("rules", "bundle"), "acme.toml:1:1"),
        ((), "acme.toml:1:1"),
    ],
)
def test_what_is_not_there_is_placed_at_the_table_around_it(path: tuple[Any, ...], place: str) -> None:
    assert str(parse_toml(CATALOG, "acme.toml", limit_bytes=DEAL_BYTES)[1].place(path)) == place


def test_a_value_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    sources = parse_toml(CATALOG, "a.toml", limit_bytes=DEAL_BYTES)[1]
    place = sources.place(("products", "gateway", "charges", 0, "note"))
    assert (place.line, place.column, place.length) == (11, 8, 3)


def test_line_ends_of_windows_and_a_byte_order_mark_move_no_place() -> None:
    data, sources = parse_toml("\ufeff" + CATALOG.replace("\n", "\r\n"), "a.toml", limit_bytes=DEAL_BYTES)
    assert data == parse_toml(CATALOG, "a.toml", limit_bytes=DEAL_BYTES)[0]
    assert str(sources.place(("catalog", "id"))) == "a.toml:2:6"
    assert sources.line_text(sources.place(("catalog", "id"))) == 'id = "acme"'
    assert str(sources.place(("products", "gateway", "name"))) == "a.toml:6:8"


def test_a_mistake_is_made_at_the_value_or_at_the_key() -> None:
    sources = parse_toml(CATALOG, "acme.toml", limit_bytes=DEAL_BYTES)[1]
    mistake = sources.mistake(("catalog", "id"), "no such catalog", allowed="a, b", hint="ask", code="id")
    place = sources.place(("catalog", "id"))
    assert mistake == Mistake("no such catalog", place, 'id = "acme"', "a, b", "ask", "id")
    assert str(sources.mistake(("catalog", "id"), "unknown key", on="key").place) == "acme.toml:2:1"


def test_a_path_is_written_as_toml_writes_keys() -> None:
    assert dotted(("products", "a b", "charges", 0, "price")) == 'products."a b".charges[0].price'


# ---- values


def test_numbers_keep_their_written_digits_and_are_never_floats() -> None:
    text = "a = 24_000\nb = 2.50\nc = 1e3\nd = -0.1\ne = 123456789012345678901234\nf = 2026-01-01\n"
    text += "g = 0.000000000001"
    data = parse_toml(text, "a.toml", limit_bytes=DEAL_BYTES)[0]
    assert data == {
        "a": 24000,
        "b": D("2.50"),
        "c": D("1E+3"),
        "d": D("-0.1"),
        "e": 123456789012345678901234,
        "f": date(2026, 1, 1),
        "g": D("0.000000000001"),
    }
    assert (str(data["b"]), str(data["c"]), type(data["a"])) == ("2.50", "1E+3", int)


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("nan", "nan is not a number that can be computed with"),
        ("-inf", "-inf is not a number that can be computed with"),
        ("-0.0", "a negative zero is not a number that can be computed with; write 0"),
        ("-0", "a negative zero is not a number that can be computed with; write 0"),
        ("1234567890123456789012345", "the number has 25 digits"),
        ("1e9", None),
        ("1e15", None),
        ("1e16", "the exponent of the number is too large"),
        ("1e999999999", "the exponent of the number is too large"),
        ("1e99999999999999999999", "the exponent of the number is too large"),
        ("1e-99999999999999999999", "the exponent of the number is too small"),
        ("1.5e-12", "the number has 13 decimals"),
        ("0.0000000000001", "the number has 13 decimals"),
        ("1234567890123.123456789012", "the number has 25 digits"),
        ("12345678901234567890e5", "the number has 25 digits"),
        ("0xffffffffffffffffffff", "the number is too large"),
        ("0x" + "f" * 60_000, "the number is too large"),
        ("9" * 5_000, "the number has 5,000 digits"),
        ("9" * 5_000 + "x", "the number has too many digits"),
        ("0xffff", None),
        ("1_000.5", None),
        ("1979-05-27T07:32:00Z", None),
    ],
)
def test_a_number_that_no_price_can_have_is_refused_at_its_place(number: str, message: str | None) -> None:
    text = f"[t]\nx = [ {number} ]"
    if message is None:
        assert parse_toml(text, "deal.toml", limit_bytes=DEAL_BYTES)[0]
    else:
        (mistake,) = refused(text)
        assert (str(mistake.place), mistake.message) == ("deal.toml:2:7", message)
        assert mistake.allowed == "a number of at most 24 digits, at most 12 of them decimals"
        assert mistake.code == "number"


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ('a = "x\u202ey"', "deal.toml:1:7", "U+202E is a mark that turns the direction of text"),
        ('a = "x\\u202Ey"', "deal.toml:1:7", "U+202E is a mark that turns the direction of text"),
        ('a = "\\\\u202E"', None, ""),
        ("a = '\\u202E'", None, ""),
        ('a = "\\b"', "deal.toml:1:6", "U+0008 is a control character"),
        ('a = "\\x1b[0m"', "deal.toml:1:6", "U+001B is a control character"),
        ('a = """\n\\\n \x85"""', "deal.toml:3:2", "U+0085 is a control character"),
        ('a = "\u2029"', "deal.toml:1:6", "U+2029 is a paragraph separator"),
        ('a = "\ud800"', "deal.toml:1:6", "U+D800 is half of a surrogate pair"),
        ('a = "\ue000"', "deal.toml:1:6", "U+E000 is a character of private use"),
        ('a = "\uffff"', "deal.toml:1:6", "U+FFFF is a character that Unicode does not define"),
        ('"k\\u2028" = 1', "deal.toml:1:3", "U+2028 is a line separator"),
        ("# \u2066 hidden", "deal.toml:1:3", "U+2066 is a mark that turns the direction of text"),
        ('a = "\x00"', "deal.toml:1:6", "U+0000 is a control character"),
        ('a = "tab\\t line\\n é\u00a0 \U0001f469\u200d\U0001f4bb"', None, ""),
        ('a = """\ttab\nline"""\r\n', None, ""),
    ],
)
def test_a_character_that_cannot_be_seen_is_refused(text: str, place: str | None, what: str) -> None:
    if place is None:
        assert parse_toml(text, "deal.toml", limit_bytes=DEAL_BYTES)[0]
    else:
        assert only(text) == (place, what)


def test_all_bad_numbers_and_characters_of_a_file_are_reported_in_its_order() -> None:
    mistakes = refused('a = nan\nb = "\u202e"\nc = [1e99, -0.0]\n"d\\u0007" = 1\n')
    assert [str(mistake.place) for mistake in mistakes] == [
        "deal.toml:1:5",
        "deal.toml:2:6",
        "deal.toml:3:6",
        "deal.toml:3:12",
        "deal.toml:4:3",
    ]


def test_a_flood_of_mistakes_is_cut_with_a_word_about_it() -> None:
    mistakes = refused("x = nan\n" * 1 + "".join(f"x{n} = nan\n" for n in range(5_000)))
    assert len(mistakes) == REPORTED + 1
    assert mistakes[-1].message == "more mistakes like these are not listed"


# ---- text that is not TOML


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a = 1\nb = 24,000", "deal.toml:2:5", "24,000 is not a number"),
        ("a = $5", "deal.toml:1:5", "$5 is not a number"),
        ("a\t=\tTrue", "deal.toml:1:5", "True is not a value"),
        ("a = 1\r\nb\r\n", "deal.toml:2:2", "`=` is missing after the key"),
        ("x y = 1", "deal.toml:1:1", "`=` is missing after the key"),
        ("é = 1", "deal.toml:1:1", "a line is `key = value`, `[table]` or a comment"),
        ("[a\nb = 1", "deal.toml:1:3", "the `]` of the table is missing"),
        ("[]", "deal.toml:1:1", "the table has no name"),
        ("a = 1e99999999999999999999x", "deal.toml:1:7", "99999999999999999999x is not a number"),
        ("a = 2026-02-30", "deal.toml:1:5", "there is no such date"),
        ('a = "\\q"', "deal.toml:1:8", "`\\` starts an escape that TOML does not know"),
        ('a = "x\nb = 1', "deal.toml:1:7", "the text is not closed on its line"),
        ("a = 'x\nb = ''", "deal.toml:1:7", "the text is not closed on its line"),
        ('a = 1\nt = """x\ny\n\n', "deal.toml:2:5", "the text that starts here is not closed"),
        ("a = [1,\n2\nb = 1\n", "deal.toml:3:1", "`,` or `]` is missing"),
        ("a = { b = 1 c = 2 }", "deal.toml:1:13", "`,` or `}` is missing"),
    ],
)
def test_a_syntax_error_stands_alone_in_plain_words(text: str, place: str, message: str) -> None:
    assert only(text) == (place, message)


def test_text_that_is_not_closed_is_marked_where_it_starts() -> None:
    assert refused('a = 1\nt = """x\ny\n')[0].hint == 'put """ at its end'
    assert only("a = 'x") == ("deal.toml:1:5", "the text that starts here is not closed")


def test_a_list_that_is_not_closed_is_told_from_where_it_starts() -> None:
    assert refused("a = 1\nt = [1,\n2\nx = 3\n")[0].hint == "the list starts on line 2: close it with ]"
    assert refused("a = 1\nt = { b = [1],\nc = 2")[0].hint == "the table starts on line 2: close it with }"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a = 1\nb = 2\na = 3\nc = 4", "deal.toml:3:1", "`a` is given already on line 1"),
        ("a = 1\r\n\r\n\r\na = 3\r\n", "deal.toml:4:1", "`a` is given already on line 1"),
        ("[t]\nx = 1\n[u]\n[t]\ny = 1", "deal.toml:4:2", "`t` is given already on line 1"),
        ("[t]\nx = 1\n[u]\n[t.x]\ny = 1", "deal.toml:4:4", "`t.x` is given already on line 2"),
        (
            "x = { a = 1, b = { a = 1 }, a = [{ a = 1 }] }",
            "deal.toml:1:29",
            "`x.a` is given already on line 1",
        ),
        ("[[t]]\nx = 1\n[[t]]\nx = 1\n\nx = 2", "deal.toml:6:1", "`t[1].x` is given already on line 4"),
        ("t = [1]\n[[t]]", "deal.toml:2:3", "`t` is given already on line 1"),
        ("[[t]]\n[t]", "deal.toml:2:2", "`t` is given already on line 1"),
        ("a.b = 1\na.b.c = 2", "deal.toml:2:5", "`a.b` is given already on line 1"),
        ("[a.b]\nc = 1\n[a]\nb.d = 2", "deal.toml:4:3", "`a.b` is given already on line 1"),
        ("a = { b = 1 }\n[a.c]", "deal.toml:2:4", "`a` is given already on line 1"),
        ('k = """\n1\n"""\nl = 1\n"k" = """\n2\n"""', "deal.toml:5:1", "`k` is given already on line 1"),
    ],
)
def test_a_key_given_twice_is_marked_the_second_time(text: str, place: str, message: str) -> None:
    assert only(text) == (place, message)


def test_bytes_that_are_not_utf_8_are_found_by_line_and_column(tmp_path: Path) -> None:
    (mistake,) = refused('a = 1\nß = "M'.encode() + b'\xfcnchen"\n', tmp_path)
    assert (str(mistake.place), mistake.message) == ("deal.toml:2:7", "the byte 0xfc is not UTF-8")
    assert mistake.source_line == 'ß = "M\ufffdnchen"'
    assert mistake.hint == "save the file as UTF-8: most editors offer it under Save as, Encoding"


def test_utf_16_is_called_by_its_name(tmp_path: Path) -> None:
    (mistake,) = refused("a = 1".encode("utf-16"), tmp_path)
    assert mistake.message == "the file is UTF-16, not UTF-8"


# ---- several files


def test_the_tables_of_several_files_are_merged_and_each_value_keeps_its_place(tmp_path: Path) -> None:
    data, sources = folder(
        tmp_path,
        catalog='[catalog]\nid = "acme"\n[products.a]\nname = "A"\n',
        products='# more\n[products.b]\nname = "B"\n[catalog.terms]\ntax = "net"\n',
        rules="[products]\n[rules.bundle]\nbase = 'list'\n",
    )
    assert data == {
        "catalog": {"id": "acme", "terms": {"tax": "net"}},
        "products": {"a": {"name": "A"}, "b": {"name": "B"}},
        "rules": {"bundle": {"base": "list"}},
    }
    assert sources.files == ("catalog.toml", "products.toml", "rules.toml")
    assert sources.at(("products", "b", "name")) == "products.toml:3"
    assert sources.at(("catalog", "terms", "tax")) == "products.toml:5"
    assert sources.at(("catalog", "terms", "support")) == "products.toml:4"
    assert sources.at(("catalog", "name")) == "catalog.toml:1"
    assert sources.at(("products",)) == "rules.toml:1"  # its own header, not one that only mentions it
    assert sources.line_text(sources.place(("products", "b", "name"))) == 'name = "B"'


def test_a_key_in_two_files_is_a_mistake_that_names_both_places(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        folder(
            tmp_path,
            a='[products.a]\nname = "A"\n[[products.a.charges]]\nid = "x"\n[rules]\nx = 1\n',
            b='[products]\na.name = "B"\n[[products.a.charges]]\nid = "y"\n[rules.x]\n',
        )
    assert [(str(mistake.place), mistake.message) for mistake in caught.value.mistakes] == [
        ("b.toml:2:3", "`products.a.name` is given already at a.toml:2"),
        ("b.toml:3:14", "`products.a.charges` is given already at a.toml:3"),
        ("b.toml:5:8", "`rules.x` is given already at a.toml:6"),
    ]


def test_the_mistakes_of_all_files_come_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        folder(tmp_path, a="x = nan\ny = nan", b="z = ", c="ok = 1")
    places = [str(mistake.place) for mistake in caught.value.mistakes]
    assert places == ["a.toml:1:5", "a.toml:2:5", "b.toml:1:4"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(DealError, match=r"nowhere\.toml:1:1: error: there is no such file") as caught:
        read_toml([tmp_path / "nowhere.toml", tmp_path], limit_bytes=10, error=DealError)
    assert len(caught.value.mistakes) == 2


# ---- input that is meant to hurt

DEEP = 100_000
BOMBS: dict[str, str | bytes] = {
    "dotted key": "a." * 20_000 + "a = 1",
    "dotted header": "[" + "a." * 20_000 + "a]",
    "quoted dotted key": "'a'." * 15_000 + "a = 1",
    "dotted key in an inline table": "x = {" + "a." * 20_000 + "a = 1}",
    "many dotted keys on many lines": "\n".join("a." * 500 + f"a{n} = 1" for n in range(500)),
    "nested lists": "a = " + "[" * 50_000 + "]" * 50_000,
    "nested lists on lines": "a = " + "[\n" * DEEP + "]\n" * DEEP,
    "nested inline tables": "a = " + "{a=" * 20_000 + "1" + "}" * 20_000,
    "nested inline tables of dotted keys": "a = " + "{a.b.c.d.e.f.g=" * 4_000 + "1" + "}" * 4_000,
    "mixed nesting": "a = " + "[{b=" * 10_000,
    "many digits": f"a = {'9' * 60_000}",
    "many digits behind the point": f"a = 0.{'9' * 60_000}",
    "many hexadecimal digits": f"a = 0x{'f' * 60_000}",
    "many binary digits": f"a = 0b{'1' * 60_000}",
    "many digits with separators": f"a = 1{'_0' * 30_000}",
    "large exponent": "a = 1e999999999",
    "exponent beyond decimal": "a = 1e99999999999999999999",
    "small exponent": "a = 1e-999999999",
    "exponent of many digits": f"a = 1e{'9' * 60_000}",
    "nan": "a = nan",
    "infinity": "a = [+inf]",
    "negative zero": "a = -0.0",
    "long line": 'a = "' + "x" * 1_000_000 + '"',
    "long comment": "#" * (LINE_CHARACTERS + 1),
    "long key": "k" * 1_000_000 + " = 1",
    "too large": b"# filler\n" * 200_000,
    "too large in bytes only": "é" * (DEAL_BYTES * 2 // 3),
    "text that is not closed": 'a = """' + "\n" * 900_000,
    "text with quotes that is not closed": 'a = """' + '""\n' * 300_000,
    "text with backslashes that is not closed": 'a = """' + "\\\\\n" * 300_000,
    "literal text that is not closed": "a = '''" + "''\n" * 300_000,
    "brackets of tables": "[" * 60_000,
    "brackets on lines": "[[\n" * DEEP,
    "quotes": '"' * 60_000,
    "one quote a line": '"\n' * DEEP,
    "equals signs": "=" * 60_000,
    "dots": "." * 60_000,
    "commas in a list": "a = [" + "," * 60_000,
    "list that is not closed": "a = [" + "1,\n" * 200_000,
    "comments in a list that is not closed": "a = [" + "#\n" * 300_000,
    "blanks in a list that is not closed": "a = [" + (" " * 60_000 + "\n") * 15,
    "table that is not closed": "a = {" + "".join(f"k{n}=1,\n" for n in range(50_000)),
    "many keys given twice": "".join(f"k{n} = 1\n" for n in range(50_000)) + "k7 = 1",
    "many tables given twice": "".join(f"[t{n}]\n" for n in range(50_000)) + "[t7]",
    "bad characters": '# "\u202e"\n' * 100_000,
    "bad escapes": 'a = ["' + '",\n"'.join(["\\u202e" * 50] * 2_000) + '"]',
    "bad numbers": "a = [" + "nan,\n" * 100_000 + "]",
    "NUL bytes": b"\x00" * 500_000,
    "random bytes": random.Random(1).randbytes(500_000),
    "UTF-16": CATALOG.encode("utf-16"),
    "UTF-16 without a mark": CATALOG.encode("utf-16-le"),
    "UTF-32": CATALOG.encode("utf-32"),
    "Latin-1": 'a = "é"'.encode("latin-1"),
    "mixed encodings": 'a = "é"\n'.encode() * 10_000 + 'b = "é"\n'.encode("cp1252"),
    "overlong UTF-8": b'a = "\xc0\xaf"',
    "surrogate in UTF-8": b'a = "\xed\xa0\x80"',
    "lone surrogate": 'a = "\ud800"',
    "second byte order mark": "\ufeff\ufeffa = 1",
    "old Macintosh line ends": "a = 1\rb = 2\r",
    "gzip": bytes.fromhex("1f8b0800000000000003"),
}
HARMLESS = {
    "20,000 tables": "".join(f"[t{n}.a.b]\nx = {n}\n" for n in range(20_000)),
    "15,000 tables of a list": "[[t]]\n" * 15_000,
    "text of 60 KB": 'a = """' + ("x" * 30_000 + "\n") * 2 + '"""',
    "text of 60 KB in escapes": 'a = """' + ("\\n" * 15_000 + "\n") * 2 + '"""',
    "text of 60 KB in quotes": 'a = """' + ('""\\"\n' * 12_000) + '"""',
    "list of 60,000": "a = [" + "1,\n" * 60_000 + "]",
    "60,000 line ends": "\n" * 60_000,
    "a megabyte of tabs": ("\t" * 60_000 + "\n") * 17,
    "byte order mark": "\ufeffa = 1",
    "line ends of Windows": "a = 1\r\n[b]\r\n",
    "nothing": "",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once_with_a_place(name: str, tmp_path: Path) -> None:
    mistakes = refused(BOMBS[name], tmp_path)
    text = str(CatalogError(mistakes))
    assert all(re.match(r"deal\.toml:\d+:\d+: error: \S", mistake.render()) for mistake in mistakes)
    assert len(text) < 100_000


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_only_large_or_unusual_is_read(name: str) -> None:
    parse_toml(HARMLESS[name], "deal.toml", limit_bytes=DEAL_BYTES)


SEEDS = [
    CATALOG.encode(),
    b'x = { a = [1, 2.5, "z"], b.c = \'q\' } # c\r\n[[t]]\r\n"k\\u00e9" = """\r\nm\\\r\n  n"""\r\n[t.u]\r\n'
    b"d = 2026-01-01 10:00:00Z",
    b"a = -1e3\nb = 0xff\nc = [7.25, [+8], {d = true}]\n[a1.b]\n[a1]\n[[c1.d]]\n[[c1.d]]\ne = '''x'y'''\n",
    'n = "Zürich 株式会社 😀"\n[products."a b"]\nprices = { USD = 100, EUR = 95.00 }\n'.encode(),
]
TOKENS = [
    *b"[ ] [[ ]] { } = . , # \" ' \"\"\" ''' \\ \\u202e nan -0.0 1e99 e _ 0x a.b.c true 2026-02-30".split(),
    *(b"\n", b"\r", b"\r\n", b" ", b"\t", b"a = 1\n", b"[t]\n", b"1" * 30),
    *(b"\x00", b"\xff", b"\xc3", "\u2028".encode(), "\ufeff".encode()),
]


def mutated(pick: random.Random) -> bytes:
    """A document with some of its bytes removed, doubled, moved or replaced."""
    text = pick.choice(SEEDS)
    for _ in range(pick.choice([1, 1, 1, 2, 3, 6])):
        low = pick.randrange(len(text) + 1)
        high = min(len(text), low + pick.choice([1, 1, 2, 5, 20, 60]))
        change = pick.choice(["cut", "insert", "replace", "double", "byte", "move"])
        if change == "cut":
            text = text[:low] + text[high:]
        elif change == "insert":
            text = text[:low] + pick.choice(TOKENS) + text[low:]
        elif change == "replace":
            text = text[:low] + pick.choice(TOKENS) + text[high:]
        elif change == "double":
            text = text[:high] + text[low:]
        elif change == "byte":
            text = text[:low] + bytes([pick.randrange(256)]) + text[low + 1 :]
        else:
            at = pick.randrange(len(text) + 1)
            text = (text[:low] + text[high:])[:at] + text[low:high] + (text[:low] + text[high:])[at:]
    return text


def located(value: Any, sources: Sources, path: tuple[str | int, ...] = ()) -> int:
    """How many values there are below a path; each must have a place of its own."""
    count = 0
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        assert (*path, key) in sources.parts[0].spans.at
        count += 1 + located(inner, sources, (*path, key))
    return count


def test_damaged_documents_are_read_or_refused_with_a_place_and_nothing_else(tmp_path: Path) -> None:
    pick = random.Random(20_260_101)
    file = tmp_path / "x.toml"
    read = 0
    refusals: list[InputError] = []
    for _ in range(3_000):
        file.write_bytes(mutated(pick))
        try:
            data, sources = read_toml([file], names=["x.toml"], limit_bytes=DEAL_BYTES)
        except InputError as refusal:
            refusals.append(refusal)
        else:
            assert located(data, sources) == len(sources.parts[0].spans.at)
            read += 1
    assert all(refusal.mistakes for refusal in refusals)
    for mistake in (mistake for refusal in refusals for mistake in refusal.mistakes):
        assert re.match(r"x\.toml:[1-9]\d*:[1-9]\d*: error: \S", mistake.render())
        assert "cannot follow" not in mistake.message
        assert mistake.message != "the file holds a value that cannot be read"
    assert read > 300  # the damage is not always fatal, so that both ways are tried


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'# There is a 0xDA at after the quotes, and no EOL at the end of the file.\nx = """\xda', "2:8"),
        (b"x = '''\xda'''\n", "1:8"),
        (b'# multi\nx = """\nfirst\n\xda"""\n', "4:1"),
    ],
    ids=["at the end", "in single quotes", "on a later line"],
)
def test_a_text_of_many_lines_in_another_encoding_is_found_by_line_and_column(
    tmp_path: Path, content: bytes, place: str
) -> None:
    """Three kinds of file on which parsers are known to raise what is no error of theirs."""
    file = tmp_path / "x.toml"
    file.write_bytes(content)
    with pytest.raises(CatalogError) as caught:
        read_toml([file], names=["x.toml"], limit_bytes=1 << 20)
    (mistake,) = caught.value.mistakes
    assert (str(mistake.place), mistake.message) == (f"x.toml:{place}", "the byte 0xda is not UTF-8")
