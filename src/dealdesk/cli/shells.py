"""How bash, zsh and fish ask for completions, and how they are answered.

The shell runs `dealdesk` with the words so far in its environment, as Typer has it; one line comes back for each word
that fits.  What comes back is data: no shell evaluates it, and text that a terminal could act on is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from typer._click.exceptions import ClickException
from typer._click.shell_completion import (
    CompletionItem,
    ShellComplete,
    _resolve_context,
    _resolve_incomplete,
    add_completion_class,
)
from typer._completion_classes import BashComplete, FishComplete, ZshComplete, completion_init

from dealdesk.errors import DealdeskError

BASH = """\
_dealdesk_completion() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        [[ -n $line ]] && COMPREPLY+=("$line")
    done < <(
        IFS=$'\\n'
        env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" _DEALDESK_COMPLETE=complete_bash "$1" 2>/dev/null
    )
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o default -F _dealdesk_completion dealdesk
"""

ZSH = """\
#compdef dealdesk
_dealdesk_completion() {
    local line value typed="${words[1,$CURRENT]}"
    local -a lines found folders
    lines=("${(@f)$(_TYPER_COMPLETE_ARGS=$typed _DEALDESK_COMPLETE=complete_zsh $words[1] 2>/dev/null)}")
    for line in $lines; do
        value=${line%%$'\\t'*}
        if [[ $value == */ ]]; then
            folders+=("$value")
        elif [[ $line == *$'\\t'* ]]; then
            found+=("${value//:/\\\\:}:${line#*$'\\t'}")
        else
            found+=("${value//:/\\\\:}")
        fi
    done
    (( $#folders )) && compadd -U -S '' -- $folders
    (( $#found )) && _describe -V dealdesk found -U
    (( $#folders + $#found )) || _files
}
if [[ $funcstack[1] == _dealdesk ]]; then
    _dealdesk_completion "$@"
else
    compdef _dealdesk_completion dealdesk
fi
"""

FISH = """\
function __dealdesk_complete
    set -lx _DEALDESK_COMPLETE complete_fish
    set -lx _TYPER_COMPLETE_FISH_ACTION get-args
    set -lx _TYPER_COMPLETE_ARGS (commandline -cp | string collect)
    set -l found (dealdesk 2>/dev/null | string match -v '')
    if set -q found[1]
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete --command dealdesk --no-files --arguments '(__dealdesk_complete)'
"""

SCRIPTS: Mapping[str, str] = {"bash": BASH, "zsh": ZSH, "fish": FISH}
"""What each shell runs to ask."""

_PLAIN = re.compile(r"[^\w@%+=:,./-]").sub
_SPACES = re.compile(r"\s+").sub


class _Asking(ShellComplete):
    """What all shells have in common."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return what fits.

        An option that waits for its value would keep the words before it from being understood: it is left out there.
        """
        waits = args[-1:] and args[-1].startswith("-") and not incomplete.startswith("-")
        context = _resolve_context(self.cli, self.ctx_args, self.prog_name, args[:-1] if waits else args)
        asked, incomplete = _resolve_incomplete(context, args, incomplete)
        return [each for each in asked.shell_complete(context, incomplete) if each.value.isprintable()]


class _Bash(_Asking, BashComplete):
    def source(self) -> str:
        return BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before, and the one to complete; bash takes the sign of `--line=x` for a word."""
        args, incomplete = super().get_completion_args()
        signs = {n for n, word in enumerate(args) if word == "=" and n and args[n - 1].startswith("--")}
        return [word for n, word in enumerate(args) if n not in signs], incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return the word as it must be typed."""
        return _PLAIN(lambda found: "\\" + found[0], item.value)


class _Described(_Asking):
    """What zsh and fish have in common: a line is a word, a tab, and what the word means."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        found = super().get_completions(args, incomplete)
        option, sign, _ = incomplete.partition("=")
        if sign and option.startswith("-"):  # these shells replace all of `--line=x`
            found = [CompletionItem(f"{option}={each.value}", help=each.help) for each in found]
        return found

    def format_completion(self, item: CompletionItem) -> str:
        said = _SPACES(" ", item.help or "").strip()
        return f"{item.value}\t{said}" if said.isprintable() and said else item.value


class _Zsh(_Described, ZshComplete):
    def source(self) -> str:
        return ZSH

    def complete(self) -> str:
        return "\n".join(map(self.format_completion, self.get_completions(*self.get_completion_args())))


class _Fish(_Described, FishComplete):
    def source(self) -> str:
        return FISH


def answer(command: Any) -> int:
    """Answer the shell that asks; nothing is offered where the words before do not make sense."""
    completion_init()
    for name, shell in (("bash", _Bash), ("zsh", _Zsh), ("fish", _Fish)):
        add_completion_class(shell, name)
    try:
        command.main([], "dealdesk", standalone_mode=False)
    except (ClickException, DealdeskError, OSError, KeyError, ValueError):
        return 1
    return 0
