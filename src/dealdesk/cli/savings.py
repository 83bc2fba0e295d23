"""`dealdesk savings`: what an offer is worth, calculated from a catalog's value model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates, value_candidates
from dealdesk.cli.options import Json, Today, quote_day
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.value.given import Given
    from dealdesk.value.savings import Savings

EXAMPLES = """\b
Examples, with catalogs that come with dealdesk:
  dealdesk savings
  dealdesk savings security-roi --set years=5 --explain
  dealdesk savings routing-savings --set monthly_tokens=2B --set average_cost=0.015
  dealdesk savings routing-savings --ask --html calculator.html
  dealdesk savings --inputs inputs.toml --pdf savings.pdf --xlsx savings.xlsx

\b
Numbers are written 1200.50, 1,200,000 or 2M, percentages 60 or 60%. A number of a
row is set by the place or the name of the row: --set routes.1.share=50, or
--set "routes.Small model.share=50".
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def savings(
    model: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODEL]",
            help="The value model; all are listed if left out.",
            show_default=False,
            autocompletion=value_candidates.models,
        ),
    ] = None,
    catalog: Annotated[
        str | None,
        typer.Option(
            metavar="ID|PATH",
            help="The catalog; the one that has the model if left out.",
            autocompletion=candidates.catalogs,
            show_default=False,
        ),
    ] = None,
    numbers: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="A number of the customer; may be repeated.",
            show_default=False,
            autocompletion=value_candidates.keys,
        ),
    ] = None,
    inputs: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The customer's numbers as TOML; --set goes before it.",
            show_default=False,
            autocompletion=candidates.tables,
        ),
    ] = None,
    customer: Annotated[
        str | None, typer.Option(metavar="NAME", help="The customer, as printed.", show_default=False)
    ] = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask for every number that is not given, not only for those that must be.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print every formula, with what it was made of.")] = False,
    as_json: Json = False,
    pdf: Annotated[str | None, typer.Option(metavar="FILE", help="Write the estimate as a PDF.")] = None,
    xlsx: Annotated[str | None, typer.Option(metavar="FILE", help="Write a workbook with live formulas.")] = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a calculator: one web page with sliders, for any browser.")
    ] = None,
    today: Today = None,
) -> int:
    """Calculate what an offer is worth: savings, return, value-based price.

    Without MODEL the models of all catalogs are listed. What must be known and is not given is asked for at a terminal.
    """
    from dealdesk.cli import terminal
    from dealdesk.value.calculate import calculate

    if model is None and inputs is None:
        return _listed(catalog, as_json)
    name, found, given, sources = _asked(model, catalog, inputs)
    given = _with(given, name, found, numbers or [], customer)
    given = _answered(given, name, found, every=ask)
    made = calculate(name, found, given, today=quote_day(today), sources=sources)
    written = _written(made, found, {"pdf": pdf, "xlsx": xlsx, "html": html})
    if as_json:
        from json import loads

        terminal.json(loads(made.to_json()))
    elif explain or not written:
        from dealdesk.cli.show_savings import explanation, show

        terminal.page(*(explanation(made) if explain else show(made)))
    return 0


def _listed(catalog: str | None, as_json: bool) -> int:
    """Print the models of one catalog, or of all."""
    from dealdesk.catalog.load import known_catalogs, load_catalog
    from dealdesk.cli import terminal
    from dealdesk.cli.show_savings import models, models_data

    found = [load_catalog(catalog)] if catalog is not None else [load_catalog(each) for each in known_catalogs()]
    if as_json:
        terminal.json(models_data(found))
    else:
        terminal.page(*models(found))
    return 0


def _asked(model: str | None, catalog: str | None, inputs: Path | None) -> tuple[str, Catalog, Given, Any]:
    """Return the model, its catalog, the numbers of a file and where they stand."""
    from dealdesk.catalog.load import load_catalog
    from dealdesk.value.file import load_savings
    from dealdesk.value.given import Given

    if inputs is None:
        assert model is not None
        return model, load_catalog(catalog) if catalog is not None else _with_model(model), Given(), None
    file = load_savings(inputs)
    if model is not None and model != file.model:
        raise typer.BadParameter(f"{inputs} is for {file.model}, not for {model}", param_hint="MODEL")
    if catalog is not None:
        raise typer.BadParameter(f"{inputs} names its catalog, {file.catalog}", param_hint="--catalog")
    return file.model, load_catalog(file.catalog, near=inputs), file.given(), file.sources


def _with_model(model: str) -> Catalog:
    """Return the one catalog that has a model of that name."""
    from dealdesk.catalog.load import known_catalogs, load_catalog
    from dealdesk.errors import did_you_mean

    every = [load_catalog(each) for each in known_catalogs()]
    found: list[Catalog] = [each for each in every if model in each.value]
    if len(found) == 1:
        return found[0]
    if found:
        ids = " or ".join(f"--catalog {each.catalog.id}" for each in found)
        raise typer.BadParameter(f"several catalogs have it; add {ids}", param_hint="MODEL")
    names = [name for each in every for name, one in each.value.items() if one.formulas]
    guess = did_you_mean(model, names)
    known = f"one of {', '.join(names)}" if names else "no catalog has any"
    meant = f"; did you mean {guess}?" if guess else ""
    raise typer.BadParameter(f"there is no value model {model}; {known}{meant}", param_hint="MODEL")


def _with(given: Given, name: str, catalog: Catalog, numbers: list[str], customer: str | None) -> Given:
    """Return the numbers of a file with those of --set before them."""
    from dataclasses import replace

    from dealdesk.value.calculate import model_named
    from dealdesk.value.settings import with_settings

    made = with_settings(given, model_named(name, catalog), numbers)
    return replace(made, customer=customer) if customer is not None else made


def _answered(given: Given, name: str, catalog: Catalog, *, every: bool) -> Given:
    """Return the numbers with what a person at the terminal answers."""
    import sys

    from dealdesk.value.calculate import model_named
    from dealdesk.value.given import missing

    model = model_named(name, catalog)
    wanted = [each for each in model.inputs if each not in given.inputs] if every else missing(model, given.inputs)
    if not wanted or not (sys.stdin.isatty() and sys.stderr.isatty()):
        if every and wanted:
            raise typer.BadParameter("nobody is at a terminal to be asked; give --set or --inputs", param_hint="--ask")
        return given
    from dealdesk.cli.ask import answers

    return answers(given, model, catalog.catalog.currency, wanted)


def _written(made: Savings, catalog: Catalog, files: dict[str, str | None]) -> bool:
    """Write the documents that are asked for, and say so; return whether there was any."""
    from dealdesk.cli.output import deliver

    wanted = {form: out for form, out in files.items() if out is not None}
    for form, out in wanted.items():
        if out.lower().endswith(".toml"):
            raise typer.BadParameter(f"{out} would be inputs or a catalog; name the document", param_hint=f"--{form}")
    if wanted:
        from dealdesk.cli.rendering import other_customers
        from dealdesk.documents import render
        from dealdesk.documents.kept_back import of_catalog

        others = (*of_catalog(catalog), *other_customers(made))
        documents = {form: render(made, kind="savings", format=form, others=others) for form in wanted}
        for form, out in wanted.items():
            deliver(documents[form], out)
    return bool(wanted)
