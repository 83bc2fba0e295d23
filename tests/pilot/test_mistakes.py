"""What users get wrong about pilots, and what they are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dealdesk.errors import InputError
from dealdesk.pilot.report import report
from tests.pilot.example import FOLDER

ROWS = (
    "time,arm,phase,workload,latency_ms,status,cost\n"
    "2026-09-07 00:00:00,baseline,baseline,chat,100,ok,0.01\n"
    "2026-09-08 00:00:00,treatment,t40,chat,110,ok,0.009\n"
)


def pilot(folder: Path, change: Callable[[str], str] = str, rows: str | bytes = ROWS, name: str = "rows.csv") -> Path:
    text = (FOLDER / "pilot.toml").read_text().replace("telemetry.parquet", name)
    for key in ("model", "tokens_in", "tokens_out", "currency", "quality", "policy", "request"):
        text = "\n".join(line for line in text.split("\n") if not line.startswith(f"{key:10} = "))
    (folder / "pilot.toml").write_text(change(text))
    (folder / "expansion.toml").write_text((FOLDER / "expansion.toml").read_text())
    (folder / name).write_bytes(rows.encode() if isinstance(rows, str) else rows)
    return folder


def told(folder: Path) -> str:
    with pytest.raises(InputError) as wrong:
        report(folder, today=date(2026, 11, 21))
    assert wrong.value.mistakes[0].message
    return str(wrong.value)


def test_two_rows_are_a_report_that_decides_nothing(tmp_path: Path) -> None:
    found = report(pilot(tmp_path), today=date(2026, 11, 21))
    assert found.decision == "extend"
    assert found.rows == found.counted == 2
    assert {each.verdict for each in found.criteria} <= {"not enough data", "pass"}


def test_a_missing_file(tmp_path: Path) -> None:
    said = told(pilot(tmp_path, lambda text: text.replace('"rows.csv"', '"row.csv"')))
    assert "pilot.toml:17:" in said
    assert "there is no file row.csv" in said
    assert "did you mean rows.csv?" in said


def test_a_file_that_is_neither(tmp_path: Path) -> None:
    said = told(pilot(tmp_path, name="rows.xlsx"))
    assert "neither CSV nor Parquet" in said


def test_a_missing_column(tmp_path: Path) -> None:
    said = told(pilot(tmp_path, rows=ROWS.replace("latency_ms", "latency_msec")))
    assert "rows.csv has no column latency_ms" in said
    assert 'write latency = "latency_msec"' in said
    assert "time, arm, phase, workload" in said


def test_a_row_with_too_many_cells(tmp_path: Path) -> None:
    said = told(pilot(tmp_path, rows=ROWS + "2026-09-08,treatment,t40,chat,1,ok,1,1,1,1\n" * 2))
    assert "rows.csv:4" in said, said


def test_a_parquet_file_that_is_none(tmp_path: Path) -> None:
    said = told(pilot(tmp_path, rows=b"PAR1 is what it begins with", name="rows.parquet"))
    assert "rows.parquet cannot be read" in said


def test_an_empty_file(tmp_path: Path) -> None:
    assert "rows.csv" in told(pilot(tmp_path, rows=b""))


def test_no_row_counts(tmp_path: Path) -> None:
    said = told(pilot(tmp_path, rows=ROWS.replace("baseline,baseline", "old,baseline").replace("treatment", "new")))
    assert "none of the 2 rows counts: 2 have a time that can be read, 0 a word of [arms]" in said


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("[margins.savings]", "[margins.saving]", "did you mean [margins.savings]?"),
        ('catalog   = "ai-control-plane"', 'catalog   = "stellar-logic"', "has no pilot criteria"),
        ('catalog   = "ai-control-plane"', 'catalog   = "ai-control"', "there is no catalog ai-control"),
        ('block     = "6 hours"', 'block     = "week"', "hour, 6 hours, day"),
        ("agreed    = 2026-09-02", "", "`agreed` is missing"),
        ('id    = "shadow"', 'id    = "baseline"', "there are two stages baseline"),
        ("share = 40", 'share = 40\nagainst = "nothing"', "against nothing, which is no stage"),
        ("share = 40", "share = 40\nshares = 40", "unknown key `shares`"),
        ('phase = ["t40"]', "", "state phase, or first and last"),
        ("least_requests = 1_000", "least_requests = -1", "least_requests"),
    ],
)
def test_mistakes_in_the_file(tmp_path: Path, before: str, after: str, words: str) -> None:
    def change(text: str) -> str:
        assert before in text
        return text.replace(before, after, 1)

    said = told(pilot(tmp_path, change))
    assert words in said
    assert "pilot.toml" in said


def test_words_in_the_data_cannot_act(tmp_path: Path) -> None:
    """Quotes, formulas and escapes are words as any other."""
    rows = ROWS.replace("chat", '"it\'s; DROP TABLE t; --"') + '2026-09-09,treatment,t40,"=1+1\x1b[31m",9,ok,1\n'
    found = report(pilot(tmp_path, rows=rows), today=date(2026, 11, 21))
    assert [each.workload for each in found.costs.workloads] in ([], ["it's; DROP TABLE t; --"])
    assert found.counted == 3


def test_a_name_of_a_column_may_hold_quotes(tmp_path: Path) -> None:
    odd = 'la"ten cy'
    folder = pilot(
        tmp_path,
        lambda text: text.replace('latency    = "latency_ms"', f"latency = '{odd}'"),
        ROWS.replace("latency_ms", '"la""ten cy"'),
    )
    assert report(folder, today=date(2026, 11, 21)).counted == 2


def test_impossible_values_do_not_stop_a_report(tmp_path: Path) -> None:
    bad = ["inf", "nan", "1e999", "-5", "", "x", "9" * 40]
    rows = ROWS + "".join(f"2026-09-08 01:00:0{n},treatment,t40,chat,{each},ok,{each}\n" for n, each in enumerate(bad))
    found = report(pilot(tmp_path, rows=rows), today=date(2026, 11, 21))
    told_of = {each.code: each.count for each in found.problems}
    assert told_of["no-latency"] == told_of["no-cost"] == 1
    assert told_of["bad-latency"] in (4, 5)  # 40 nines are a number
    assert told_of["bad-cost"] == 6


def test_times_of_all_ages(tmp_path: Path) -> None:
    rows = (
        ROWS
        + "1600-01-01,treatment,t40,chat,1,ok,1\n2999-01-01,treatment,t40,chat,1,ok,1\nsoon,treatment,t40,chat,1,ok,1\n"
    )
    found = report(pilot(tmp_path, rows=rows), today=date(2026, 11, 21))
    told_of = {each.code for each in found.problems}
    assert {"no-time", "future", "agreed-late"} <= told_of
