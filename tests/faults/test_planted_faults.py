"""The tests see faults that are planted on purpose."""

import pytest

from tests.faults.faults import FAULTS, SELECTED
from tests.faults.plant import ROOT, engine_files, run_tests
from tests.faults.register import REGISTER
from tests.faults.safety import SAFETY, SELECTED_SAFETY

ALL = (*FAULTS, *SAFETY, *REGISTER)


def test_every_fault_can_be_planted_in_the_engine_as_it_is() -> None:
    texts = {
        place: [path.read_text(encoding="utf-8") for path in engine_files(ROOT / "src", place)]
        for place in {fault.place for fault in ALL}
    }
    counts = {fault.name: sum(text.count(fault.old) for text in texts[fault.place]) for fault in ALL}
    stale = {name: count for name, count in counts.items() if count != 1}
    assert stale == {}, "the engine was rewritten here: give these faults in tests/faults its new text"


def test_faults_have_different_names_and_change_something() -> None:
    assert len(FAULTS) >= 20
    assert len(SAFETY) >= 20
    assert len({fault.name for fault in ALL}) == len(ALL)
    assert all(fault.old != fault.new for fault in ALL)
    assert {*SELECTED, *SELECTED_SAFETY} <= {fault.name for fault in ALL}


@pytest.mark.parametrize("name", [*SELECTED, *SELECTED_SAFETY])
def test_a_planted_fault_is_caught(name: str) -> None:
    fault = next(fault for fault in ALL if fault.name == name)
    outcome = run_tests(fault)
    assert outcome.caught, f"no test sees that {name}"
