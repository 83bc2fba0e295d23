"""Errors say where, what, what is allowed and what to do, in text that no terminal can be misled by."""

from __future__ import annotations

import pickle
import subprocess
import sys
import unicodedata

import pytest

from dealdesk.errors import (
    WINDOW,
    CatalogError,
    DealdeskError,
    DealError,
    InputError,
    Mistake,
    NotAvailable,
    Place,
    RenderError,
    WriteError,
    did_you_mean,
    printable,
)


def shown(line: str, column: int, length: int = 1) -> tuple[str, str]:
    """The source line and the caret line that are shown for a mistake."""
    rendered = Mistake("wrong", Place("f", 1, column, length), line).render().split("\n")
    return rendered[1].removeprefix("    1 |"), rendered[2].removeprefix("      |")


def test_a_mistake_shows_place_line_caret_what_is_allowed_and_a_hint() -> None:
    mistake = Mistake(
        "price must be 0 or more, not -5",
        Place("catalogs/acme/products.toml", 12, 9, 2),
        "price = -5",
        "a number from 0 to 999999999999.99, up to 12 decimals",
        "leave out the sign",
    )
    assert (
        mistake.render()
        == """\
catalogs/acme/products.toml:12:9: error: price must be 0 or more, not -5
   12 | price = -5
      |         ^^
   allowed: a number from 0 to 999999999999.99, up to 12 decimals
   hint: leave out the sign"""
    )


def test_what_a_mistake_does_not_know_is_left_out() -> None:
    assert Mistake("no table", Place("a.toml", 1, 1)).render() == "a.toml:1:1: error: no table"
    assert Mistake("no price").render() == "error: no price"


def test_what_is_allowed_is_not_said_twice() -> None:
    assert Mistake("must be one of: a, b", allowed="a, b").render() == "error: must be one of: a, b"


def test_a_place_is_written_as_editors_read_it() -> None:
    place = Place("deal.toml", 3, 7)
    assert (str(place), place.short) == ("deal.toml:3:7", "deal.toml:3")


def test_the_caret_stands_below_the_value_after_tabs_wide_letters_and_escapes() -> None:
    assert shown("\tx = 5", 6) == ("     x = 5", "         ^")
    assert shown("a\tb = 5", 7) == (" a   b = 5", "         ^")  # the tab reaches the next stop
    # 11 characters before the 5: two of them take two columns, and an accent of its own takes none
    assert shown('n = "株式" # 5', 12) == (' n = "株式" # 5', "              ^")
    assert shown("n = 'e\u0301' # 5", 12) == (" n = 'e\u0301' # 5", "           ^")
    assert shown("\x1b[2J = 5", 8) == (" \\x1b[2J = 5", "           ^")
    assert shown("株 = 1", 1) == (" 株 = 1", " ^^")


def test_a_caret_beyond_the_line_stands_behind_its_end() -> None:
    assert shown("a =", 4) == (" a =", "    ^")
    assert shown("a =", 99) == (" a =", "    ^")
    assert shown("", 1) == ("", " ^")


@pytest.mark.parametrize("column", [1, 2, 60, 100, 101, 5_000, 9_900, 9_999, 10_000])
@pytest.mark.parametrize("length", [1, 4, 200])
def test_a_long_line_is_shown_around_the_caret(column: int, length: int) -> None:
    line = "".join(chr(ord("a") + n % 26) for n in range(10_000))
    text, caret = shown(line, column, length)
    assert len(text) - 1 <= WINDOW
    assert len(caret) <= len(text)
    first = caret.index("^")
    wanted = line[column - 1 : column - 1 + caret.count("^")]
    assert text[first : first + len(wanted)] == wanted
    assert caret.count("^") >= min(length, 40, 10_001 - column)
    assert text.startswith(" …") == (column > 40)
    assert text.endswith("…") == (column < 9_950)


def test_a_line_of_a_hundred_columns_is_shown_whole_only_if_it_fits() -> None:
    assert shown("x" * 98, 50)[0] == " " + "x" * 98
    assert "…" in shown("x" * 120, 50)[0]


@pytest.mark.parametrize("char", list("\x00\x1b\x9b\u202e\u2029\ud800\ue000\n\r\u200b"))
def test_no_character_that_acts_on_a_terminal_gets_through(char: str) -> None:
    mistake = Mistake(f"m{char}", Place(f"f{char}", 1, 1), f"s{char}", f"a{char}", f"h{char}")
    text = str(InputError([mistake]))
    assert len(text.split("\n")) == 6
    assert {unicodedata.category(one) for one in text.replace("\n", "")} <= {
        "Ll",
        "Lu",
        "Nd",
        "Po",
        "Sm",
        "Zs",
        "Sk",
    }


def test_printable_text_is_left_alone() -> None:
    assert printable("Łódź 株式会社 😀 [bold] €") == "Łódź 株式会社 😀 [bold] €"
    assert printable("a\x1b\u202e\U000e0001") == "a\\x1b\\u202e\\U000e0001"


def test_an_input_error_lists_its_mistakes_in_file_order_and_counts_them() -> None:
    error = CatalogError(
        [
            Mistake("third", Place("a.toml", 7, 1)),
            Mistake("fourth", Place("b.toml", 1, 1)),
            Mistake("second", Place("a.toml", 2, 5)),
            Mistake("first"),
        ]
    )
    assert [mistake.message for mistake in error.mistakes] == ["first", "second", "third", "fourth"]
    assert str(error).split("\n")[-2:] == ["b.toml:1:1: error: fourth", "4 mistakes"]


def test_a_single_sentence_makes_an_input_error_of_one_mistake() -> None:
    error = DealError("no tier of charge platform covers 12 units")
    assert str(error) == "error: no tier of charge platform covers 12 units\n1 mistake"
    assert CatalogError(error.mistakes[0]).mistakes == error.mistakes


def test_errors_form_one_tree_with_exit_codes() -> None:
    assert issubclass(InputError, DealdeskError)
    for kind in (CatalogError, DealError):
        assert issubclass(kind, InputError)
        assert kind.exit_code == 2
    for plain in (RenderError, WriteError, NotAvailable):
        assert issubclass(plain, DealdeskError)
        assert not issubclass(plain, InputError)
        assert str(plain("the disk is full")) == "the disk is full"
    assert WriteError.exit_code == 73
    assert RenderError.exit_code == NotAvailable.exit_code == 2


def test_an_error_can_be_sent_to_another_process() -> None:
    error = CatalogError([Mistake("wrong", Place("a.toml", 1, 1), "x = 1")])
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.mistakes, str(again)) == (CatalogError, error.mistakes, str(error))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("prise", "price"),
        ("Price", "price"),
        ("PRISE", "price"),
        ("up-to", "up_to"),
        ("zzz", None),
        ("", None),
    ],
)
def test_the_likely_meaning_of_a_mistyped_word_is_found(word: str, meant: str | None) -> None:
    assert did_you_mean(word, ["period", "price", "up_to"]) == meant
    assert did_you_mean(word, []) is None


def test_no_meaning_is_sought_for_a_word_of_any_length() -> None:
    assert did_you_mean("p" * 1_000_000, ["p" * 1_000]) is None


def test_importing_the_errors_loads_nothing_heavy() -> None:
    code = "import sys, dataclasses; a = {*sys.modules}; import dealdesk.errors; print(*{*sys.modules} - a)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name for name in done.stdout.split() if not name.startswith("dealdesk")} <= {
        "collections.abc",
        "__future__",
    }
