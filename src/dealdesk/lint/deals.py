"""The deals of a proof as files."""

from __future__ import annotations

from os.path import relpath
from pathlib import Path, PurePath

from dealdesk.lint.finding import Finding, Witness
from dealdesk.lint.words import money
from dealdesk.quoting.toml import toml_text


def deal_text(finding: Finding, witness: Witness, catalog: str | None = None) -> str:
    """Return a deal file that shows one side of a finding; *catalog* is how it names the catalog, if not by its id."""
    currency = finding.found.currency
    worth = money(witness.total, currency) if currency is not None else f"{witness.total:,f}"
    said, words = " ".join(finding.found.message.split()), " ".join(witness.words.split())
    deal = witness.deal if catalog is None else {**witness.deal, "catalog": catalog}
    return f"# {finding.code}: {said}\n# This deal: {words}, {worth} over the term.\n\n{toml_text(deal)}"


def catalog_from(folder: Path, named: str) -> str | None:
    """Return how a deal in a folder names a catalog that a command named by a path; None for one named by its id."""
    if not Path(named).exists():
        return None
    path = relpath(Path(named).resolve(), folder.resolve())
    return PurePath(path).as_posix() if path.startswith("..") else f"./{PurePath(path).as_posix()}"
