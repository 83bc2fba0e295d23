"""The same quote is the same bytes, whatever surrounds it (row E4)."""

from pathlib import Path

from tests.abuse.renders import ABUSE


def test_hash_seed_folder_zone_locale_and_date_change_no_byte(tmp_path: Path) -> None:
    outcome = ABUSE.run(5, 2, tmp_path)
    assert outcome.faults == []
    assert outcome.counts["processes"] == 2
    assert outcome.counts["documents of each"] >= 3
