"""Templates filled in: Jinja in its sandbox, with plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.errors import RenderError

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from dealdesk.documents.assets import Assets

_REMOVED = ("lipsum", "range", "cycler", "joiner", "namespace", "dict")


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
    except TemplateError as failure:
        lines = {"name": name, "lineno": 0} | vars(failure)  # a syntax error knows its place
        where = f"{lines['name'] or name}:{lines['lineno']}" if lines["lineno"] else name
        raise RenderError(f"template {where}: {failure}") from failure


def _template(assets: Assets, name: str, *, markup: bool) -> Template:
    key = ("environment", markup)
    if key not in assets.made:
        assets.made[key] = _environment(assets, markup=markup)
    environment: Environment = assets.made[key]
    return environment.get_template(name)


def _environment(assets: Assets, *, markup: bool) -> Environment:
    from jinja2 import DictLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader({each: assets.text(each) for each in assets.files if each.endswith(".j2")}),
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
