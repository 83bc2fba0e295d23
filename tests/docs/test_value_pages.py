"""What the pages on business cases and reviews show is a case and a review, and their lists of findings are whole."""

import re
from datetime import date
from pathlib import Path

from dealdesk.value.review.load import load_review
from dealdesk.value.roi import findings
from dealdesk.value.roi.case import Case
from dealdesk.value.roi.load import load_case
from tests.docs.markdown import blocks

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 16)


def first_toml(page: str) -> str:
    return next(each.text for each in blocks(ROOT / "docs" / page) if each.language == "toml")


def test_the_case_on_the_page_can_be_worked_out(tmp_path: Path) -> None:
    (tmp_path / "roi.toml").write_text(first_toml("roi.md"), encoding="utf-8")
    (tmp_path / "deal.toml").write_bytes((ROOT / "examples/northwind/deal.toml").read_bytes())
    made = load_case(tmp_path, today=DAY).run(today=DAY)
    assert made.tornado
    assert made.totals.npv > 0


def test_the_review_on_the_page_can_be_worked_out(tmp_path: Path) -> None:
    text = first_toml("review.md").replace("../usage-commitment", str(ROOT / "examples/usage-commitment"))
    (tmp_path / "review.toml").write_text(text, encoding="utf-8")
    (tmp_path / "use-2027-q2.csv").write_bytes((ROOT / "examples/gain-share/use-2027-q2.csv").read_bytes())
    made = load_review(tmp_path, today=DAY).run(today=DAY)
    assert made.period.fee.amount == 25_000


def test_every_key_and_every_finding_of_a_case_is_on_its_page() -> None:
    page = (ROOT / "docs/roi.md").read_text(encoding="utf-8")
    assert [name for name in Case.fields() if not re.search(rf"`(\[+)?{name}\b", page)] == []
    code = Path(findings.__file__).read_text(encoding="utf-8")
    assert [each for each in re.findall(r'Finding\(\s*"([a-z-]+)"', code) if f"`{each}`" not in page] == []
