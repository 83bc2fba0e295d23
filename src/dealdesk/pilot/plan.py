"""`PILOT.toml`: what a pilot measures, how its telemetry is to be read, and what was agreed before it began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from dealdesk.catalog.fields import Id, Name, Text
from dealdesk.catalog.written import Written
from dealdesk.pricing.numbers import Amount, Number, Percent, Whole
from dealdesk.quoting.deal.customer import Customer
from dealdesk.record import Field, Record, check

Block = Literal["hour", "6 hours", "day"]
Severity = Literal["low", "medium", "high", "critical"]
Words = Annotated[tuple[Name, ...], Field(min_length=1)]
BLOCK_HOURS: Mapping[str, int] = {"hour": 1, "6 hours": 6, "day": 24}


class Columns(Record):
    """`[telemetry.columns]`: the telemetry's own name for each column; a column that it lacks is left out.

    Attributes:
        phase: Tells the stages apart; without it stages are told apart by their days.
        latency: In milliseconds.
        cost: What the request cost, in the pilot's currency unless `currency` says otherwise.
        quality: Score of the answer; higher is better.
        policy: What the policy engine decided; empty where no policy was applied.
    """

    time: Name = "time"
    arm: Name = "arm"
    phase: Name | None = None
    workload: Name | None = None
    model: Name | None = None
    tokens_in: Name | None = None
    tokens_out: Name | None = None
    latency: Name = "latency_ms"
    status: Name = "status"
    cost: Name = "cost"
    currency: Name | None = None
    quality: Name | None = None
    policy: Name | None = None
    request: Name | None = None


class Telemetry(Record):
    """`[telemetry]`: the files of requests, CSV or Parquet, and what their words mean.

    Attributes:
        files: Relative to the pilot's file; all have the same columns.
        success: Words of the status column for a request that was answered.
        failure: Words for one that was not.
        covered: Words of the policy column that mean that a policy decided; any word when left out.
        rates: What one unit of another currency is worth in the pilot's; requests in others are left out.
    """

    files: Annotated[tuple[Name, ...], Field(min_length=1, max_length=400)]
    columns: Columns = Field(default_factory=Columns)
    success: Words = ("ok",)
    failure: Words = ("error", "timeout")
    covered: tuple[Name, ...] = ()
    rates: Mapping[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], Annotated[Number, Field(gt=0)]] = Field(
        default_factory=dict
    )


class Arms(Record):
    """`[arms]`: words of the arm column for requests that went the old way, and for those that went the new way."""

    baseline: Words = ("baseline",)
    treatment: Words = ("treatment",)


class Stage(Record):
    """`[[stages]]`: one stage of the pilot.

    Attributes:
        steps: The steps of the pilot framework whose criteria it counts for.
        phase: Words of the phase column.
        first: Its first day; with `last` instead of a phase.
        last: Its last day.
        share: Per cent of the traffic that goes the new way.
        against: Id of the stage whose baseline it is compared with; its own when left out.
    """

    id: Id
    name: Name
    steps: Annotated[tuple[Whole, ...], Field(min_length=1, max_length=6)]
    phase: tuple[Name, ...] = ()
    first: date | None = None
    last: date | None = None
    share: Percent | None = None
    against: Id | None = None

    @check
    def _told_apart(self) -> None:
        if not self.phase and (self.first is None or self.last is None):
            raise ValueError("state phase, or first and last")
        if self.phase and (self.first is not None or self.last is not None):
            raise ValueError("state either phase, or first and last")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError(f"last, {self.last}, is before first, {self.first}")


class Margin(Record):
    """`[margins.<criterion>]`: what was agreed with this customer instead of the catalog's numbers."""

    value: Number | None = None
    confidence: Annotated[Number, Field(ge=50, lt=100)] | None = None
    least_requests: Whole | None = None
    least_blocks: Annotated[Whole, Field(ge=2)] | None = None
    waived: Text | None = None


class Incident(Record):
    """`[[incidents]]`: something that went wrong while the pilot ran."""

    day: date
    severity: Severity
    text: Text
    minutes: Whole | None = None
    caused_by_pilot: bool = True
    resolved: Text | None = None


class SecurityFinding(Record):
    """`[[security]]`: what a security review of the pilot found."""

    severity: Severity
    text: Text
    open: bool = True
    owner: Name | None = None


