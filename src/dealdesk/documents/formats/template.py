"""Templates filled in: Jinja in its sandbox, with plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.errors import RenderError, printable

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from dealdesk.documents.assets import Assets

_REMOVED = ("lipsum", "range", "cycler", "joiner", "namespace", "dict")
_LONGEST = 300


def filled(assets: Assets, name: str, view: dict[str, Any], *, markup: bool, **more: Any) -> str:
    """Return a template filled in with a view.

    Args:
        assets: The files.
        name: The template.
        view: Plain data.
        markup: Whether the result is HTML, so that all data is escaped.
        more: Further values.

    Raises:
        RenderError: The template is wrong: it names something that the view does not have, for instance.
    """
    from jinja2 import TemplateError

    try:
        return _template(assets, name, markup=markup).render(**view, **more)
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as failure:
        said = getattr(failure, "message", None) or str(failure)  # a syntax error quotes its line in the latter
        raise RenderError(f"template {_place(failure, name, assets)}: {printable(said[:_LONGEST])}") from failure


def _place(failure: Exception, name: str, assets: Assets) -> str:
    """Return the template and the line that a failure comes from: the innermost."""
    file, line = getattr(failure, "name", None), getattr(failure, "lineno", None)  # a syntax error knows its place
    if isinstance(line, int):
        return f"{file or name}:{line}"
    found, trace = name, failure.__traceback__
    while trace is not None:
        inside = trace.tb_frame.f_code.co_filename
        if inside in assets.files:
            found = f"{inside}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found


def _template(assets: Assets, name: str, *, markup: bool) -> Template:
    key = ("environment", markup)
    if key not in assets.made:
        assets.made[key] = _environment(assets, markup=markup)
    environment: Environment = assets.made[key]
    return environment.get_template(name)


def _environment(assets: Assets, *, markup: bool) -> Environment:
    from jinja2 import FunctionLoader, StrictUndefined, TemplateSyntaxError
    from jinja2.nodes import ScopedEvalContextModifier
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def load(name: str) -> tuple[str, str, None] | None:
        if name not in assets.files or not name.endswith(".j2"):
            return None
        text = assets.text(name)
        if assets.own is not None and name in assets.own.files:
            unescaped = environment.parse(text, name).find(ScopedEvalContextModifier)
            if unescaped is not None:
                raise TemplateSyntaxError("autoescape cannot be changed", unescaped.lineno, name, name)
        return text, name, None

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        autoescape=markup,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for each in _REMOVED:
        del environment.globals[each]
    del environment.filters["safe"]
    return environment
