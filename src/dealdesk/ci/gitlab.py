"""GitLab: a code quality report, which a merge request shows as a widget and beside the lines."""

import json

from dealdesk.ci.report import Format, Report

LEVELS = {"error": "major", "warning": "minor", "info": "info"}


def _write(report: Report) -> str:
    found = [
        {
            "description": each.text,
            "check_name": each.code,
            "fingerprint": each.fingerprint,
            "severity": LEVELS[each.severity],
            "location": {"path": each.file, "lines": {"begin": each.place.line if each.place is not None else 1}},
        }
        for each in report.remarks
        if each.allowed is None
    ]
    return json.dumps(found, indent=2) + "\n"


FORMAT = Format("gitlab", _write)
