"""A character without a glyph is refused by its name, and never an empty box on paper (row E6)."""

import io

import pypdfium2
import pytest

from dealdesk.documents import render
from dealdesk.errors import RenderError
from dealdesk.quoting.quote.printed import Party
from tests.abuse.outputs import same
from tests.documents.samples import sample

REFUSED = {
    "东软集团": "东",
    "한국전력": "한",
    "شركة النيل": "ش",
    "חברה": "ח",
    "บริษัท": "บ",
    "हिन्दी": "ह",
    "বাংলা": "ব",
    "தமிழ்": "த",
    "ქართული": "ქ",
    "Հայաստան": "Հ",
    "አማርኛ": "አ",
    "Acme 😀": "😀",
    "Acme 👩‍👩‍👧": "👩",
    "🇫🇷 SA": "🇫",
    "𝒜cme": "𝒜",
    "Acme \ue000": "\\ue000",
    "Acme \U0001f9ff": "\U0001f9ff",
    "ᚠᚢᚦ": "ᚠ",
    "𐍈": "𐍈",
    "\u0378": "\\u0378",
}
PRINTED = (
    "Société Générale d'Électricité",
    "Ångström Øresund Æble",
    "Łódź Świętokrzyska",
    "Čeština Žižkov",
    "İstanbul Işık",
    "Kδ Ελλάδα",
    "Газпром Россия",
    "Công ty Cổ phần Việt Nam",
    "株式会社サンプル",
    "ひらがなカタカナ",
    "Größe & Maß",
    "e\u0301cole",
)


def test_there_are_enough_names() -> None:
    assert len(REFUSED) + len(PRINTED) >= 30


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_without_glyphs_is_refused_and_field_and_character_are_named(name: str) -> None:
    with pytest.raises(RenderError) as refused:
        render(sample(customer=Party(name)))
    assert str(refused.value).startswith("customer.name: ")
    assert REFUSED[name] in str(refused.value)
    assert "U+" in str(refused.value)


def test_names_with_glyphs_are_printed_and_can_be_read_back() -> None:
    made = pypdfium2.PdfDocument(io.BytesIO(render(sample(customer=Party("Acme", PRINTED[:8]), notes=PRINTED))))
    text = "\n".join(page.get_textpage().get_text_range() for page in made)
    made.close()
    assert [name for name in PRINTED if same(name) not in same(text)] == []
    assert not set("\ufffd\u25a1\u25af\ufffe\uffff") & set(text)
