"""`dealdesk pilot` for a user: reports, documents, generated pilots, mistakes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from dealdesk.documents import render
from dealdesk.documents.check import check_pdf, findings
from dealdesk.pilot.result import PilotResult
from tests.cli.conftest import ROOT, Run

TODAY = ("--today", "2026-11-16")
EXAMPLE = "examples/pilot"


def test_the_example_prints_what_it_did(run: Run, at_root: Path, golden: Callable[[Path, str], None]) -> None:
    ran = run("pilot", "report", EXAMPLE, "--all", *TODAY)
    assert (ran.code, ran.err) == (0, "")
    golden(ROOT / EXAMPLE / "report.txt", ran.out)


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_the_report_fits_the_terminal(run: Run, at_root: Path, columns: int) -> None:
    out = run("pilot", "report", EXAMPLE, "--all", *TODAY, columns=columns).out
    assert max(map(len, out.splitlines())) <= columns
    assert out.splitlines()[1].startswith("Extend: ")


def test_the_report_as_data(run: Run, at_root: Path) -> None:
    ran = run("pilot", "report", EXAMPLE, "--json", *TODAY)
    found = PilotResult.from_json(ran.out)
    assert (ran.code, found.decision) == (0, "extend")
    assert found.dated.isoformat() == "2026-11-16"
    assert any(each.verdict == "pass" for each in found.criteria)


def test_documents_of_the_example(run: Run, at_root: Path, tmp_path: Path) -> None:
    ran = run("pilot", "report", EXAMPLE, "--json", "--pdf", str(tmp_path / "r.pdf"), *TODAY)
    found = PilotResult.from_json(ran.out)
    assert check_pdf((tmp_path / "r.pdf").read_bytes(), found, "pilot-report") == []
    ran = run("render", "benchmark", f"{EXAMPLE}/pilot.toml", "-o", str(tmp_path / "b.pdf"), "--check", *TODAY)
    assert ran.code == 0
    assert ran.err.splitlines()[-1].endswith("nothing wrong")
    for kind in ("pilot-report", "benchmark"):
        for form in ("md", "html", "json"):
            assert "Contoso Support" in render(found, kind, form).decode()


def test_a_planted_number_in_a_report_is_found(run: Run, at_root: Path) -> None:
    """The check of figures can fail: the report of one pilot is no report of another."""
    from dataclasses import replace
    from decimal import Decimal

    found = PilotResult.from_json(run("pilot", "report", EXAMPLE, "--json", *TODAY).out)
    other = replace(
        found, rows=4_711_471, criteria=tuple(replace(each, estimate=Decimal("77.77")) for each in found.criteria)
    )
    faults = findings(render(other, kind="pilot-report", format="pdf"), found, "pilot-report")
    assert any("77.77" in str(fault) for _, fault in faults)


def test_the_business_case_goes_to_roi(run: Run, at_root: Path, tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    ran = run("pilot", "report", EXAMPLE, "--case", str(case), *TODAY)
    assert ran.code == 0
    (tmp_path / "expansion.toml").write_text((ROOT / EXAMPLE / "expansion.toml").read_text())
    (benefit,) = tomllib.loads(case.read_text())["benefits"]
    found = PilotResult.from_json(run("pilot", "report", EXAMPLE, "--json", *TODAY).out)
    assert found.proposal is not None
    assert benefit["a_year"] == found.proposal.gross
    roi = run("roi", str(case), "--json", *TODAY)
    assert roi.code == 0
    assert f"{found.proposal.npv:f}" in roi.out


def test_a_generated_pilot_is_a_pilot(run: Run, tmp_path: Path) -> None:
    ran = run("pilot", "generate", str(tmp_path / "p"), "--requests", "20000", "--saving", "30", "--seed", "2")
    assert ran.code == 0
    assert "dealdesk pilot report" in ran.err
    again = run("pilot", "generate", str(tmp_path / "q"), "--requests", "20000", "--saving", "30", "--seed", "2")
    assert again.code == 0
    assert (tmp_path / "p/telemetry.csv").read_bytes() == (tmp_path / "q/telemetry.csv").read_bytes()
    assert run("pilot", "report", str(tmp_path / "p"), *TODAY).code in (0, 1)


def test_nothing_is_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pilot.toml").write_text("mine = true\n")
    ran = run("pilot", "generate", str(tmp_path), "--requests", "1000")
    assert ran.code == 73
    assert (tmp_path / "pilot.toml").read_text() == "mine = true\n"


def test_a_pilot_to_be_stopped_ends_with_1(run: Run, at_root: Path, tmp_path: Path) -> None:
    for name in ("pilot.toml", "expansion.toml"):
        (tmp_path / name).write_text((ROOT / EXAMPLE / name).read_text())
    (tmp_path / "telemetry.parquet").write_bytes((ROOT / EXAMPLE / "telemetry.parquet").read_bytes())
    text = (tmp_path / "pilot.toml").read_text()
    (tmp_path / "pilot.toml").write_text(text.replace("[margins.savings]\n", "[margins.savings]\nvalue = 50\n"))
    ran = run("pilot", "report", str(tmp_path), *TODAY)
    assert ran.code == 1
    assert ran.out.splitlines()[1].startswith("Stop: ")


def test_mistakes(run: Run, tmp_path: Path) -> None:
    ran = run("pilot", "report", str(tmp_path / "none.toml"))
    assert (ran.code, ran.out) == (2, "")
    assert "none.toml" in ran.err
    told = run("pilot", "report", str(tmp_path / "none.toml"), "--json")
    assert told.code == 2
    assert told.json["valid"] is False
    assert run("pilot", "generate", str(tmp_path / "x"), "--saving", "90").code == 2
    assert run("pilot", "reprot").code == 2
