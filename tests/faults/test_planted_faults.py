"""The tests see faults that are planted on purpose."""

import pytest

from tests.faults.faults import FAULTS, SELECTED
from tests.faults.plant import ROOT, engine_files, run_tests


def test_every_fault_can_be_planted_in_the_engine_as_it_is() -> None:
    texts = [path.read_text(encoding="utf-8") for path in engine_files(ROOT / "src")]
    counts = {fault.name: sum(text.count(fault.old) for text in texts) for fault in FAULTS}
    stale = {name: count for name, count in counts.items() if count != 1}
    assert stale == {}, "the engine was rewritten here: give these faults in tests/faults/faults.py its new text"


def test_faults_have_different_names_and_change_something() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 20
    assert all(fault.old != fault.new for fault in FAULTS)
    assert set(SELECTED) <= {fault.name for fault in FAULTS}


@pytest.mark.parametrize("name", SELECTED)
def test_a_planted_fault_is_caught(name: str) -> None:
    fault = next(fault for fault in FAULTS if fault.name == name)
    outcome = run_tests(fault)
    assert outcome.caught, f"no test sees that {name}"
