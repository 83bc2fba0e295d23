"""The top of a pilot's documents: the decision, and the four figures that carry it."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.view.head import cut
from dealdesk.documents.view.key_figures import figure, in_rows
from dealdesk.documents.view.pilot.writer import NONE, Writer
from dealdesk.documents.view.writer import ems, step
from dealdesk.pilot.result.measured import Percentile


def head(writer: Writer, kind: str) -> dict[str, Any]:
    """Return names and titles of a `report` or a `benchmark`."""
    found, language = writer.found, writer.language
    title = writer.say(f"{kind}.title", customer=found.customer.name)
    name = found.customer.name if kind == "report" else found.title
    lede = found.sentence if kind == "report" else writer.say("benchmark.lede")
    words = writer.say(f"{kind}.kind")
    return {
        "title": title,
        "subject": language.tidy(found.sentence if kind == "report" else lede),
        "author": found.vendor.name,
        "issued": found.dated.isoformat(),
        "vendor": found.vendor.name,
        "reference": writer.say("dated", date=language.long_day(found.dated)),
        "footer": writer.say(
            f"{kind}.footer",
            vendor=cut(found.vendor.name),
            customer=cut(found.customer.name),
            catalog=found.catalog,
            version=found.catalog_version,
        ),
        "eyebrow": language.say("form.joined", first=words, last=found.title) if kind == "report" else words,
        "customer": name,
        "customer_size": f"n{step(ems(name), 19.5, 27, 40, 62)}",
        "lede": language.tidy(lede),
    }


def decision_figures(writer: Writer) -> dict[str, Any]:
    """Return the decision, the saving, the change of the 95th percentile, and how many criteria passed."""
    found = writer.found
    passed = sum(each.verdict == "pass" for each in found.criteria)
    requests = writer.say(
        "figures.requests",
        count=writer.count(found.counted),
        blocks=writer.say(f"blocks.{found.block}", n=found.blocks),
    )
    return _figures(
        writer,
        [
            figure(
                writer.say("figures.decision"), writer.say(f"decisions.{found.decision}"), _after(writer), accent=True
            ),
            _saving(writer),
            _p95(writer),
            figure(
                writer.say("figures.criteria"),
                writer.say("figures.of", part=passed, whole=len(found.criteria)),
                requests,
            ),
        ],
    )


def benchmark_figures(writer: Writer) -> dict[str, Any]:
    """Return the saving, the percentiles and the requests that they rest on."""
    found = writer.found
    span = writer.language.span(found.first, found.last) if found.first and found.last else ""
    return _figures(
        writer,
        [
            _saving(writer) | {"accent": True},
            _p95(writer),
            _errors(writer),
            figure(writer.say("figures.compared"), writer.count(found.counted), span),
        ],
    )


def measured(writer: Writer) -> str:
    """Return what was measured, in a sentence."""
    found, language = writer.found, writer.language
    return writer.say(
        "benchmark.measured",
        customer=found.customer.name,
        count=writer.count(found.counted),
        workloads=language.listed([each.workload for each in found.costs.workloads]),
        first=language.day(found.first) if found.first else "",
        last=language.day(found.last) if found.last else "",
    )


def _after(writer: Writer) -> str:
    days = writer.found.more_days
    if writer.found.decision == "extend" and days is not None:
        return writer.say("figures.more", n=days)
    return writer.say(f"figures.after.{writer.found.decision}")


def _saving(writer: Writer) -> dict[str, Any]:
    costs = writer.found.costs
    note = writer.say("figures.interval", span=writer.span(costs.low, costs.high)) if costs.low is not None else ""
    return figure(writer.say("figures.saving"), writer.percent(costs.saving), note)


def _p95(writer: Writer) -> dict[str, Any]:
    sides: dict[str, Percentile] = {each.arm: each for each in writer.found.percentiles if each.name == "p95"}
    if len(sides) < 2:
        return figure(writer.say("figures.p95"), NONE, "")
    old, new = writer.ms(sides["baseline"].value), writer.ms(sides["treatment"].value)
    return figure(writer.say("figures.p95"), new, writer.say("figures.before", value=old))


def _errors(writer: Writer) -> dict[str, Any]:
    found = writer.found
    before = writer.say("figures.before", value=writer.percent(found.error_baseline, 2))
    return figure(writer.say("figures.errors"), writer.percent(found.error_treatment, 2), before)


def _figures(writer: Writer, cells: list[dict[str, Any]]) -> dict[str, Any]:
    rows, size = in_rows(cells)
    return {"rows": rows, "size": size}
