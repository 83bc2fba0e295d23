"""The span scanner finds every key and value that tomli finds, at the characters that it was read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealdesk.catalog.spans import DEPTH, KEY_PARTS, Path, escapes, scan

INTEGERS = "0 +1 -17 1_000 0xDEAD_beef 0o17 0b1_1 9007199254740993"
FLOATS = "1.5 -0.0 +1e3 6.02_2e-2 1E4 0.1e+2 inf -inf +inf nan +nan"
DATES = "1979-05-27 1979-05-27T07:32:00Z 1979-05-27t07:32:00.999-07:00 07:32:00 07:32:00.5"
SCALARS = [
    *INTEGERS.split(),
    *FLOATS.split(),
    *DATES.split(),
    "1979-05-27 07:32:00",
    "1979-05-27 07:32:00.25+01:00",
    *("true", "false", '""', "''", '"a"', "'b'", '"é 😀"'),
    *('"a # b"', '"\\""', '"\\\\"', '"[x] = {"', "'it\"s \\'", "'# [[no]]'", '"\\u00e9\\U0001F600\\t"'),
    *('""""""', "''''''", '"""a"""', "'''a'''", '"""a""""', '"""a"""""', "'''a''''", "'''a'''''"),
    '"""\nx = 1 # "" \\"\\"" ]\n[t]\\\n   y"""',
    "'''\n\\ '' }\n'''",
    '"""\\\\"""',
    '"""\n"""',
]
BLANKS = ["", " ", "\t", "  "]
GAPS = ["", " ", "\n", " # ] } \" ' [x]\n", "\n\n\t"]
FORMS: list[Callable[[int], str]] = [
    lambda n: f"k{n}",
    lambda n: f"{n}",
    lambda n: f"-_{n}",
    lambda n: f'"k {n}"',
    lambda n: f"'k.{n}'",
    lambda n: f'"\\u00e9\\"{n}"',
    lambda n: f'"é]={n}#"',
    lambda n: f"'{n}\"'",
]


class Writer:
    """Writes one valid document in all the forms of TOML; keys are numbered, so none is given twice."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw, self.count = draw, 0

    def one_of(self, choices: list[Any]) -> Any:
        return choices[self.draw(st.integers(0, len(choices) - 1))]

    def name(self) -> str:
        self.count += 1
        return str(self.one_of(FORMS)(self.count))

    def key(self) -> str:
        dot = f"{self.one_of(BLANKS)}.{self.one_of(BLANKS)}"
        return dot.join(self.name() for _ in range(self.one_of([1, 1, 1, 1, 2, 3])))

    def value(self, depth: int = 0) -> str:
        form = self.one_of(["scalar", "scalar", "list", "table"]) if depth < 3 else "scalar"
        if form == "scalar":
            return str(self.one_of(SCALARS))
        gap, size = self.one_of(GAPS), self.one_of([0, 1, 2, 3])
        if form == "list":
            entries = [self.value(depth + 1) for _ in range(size)]
            last = self.one_of([gap, f"{gap},{gap}"]) if size else ""
            return f"[{gap}{f'{gap},{self.one_of(GAPS)}'.join(entries)}{last}]"
        blank = self.one_of(BLANKS)
        pairs = [self.pair(depth + 1) for _ in range(size)]
        return f"{{{blank}{f'{blank},{self.one_of(BLANKS)}'.join(pairs)}{blank}}}"

    def pair(self, depth: int = 0) -> str:
        return f"{self.key()}{self.one_of(BLANKS)}={self.one_of(BLANKS)}{self.value(depth)}"

    def document(self) -> str:
        lines: list[str] = []
        lists: list[str] = []  # names of arrays of tables that are there already
        for _ in range(self.draw(st.integers(0, 3))):
            lines.append(self.pair())
        for _ in range(self.draw(st.integers(0, 4))):
            form = self.one_of(["table", "list", "again", "in list", "list in list", "super"])
            blank = self.one_of(BLANKS)
            if form == "list" or (form not in ("table", "super") and not lists):
                lists.append(self.key())
                lines.append(f"[[{blank}{lists[-1]}{blank}]]")
            elif form == "again":
                lines.append(f"[[{self.one_of(lists)}]]")
            elif form == "in list":
                lines.append(f"[{self.one_of(lists)}.{self.key()}]")
            elif form == "list in list":
                lines.append(f"[[{self.one_of(lists)}.{self.key()}]]")
            elif form == "super":
                key = self.key()
                lines += [f"[{key}.{self.key()}]", self.pair(), f"[{key}]"]
            else:
                lines.append(f"[{blank}{self.key()}{blank}]")
            lines += [self.pair() for _ in range(self.draw(st.integers(0, 2)))]
        ends = [self.one_of(["\n", " # = [\n", "\n\n", "\t\n"]) for _ in lines]
        text = "".join(f"{self.one_of(BLANKS)}{line}{end}" for line, end in zip(lines, ends, strict=True))
        text = text.removesuffix("\n") if self.draw(st.booleans()) else text
        return text.replace("\n", "\r\n") if self.draw(st.booleans()) else text


@st.composite
def documents(draw: Callable[[Any], Any]) -> str:
    return Writer(draw).document()


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a document below the whole, with its path."""
    if path:
        yield path, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield from walk(inner, (*path, key))


def same(one: Any, other: Any) -> bool:
    """Equal in type and digits; NaN counts as equal to itself."""
    return repr(one) == repr(other)


