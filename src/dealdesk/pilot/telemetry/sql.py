"""The SQL of each column of telemetry: what a cell of a file means to the pilot."""

from __future__ import annotations

from collections.abc import Mapping

from dealdesk.pilot.plan import BLOCK_HOURS, Pilot

NUMBERS = ("latency", "cost", "quality", "tokens_in", "tokens_out")
"""Columns that hold numbers."""

COST_PLACES = 9
"""Decimals of the cost of one request that count; a billionth of a dollar."""


def literal(value: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def identifier(value: str) -> str:
    """Return the name of a column as SQL writes it."""
    return '"' + value.replace('"', '""') + '"'


def at_least_0(column: str, key: str = "") -> str:
    """SQL for a number from 0 up, null where it is none; a quality score may be below 0, and has 9 decimals."""
    if key == "quality":
        return f"TRY_CAST({column} AS DECIMAL(18, 9))"
    kind = f"DECIMAL(18, {COST_PLACES})" if key == "cost" else "DOUBLE"
    made = f"TRY_CAST({column} AS {kind})"
    finite = "" if key == "cost" else f" AND {made} < 'inf'::DOUBLE"
    return f"CASE WHEN {made} >= 0{finite} THEN {made} END"


def any_of(words: tuple[str, ...]) -> str:
    """SQL for a list of words, to stand behind IN."""
    return "(" + ", ".join(literal(each) for each in words) + ")"


def time_of(column: str, kind: str) -> str:
    """SQL for a time in UTC; one without a zone is taken as UTC."""
    if kind.startswith("TIMESTAMP") and "ZONE" not in kind:
        return f"CAST({column} AS TIMESTAMP)"
    return f"CAST(TRY_CAST({column} AS TIMESTAMPTZ) AS TIMESTAMP)"


def arm_of(pilot: Pilot, word: str) -> str:
    """SQL for the arm: 0 is the baseline, 1 the treatment, null neither."""
    baseline, treatment = any_of(pilot.arms.baseline), any_of(pilot.arms.treatment)
    return f"CASE WHEN {word} IN {baseline} THEN 0 WHEN {word} IN {treatment} THEN 1 END"


def stage_of(pilot: Pilot, word: Mapping[str, str], time: str) -> str:
    """SQL for the number of the stage, from 0: by the phase that a row names, or by its day."""
    cases = []
    for number, stage in enumerate(pilot.stages):
        if stage.phase:
            cases.append(f"WHEN {word['phase']} IN {any_of(stage.phase)} THEN {number}")
        else:
            cases.append(
                f"WHEN {time} >= DATE '{stage.first}' AND {time} < DATE '{stage.last}' + INTERVAL 1 DAY THEN {number}"
            )
    return f"CASE {' '.join(cases)} END"


def cost_of(pilot: Pilot, word: Mapping[str, str], cost: str) -> tuple[str, str]:
    """The cost in the pilot's currency, null where there is no rate; and whether it was in another."""
    if "currency" not in word:
        return f"CASE WHEN {cost} >= 0 THEN {cost} END", "false"
    code = f"upper({word['currency']})"
    cases = " ".join(
        f"WHEN {code} = {literal(other)} THEN CAST({cost} * {rate:f} AS DECIMAL(18, {COST_PLACES}))"
        for other, rate in pilot.telemetry.rates.items()
    )
    own = literal(pilot.currency)
    made = f"CASE WHEN coalesce({code}, {own}) IN ({own}, '') THEN {cost} {cases} END"
    made = f"CASE WHEN {cost} >= 0 THEN {made} END"
    return made, f"coalesce({code}, {own}) NOT IN ({own}, '')"


def block_of(pilot: Pilot, time: str = "time") -> str:
    """SQL for the number of the block of time that a request belongs to."""
    hours = BLOCK_HOURS[pilot.block]
    return f"(epoch_ms({time}) // {hours * 3_600_000})"
