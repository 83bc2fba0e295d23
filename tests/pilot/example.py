"""The telemetry of `examples/pilot`, made anew: .venv/bin/python -m tests.pilot.example"""

from __future__ import annotations

from pathlib import Path

from dealdesk.pilot.example import lay_out
from dealdesk.pilot.generate import Period, Truth

FOLDER = Path(__file__).parents[2] / "examples" / "pilot"
COUNT, SEED = 9_000, 12
TRUTH = Truth(
    saving=0.24,
    latency=0.0,
    errors=0.004,
    mix=0.08,
    common=0.05,
    apart=0.004,
    periods=(Period("baseline", 3, 0.0), Period("shadow", 3, 0.5), Period("t40", 4, 0.4)),
)
MARGINS = "".join(
    f"[margins.{name}]\nleast_requests = 1_000\n{'value          = 12' + chr(10) if name.endswith('latency') else ''}\n"
    for name in (
        "recorded",
        "shadow-latency",
        "shadow-quality",
        "projected-savings",
        "latency",
        "errors",
        "savings",
        "coverage",
    )
)


def make(folder: Path) -> int:
    return lay_out(folder, TRUTH, COUNT, SEED, problems=True, parquet=True, block="6 hours", margins=MARGINS)


if __name__ == "__main__":
    print(make(FOLDER))