def check(text: str) -> None:
    """Compare what the scanner says about a document with what tomli says."""
    data = tomli.loads(text, parse_float=Decimal)
    spans = scan(text)
    assert spans.stopped is None
    found = dict(walk(data))
    assert set(found) == set(spans.at)
    for path, value in found.items():
        span = spans.of(path)
        assert span
        written = text[span.start : span.end]
        header = isinstance(path[-1], str) and span.start <= span.key_start
        in_header = span.start < span.key_start
        if not header and not in_header:
            assert same(tomli.loads(f"x = {written}", parse_float=Decimal)["x"], value), path
        if isinstance(path[-1], str):
            assert list(tomli.loads(f"{text[span.key_start : span.key_end]} = 1")) == [path[-1]]
        elif not in_header:
            assert (span.key_start, span.key_end) == (span.start, span.end)


@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_every_value_that_tomli_reads_stands_where_the_scanner_says(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment",
        "\n\r\n  \t",
        'a = 1\r\nb = """x\r\ny"""\r\n',
        "x = [[], [[]], {}, [{a = []}]]",
        "fruit.apple.color = 1\nfruit.apple.taste.sweet = true\nfruit.size = 2",
        "[[a]]\n[[a.b]]\nx=1\n[[a.b]]\n[a.b.c]\ny=2\n[[a]]\n[[a.b]]\nz=3\n[a.d]\nw=4",
        "[a.b.c]\n[a]\nx = 1\n[a.b]\ny = 1",
        '"" = 1\n"a.b".c = 2\n\'x y\' . z = 3',
        "t = { a.b = 1, a.c = [1, { d = 2 }],\n # comments and line ends are TOML 1.1\n e = 3, }",
        "a = 1 # é\nb = 2 # \\ \" '",
        "[ a . b ]\n[[ c . 'd' ]]\n",
        "1979-05-27 = 1979-05-27\ntrue = false\n",
    ],
)
def test_each_corner_of_the_syntax_is_followed(text: str) -> None:
    check(text)


def test_a_key_and_its_value_have_the_offsets_of_their_characters() -> None:
    text = "[products.gateway]\nprice = 24_000  # a year\n"
    span = scan(text).of(("products", "gateway", "price"))
    assert span == (19, 24, 27, 33)
    assert text[19:24] == "price"
    assert text[27:33] == "24_000"


def test_a_table_has_its_header_for_a_value_and_the_last_name_for_a_key() -> None:
    text = "[[products.gateway.charges]]\n"
    for path in (("products", "gateway", "charges"), ("products", "gateway", "charges", 0)):
        span = scan(text).of(path)
        assert span
        assert text[span.start : span.end] == "[[products.gateway.charges]]"
        assert text[span.key_start : span.key_end] == "charges"


def test_a_table_that_is_only_mentioned_on_the_way_is_implied_until_its_own_header_comes() -> None:
    assert scan("[a.b]\n").implied == {("a",)}
    text = "[a.b]\n[a]\n"
    span = scan(text).of(("a",))
    assert scan(text).implied == set()
    assert span
    assert text[span.start : span.end] == "[a]"


def test_strings_with_escapes_and_unusual_numbers_are_put_aside_for_a_closer_look() -> None:
    text = 'a = \'x\\u0000\'\nb = "\\u0041"\nc = 12.50\nd = -1\ne = 1234567890123\n"\\t" = [true, 1e3]\n'
    odd = [text[start:end] for start, end in scan(text).odd]
    assert odd == ['"\\u0041"', "-1", "1234567890123", '"\\t"', "1e3"]


def test_escapes_are_decoded_with_their_offsets() -> None:
    assert escapes('"\\\\u202e \\u202e\\x41"') == [(1, 3, "\\"), (9, 15, "\u202e"), (15, 19, "A")]


@pytest.mark.parametrize(
    "text", ["a =", "a = ", "a = [1", "a = [1 2]", "a = 'x", "= 1", "[a", "a = 1 b = 2", "a = {b = 1", "[]"]
)
def test_a_text_that_is_not_toml_is_followed_as_far_as_it_makes_sense(text: str) -> None:
    assert scan(f"first = 1\n{text}").stopped is not None
    assert ("first",) in scan(f"first = 1\n{text}").at


def test_a_key_with_too_many_parts_is_refused_before_the_text_is_parsed() -> None:
    most = ".".join("a" * KEY_PARTS)
    assert scan(f"{most} = 1").refusal is None
    for text in (f"{most}.a = 1", f"[{most}.a]", f"x = {{ {most}.a = 1 }}", "a." * 20_000 + "a = 1"):
        refusal = scan(text).refusal
        assert refusal
        assert refusal.message == "the key has too many parts"


def test_tables_and_lists_nested_too_deep_are_refused_before_the_text_is_parsed() -> None:
    most = DEPTH - 1  # one part of the path is the key x
    check("x = " + "[" * most + "]" * most)
    for text in (
        "x = " + "[" * DEPTH + "]" * DEPTH,
        "x = " + "[" * 100_000,
        "x = " + "{a=" * 100_000,
        "x = " + "{a.b.c.d.e.f.g.h=" * 5 + "1" + "}" * 5,
        f"[{'.'.join('abcdefghijklmnop')}]\n{'.'.join('abcdefghijklmnop')}.q = 1",
    ):
        refusal = scan(text).refusal
        assert refusal
        assert refusal.message in ("tables and lists are nested too deep", "the key has too many parts")
