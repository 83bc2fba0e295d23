"""What is not what `to_json` wrote is refused, field by field."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest

from dealdesk.approving import Decision, Requirements
from dealdesk.book.report import BookReport
from dealdesk.documents.offering import Offering
from dealdesk.documents.proposal import Proposal
from dealdesk.pilot.result import PilotResult
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.readers import read, reader
from dealdesk.value.review.result import ReviewResult
from dealdesk.value.roi.result import RoiResult
from dealdesk.value.savings import Savings

D = Decimal


@dataclass(frozen=True)
class Leaf:
    name: str
    share: Decimal | None


@dataclass(frozen=True)
class Whole:
    count: int
    sure: bool
    day: date
    sort: Literal["one", "two"]
    said: Leaf | str
    leaves: tuple[Leaf, ...]
    pair: tuple[str, int]
    by_name: Mapping[str, Decimal]
    inner: "Whole | None" = None


GOOD: dict[str, Any] = {
    "count": 3,
    "sure": True,
    "day": "2026-11-21",
    "sort": "two",
    "said": "words",
    "leaves": [{"name": "a", "share": None}, {"name": "b", "share": "0.10"}],
    "pair": ["x", 1],
    "by_name": {"net": "12.50"},
}


def test_what_was_written_is_read() -> None:
    leaves = (Leaf("a", None), Leaf("b", D("0.10")))
    plain = Whole(3, True, date(2026, 11, 21), "two", "words", leaves, ("x", 1), {"net": D("12.50")})
    assert read(Whole, json.dumps(GOOD)) == plain
    said = GOOD | {"said": {"name": "c", "share": "1"}, "inner": GOOD, "later": "a field of another version"}
    assert read(Whole, json.dumps(said)) == Whole(
        3, True, date(2026, 11, 21), "two", Leaf("c", D(1)), leaves, ("x", 1), {"net": D("12.50")}, plain
    )
    assert str(read(Whole, json.dumps(GOOD)).by_name["net"]) == "12.50"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("count", True, "True is no int"),
        ("count", "3", "'3' is no int"),
        ("count", 3.0, "3.0 is no int"),
        ("sure", 1, "1 is no bool"),
        ("day", 20261121, "20261121 is no day"),
        ("day", "2026-11-31", "day is out of range for month"),
        ("sort", "three", "'three' is no one of one, two"),
        ("sort", None, "None is no one of one, two"),
        ("said", 7, "7 is no Leaf and 7 is no str"),
        ("leaves", {}, "{} is no list"),
        ("leaves", [{"name": "a"}], "Leaf lacks share"),
        ("leaves", [{"name": "a", "share": 0.1}], "0.1 is no number"),
        ("leaves", [{"name": "a", "share": "NaN"}], "'NaN' is no number"),
        ("leaves", [{"name": "a", "share": "a tenth"}], "'a tenth' is no number"),
        ("pair", ["x"], "['x'] is no list of 2"),
        ("by_name", [], "[] is no table"),
        ("inner", [], "[] is no Whole"),
    ],
)
def test_what_was_not_is_refused(field: str, value: Any, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        read(Whole, json.dumps(GOOD | {field: value}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Expecting value"),
        ("{", "Expecting property name"),
        ("[" * 100_000, "too deep for a Whole"),
        ("null", "None is no Whole"),
        ("{}", "Whole lacks count, sure, day"),
    ],
)
def test_what_is_no_json_of_it_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(Whole, text)


@pytest.mark.parametrize(
    "kind",
    [Quote, Offering, Proposal, Decision, Requirements, Savings, RoiResult, ReviewResult, PilotResult, BookReport],
)
def test_every_field_of_every_result_has_a_reader(kind: type) -> None:
    from dataclasses import fields, is_dataclass
    from typing import get_args, get_type_hints

    seen: set[Any] = set()

    def look(hint: Any) -> None:
        if hint in seen or hint is Ellipsis or isinstance(hint, str):
            return
        seen.add(hint)
        made: Callable[[Any], Any] = reader(hint)
        assert callable(made)
        inside = get_type_hints(hint).values() if is_dataclass(hint) else get_args(hint)
        if is_dataclass(hint):
            assert all(each.init and not each.kw_only for each in fields(hint))  # they are given by their place
        for each in inside:
            look(each)

    look(kind)
