"""`dealdesk preview`: a document in the browser, which follows its templates and what it is made from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealdesk.cli.options import Today, quote_day
from dealdesk.cli.pages import Page
from dealdesk.cli.rendering import Asked, For, KindName, OptionName, PageSize, SourceFile, Templates

EXAMPLES = """\b
Examples, with the deal that `dealdesk init` makes:
  dealdesk preview quote deals/first.toml --open
  dealdesk preview quote deals/first.toml --templates templates --port 8000
  dealdesk preview order-form deals/first.toml --format pdf
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def preview(
    kind: KindName = None,
    source: SourceFile = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="html or pdf.")] = "html",
    page: PageSize = None,
    option: OptionName = None,
    purposes: For = None,
    templates: Templates = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to serve it; 0 for any free one.")] = 0,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    today: Today = None,
) -> int:
    """Show a document in the browser, and again whenever a template or its source changes.

    It is served on this machine only. Ctrl-C ends it.
    """
    from dealdesk.cli import terminal
    from dealdesk.cli.rendering import asked
    from dealdesk.documents.preview import HOST, MEDIA, Preview, running

    wanted = asked(kind, source, quote_day(today), option=option, purposes=purposes)
    if form not in MEDIA or form not in wanted.kind.formats:
        known = ", ".join(each for each in MEDIA if each in wanted.kind.formats)
        raise typer.BadParameter(f"{wanted.kind.name} can be shown as {known}, not {form}", param_hint="--format")
    title = f"{wanted.kind.name}: {wanted.file.name or wanted.file}"
    shown = Preview(lambda: _made(wanted, form, page, templates), lambda: _watched(wanted, templates), form, title)
    try:
        server = running(shown, port)
    except OSError as failure:
        raise typer.BadParameter(f"{HOST}:{port} cannot be used: {failure.strerror}", param_hint="--port") from None
    address = f"http://{HOST}:{server.server_port}/"
    terminal.result(address)
    if shown.error:
        terminal.words(shown.error)
    if open_it:
        import webbrowser

        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        shown.end()
        server.server_close()
    return 0


def _made(wanted: Asked, form: str, page: str | None, templates: Path | None) -> bytes:
    """Make the document from what its files say now."""
    from dealdesk.documents import render
    from dealdesk.documents.assets import forget, found_templates

    forget()
    own = templates or found_templates(wanted.kind.folder, wanted.file, parts=wanted.kind.parts)
    about = wanted.read()
    return render(about, wanted.kind.name, form, page=page, templates=own, others=wanted.others(about))


def _watched(wanted: Asked, templates: Path | None) -> list[Path]:
    """Return what the document is made from: its source, the templates of its kind, and one's own."""
    from dealdesk.cli.rendering import source_of
    from dealdesk.documents.assets import BASE, found_templates, packaged_templates

    kind = wanted.kind
    own = templates or found_templates(kind.folder, wanted.file, parts=kind.parts)
    folders = [packaged_templates(), *([own] if own is not None else [])]
    parts = [place / part for place in folders for part in (BASE, *kind.parts, kind.folder)]
    return [*source_of(kind).watched(wanted.file), *parts]
