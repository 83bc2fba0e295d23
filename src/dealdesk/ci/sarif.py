"""SARIF 2.1.0: the format of code scanning.  What a catalog allows is a suppressed result, with its reason."""

import json
from typing import Any
from urllib.parse import quote

from dealdesk.ci.report import Check, Format, Remark, Report
from dealdesk.errors import printable
from dealdesk.version import VERSION

LEVELS = {"error": "error", "warning": "warning", "info": "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _write(report: Report) -> str:
    checks = {each.code: each for each in report.checks}
    for each in report.remarks:
        checks.setdefault(each.code, Check(each.code, each.code, each.code))
    order = {code: number for number, code in enumerate(checks)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "dealdesk",
                        "version": VERSION,
                        "semanticVersion": VERSION,
                        "rules": [_rule(each) for each in checks.values()],
                    }
                },
                "automationDetails": {"id": f"dealdesk/{report.command.replace(' ', '-')}/"},
                "columnKind": "unicodeCodePoints",
                "results": [_result(each, order[each.code]) for each in report.remarks],
            }
        ],
    }
    return json.dumps(log, indent=2) + "\n"


def _rule(check: Check) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": check.code,
        "name": check.name,
        "shortDescription": {"text": check.title},
        "defaultConfiguration": {"level": LEVELS[check.severity]},
    }
    if check.prose:
        made["fullDescription"] = {"text": check.prose.split("\n\n")[0].replace("\n", " ")}
        made["help"] = {"text": check.prose}
    return made


def _result(remark: Remark, index: int) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(remark.file)}}
    if remark.place is not None:
        place = remark.place
        location["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.line,
            "endColumn": place.column + place.length,
        }
    made: dict[str, Any] = {
        "ruleId": remark.code,
        "ruleIndex": index,
        "level": LEVELS[remark.severity],
        "message": {"text": remark.text},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"dealdesk/v1": remark.fingerprint},
    }
    if remark.allowed is not None:
        made["suppressions"] = [{"kind": "inSource", "justification": printable(remark.allowed)}]
    return made


FORMAT = Format("sarif", _write)
