"""Results in the formats that continuous integration reads.  To add one: one file here, one line in the tuple."""

from dealdesk.ci import github, gitlab, junit, sarif
from dealdesk.ci.report import Check, Remark, Report

FORMATS = (github.FORMAT, sarif.FORMAT, gitlab.FORMAT, junit.FORMAT)

__all__ = ["FORMATS", "Check", "Remark", "Report", "written"]


def written(report: Report, name: str) -> str:
    """Return a report in the format of that name; KeyError when there is none."""
    return {each.name: each for each in FORMATS}[name].write(report)
