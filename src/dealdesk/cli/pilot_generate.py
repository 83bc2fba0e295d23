"""`dealdesk pilot generate`: a pilot whose truth is known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealdesk.cli.pages import Page

EXAMPLES = """\b
Examples:
  dealdesk pilot generate my-pilot
  dealdesk pilot generate small --requests 20000 --parquet
  dealdesk pilot generate no-saving --saving 0 --problems
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def generate(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where to write pilot.toml and its telemetry.", show_default=False)
    ],
    count: Annotated[
        int, typer.Option("--requests", metavar="N", min=100, max=50_000_000, help="About how many requests.")
    ] = 200_000,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="What the draws begin with.")] = 1,
    saving: Annotated[
        float, typer.Option(metavar="PERCENT", min=0, max=65, help="What the treatment truly saves per request.")
    ] = 12,
    latency: Annotated[
        float, typer.Option(metavar="PERCENT", min=-90, max=900, help="By what its latencies are truly higher.")
    ] = 2,
    errors: Annotated[
        float, typer.Option(metavar="POINTS", min=0, max=50, help="By how many points its error rate is truly higher.")
    ] = 0,
    coverage: Annotated[
        float, typer.Option(metavar="PERCENT", min=0, max=100, help="Which part of its requests a policy decides.")
    ] = 100,
    mix: Annotated[
        float, typer.Option(metavar="POINTS", min=0, max=50, help="How far its mix moves to the commonest workload.")
    ] = 0,
    problems: Annotated[bool, typer.Option("--problems", help="Plant what goes wrong with real telemetry.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet instead of CSV.")] = False,
) -> int:
    """Make a pilot whose truth is known, to learn and to test with.

    The same options give the same telemetry. Nothing is written over.
    """
    from dealdesk.cli import terminal
    from dealdesk.errors import WriteError, printable
    from dealdesk.pilot.example import lay_out
    from dealdesk.pilot.generate import Truth

    truth = Truth(
        saving=saving / 100,
        latency=latency / 100,
        more_errors=errors / 100,
        covered=coverage / 100,
        mix=mix / 100,
    )
    if (folder / "pilot.toml").exists():
        raise WriteError(f"{folder / 'pilot.toml'} is there already; name another folder")
    with terminal.working("making requests"):
        rows = lay_out(folder, truth, count, seed, problems=problems, parquet=parquet)
    terminal.words(f"{printable(str(folder))}: a pilot with {rows:,} requests")
    terminal.words(f"Next: dealdesk pilot report {printable(str(folder))}")
    return 0
