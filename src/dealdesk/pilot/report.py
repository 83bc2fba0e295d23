"""A pilot worked out: the telemetry read, its problems told, the criteria judged, a decision made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dealdesk.errors import InputError
from dealdesk.pilot.cells import Cells, cells_of
from dealdesk.pilot.comparison import Comparison, baseline_of, compare
from dealdesk.pilot.costs import costs_of
from dealdesk.pilot.criteria import agreed_criteria, scopes
from dealdesk.pilot.decision import decide, steps_of
from dealdesk.pilot.expansion import propose
from dealdesk.pilot.figures import fixed, share
from dealdesk.pilot.judge import judge, not_started
from dealdesk.pilot.measures import MEASURES
from dealdesk.pilot.percentiles import percentile_rows
from dealdesk.pilot.plan import Pilot, catalog_of, load_pilot
from dealdesk.pilot.problems import PROBLEMS
from dealdesk.pilot.problems.duplicates import set_apart
from dealdesk.pilot.problems.look import COUNTED, Look
from dealdesk.pilot.result import METHOD, IncidentResult, PilotResult, SecurityResult
from dealdesk.pilot.result.criteria import CriterionResult, StageResult
from dealdesk.pilot.savings import saving_where
from dealdesk.pilot.statement import statement_of
from dealdesk.pilot.statistics.poisson import poisson_limits
from dealdesk.pilot.telemetry import telemetry
from dealdesk.pilot.telemetry.read import Read
from dealdesk.value.party import Party


def report(path: str | Path, *, today: date, say: Callable[[str], None] = lambda words: None) -> PilotResult:
    """Return what comes of the pilot in the file at *path*.

    Args:
        path: The pilot's TOML file, or a folder with `pilot.toml`.
        today: The day of the report, where the pilot states none.
        say: Told what is being done, for a person who waits.

    Raises:
        InputError: The pilot, its catalog, its telemetry or its deal cannot be used.
    """
    file = Path(path)
    pilot = load_pilot(file)
    near = file if file.is_dir() else file.parent
    return work_out(pilot, near, today=today, source=str(path), say=say)


def work_out(
    pilot: Pilot, near: Path, *, today: date, source: str = "", say: Callable[[str], None] = lambda words: None
) -> PilotResult:
    """Return what comes of *pilot*, whose relative paths start at the folder *near*; otherwise as `report`."""
    catalog = catalog_of(pilot, near)
    every = agreed_criteria(pilot, catalog)
    dated = pilot.dated or today
    say("reading the telemetry")
    with telemetry(pilot, near) as read:
        again = set_apart(read)
        say("adding up")
        cells = cells_of(read, pilot, COUNTED)
        if not cells.blocks:
            raise InputError(_nothing(read, pilot))
        say("resampling")
        seen: dict[tuple[int, ...], Comparison] = {}

        def both(stages: tuple[int, ...]) -> Comparison:
            if stages not in seen:
                seen[stages] = compare(pilot, cells, stages)
            return seen[stages]

        criteria: list[CriterionResult] = []
        for agreed in every:
            found = [] if agreed.waived else list(scopes(pilot, agreed))
            criteria += [judge(agreed, name, both(stages)) for name, stages in found] or [not_started(agreed)]
        stages = headline_stages(pilot, cells)
        head = both(stages)
        confidence = 0.95
        costs = costs_of(head, confidence, _totals(read, head))
        stated = "none" if costs.saving is None else f"{costs.saving:f} %"
        say("looking for problems of the data")
        look = Look(
            read, pilot, cells, lambda where, more: saving_where(read, pilot, stages, where, more), stated, again, dated
        )
        problems = tuple(problem for each in PROBLEMS for problem in each(look))
        ((first, last, counted),) = look.rows(f"SELECT min(time), max(time), count(*) FROM t WHERE {COUNTED}")
        rows, files = read.rows, tuple(part.name for part in read.parts)
        stage_rows = _stages(pilot, cells, look)
    decision, sentence, reasons, more_days = decide(criteria, problems)
    proposal = propose(pilot, costs, near, today=dated, source=source)
    errors = MEASURES["error-rate"].works(head, confidence).interval
    severe = sum(each.severity in ("high", "critical") and each.caused_by_pilot for each in pilot.incidents)
    return PilotResult(
        method=METHOD,
        source=source,
        title=pilot.title,
        reference=pilot.reference,
        customer=Party(pilot.customer.name),
        vendor=_vendor(catalog),
        prepared_by=pilot.prepared_by,
        dated=dated,
        language=pilot.customer.language,
        currency=pilot.currency,
        catalog=catalog.catalog.id,
        catalog_version=catalog.catalog.version,
        agreed=pilot.agreed,
        agreed_by=pilot.agreed_by,
        first=first.date() if first else None,
        last=last.date() if last else None,
        rows=rows,
        counted=int(counted),
        files=files,
        block=pilot.block,
        blocks=len(cells.blocks),
        decision=decision,
        sentence=sentence,
        reasons=reasons,
        more_days=more_days,
        steps=steps_of(catalog.playbook.pilot, criteria, proposal is not None),
        criteria=tuple(criteria),
        stages=stage_rows,
        headline=_named(pilot, stages),
        percentiles=percentile_rows(head, confidence),
        costs=costs,
        error_baseline=fixed(errors.baseline, 3),
        error_treatment=fixed(errors.treatment, 3),
        problems=problems,
        incidents=tuple(
            IncidentResult(each.day, each.severity, each.text, each.minutes, each.caused_by_pilot, each.resolved)
            for each in pilot.incidents
        ),
        incidents_most=fixed(poisson_limits(severe, 0.95)[1], 1),
        security=tuple(SecurityResult(each.severity, each.text, each.open, each.owner) for each in pilot.security),
        proposal=proposal,
        error_percent=_error(criteria),
        statement=statement_of(pilot, criteria),
        findings=(),
        notes=pilot.notes,
        next_steps=pilot.next_steps,
        accent=catalog.catalog.brand.accent,
        logo=catalog.logo,
    )


def headline_stages(pilot: Pilot, cells: Cells) -> tuple[int, ...]:
    """Return the stages that percentiles and costs are shown of: those with real traffic the new way, all together."""
    treated = [number for number in range(len(pilot.stages)) if cells.sums["n"][1][:, cells.chosen([number])].sum() > 0]
    ids = [stage.id for stage in pilot.stages]
    real = [number for number in treated if max(pilot.stages[number].steps) >= 2]
    beside = [number for number in real if baseline_of(pilot, cells, number, ids) == number]
    return tuple(beside or real or treated)


def _named(pilot: Pilot, stages: tuple[int, ...]) -> str:
    names = [pilot.stages[number].name for number in stages]
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else (names or ["no stage"])[0]


def _totals(read: Read, head: Comparison) -> tuple[Decimal, Decimal]:
    """Return what all requests of the compared stages cost in each arm, exact."""
    places = [{head.cells.strata[place].stage for place in arm} for arm in (head.base, head.treat)]
    made = []
    for arm, stages in enumerate(places):
        inside = ", ".join(map(str, sorted(stages))) or "-1"
        sql = f"SELECT coalesce(sum(cost), 0) FROM t WHERE {COUNTED} AND arm = {arm} AND stage IN ({inside})"
        (total,) = read.db.execute(sql).fetchone() or (Decimal(0),)
        made.append(Decimal(total).quantize(Decimal("0.01")))
    return made[0], made[1]


def _stages(pilot: Pilot, cells: Cells, look: Look) -> tuple[StageResult, ...]:
    days = {
        stage: (first, last)
        for stage, first, last in look.rows(
            f"SELECT stage, min(time), max(time) FROM t WHERE {COUNTED} GROUP BY stage ORDER BY stage"
        )
    }
    made = []
    for number, stage in enumerate(pilot.stages):
        places = cells.chosen([number])
        arms = [cells.sums["n"][arm][:, places] for arm in (0, 1)]
        base, treat = (int(arm.sum()) for arm in arms)
        first, last = days.get(number, (None, None))
        made.append(
            StageResult(
                id=stage.id,
                name=stage.name,
                first=first.date() if first else None,
                last=last.date() if last else None,
                blocks=int(((arms[0] + arms[1]).sum(axis=1) > 0).sum()) if places else 0,
                requests_baseline=base,
                requests_treatment=treat,
                share_planned=stage.share,
                share=share(treat, base + treat, 1) if base + treat else None,
            )
        )
    return tuple(made)


def _nothing(read: Read, pilot: Pilot) -> str:
    ((rows, times, arms, stages),) = read.db.execute(
        "SELECT count(*), count(time), count(arm), count(stage) FROM t"
    ).fetchall()
    return (
        f"none of the {rows:,} rows counts: {times:,} have a time that can be read, {arms:,} a word of "
        f"[arms], {stages:,} belong to a stage"
    )


def _error(criteria: list[CriterionResult]) -> Decimal:
    """Return how often a criterion passes wrongly at most, in per cent: half of what its interval leaves out."""
    judged = [each.confidence for each in criteria if each.judged == "interval"]
    return (100 - min(judged, default=Decimal(95))) / 2


def _vendor(catalog: Any) -> Party:
    header = catalog.catalog
    if header.entity is None:
        return Party(header.name)
    return Party(header.entity.name, header.entity.email, header.entity.website)
