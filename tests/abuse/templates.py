"""Templates that try to get out: at objects, at files, at more time and memory than anybody needs."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from dealdesk.documents import FORMATS, KINDS, Document, render
from dealdesk.documents.apart import SECONDS, WALL
from dealdesk.documents.assets import overlaid
from dealdesk.documents.formats.template import filled
from dealdesk.documents.own import Own
from dealdesk.errors import RenderError
from tests.abuse.abuse import Abuse, Outcome
from tests.documents.samples import sample

CANARY = "canary-7f3a9c"
"""What stands in the file outside that templates try to read."""

LEAKS = (CANARY, "<class ", "<module", "<frame", "<code", "posix.", "uid=", "root:x:")
"""What a document says when a template got at something that it was not given.

`<built-in method keys …>` and `<function …>` are not among them: a template can print the name of what it may call.
"""

ATTRIBUTES = (
    *("__class__", "__mro__", "__base__", "__subclasses__", "__init__", "__globals__", "__builtins__", "__dict__"),
    *("__getattribute__", "__reduce__", "func_globals", "gi_frame", "f_back", "cr_frame", "tb_frame", "mro"),
)
REACHES = (
    "{{{{ head.{0} }}}}",
    "{{{{ head['{0}'] }}}}",
    "{{{{ head|attr('{0}') }}}}",
    "{{{{ [head]|map(attribute='{0}')|list }}}}",
    "{{{{ [head]|selectattr('{0}')|list|length }}}}{{{{ [head]|map('attr', '{0}')|list }}}}",
)
EXPRESSIONS = (
    "''.__class__.__mro__[1].__subclasses__()",
    "().__class__.__base__.__subclasses__()[132].__init__.__globals__['popen']('id').read()",
    "{}.__class__.__bases__[0]",
    "self.__init__.__globals__",
    "self._TemplateReference__context",
    "self",
    "lipsum.__globals__.os.popen('id').read()",
    "cycler.__init__.__globals__.os",
    "joiner.__init__.__globals__",
    "namespace.__init__.__globals__",
    "dict.mro()",
    "range.__class__",
    "config",
    "request.application.__globals__",
    "url_for.__globals__",
    "get_flashed_messages.__globals__",
    "environment",
    "__import__('os').system('id')",
    "open('{canary}').read()",
    "'{{0.__class__.__mro__}}'.format(head)",
    "'{{x.__class__}}'.format_map({{'x': head}})",
    "('{{0.__class__}}'|attr('format'))(head)",
    "['{{0.__class__}}']|map('attr', 'format')|first(head)",
    "[''.format]|first",
    "''.join.__self__.__class__",
    "head.items().__class__",
    "head.keys|string",
    "head.update({{'customer': 'changed'}})",
    "head.pop('customer')",
    "head.clear()",
    "lines.recurring.rows.append(1)",
    "lines.recurring.rows.sort()",
    "head.setdefault('x', 1)",
    "head.customer|safe",
    "head.customer|xmlattr",
    "{{'a b': 1}}|xmlattr",
    "pictures.logo.__html__.__globals__",
    "pictures.logo.__class__.__init__.__globals__",
    "t.__class__",
    "loop.__class__",
    "varargs",
    "caller.__globals__",
    "context.__class__",
    "super.__class__",
    "x.y.z",
    "range(10**9)|list",
    "lipsum(n=100000)",
    "[1].__add__.__self__.__class__",
    "(1).__class__",
    "(1.0).real.__class__",
    "true.__class__.__mro__",
    "none.__class__",
    "head|tojson|attr('__class__')",
    "head|pprint|attr('unescape')",
    "head|attr('\\x5f\\x5fclass\\x5f\\x5f')",
    "head|attr(['__cl', 'ass__']|join)",
    "head['__cl' ~ 'ass__']",
    "head|attr(request)",
    "[head]|groupby('__class__')",
    "[head]|sort(attribute='__class__')",
    "[head]|sum(attribute='__class__')",
    "[head]|unique(attribute='__class__')|list",
    "[head]|max(attribute='__class__')",
)
STATEMENTS = (
    "{% include '/etc/passwd' %}",
    "{% include '../../../../etc/passwd' %}",
    "{% include 'file:///etc/passwd' %}",
    "{% include '{canary}' %}",
    "{% include 'quote/../../outside.md.j2' %}",
    "{% include ['/etc/passwd', '{canary}'] %}",
    "{% import '{canary}' as x %}{{ x }}",
    "{% from '/etc/passwd' import root %}",
    "{% extends '/etc/passwd' %}",
    "{% extends head.customer %}",
    "{% include 'quote/quote.css' %}",
    "{% include '_base/locales/en.toml' %}",
    "{% include 'quote/quote.md.j2\\x00.txt' %}",
    "{% autoescape false %}{{ head.customer }}{% endautoescape %}",
    "{% filter safe %}x{% endfilter %}",
    "{% do head.clear() %}",
    "{% debug %}",
    "{% trans %}x{% endtrans %}",
    "{% set head.customer = 'x' %}",
    "{% macro f() %}{{ f.__globals__ }}{{ caller }}{% endmacro %}{{ f() }}",
    "{% macro f() %}{% endmacro %}{{ f.__init__.__globals__ }}{{ f._func.__globals__ }}",
    "{% for x in head %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% call head() %}{% endcall %}",
    "{% if %}",
    "{% for %}",
    "{{ {{ }} }}",
    "{% raw %}",
    "{% block a %}{{ self.a.__globals__ }}{% endblock %}",
)
BOMBS = (
    "{{ 'A' * 10**9 }}",
    "{{ 'A'.center(10**9) }}",
    "{{ 'A'|center(10**9) }}",
    "{{ 'A'.ljust(10**9) }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ '{:>1000000000}'.format(1) }}",
    "{{ [0] * 10**9 }}",
    "{{ 'A'|indent(10**9) }}",
    "{{ 'x'.zfill(10**9) }}",
    "{{ ('\\t' * 10**6).expandtabs(10**4) }}",
    "{{ 10 ** 10 ** 8 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{% for a in 'x' * 99999 %}{% for b in 'x' * 99999 %}{% endfor %}{% endfor %}",
    "{% for a in 'x' * 5000 %}{% for b in 'x' * 10000 %}xxxxxxxx{% endfor %}{% endfor %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% include 'quote/quote.md.j2' %}",
    "{{ ('a' * 10**7)|wordwrap(1) }}",
    "{{ ('a ' * 10**7)|wordcount }}{{ ('a ' * 10**7)|title }}{{ ('a ' * 10**7)|urlize }}",
    "{% set x = 'x' * 10**6 %}{{ x.replace('', x) }}",
    "{{ ((('x' * 10**5)|list)|batch(1)|list|string) * 1000 }}",
    "{{ [[[[[[[1]*99]*99]*99]*99]*99]*99] }}",
    "{{ ('(' * 10**5)|striptags }}{{ ('<' * 10**6)|striptags }}",
)
PAGES = (
    '<div style="font-size: 100000000pt">x</div>',
    '<div style="height: 100000000pt; width: 100000000pt; border: 9999999pt solid">x</div>',
    '<div style="columns: 1000000">x</div>',
    '<div style="display: grid; grid-template-columns: repeat(99999, 1fr)">x</div>',
    "<div>" * 5000,
    "<table><tr><td>" * 200,
    '<div style="display: flex"><div style="display: grid">' * 60,
    "<table>" + '<tr><td colspan="99999" rowspan="65000">x</td></tr>' * 200 + "</table>",
    "{% for a in 'x' * 300000 %}<p>x</p>{% endfor %}",
    '<p style="page-break-before: always">x</p>' * 3000,
    '<div style="box-shadow: 0 0 99999pt red; filter: blur(99999pt); transform: scale(1e30)">x</div>',
    '<svg width="9e9" height="9e9"><circle r="9e99"/></svg>',
    '<svg width="9" height="9"><defs><pattern id="p" width=".0001" height=".0001"><circle r="1"/></pattern></defs>'
    '<rect width="9" height="9" fill="url(#p)"/></svg>',
    '<svg><g id="a"><use href="#a"/></g></svg>',
    "<ol><li>" * 1000,
    "x" * 900_000,
    "<span>x</span>" * 60_000,
    '<p style="letter-spacing: 1e30pt; word-spacing: -1e30pt; line-height: 0">x x x</p>',
    '<p style="orphans: 99999; widows: 99999; hyphens: auto">x</p>' * 99,
    '<div style="counter-increment: a 999999999; --a: var(--b); --b: var(--a); width: calc(var(--a) * 9)">x</div>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<link rel="attachment" href="file:///etc/passwd">',
)


ENDINGS = {"md": "md", "pdf": "html", "html": "screen.html"}
"""How the templates of a format are called."""


@dataclass(frozen=True)
class Case:
    """One template: its text, and the format that it is for."""

    text: str
    format: str = "md"
    bomb: bool = False


def cases(canary: Path) -> Iterator[Case]:
    """Yield every template; *canary* is the file that they try to read."""
    yield from (Case(each.format(name)) for name in ATTRIBUTES for each in REACHES)
    for each in EXPRESSIONS:
        yield Case("{{ " + each.replace("{{", "{").replace("}}", "}").replace("{canary}", str(canary)) + " }}")
    yield from (Case(each.replace("{canary}", str(canary))) for each in STATEMENTS)
    yield from (Case(each, bomb=True) for each in BOMBS)
    yield from (Case(each, "pdf", bomb=True) for each in PAGES)


PAGE = "<!doctype html><html lang='en'><head><title>x</title></head><body>{}</body></html>"


def place(case: Case, folder: Path) -> None:
    """Put the template of a case into a folder of templates, and nothing else."""
    file = folder / "quote" / f"quote.{ENDINGS[case.format]}.j2"
    for old in folder.glob("quote/*.j2"):
        old.unlink()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(case.text if case.format == "md" else PAGE.replace("{}", case.text), "utf-8")


def made_here(text: str, form: str, view: dict[str, Any] | None = None) -> bytes:
    """Return a document that is made of one template, in this process and without its limits."""
    name = f"quote/quote.{ENDINGS[form]}.j2"
    kind = next(each for each in KINDS if each.name == "quote")
    assets = overlaid(kind.folder, Own(Path("templates"), {name: text.encode()}))
    if view is not None:
        return filled(assets, name, view, markup=form != "md", pictures={"logo": Markup("<svg></svg>")}).encode()
    which = next(each for each in FORMATS if each.name == form)
    return which.write(Document(kind, sample(), "letter", assets))


def leaks(text: str) -> Iterator[str]:
    """Yield what a document shows that a template cannot know."""
    yield from (each for each in LEAKS if each in text)


def _judged(case: Case, folder: Path, outcome: Outcome) -> None:
    place(case, folder)
    start, name = time.monotonic(), f"{case.format}: {case.text[:70]!r}"
    try:
        made = render(sample(), format=case.format, templates=folder)
    except RenderError as refused:
        said = str(refused)
        outcome.counts["stopped" if "was stopped" in said else "refused"] += 1
        if str(folder) not in said and "quote/quote." not in said:
            outcome.faults.append(f"{name}: the templates are not named: {said}")
    else:
        outcome.counts["harmless"] += 1
        outcome.faults += [f"{name}: shows {each}" for each in leaks(made.decode("utf-8", "replace"))]
    if time.monotonic() - start > WALL + 5:
        outcome.faults.append(f"{name}: took {time.monotonic() - start:.0f} s")


def _run(seed: int, count: int, folder: Path) -> Outcome:
    """All of them in their order; a *seed* changes nothing."""
    outcome, canary = Outcome(), folder / "outside.md.j2"
    canary.write_text(CANARY, "utf-8")
    own = folder / "templates"
    own.mkdir()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    for case in list(cases(canary))[:count]:
        spent = os.times().children_user
        _judged(case, own, outcome)
        if os.times().children_user - spent > SECONDS + 2:
            outcome.faults.append(f"{case.text[:60]!r}: {os.times().children_user - spent:.0f} s of processor time")
    outcome.counts["seconds of processor time"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    return outcome


ABUSE = Abuse("templates", "templates that try to read, change, call, or never end", len(list(cases(Path()))), _run)
