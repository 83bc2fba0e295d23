"""GitHub Actions: workflow commands that become annotations in the pull request.

A line that begins with `::` is a command to the runner.  So whatever a catalog says is escaped: it can end no command
and begin none.
"""

from dealdesk.ci.report import Format, Remark, Report

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _command(remark: Remark) -> str:
    properties = [("file", remark.file)]
    if remark.place is not None:
        place = remark.place
        properties += [("line", str(place.line)), ("col", str(place.column))]
        properties += [("endColumn", str(place.column + place.length))]
    properties.append(("title", remark.code))
    level = LEVELS[remark.severity] if remark.allowed is None else "notice"
    said = ",".join(f"{name}={_property(value)}" for name, value in properties)
    text = remark.text if remark.allowed is None else f"{remark.text}\nallowed: {remark.allowed}"
    return f"::{level} {said}::{_data(text)}"


def _write(report: Report) -> str:
    return "".join(f"{_command(each)}\n" for each in report.remarks)


FORMAT = Format("github", _write)
