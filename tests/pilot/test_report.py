"""Pilots from file to decision, on telemetry whose truth is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal as D
from pathlib import Path

import duckdb
import pytest

from dealdesk.pilot.example import lay_out
from dealdesk.pilot.generate import Period, Truth
from dealdesk.pilot.report import report
from dealdesk.pilot.result import PilotResult
from dealdesk.pilot.result.criteria import CriterionResult
from tests.pilot.example import FOLDER, make

TODAY = date(2026, 11, 21)
PERIODS = (Period("baseline", 2, 0.0), Period("shadow", 2, 0.5), Period("t50", 4, 0.5))
QUIET = Truth(saving=0.3, latency=0.0, errors=0.002, common=0.03, apart=0.003, periods=PERIODS)
MARGINS = "".join(
    f"[margins.{name}]\nleast_requests = 1\n{more}\n"
    for name, more in (
        ("recorded", ""),
        ("shadow-latency", "value = 30"),
        ("shadow-quality", ""),
        ("projected-savings", ""),
        ("latency", "value = 20"),
        ("errors", "value = 2"),
        ("savings", ""),
        ("coverage", ""),
    )
)

Change = Callable[[str], str]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quiet")
    lay_out(folder, QUIET, 12_000, 3, block="6 hours", margins=MARGINS)
    file = folder / "pilot.toml"
    file.write_text(file.read_text().replace('block     = "6 hours"', 'block     = "6 hours"\ndraws     = 250'))
    return folder


def changed(quiet: Path, folder: Path, change: Change = str, rows: Change = str) -> Path:
    """A copy of the quiet pilot with another text or other rows."""
    folder.mkdir(exist_ok=True)
    for name in ("pilot.toml", "expansion.toml", "telemetry.csv"):
        text = (quiet / name).read_text()
        text = change(text) if name == "pilot.toml" else rows(text) if name == "telemetry.csv" else text
        (folder / name).write_text(text)
    return folder


def of(found: PilotResult, name: str) -> CriterionResult:
    return next(each for each in found.criteria if each.id == name)


def codes(found: PilotResult) -> dict[str, int]:
    return {each.code: each.count for each in found.problems}


def test_a_good_pilot_scales(quiet: Path) -> None:
    found = report(quiet, today=TODAY)
    assert found.decision == "scale", found.reasons
    assert found.sentence == f"Scale: {len(found.criteria)} of {len(found.criteria)} criteria passed."
    assert {each.verdict for each in found.criteria} == {"pass"}
    assert set(codes(found)) <= {"outlier-latency"}
    assert found.costs.low is not None
    assert found.costs.high is not None
    assert found.costs.low < 30 < found.costs.high
    assert found.first == date(2026, 9, 7)
    assert found.last == date(2026, 9, 14)
    assert PilotResult.from_json(found.to_json()) == found


def test_what_is_added_up_is_what_the_file_says(quiet: Path) -> None:
    """Requests, costs and coverage against plain SQL over the file."""
    found = report(quiet, today=TODAY)
    rows = duckdb.sql(
        f"""SELECT arm, count(*), sum(CAST(cost AS DECIMAL(18, 9))), count(policy), avg(cost)
            FROM read_csv('{quiet}/telemetry.csv') WHERE phase = 't50' GROUP BY arm ORDER BY arm"""
    ).fetchall()
    stage = found.stages[2]
    assert (stage.requests_baseline, stage.requests_treatment) == (rows[0][1], rows[1][1])
    assert found.costs.total_baseline == round(rows[0][2], 2)
    assert found.costs.total_treatment == round(rows[1][2], 2)
    assert of(found, "coverage").requests_treatment == rows[1][3]
    crude = 100 * (1 - rows[1][4] / rows[0][4])
    assert found.costs.crude == pytest.approx(D(repr(crude)), abs=D("0.01"))


def test_the_same_pilot_gives_the_same_report(quiet: Path) -> None:
    assert report(quiet, today=TODAY).to_json() == report(quiet, today=TODAY).to_json()


def test_csv_and_parquet_say_the_same(quiet: Path, tmp_path: Path) -> None:
    folder = changed(quiet, tmp_path / "p", lambda text: text.replace("telemetry.csv", "telemetry.parquet"))
    duckdb.sql(f"SELECT * FROM read_csv('{quiet}/telemetry.csv')").write_parquet(str(folder / "telemetry.parquet"))
    one, two = report(quiet, today=TODAY), report(folder, today=TODAY)
    assert [replace(each, at="") for each in one.criteria] == [replace(each, at="") for each in two.criteria]
    assert one.costs == two.costs


def test_files_are_read_one_after_the_other(quiet: Path, tmp_path: Path) -> None:
    folder = changed(quiet, tmp_path / "f", lambda text: text.replace('["telemetry.csv"]', '["a.csv", "b.csv"]'))
    head, *lines = (quiet / "telemetry.csv").read_text().splitlines()
    lines[6_000] = lines[6_000].replace(",ok,", ",odd,").replace(",error,", ",odd,")
    (folder / "a.csv").write_text("\n".join([head, *lines[:5_000]]) + "\n")
    (folder / "b.csv").write_text("\n".join([head, *lines[5_000:]]) + "\n")
    found = report(folder, today=TODAY)
    assert found.rows == len(lines)
    (odd,) = [each for each in found.problems if each.code == "no-status"]
    assert (odd.count, odd.examples) == (1, ("b.csv:1002",))  # line 1 is the heading


def test_a_late_agreement_does_not_scale(quiet: Path, tmp_path: Path) -> None:
    folder = changed(
        quiet, tmp_path / "l", lambda text: text.replace("agreed    = 2026-09-02", "agreed    = 2026-09-07")
    )
    found = report(folder, today=TODAY)
    assert found.decision == "extend"
    assert found.problems[0].code == "agreed-late"
    assert "on the day of" in found.problems[0].title
    assert "pilot.toml" in found.problems[0].examples[0]


def test_a_failed_criterion_stops(quiet: Path, tmp_path: Path) -> None:
    folder = changed(quiet, tmp_path / "s", lambda text: text + "[margins.savings-nothing]\n"[:0], lambda text: text)
    text = (folder / "pilot.toml").read_text().replace("[margins.savings]\n", "[margins.savings]\nvalue = 60\n")
    (folder / "pilot.toml").write_text(text)
    found = report(folder, today=TODAY)
    assert (found.decision, of(found, "savings").verdict) == ("stop", "fail")
    assert found.reasons == (f"Savings per request, mix held fixed, 50 % of traffic: {of(found, 'savings').why}",)


def test_an_interval_across_the_margin_is_not_enough(quiet: Path, tmp_path: Path) -> None:
    saving = of(report(quiet, today=TODAY), "savings")
    assert saving.estimate is not None
    assert saving.low is not None
    inside = (saving.estimate + saving.low) / 2
    text = (quiet / "pilot.toml").read_text().replace("[margins.savings]\n", f"[margins.savings]\nvalue = {inside}\n")
    found = report(changed(quiet, tmp_path / "i", lambda _: text), today=TODAY)
    across = of(found, "savings")
    assert (across.verdict, found.decision) == ("not enough data", "extend")
    assert across.why.endswith(f"reaches across {inside} %")
    assert across.more_days is not None
    assert across.more_days >= 1


def test_one_uncovered_request_is_not_full_coverage(quiet: Path, tmp_path: Path) -> None:
    def one_less(text: str) -> str:
        lines = text.splitlines()
        place = next(n for n, line in enumerate(lines) if "treatment,t50" in line and line.endswith(",allow"))
        lines[place] = lines[place].removesuffix("allow")
        return "\n".join(lines) + "\n"

    found = report(changed(quiet, tmp_path / "c", rows=one_less), today=TODAY)
    assert of(found, "coverage").verdict == "fail"


def test_a_small_sample_is_not_enough_and_says_how_many_more(quiet: Path, tmp_path: Path) -> None:
    text = (
        (quiet / "pilot.toml")
        .read_text()
        .replace("[margins.errors]\nleast_requests = 1\n", "[margins.errors]\nleast_requests = 6_000\n")
    )
    folder = changed(quiet, tmp_path / "n", lambda _: text)
    found = report(folder, today=TODAY)
    errors = of(found, "errors")
    n = min(errors.requests_baseline, errors.requests_treatment)
    assert errors.verdict == "not enough data"
    assert errors.why == f"{n:,} requests; 6,000 were agreed as the least"
    assert errors.more_requests is not None
    assert n + errors.more_requests in (6_000, 6_001)
    assert found.decision == "extend"
    assert found.more_days == errors.more_days


def test_a_step_without_a_stage_is_not_started(quiet: Path, tmp_path: Path) -> None:
    folder = changed(quiet, tmp_path / "w", lambda text: text.replace("steps = [2, 3, 4]", "steps = [2, 3]"))
    found = report(folder, today=TODAY)
    assert [each.verdict for each in found.steps] == ["pass", "pass", "pass", "pass", "not started", "pass"]
    assert found.decision == "extend"


def test_a_waived_criterion_needs_no_data(quiet: Path, tmp_path: Path) -> None:
    folder = changed(
        quiet,
        tmp_path / "v",
        lambda text: (
            text.replace("steps = [2, 3, 4]", "steps = [2, 3]")
            + "".join(f'[margins.{each}]\nwaived = "no policies yet"\n' for each in ("incidents", "security"))
            + ""
        ),
    )
    text = (folder / "pilot.toml").read_text()
    text = text.replace("[margins.coverage]\n", '[margins.coverage]\nwaived = "no policies yet"\n')
    (folder / "pilot.toml").write_text(text)
    found = report(folder, today=TODAY)
    assert found.decision == "scale"
    assert of(found, "coverage").why == "waived: no policies yet"


def test_a_mix_change_is_told_and_is_no_saving(tmp_path: Path) -> None:
    """The treatment gets far more of the cheapest workload, and saves nothing in any."""
    lay_out(tmp_path, replace(QUIET, saving=0.0, mix=0.5), 20_000, 5, block="6 hours", margins=MARGINS)
    found = report(tmp_path, today=TODAY)
    costs = found.costs
    assert costs.crude is not None
    assert costs.crude > 20
    assert costs.low is not None
    assert costs.high is not None
    assert costs.low < 0 < costs.high
    assert costs.mix_effect == costs.crude - (costs.saving or 0)
    rows = duckdb.sql(
        f"""SELECT arm, workload, avg(cost), count(*) FROM read_csv('{tmp_path}/telemetry.csv')
            WHERE phase = 't50' GROUP BY ALL"""
    ).fetchall()
    base = {workload: n for arm, workload, _, n in rows if arm == "baseline"}
    held = sum(mean * base[workload] for arm, workload, mean, _ in rows if arm == "treatment") / sum(base.values())
    assert costs.standardized == pytest.approx(D(repr(held)), rel=D("0.001"))  # the baseline's mix, not the treatment's
    assert "mix" in codes(found)
    assert of(found, "savings").verdict == "fail"


def test_planted_problems_are_all_found(tmp_path: Path) -> None:
    truth = replace(QUIET, periods=(Period("baseline", 10, 0.0), Period("shadow", 5, 0.5), Period("t50", 5, 0.5)))
    rows = lay_out(tmp_path, truth, 40_000, 7, problems=True, block="6 hours", margins=MARGINS)
    found = report(tmp_path, today=TODAY)
    told = codes(found)
    file = f"read_csv('{tmp_path}/telemetry.csv', all_varchar = true)"

    def count(where: str) -> int:
        sql = f"SELECT count(DISTINCT request_id) FROM {file} WHERE {where}"
        return int(duckdb.sql(sql).fetchall()[0][0])

    known = "arm <> 'canary' AND "
    assert found.rows == rows
    assert told["duplicates"] == rows - count("true")
    assert found.counted == count("arm <> 'canary'")  # each request once
    assert told["no-arm"] == count("arm = 'canary'")
    assert told["no-status"] == count(known + "status = 'throttled'")
    assert told["bad-latency"] == count(known + "latency_ms IN ('-1', 'n/a')")
    assert told["no-cost"] == count(known + "cost IS NULL AND currency = 'USD'")
    assert told["currency"] == count(known + "currency = 'EUR' AND cost IS NOT NULL") + count(
        known + "currency = 'EUR' AND cost IS NULL"
    )
    assert told["clock-jump"] == 1
    assert told["gaps"] == 1
    assert told["outlier-cost"] >= 1
    assert told["outlier-latency"] >= count(known + "latency_ms = '7200000'")
    for each in found.problems:
        assert each.done
        assert each.examples or each.code in ("mix",)


def test_the_effect_of_an_outlier_is_what_leaving_it_out_gives(quiet: Path, tmp_path: Path) -> None:
    def dear(text: str) -> str:
        lines = text.splitlines()
        place = next(n for n, line in enumerate(lines) if "treatment,t50" in line)
        cells = lines[place].split(",")
        cells[10] = "900"
        return "\n".join([*lines[:place], ",".join(cells), *lines[place + 1 :]]) + "\n"

    def none(text: str) -> str:
        lines = text.splitlines()
        place = next(n for n, line in enumerate(lines) if "treatment,t50" in line)
        cells = lines[place].split(",")
        cells[10] = ""
        return "\n".join([*lines[:place], ",".join(cells), *lines[place + 1 :]]) + "\n"

    with_it = report(changed(quiet, tmp_path / "o", rows=dear), today=TODAY)
    without = report(changed(quiet, tmp_path / "m", rows=none), today=TODAY)
    (told,) = [each for each in with_it.problems if each.code == "outlier-cost"]
    assert told.effect == f"without them the saving would be {without.costs.saving} %, not {with_it.costs.saving} %"


def test_a_rate_converts_and_is_told(quiet: Path, tmp_path: Path) -> None:
    def euros(text: str) -> str:
        lines = text.splitlines()
        return "\n".join(line.replace(",USD,", ",EUR,") if n % 50 == 1 else line for n, line in enumerate(lines)) + "\n"

    rated = report(
        changed(
            quiet,
            tmp_path / "r",
            lambda text: text.replace("[telemetry.columns]", "[telemetry.rates]\nEUR = 2\n\n[telemetry.columns]"),
            euros,
        ),
        today=TODAY,
    )
    (told,) = [each for each in rated.problems if each.code == "converted"]
    assert told.done == "converted: 1 EUR = 2 USD"
    assert "currency" in codes(report(changed(quiet, tmp_path / "u", rows=euros), today=TODAY))


def test_more_than_planned_is_told(quiet: Path, tmp_path: Path) -> None:
    folder = changed(quiet, tmp_path / "b", lambda text: text.replace("share = 50", "share = 20"))
    assert "share" in codes(report(folder, today=TODAY))


def test_stages_by_days_and_a_baseline_of_another_time(quiet: Path, tmp_path: Path) -> None:
    def by_days(text: str) -> str:
        text = text.replace('phase = ["baseline"]', "first = 2026-09-07\nlast  = 2026-09-08")
        text = text.replace('phase = ["shadow"]', "first = 2026-09-09\nlast  = 2026-09-10")
        return text.replace('phase = ["t50"]', 'first = 2026-09-11\nlast  = 2026-09-14\nagainst = "baseline"')

    found = report(changed(quiet, tmp_path / "d", by_days), today=TODAY)
    assert of(found, "savings").requests_baseline == found.stages[0].requests_baseline
    own = report(
        changed(quiet, tmp_path / "e", lambda text: by_days(text).replace('against = "baseline"\n', "")), today=TODAY
    )
    assert of(own, "savings").requests_baseline == own.stages[2].requests_baseline
    assert of(own, "savings") == of(report(quiet, today=TODAY), "savings")


def test_the_proposal_follows_from_the_lower_end(quiet: Path) -> None:
    found = report(quiet, today=TODAY)
    made = found.proposal
    assert made is not None
    assert made.cautious == found.costs.low
    year = 12 * 40_000_000 * made.cost_per_request
    assert made.gross == year * made.saving // 100
    assert made.gross_cautious == year * made.cautious // 100
    assert made.npv > made.npv_cautious


def test_the_example_is_made_by_its_command(tmp_path: Path) -> None:
    rows = make(tmp_path)
    one, two = (f"read_parquet('{folder}/telemetry.parquet')" for folder in (tmp_path, FOLDER))
    differing = duckdb.sql(f"(FROM {one} EXCEPT FROM {two}) UNION ALL (FROM {two} EXCEPT FROM {one})").fetchall()
    assert differing == []
    assert duckdb.sql(f"SELECT count(*) FROM {two}").fetchall() == [(rows,)]
    assert (tmp_path / "pilot.toml").read_text() == (FOLDER / "pilot.toml").read_text()
    assert (tmp_path / "expansion.toml").read_text() == (FOLDER / "expansion.toml").read_text()
    assert (FOLDER / "telemetry.parquet").stat().st_size < 300_000


def test_the_generator_keeps_its_truth() -> None:
    from dealdesk.pilot.generate import requests

    truth = replace(
        QUIET, saving=0.2, more_errors=0.01, common=0.0, apart=0.0, drift=0.0, periods=(Period("t", 4, 0.5),)
    )
    made = requests(truth, 200_000, 9)
    treated = made["arm"] == 1
    assert made["time"][0] >= __import__("numpy").datetime64(datetime(2026, 9, 7))
    saving = 1 - made["cost"][treated].mean() / made["cost"][~treated].mean()
    assert saving == pytest.approx(0.2, abs=0.02)
    assert made["failed"][treated].mean() - made["failed"][~treated].mean() == pytest.approx(0.01, abs=0.002)
    assert (made["time"][1:] >= made["time"][:-1]).all()