class Expansion(Record):
    """`[expansion]`: what would follow.

    Attributes:
        deal: The deal file of the offer.
        requests_per_month: Requests that would go the new way.
        cost_per_request: What one costs today; as measured in the baseline when left out.
        ramp: Per cent of the saving that is reached in each year.
        risk: Per cent taken off for the risk that less is saved.
        rate: Discount rate in per cent.
    """

    deal: Name
    requests_per_month: Annotated[Number, Field(gt=0)]
    cost_per_request: Amount | None = None
    years: Annotated[Whole, Field(ge=1, le=10)] = 3
    rate: Percent = Field(default=10, validate_default=True)
    risk: Percent = Field(default=0, validate_default=True)
    note: Text | None = None


class Pilot(Written):
    """A pilot.

    Attributes:
        catalog: Whose pilot framework holds: an id or a path.
        agreed: The day on which both sides wrote the criteria and margins down.
        agreed_by: Who did.
        block: Requests of one block of time are not independent of each other; blocks are.
        options: What else may be decided than to scale, extend or stop, in words.
        draws: Resamplings for percentiles.
        seed: What they begin with.
    """

    title: Name = "Pilot"
    reference: Name | None = None
    customer: Customer
    catalog: Name
    prepared_by: Name | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    agreed: date
    agreed_by: Words
    dated: date | None = None
    block: Block = "day"
    seed: Whole = 1
    draws: Annotated[Whole, Field(ge=200, le=20_000)] = 1000
    telemetry: Telemetry
    arms: Arms = Field(default_factory=Arms)
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=40)]
    margins: Mapping[Id, Margin] = Field(default_factory=dict)
    incidents: tuple[Incident, ...] = ()
    security: tuple[SecurityFinding, ...] = ()
    expansion: Expansion | None = None
    notes: tuple[Text, ...] = ()
    next_steps: tuple[Text, ...] = ()


def load_pilot(path: str | Path) -> Pilot:
    """Return the pilot in the TOML file at *path*, or in the folder's `pilot.toml`.

    Raises:
        InputError: It cannot be read or is not valid; every mistake is named with its place.
    """
    from dealdesk.catalog.load import DISGUISED, file_in, is_disguised, shown
    from dealdesk.catalog.source import read_toml
    from dealdesk.errors import InputError, Mistake, Place

    file = file_in(Path(path), "pilot.toml")
    if is_disguised(file):
        raise InputError(Mistake(DISGUISED, Place(shown(file), 1, 1), code="file"))
    data, sources = read_toml([file], names=[shown(file)], limit_bytes=1 << 20, error=InputError)
    pilot = Pilot.read(data, sources)
    if mistakes := tuple(_mistakes(pilot)):
        raise InputError(mistakes)
    return pilot


def _mistakes(pilot: Pilot) -> Iterator[Any]:
    """Yield what stages and arms get wrong about each other."""
    ids = [stage.id for stage in pilot.stages]
    for number, stage in enumerate(pilot.stages):
        if stage.id in ids[:number]:
            yield pilot.mistake(("stages", number, "id"), f"there are two stages {stage.id}", code="pilot")
        if stage.phase and pilot.telemetry.columns.phase is None:
            message, hint = "no column tells the phase", 'add phase = "…" to [telemetry.columns], or use first and last'
            yield pilot.mistake(("stages", number, "phase"), message, hint=hint, code="pilot")
        if stage.against is not None and stage.against not in ids:
            message = f"{stage.id} is against {stage.against}, which is no stage"
            yield pilot.mistake(("stages", number, "against"), message, allowed=", ".join(ids), code="pilot")
    for word in pilot.arms.treatment:
        if word in pilot.arms.baseline:
            yield pilot.mistake(("arms", "treatment"), f"{word} is in both arms", code="pilot")


def catalog_of(pilot: Pilot, near: Path) -> Any:
    """Return the catalog that *pilot* names; that there is none is told at the place of its name."""
    from dealdesk.catalog.load import load_catalog
    from dealdesk.errors import CatalogError

    try:
        return load_catalog(pilot.catalog, near=near)
    except CatalogError as wrong:
        raise CatalogError(
            pilot.mistake(("catalog",), each.message, allowed=each.allowed, hint=each.hint, code=each.code)
            if each.place is None
            else each
            for each in wrong.mistakes
        ) from None


def watched(path: Path) -> list[Path]:
    """Return the files that a report on a pilot is made of: the pilot, its telemetry, and the deal of the expansion."""
    from dealdesk.errors import DealdeskError

    file = path / "pilot.toml" if path.is_dir() else path
    try:
        pilot = load_pilot(file)
    except DealdeskError:  # told when the report is made
        return [file]
    names = [*pilot.telemetry.files, *([pilot.expansion.deal] if pilot.expansion else [])]
    return [file, *(file.parent / name for name in names)]
