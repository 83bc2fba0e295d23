"""`dealdesk catalog import` and `dealdesk catalog space`, as they are typed."""

import json
from pathlib import Path

from tests.cli.conftest import Run

CASES = Path(__file__).parents[1] / "data" / "cases" / "pricing2yaml"
LIST = "Code,Title,List price,Extra\nA-1,Seat,10,x\nA-2,Box,20,y\n"


def test_a_pricing_becomes_a_folder_that_is_valid_and_that_prices(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "trello"
    ran = run("catalog", "import", "pricing2yaml", str(CASES / "trello-2024.yml"), "-o", str(folder))
    assert (ran.code, ran.err) == (0, "")
    assert "Trello, Pricing2Yaml 2.1" in ran.out
    assert "5 products, 5 charges" in ran.out
    assert run("catalog", "validate", str(folder)).code == 0
    deal = tmp_path / "deal.toml"
    deal.write_text(
        'catalog = "./trello"\nmonths = 12\nbilling = "annual"\ncustomer = { name = "Ida" }\n'
        'lines = [{ sku = "premium", quantity = 10 }, { sku = "atlassian-access", quantity = 10 }]\n'
    )
    quote = json.loads(run("price", str(deal), "--json").out)
    # (10 + 4) × 10 × 12 = 1,680 a year; billed annually at 88.3 %
    assert (quote["totals"]["list"], quote["totals"]["net"]) == ("1680.00", "1483.44")


def test_every_price_names_the_line_that_it_came_from(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "trello"
    run("catalog", "import", "pricing2yaml", str(CASES / "trello-2024.yml"), "-o", str(folder))
    lines = (CASES / "trello-2024.yml").read_text().split("\n")
    prices = [each for each in (folder / "products.toml").read_text().split("\n") if each.startswith("price ")]
    assert len(prices) == 5
    for each in prices:
        said, _, line = each.partition("=")[2].partition("#")
        assert float(lines[int(line) - 1].partition("price:")[2]) == float(said)


def test_a_folder_that_is_there_is_not_touched_without_force(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ran = run("catalog", "import", "pricing2yaml", str(CASES / "trello-2024.yml"), "-o", str(tmp_path))
    assert ran.code == 2
    assert "is there already" in ran.err
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]
    assert (
        run("catalog", "import", "pricing2yaml", str(CASES / "trello-2024.yml"), "-o", str(tmp_path), "--force").code
        == 0
    )
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_force_does_not_break_the_catalog_that_other_files_make(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[entitlements.boards]\nname = "Boards"\n[products.premium]\nname = "Mine"\n')
    ran = run("catalog", "import", "pricing2yaml", str(CASES / "trello-2024.yml"), "-o", str(tmp_path), "--force")
    assert ran.code == 2
    assert [each.name for each in tmp_path.iterdir()] == ["own.toml"]


def test_a_dry_run_says_all_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "box"
    ran = run(
        "catalog", "import", "pricing2yaml", str(CASES / "box-2025.yml"), "-o", str(folder), "--dry-run", "--json"
    )
    said = json.loads(ran.out)
    assert (said["written"], said["products"], folder.exists()) == (False, 10, False)
    assert {"line": 283, "message": 'BOX_GOVERNANCE has no price: the source says "Contact Sales"'} not in said["notes"]
    assert any("BOX_GOVERNANCE has no price" in each["message"] and each["line"] for each in said["notes"])


def test_a_broken_pricing_writes_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text("syntaxVersion: '2.1'\nsaasName: A\ncurrency: USD\nplans:\n  A: {price: 1, price: 2}\n")
    ran = run("catalog", "import", "pricing2yaml", str(file), "-o", str(tmp_path / "out"))
    assert ran.code == 2
    assert "a.yml:5:17: error: `price` is given already in line 5" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_price_list_shows_its_map_before_it_is_written(run: Run, tmp_path: Path) -> None:
    file, folder = tmp_path / "list.csv", tmp_path / "acme"
    file.write_text(LIST)
    words = ["catalog", "import", "csv", str(file), "--currency", "USD", "--period", "month", "-o", str(folder)]
    ran = run(*words, "--map", "name=Title")
    assert ran.code == 0
    for expected in (
        "sku       Code",
        "name      Title       as stated",
        "price     List price  by its head",
        "Not read: Extra",
    ):
        assert expected in ran.out
    assert ran.out.index("Columns") < ran.out.index("Wrote")
    space = json.loads(run("catalog", "space", str(folder), "--json").out)
    assert (space["size"], space["ends"]["dearest"]["price"]) == (3, "30.00")


def test_a_bad_price_list_writes_nothing(run: Run, tmp_path: Path) -> None:
    file, folder = tmp_path / "list.csv", tmp_path / "acme"
    file.write_text(LIST + "A-3,Car,,z\n")
    ran = run(
        "catalog",
        "import",
        "csv",
        str(file),
        "--currency",
        "USD",
        "--period",
        "month",
        "-o",
        str(folder),
        "--map",
        "name=Title",
    )
    assert ran.code == 2
    assert "list.csv:4:9: error: the price is empty" in ran.err
    assert not folder.exists()


def test_signs_that_cannot_be_are_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST)
    for more in (
        ("--decimal", ",", "--thousands", ","),
        ("--decimal", ""),
        ("--delimiter", "ab"),
        ("--tiers", "both"),
        ("--map", "x"),
    ):
        ran = run("catalog", "import", "csv", str(file), *more)
        assert (ran.code, ran.err.startswith("error: --")) == (2, True)


def test_the_space_says_what_it_counts_and_what_it_leaves_out(run: Run, at_root: Path) -> None:
    out = run("catalog", "space", "ai-control-plane").out
    assert "Subscriptions  34" in out
    assert "With a price   6" in out
    assert "145,000.00 a year" in out
    assert "Without a price, since its price depends on use, or on other lines: marketplace-share" in " ".join(
        out.split()
    )
    assert "enterprise/requests" in out


def test_assumed_prices_are_shown(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "canva"
    run("catalog", "import", "pricing2yaml", str(CASES / "canva-2024.yml"), "-o", str(folder))
    out = run("catalog", "space", str(folder), "--assume", "enterprise=100").out
    assert "Assumed: enterprise 100" in out
    assert run("catalog", "space", str(folder), "--assume", "enterprise=x").code == 2
