"""The schemas, in the hands of an editor's own checker: it takes what we ship, and refuses what is wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dealdesk.errors import InputError
from dealdesk.pricing.charges import CHARGES
from dealdesk.project import lay_out
from dealdesk.project.new import new_catalog
from dealdesk.quoting.load import load_deal
from dealdesk.schema import KINDS, schema, text
from tests.cli.test_init import TODAY

ROOT = Path(__file__).parents[2]
TOMBI = Path(sys.executable).with_name("tombi")
REFUSED = sorted(Path(__file__).parent.glob("refused/*.toml"))


def checked(*files: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Let tombi look at files as an editor does, without a network."""
    alone = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder), "NO_COLOR": "1", "PATH": os.environ["PATH"]}
    command = [str(TOMBI), "lint", "--offline", "--no-cache", "--error-on-warnings", *map(str, files)]
    return subprocess.run(command, cwd=folder, env=alone, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both schemas."""
    folder = tmp_path_factory.mktemp("schemas")
    for kind in KINDS:
        (folder / f"{kind}.json").write_text(text(kind), encoding="utf-8")
    return folder


def with_schema(file: Path, schemas: Path, kind: str) -> Path:
    """Copy a file beside the schemas, with the line that names its own."""
    copy = schemas / f"{file.parent.name}-{file.name}"
    copy.write_text(f"#:schema ./{kind}.json\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    return copy


def test_every_catalog_and_deal_that_we_ship_is_taken(schemas: Path) -> None:
    catalogs = [*ROOT.glob("catalogs/*/*.toml"), *ROOT.glob("examples/*/catalog.toml")]
    deals = list(ROOT.glob("examples/*/deal.toml"))
    files = [with_schema(each, schemas, "catalog") for each in catalogs]
    files += [with_schema(each, schemas, "deal") for each in deals]
    assert len(catalogs) > 25
    assert len(deals) > 20
    done = checked(*files, folder=schemas)
    assert (done.returncode, done.stderr) == (0, f"{len(files)} files linted successfully\n"), done.stdout


@pytest.mark.parametrize("file", REFUSED, ids=lambda file: file.stem)
def test_what_is_wrong_is_refused_for_that_reason(file: Path, schemas: Path) -> None:
    reason = file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    done = checked(with_schema(file, schemas, file.stem.partition("-")[0]), folder=schemas)
    assert done.returncode == 1
    assert reason in done.stdout + done.stderr


@pytest.mark.parametrize("file", [each for each in REFUSED if each.stem.startswith("deal")], ids=lambda file: file.stem)
def test_dealdesk_refuses_the_same_deals(file: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_deal(file)


def test_new_projects_and_catalogs_name_their_schema(tmp_path: Path) -> None:
    lay_out(tmp_path, today=TODAY, name="Acme")
    new_catalog("other", tmp_path / "catalogs/other", today=TODAY)
    new_catalog("far", tmp_path / "prices", today=TODAY)
    files = sorted(each for each in tmp_path.rglob("*.toml") if each.name != "people.toml")  # no catalog and no deal
    assert len(files) == 13
    done = checked(*files, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "13 files linted successfully\n"), done.stdout
    for file in files:
        words = file.read_text(encoding="utf-8").split()
        assert words[0] == "#:schema"
        found = (file.parent / words[1]).resolve()
        assert found.read_text(encoding="utf-8") == text("deal" if file.parent.name == "deals" else "catalog")
        file.write_text(f"{file.read_text(encoding='utf-8')}\n[nonsense]\n", encoding="utf-8")
    done = checked(*files, folder=tmp_path)
    assert done.returncode == 1
    assert (done.stdout + done.stderr).count('"nonsense" is not allowed') == 13


def keys(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield every key that a schema knows, with what it says of it."""
    if isinstance(node, dict):
        for name, inner in node.get("properties", {}).items():
            yield (*path, name), inner
        for name, inner in node.items():
            yield from keys(inner, (*path, name))
    elif isinstance(node, list):
        for inner in node:
            yield from keys(inner, path)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_has_a_title_and_a_meaning(kind: str) -> None:
    found = list(keys(schema(kind)))
    assert len(found) > 100
    assert [path for path, inner in found if inner.get("title") != path[-1] or not inner.get("description")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_stands_alone_and_has_the_words_of_its_draft(kind: str) -> None:
    made = schema(kind)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    words = set(json.dumps(made).split('"'))
    assert not words & {
        "null",
        "ge",
        "le",
        "gt",
        "lt",
        "max_digits",
        "decimal_places",
        "discriminator",
        "propertyNames",
    }
    refs = {each.removeprefix("#/$defs/") for each in words if each.startswith("#/$defs/")}
    assert refs <= set(made["$defs"])


def test_there_is_a_schema_of_every_charge_model() -> None:
    charges = schema("catalog")["$defs"]["Product"]["properties"]["charges"]["items"]["oneOf"]
    defs = schema("catalog")["$defs"]
    models = {defs[each["$ref"].removeprefix("#/$defs/")]["properties"]["model"]["const"] for each in charges}
    assert len(models) == len(CHARGES)


def test_tombi_is_there() -> None:
    assert shutil.which(TOMBI)
