"""A pilot to begin with: its file, the deal of the expansion, and telemetry whose truth is known."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from dealdesk.pilot.generate import Truth, write
from dealdesk.writing import make_folder, write_file

PILOT = """\
# A pilot of adaptive routing.  The telemetry is made up:
#   {made}
# Everything that decides is written down here and in the pilot framework of the catalog, before the first request.

title     = "Pilot of adaptive routing"
reference = "PILOT-1"
catalog   = "ai-control-plane"
currency  = "USD"
agreed    = {agreed}
agreed_by = ["Dana Ortiz, Contoso Support", "Noor Haddad, solutions architect"]
block     = "{block}"

[customer]
name = "Contoso Support, Inc."

[telemetry]
files   = ["{file}"]
success = ["ok"]
failure = ["error", "timeout"]

[telemetry.columns]
time       = "time"
arm        = "arm"
phase      = "phase"
workload   = "workload"
model      = "model"
tokens_in  = "tokens_in"
tokens_out = "tokens_out"
latency    = "latency_ms"
status     = "status"
cost       = "cost"
currency   = "currency"
quality    = "quality"
policy     = "policy"
request    = "request_id"

[[stages]]
id    = "baseline"
name  = "Baseline"
steps = [0]
phase = ["baseline"]

[[stages]]
id    = "shadow"
name  = "Shadow routing"
steps = [1]
phase = ["shadow"]
share = 50
{traffic}
# Instead of the catalog's numbers, agreed with this customer:
{margins}
[[incidents]]
day             = {incident}
severity        = "medium"
text            = "Answers of one provider were slow for 20 minutes; requests went to another."
minutes         = 20
caused_by_pilot = false
resolved        = "by failover, without anybody's help"

[[security]]
severity = "medium"
text     = "The service account of the gateway may read more secrets than it needs."
open     = true
owner    = "Platform team, until the first day of the expansion"

[expansion]
deal               = "expansion.toml"
requests_per_month = {volume}
risk               = 10
note               = "All four workloads; volumes as of the last quarter."
"""

STAGE = """
[[stages]]
id    = "{name}"
name  = "{share} % of traffic"
steps = [2, 3, 4]
phase = ["{name}"]
share = {share}
"""

EXPANSION = """\
# What would follow the pilot: all traffic on the enterprise plan.

catalog = "ai-control-plane"
title   = "Adaptive routing for all traffic"
start   = {start}
months  = 36
billing = "annual"

[customer]
name    = "Contoso Support, Inc."
segment = "contact-center"

[[lines]]
sku   = "enterprise"
usage = {{ requests = {blocks} }}   # 10k requests, a month
"""

VOLUME = 40_000_000
"""Requests a month of the expansion."""


def lay_out(
    folder: Path,
    truth: Truth,
    count: int,
    seed: int,
    *,
    problems: bool = False,
    parquet: bool = False,
    block: str = "day",
    margins: str = "",
) -> int:
    """Write a pilot, its deal and its telemetry into a folder, and return the rows of the telemetry.

    Raises:
        WriteError: Something cannot be written.
    """
    make_folder(folder)
    file = "telemetry.parquet" if parquet else "telemetry.csv"
    rows = write(truth, count, seed, folder / file, problems=problems)
    start = truth.start.date()
    traffic = [period for period in truth.periods if period.name not in ("baseline", "shadow")]
    days = sum(period.days for period in truth.periods)
    text = PILOT.format(
        made=f"seed {seed}, about {count:,} requests; saving {truth.saving:.0%}, latency {truth.latency:+.0%}",
        agreed=start - timedelta(days=5),
        block=block,
        file=file,
        traffic="".join(STAGE.format(name=each.name, share=round(each.share * 100)) for each in traffic),
        margins=margins.rstrip("\n") + "\n" if margins else "# [margins.latency]\n# value = 7\n",
        incident=start + timedelta(days=days // 2),
        volume=VOLUME,
    )
    deal = EXPANSION.format(start=start + timedelta(days=days + 30), blocks=f"{VOLUME // 10_000:_}")
    write_file(folder / "pilot.toml", text.encode())
    write_file(folder / "expansion.toml", deal.encode())
    return rows
