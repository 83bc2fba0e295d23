"""Bad input ends with 2 and a sentence that says where; never with a traceback."""

from pathlib import Path

import pytest

from tests.cli.conftest import DEAL, Run


@pytest.mark.parametrize("words", [["price"], ["compare"], ["render", "quote"]], ids=" ".join)
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "there is no such file"),
        (b'catalog = "acme', "bad.toml:1:11: error:"),
        (b"\xff\xfe\x00", "bad.toml:1:1: error:"),
        (b"", "bad.toml:1:1: error:"),
        (DEAL.replace('"suite"', '"suit"').encode(), "did you mean suite?"),
        (DEAL.replace("quantity = 20", 'quantity = "20"').encode(), "bad.toml:11:12: error:"),
        (DEAL.replace("quantity = 20", "quantiy = 20").encode(), "did you mean `quantity`?"),
        (DEAL.replace("acme.toml", "nowhere").encode(), "there is no catalog nowhere"),
        (DEAL.replace("Northwind", "North\\u2029wind").encode(), "bad.toml:7:"),
    ],
    ids=["missing", "syntax", "bytes", "empty", "sku", "type", "key", "catalog", "character"],
)
def test_a_bad_deal_is_refused_with_its_place(
    run: Run, shop: Path, words: list[str], content: bytes | None, told: str
) -> None:
    if content is not None:
        (shop / "bad.toml").write_bytes(content)
    ran = run(*words, "bad.toml", *(["-o", "out.md"] if words[0] == "render" else []))
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert not (shop / "out.md").exists()


def test_a_folder_without_a_deal_is_refused(run: Run, shop: Path) -> None:
    (shop / "folder").mkdir()
    ran = run("price", "folder")
    assert ran.code == 2
    assert "folder" in ran.err


def test_a_folder_with_a_deal_is_a_deal(run: Run, shop: Path) -> None:
    (shop / "northwind").mkdir()
    (shop / "deal.toml").rename(shop / "northwind/deal.toml")
    (shop / "acme.toml").rename(shop / "northwind/acme.toml")
    assert run("price", "northwind").code == 0


def test_control_characters_reach_no_terminal(run: Run, shop: Path) -> None:
    ran = run("price", "no\x1b[31mthing.toml")
    assert ran.code == 2
    assert "\x1b" not in ran.err
    assert r"no\x1b[31mthing.toml" in ran.err
    assert "\x1b" not in run("pri\x1b[31mce").err
    assert "\x1b" not in run("price", "--\x1b[31m").err
