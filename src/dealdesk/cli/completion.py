"""`dealdesk completion`: what makes a shell complete commands, options, SKUs, catalogs and deals."""

from __future__ import annotations

from typing import Annotated

import typer

from dealdesk.cli.pages import Page

EXAMPLES = """\b
Examples:
  dealdesk completion bash
  dealdesk completion zsh

\b
To install it, once, and then open a new shell:
  bash, with the package bash-completion
    mkdir -p ~/.local/share/bash-completion/completions
    dealdesk completion bash > ~/.local/share/bash-completion/completions/dealdesk
  bash without it: this line in ~/.bashrc
    source <(dealdesk completion bash)
  zsh, with this line in ~/.zshrc: fpath+=~/.zfunc; autoload -Uz compinit; compinit
    mkdir -p ~/.zfunc
    dealdesk completion zsh > ~/.zfunc/_dealdesk
  fish
    dealdesk completion fish > ~/.config/fish/completions/dealdesk.fish
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def completion(
    shell: Annotated[
        str,
        typer.Argument(
            metavar="bash|zsh|fish",
            help="The shell.",
            show_default=False,
            autocompletion=lambda: ("bash", "zsh", "fish"),
        ),
    ],
) -> int:
    """Print the script that lets a shell complete words.

    With it, the tab key completes commands and options, the SKUs of a catalog, catalogs, segments, deal files, the
    options of a deal, kinds and formats of documents, codes of lint rules, and the keys of `catalog set`.
    """
    from dealdesk.cli import terminal
    from dealdesk.cli.shells import SCRIPTS
    from dealdesk.errors import did_you_mean

    if shell not in SCRIPTS:
        guess = did_you_mean(shell, SCRIPTS)
        hint = f"; did you mean {guess}?" if guess else ""
        raise typer.BadParameter(
            f"there is no completion for {shell}; one of {', '.join(SCRIPTS)}{hint}", param_hint="SHELL"
        )
    terminal.result(SCRIPTS[shell])
    return 0
