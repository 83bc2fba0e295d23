"""Every worked example of other systems is run against the engine, or says why it does not apply."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cases.outcomes import outcome
from tests.cases.records import Record, exceptions, records
from tests.cases.report import PAGE, page
from tests.cases.runners import RUNNERS


@pytest.mark.parametrize("record", [pytest.param(each, id=each.id) for each in records()])
def test_a_published_example_comes_out_or_says_why_not(record: Record) -> None:
    found, excepted = outcome(record), exceptions()
    for key, words in found.items():
        if record.id in excepted.whole or (record.id, key) in excepted.figures:
            assert words != "agrees", f"{key} comes out: the exception is not needed any more"
        else:
            assert words == "agrees", f"{key} {words}"


def test_every_exception_names_a_record_and_gives_a_reason() -> None:
    known = {each.id: each for each in records()}
    excepted = exceptions()
    assert set(excepted.whole) <= set(known)
    assert all(key in known[record].expected for record, key in excepted.figures)
    assert all(len(reason) > 20 for _, reason in (*excepted.whole.values(), *excepted.figures.values()))


def test_every_model_of_the_records_has_a_runner_and_no_runner_is_left_over() -> None:
    assert {each.model for each in records()} == set(RUNNERS)


def test_the_ids_of_records_are_unique() -> None:
    ids = [each.id for each in records()]
    assert len(ids) == len(set(ids)) == 305


def test_the_page_of_published_examples_is_fresh(golden: Callable[[Path, str], None]) -> None:
    golden(PAGE, page())
