"""`dealdesk book`: figures, schedule, export, and the page, from a real register."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealdesk.cli import main
from dealdesk.documents.check import check_pdf
from tests.book.conftest import Shop


@pytest.fixture
def run(year: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(year.folder)

    def ran(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(["book", *words])
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        return int(code or 0), said.out, said.err

    return ran


def test_metrics_are_printed_with_their_targets(run) -> None:
    code, out, err = run("metrics", "--today", "2026-12-01", "--definitions")
    assert (code, err) == (0, "")
    assert "The book of Acme Inc." in out
    assert "at least 70 %" in out
    assert "missed" in out
    assert "Accepted quotes / those accepted, declined, or expired" in " ".join(out.split())


def test_metrics_as_json_have_amounts_as_texts(run) -> None:
    code, out, _ = run("metrics", "--today", "2026-12-01", "--json")
    said = json.loads(out)
    assert code == 0
    assert said["definitions"] == "dealdesk-book/1"
    assert next(each for each in said["figures"] if each["id"] == "pipeline")["value"] == "312000.00"


def test_the_page_is_one_page_that_passes_every_check(run, year: Shop) -> None:
    from dealdesk.book.report import BookReport

    assert run("metrics", "--today", "2026-12-01", "--pdf", "book.pdf")[0] == 0
    said = run("metrics", "--today", "2026-12-01", "--json")[1]
    pdf = (year.folder / "book.pdf").read_bytes()
    assert check_pdf(pdf, BookReport.from_json(said), "book") == []


def test_it_stays_one_page_whatever_the_book_holds(run) -> None:
    from dataclasses import replace
    from decimal import Decimal

    from dealdesk.book.figure import Part
    from dealdesk.book.report import BookReport
    from dealdesk.documents import render

    report = BookReport.from_json(run("metrics", "--today", "2026-12-01", "--json")[1])
    names = (
        "Banks, insurers and everybody else who is supervised by somebody",
        "Öffentliche Auftraggeber",
        "東京商事" * 9,
    )
    parts = {
        each.id: tuple(Part(f"{names[n % 3]} {n}", Decimal(n) if each.parts else None, n) for n in range(12))
        for each in report.figures
    }
    for currency, money in (("USD", 9_876_543_210), ("EUR", 987_654_321_098)):
        full = replace(
            report,
            currency=currency,
            vendor="Widget " * 12,
            others=("EUR", "JPY", "CHF"),
            figures=tuple(
                replace(
                    each, parts=parts[each.id], value=Decimal(f"{money}.98") if each.kind == "money" else each.value
                )
                for each in report.figures
            ),
        )
        assert check_pdf(render(full, "book", "pdf"), full, "book") == []


def test_a_schedule_is_that_of_all_contracts_or_of_one_quote(run, year: Shop) -> None:
    _, out, _ = run("schedule", "--today", "2026-12-01", "--json")
    said = json.loads(out)
    assert said["quotes"] == 4
    assert sum(float(each["invoiced"]) for each in said["months"]) == 538350.0
    _, out, _ = run("schedule", "Q-2026-00002")
    assert "Corvid" in out
    assert run("schedule", "Q-2026-09999")[0] != 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["metrics", "--currency", "EUR"], "there are no quotes in EUR; there are in USD"),
        (["export", "-o", "x.csv", "--format", "sap"], "there is no format sap; one of hubspot, salesforce"),
        (["metrics", "--since", "soon"], "soon is not a date"),
        (["metrics", "--since", "2026-02-01", "--until", "2026-01-31"], "2026-01-31 is before 2026-02-01"),
    ],
)
def test_mistakes_are_told_with_what_is_allowed(run, words: list[str], told: str) -> None:
    code, _, err = run(*words)
    assert code == 2
    assert told in err


def test_an_empty_register_says_how_to_record_a_quote(tmp_path: Path, monkeypatch, capsys) -> None:
    from dealdesk.register import make_register

    make_register(tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        raise SystemExit(main(["book", "metrics"]))
    assert "record one: dealdesk quote new DEAL" in capsys.readouterr().err


def test_an_export_is_written_and_told(run, year: Shop) -> None:
    code, _, err = run("export", "--format", "salesforce", "-o", "deals.csv", "--today", "2026-12-01")
    assert code == 0
    assert "deals.csv" in err
    assert (year.folder / "deals.csv").read_bytes().startswith(b"\xef\xbb\xbfName,AccountName,StageName")
