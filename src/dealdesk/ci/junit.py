"""JUnit XML: a test case for each check of each subject, for the test pages of Jenkins, GitLab, Azure and others."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dealdesk.ci.report import Format, Remark, Report
from dealdesk.errors import printable

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _write(report: Report) -> str:
    root = Element("testsuites", name=f"dealdesk {report.command}")
    totals = [0, 0]
    for subject in report.subjects:
        found = [each for each in report.remarks if each.subject == subject]
        tests, failures = _suite(root, report, subject, found)
        totals = [totals[0] + tests, totals[1] + failures]
    root.set("tests", str(totals[0]))
    root.set("failures", str(totals[1]))
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: Element, report: Report, subject: str, found: list[Remark]) -> tuple[int, int]:
    """Add what was found in one subject; return how many cases there are, and how many fail."""
    suite = SubElement(root, "testsuite", name=_xml(printable(subject)))
    names = {each.code: f"{each.code} {each.title}" for each in report.checks}
    codes = list(dict.fromkeys([*names, *(each.code for each in found)]))
    failures = 0
    for code in codes:
        case = SubElement(suite, "testcase", classname=_xml(printable(subject)), name=_xml(names.get(code, code)))
        standing = [each for each in found if each.code == code and each.allowed is None and each.severity != "info"]
        if standing:
            failures += 1
            failure = SubElement(
                case, "failure", type=standing[0].severity, message=_xml(printable(standing[0].message))
            )
            failure.text = _xml("\n\n".join(_told(each) for each in standing))
        noted = [each for each in found if each.code == code and each not in standing]
        if noted:
            SubElement(case, "system-out").text = _xml("\n\n".join(_told(each) for each in noted))
    suite.set("tests", str(len(codes)))
    suite.set("failures", str(failures))
    return len(codes), failures


def _told(remark: Remark) -> str:
    where = f"{printable(str(remark.place))}: " if remark.place is not None else ""
    allowed = f"\nallowed: {printable(remark.allowed)}" if remark.allowed is not None else ""
    return f"{where}{remark.text}{allowed}"


def _xml(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


FORMAT = Format("junit", _write)
