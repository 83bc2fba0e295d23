"""Help pages and usage errors: plain text, grouped options, examples that are not rewrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import cleandoc
from pathlib import PurePath
from textwrap import wrap
from typing import Any, ClassVar

from typer import Typer
from typer import _click as click
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer._click.shell_completion import CompletionItem
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from dealdesk.errors import did_you_mean, printable

SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""What every help page has in common."""


class Page(TyperCommand):
    """A command whose help groups its options by panel."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write arguments, options, and the options of each panel."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                panel = getattr(param, "rich_help_panel", None)
                sections.setdefault(panel or f"{param.param_type_name.title()}s", []).append(record)
        for name in sorted(sections, key=lambda each: ("Arguments", "Options", each).index(each)):
            with formatter.section(name):
                formatter.write_dl(sections[name])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        _epilog(self.epilog, formatter)


class Group(TyperGroup):
    """A group of commands that guesses what was meant."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        _epilog(self.epilog, formatter)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Return the command that *args* name; a file without a command is most likely a deal to be priced."""
        try:
            return super().resolve_command(ctx, args)
        except UsageError as wrong:
            if PurePath(args[0]).suffix == ".toml" and "price" in self.commands:
                wrong.message = f"{args[0]} is not a command. Did you mean `dealdesk price {args[0]}`?"
            elif guess := self._inside(ctx, args[0]) or did_you_mean(args[0], self.commands):
                wrong.message = f"{args[0]} is not a command. Did you mean `{ctx.command_path} {guess}`?"
            else:
                known = ", ".join(self.commands)
                wrong.message = f"{args[0]} is not a command. The commands are {known}."
            if args[0] == "help":
                wrong.message = f"help is not a command. Did you mean `{ctx.command_path} --help`?"
            raise

    def _inside(self, ctx: click.Context, word: str) -> str | None:
        """The command of that name in a group of this group."""
        groups = [(name, found) for name in self.commands if isinstance(found := self.get_command(ctx, name), Group)]
        return next((f"{name} {word}" for name, group in groups if word in group.commands), None)


class Front(Group):
    """A group whose commands are modules: only the one that is called is imported, and none for the help page.

    A module of several commands is named with that of its apps which is meant: "dealdesk.cli.quote_close:send_app".
    """

    modules: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)
        commands: Any = dict.fromkeys(self.modules)
        self.commands = commands

    def get_command(self, ctx: click.Context, cmd_name: str) -> Any:
        """Return a command, imported on first use."""
        if cmd_name in self.modules and self.commands[cmd_name] is None:
            module, _, name = self.modules[cmd_name][0].partition(":")
            found = get_command(getattr(import_module(module), name or "app"))
            found.name = cmd_name
            self.commands[cmd_name] = found
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in self.modules.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that begin with what was typed, or the options."""
        fit = [(name, said) for name, (_, said) in self.modules.items() if name.startswith(incomplete)]
        return [CompletionItem(name, help=said) for name, said in fit] or super().shell_complete(ctx, incomplete)


def group(name: str, cls: type[Group], help: str, examples: str) -> Typer:
    """Return a group of commands that takes nothing before a command, and shows its help page without one.

    Args:
        name: What it is called.
        cls: `Group`, or a `Front` that knows its commands.
        help: What it is for.
        examples: What stands at the end of its help page.
    """
    made = Typer(
        name=name,
        cls=cls,
        help=help,
        epilog=examples,
        no_args_is_help=True,
        add_completion=False,
        context_settings=SETTINGS,
        rich_markup_mode=None,
    )
    made.callback()(_nothing)
    return made


def _nothing() -> None:
    """Take nothing before a command."""


def _epilog(epilog: str | None, formatter: click.HelpFormatter) -> None:
    if epilog:
        formatter.write_paragraph()
        formatter.write_text("\n".join(_fitted(cleandoc(epilog), formatter.width)))


def _fitted(epilog: str, width: int) -> Iterator[str]:
    """Yield the lines of an epilog, with sentences broken to fit the page; examples, which are indented, stay whole."""
    sentence = ""
    for line in (*epilog.split("\n"), ""):
        is_apart = not line or line.startswith((" ", "\b"))
        if sentence and (is_apart or sentence.endswith((".", ":"))):
            yield from wrap(sentence, width, break_long_words=False, break_on_hyphens=False)
            sentence = ""
        if is_apart:
            yield line
        else:
            sentence = f"{sentence} {line}".lstrip()


def told(wrong: ClickException) -> str:
    """Return a usage error in words: what is wrong, how the command is used, and where to read more."""
    if isinstance(wrong, NoArgsIsHelpError):
        return wrong.message
    return "\n".join(_told(wrong))


def _message(wrong: ClickException) -> str:
    if isinstance(wrong, NoSuchOption):
        guesses = " or ".join(_options_like(wrong))
        return f"there is no option {wrong.option_name}" + (f"; did you mean {guesses}?" if guesses else "")
    if isinstance(wrong, MissingParameter) and wrong.param is not None:
        return _missing(wrong.param)
    if isinstance(wrong, BadOptionUsage) and "requires an argument" in wrong.message:
        return f"{wrong.option_name} needs a value behind it"
    if wrong.message.startswith("Got unexpected extra argument"):
        return f"nothing is expected here: {wrong.message.rpartition('(')[2].rstrip(')')}"
    if isinstance(wrong, BadParameter) and not isinstance(wrong, MissingParameter):
        hint = wrong.param_hint or (wrong.param.get_error_hint(wrong.ctx) if wrong.param and wrong.ctx else "")
        said = _plainly(wrong.message)
        return f"{hint}: {said}".replace("'", "") if hint else said
    message = wrong.format_message()
    return message[:1].lower() + message[1:]


def _plainly(message: str) -> str:
    """Return what the library says of a number in the words of this program."""
    for pattern, plain in _NUMBERS:
        message = pattern.sub(plain, message)
    return message


_NUMBERS = (
    (re.compile(r" is not a valid int(eger)?( range)?\.$"), " is not a whole number"),
    (re.compile(r" is not in the range (\S+)<=x<=(\S+)\.$"), r" is not allowed: from \1 to \2"),
    (re.compile(r" is not in the range x>=(\S+)\.$"), r" is not allowed: \1 or more"),
)


def _options_like(wrong: NoSuchOption) -> list[str]:
    """The options that begin as the one that there is not, or else those that look like it."""
    params = wrong.ctx.command.params if wrong.ctx is not None else []
    every = [name for param in params for name in param.opts]
    longer = [name for name in every if len(wrong.option_name) > 3 and name.startswith(wrong.option_name)]
    guess = did_you_mean(wrong.option_name.lstrip("-"), [name.lstrip("-") for name in every])
    return longer or [name for name in every if guess and name.lstrip("-") == guess]


def _missing(param: click.Parameter) -> str:
    """What to say of a word or an option that must be there."""
    if param.param_type_name == "argument":
        name = (param.metavar or param.name or "").strip("{}[].").removesuffix("...")
        said = (getattr(param, "help", None) or "").rstrip(".")
        return f"{name} is missing" + (f": {said[0].lower()}{said[1:]}" if said else "")
    return f"{' or '.join(reversed(param.opts))} is missing"


def _told(wrong: ClickException) -> Iterator[str]:
    yield f"error: {printable(_message(wrong))}"
    context = getattr(wrong, "ctx", None)
    if context is not None:
        yield context.get_usage()
        yield f"More: {context.command_path} --help"
