"""YAML is read strictly, and nothing small becomes large."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dealdesk.errors import InputError
from dealdesk.importers.yaml_source import MOST_BYTES, MOST_DEPTH, parse_yaml, read_yaml

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


def refused(text: str | bytes) -> str:
    with pytest.raises(InputError) as wrong:
        parse_yaml(text.encode() if isinstance(text, str) else text, "a.yml")
    return str(wrong.value)


def test_values_keep_what_was_written() -> None:
    data = parse_yaml(
        b"a: 1\nb: 1.10\nc: .inf\nd: yes\ne: 2024-07-17\nf: '1.10'\ng:\nh: [x, 2]\n8x5: {on: -3}\n", "a.yml"
    ).data
    assert data == {
        "a": 1, "b": Decimal("1.10"), "c": Decimal("Infinity"), "d": True, "e": date(2024, 7, 17), "f": "1.10",
        "g": None, "h": ["x", 2], "8x5": {"on": -3},
    }  # fmt: skip
    assert str(data["b"]) == "1.10"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", "a.yml:3:1: error: `a` is given already in line 1"),
        ("a: !!python/object/apply:os.system [x]\n", "a.yml:1:"),
        ("a: !custom 3\n", "is not read"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "merge keys"),
        ("a: [1, 2\nb: 3\n", "a.yml:2:"),
        ("a: 0x1F\n", "is not a plain number"),
        ("a: 010\n", "is not a plain number"),
        ("a: 1:30\n", "is not a plain number"),
        ("a: .nan\n", "is not a plain number"),
        ("a: 1e9999999\nb: 1.0e+999\n", "too long"),
        ("a: " + "9" * 5000, "too long"),
        ("a: 2024-02-31\n", "there is no day 2024-02-31"),
        ("? [a, b]\n: 1\n", "a key must be text"),
        ("a: 1\n---\nb: 2\n", "a.yml:2:"),
        ("a: x\u202ey\n", "a.yml:1:5: error: a character that nobody can see"),
        ("\ta: 1\n", "not YAML"),
        ("a: *nobody\n", "not YAML"),
    ],
)
def test_what_is_strange_is_refused_with_its_place(text: str, words: str) -> None:
    assert words in refused(text)


def test_a_document_that_laughs_is_refused_before_it_grows() -> None:
    assert "too many values, counting what aliases stand for" in refused(LAUGHS)


def test_an_alias_that_contains_itself_is_refused() -> None:
    assert "nested too deeply" in refused("a: &a [*a]\n")


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "".join(f"{' ' * n}a:\n" for n in range(500))])
def test_what_is_deep_is_refused(text: str) -> None:
    assert "nested too deeply" in refused(text)
    assert str(MOST_DEPTH) in refused(text)


def test_what_is_large_or_no_text_is_refused(tmp_path: Path) -> None:
    assert "the file is too large" in refused(b"#" * (MOST_BYTES + 1))
    assert "not UTF-8" in refused(b"a: 1\nb: \xff\n")
    with pytest.raises(InputError, match="cannot read"):
        read_yaml(tmp_path / "nobody.yml")
