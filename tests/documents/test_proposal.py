"""Proposals: several documents bound into one PDF, with everything that each has by itself."""

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from dealdesk.documents import render
from dealdesk.documents.check import check_pdf, findings
from dealdesk.documents.proposal import Proposal
from dealdesk.documents.proposed import load_proposal, read_proposal, watched
from dealdesk.errors import InputError
from dealdesk.quoting.quote import Quote

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
DEAL = (ROOT / "examples" / "northwind" / "deal.toml").as_posix()
HEAD = f'deal = "{DEAL}"\ntitle = "Six plugins"\nsummary = "In short."\n'


def proposal(folder: Path, *parts: str) -> Path:
    file = folder / "proposal.toml"
    file.write_text(HEAD + "".join(f"\n[[parts]]\n{part}\n" for part in parts), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Proposal, bytes]:
    file = proposal(
        tmp_path_factory.mktemp("proposal"),
        'kind = "one-pager"\nheading = "For <your> team"\nfor = { role = "ciso" }',
        'kind = "quote"',
        'kind = "order-form"',
    )
    made = read_proposal(file, today=TODAY)
    return made, render(made, "proposal")


def test_it_passes_all_checks_its_own_and_those_of_its_parts(bound: tuple[Proposal, bytes]) -> None:
    made, pdf = bound
    assert check_pdf(pdf, made, "proposal") == []
    assert Proposal.from_json(made.to_json()) == made
    assert render(made, "proposal") == pdf  # the same bytes


def test_tags_bookmarks_links_folios_and_attached_data_are_those_of_one_document(
    bound: tuple[Proposal, bytes],
) -> None:
    made, pdf = bound
    with pikepdf.open(io.BytesIO(pdf)) as file:
        with file.open_outline() as outline:
            titles = [(each.title, [kid.title for kid in each.children]) for each in outline.root]
        assert [title for title, _ in titles[-3:]] == ["For <your> team", "Quote and order form", "Order form"]
        assert titles[-2][1] == ["Northwind Industries, Inc."]
        assert file.Root.Lang == "en"
        assert file.Root.MarkInfo.Marked
        assert len(file.Root.StructTreeRoot.K[0].K) >= len(file.pages)
        links = [each for page in file.pages for each in page.get("/Annots", [])]
        assert list(dict.fromkeys(str(each.Dest) for each in links)) == ["part-1", "part-2", "part-3"]
        assert "quote.json" in file.attachments
        attached = json.loads(file.attachments["quote.json"].get_file().read_bytes())
        quote = made.parts[1].about
        assert isinstance(quote, Quote)
        assert attached["totals"]["net"] == str(quote.totals.net)
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text


def test_a_part_by_itself_has_the_same_words(bound: tuple[Proposal, bytes]) -> None:
    made, pdf = bound
    alone = pypdfium2.PdfDocument(render(made.parts[1].about, "quote"))
    whole = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(alone):
        own, in_it = (each.get_textpage().get_text_range() for each in (page, whole[2 + number]))
        folio = f"Page {number + 1} of {len(alone)}"
        assert own.replace(folio, "") == in_it.replace(f"Page {number + 3} of {len(whole)}", "")
    alone.close()
    whole.close()


def test_a_part_with_other_figures_is_found(bound: tuple[Proposal, bytes]) -> None:
    made, pdf = bound
    source = json.loads(json.dumps(made.parts[1].source).replace("1313280.00", "1313281.00"))
    other = replace(made, parts=(made.parts[0], replace(made.parts[1], source=source), made.parts[2]))
    names = {check.name for check, _ in findings(pdf, other, "proposal")}
    assert {"parts", "attached"} <= names


def test_a_wrong_table_of_contents_is_found(bound: tuple[Proposal, bytes]) -> None:
    made, pdf = bound
    other = replace(made, parts=(replace(made.parts[0], heading="Another"), *made.parts[1:]))
    assert "contents" in {check.name for check, _ in findings(pdf, other, "proposal")}


def test_as_a_web_page_it_has_all_parts_and_can_load_nothing(bound: tuple[Proposal, bytes]) -> None:
    made, _ = bound
    page = render(made, "proposal", "html").decode()
    assert page.count('<section class="part ') == 3
    assert "For &lt;your&gt; team" in page
    assert "default-src" in page
    assert "<script" not in page
    text = render(made, "proposal", "md").decode()
    assert "<your>" not in text.replace("\\<", "")
    assert text.count("\n---\n") >= 3
    assert "$1,313,280.00" in text


WRONG = [
    ('kind = "battle-card"', "never part of a proposal", None),
    ('kind = "qoute"', "no kind of document qoute", "did you mean quote?"),
    ('kind = "proposal"', "no kind of document proposal", None),
    ('kind = "savings"', "say what the savings is made from", None),
    ('kind = "quote"\nfor = { role = "cto" }', "a quote is not made for a role", None),
    ('kind = "one-pager"\nfor = { role = "boss" }', "has no role boss", None),
    ('kind = "quote"\nsource = "nowhere.toml"', "there is no such file", None),
]


@pytest.mark.parametrize(("part", "words", "hint"), WRONG)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, part: str, words: str, hint: str | None) -> None:
    with pytest.raises(InputError) as caught:
        read_proposal(proposal(tmp_path, part), today=TODAY)
    (mistake,) = caught.value.mistakes
    assert words in mistake.message
    assert hint is None or mistake.hint == hint


def test_a_part_for_another_customer_is_refused(tmp_path: Path) -> None:
    other = (ROOT / "examples" / "single-plugin" / "deal.toml").as_posix()
    file = proposal(tmp_path, 'kind = "quote"', f'kind = "order-form"\nsource = "{other}"')
    with pytest.raises(InputError, match="and the proposal for Northwind Industries") as caught:
        read_proposal(file, today=TODAY)
    (mistake,) = caught.value.mistakes
    assert mistake.place is not None
    assert (mistake.place.line, mistake.place.column) == (9, 8)


def test_a_deal_is_told_from_a_proposal() -> None:
    with pytest.raises(InputError, match="this is a deal, not a proposal"):
        load_proposal(DEAL)


def test_a_preview_follows_the_files_of_the_parts(tmp_path: Path) -> None:
    file = proposal(tmp_path, 'kind = "quote"')
    assert file in watched(file)
    assert Path(DEAL) in watched(file)
