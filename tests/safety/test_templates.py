"""Templates of anybody's are used apart, within limits; they see plain data, and nothing else (row E1)."""

import copy
import io
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest

from dealdesk.documents import apart, render
from dealdesk.documents.assets import assets, found_templates, packaged_templates
from dealdesk.documents.view import quote_view
from dealdesk.errors import RenderError
from tests.abuse.templates import BOMBS, CANARY, PAGES, Case, cases, leaks, made_here, place
from tests.documents.samples import LOGO, sample

VIEW = quote_view(sample(), assets("quote").language("en"))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder of templates with nothing in it yet."""
    folder = tmp_path / "templates"
    (folder / "quote").mkdir(parents=True)
    return folder


def says(folder: Path, text: str) -> bytes:
    """Make Markdown of a template in *folder*."""
    place(Case(text), folder)
    return render(sample(), format="md", templates=folder)


# ---- what templates can be


def test_templates_of_ones_own_go_before_the_packaged_ones(mine: Path) -> None:
    assert says(mine, "Only {{ head.customer }}\n") == b"Only Northwind Aerospace, Inc.\n"


def unmarked(pdf: bytes) -> bytes:
    """A PDF without its note on which templates made it, and without what follows from that."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        del file.docinfo["/DealdeskMade"]
        del file.trailer["/ID"]
        file.save(made := io.BytesIO(), static_id=True)
    return made.getvalue()


def test_copies_of_the_packaged_templates_change_no_byte(mine: Path) -> None:
    for name in ("_base", "quote"):
        shutil.copytree(
            packaged_templates() / name, mine / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("fonts")
        )
    assert assets("quote", mine).own is None
    for name in ("quote.md.j2", "quote.html.j2"):
        with (mine / "quote" / name).open("a", encoding="utf-8") as file:
            file.write("{# mine #}")
    own = assets("quote", mine).own
    assert own is not None
    assert set(own.files) == {"quote/quote.md.j2", "quote/quote.html.j2"}
    assert render(sample(), format="md", templates=mine) == render(sample(), format="md")
    assert unmarked(render(sample(), templates=mine)) == unmarked(render(sample()))


def test_a_template_may_fetch_what_lies_beside_it(mine: Path) -> None:
    (mine / "quote" / "mark.svg").write_text(LOGO, "utf-8")
    place(Case('<img src="asset:quote/mark.svg" alt="x">', "pdf"), mine)
    with_it = render(sample(), templates=mine)
    place(Case('<img alt="x">', "pdf"), mine)
    assert len(with_it) > len(render(sample(), templates=mine))


# ---- what templates cannot do


def test_a_typeface_from_elsewhere_is_refused_with_its_address(mine: Path) -> None:
    style = mine / "_base" / "page.css"
    style.parent.mkdir(exist_ok=True)
    packaged = (packaged_templates() / "_base" / "page.css").read_text("utf-8")
    face = "@font-face { font-family: x; src: url(file:///etc/hosts) } p { font-family: x }"
    style.write_text(packaged + face, "utf-8")
    with pytest.raises(RenderError, match="may fetch nothing but its own assets, not file:///etc/hosts"):
        render(sample(), format="pdf", templates=mine)


def test_there_are_enough_hostile_templates() -> None:
    assert len({(case.text, case.format) for case in cases(Path("x"))}) >= 150


def test_no_template_gets_at_more_than_its_data(tmp_path: Path) -> None:
    (tmp_path / "outside.md.j2").write_text(CANARY, "utf-8")
    view, refused = copy.deepcopy(VIEW), 0
    for case in cases(tmp_path / "outside.md.j2"):
        if case.bomb:
            continue
        try:
            made = made_here(case.text, "md", view).decode()
        except RenderError as failure:
            made, refused = str(failure), refused + 1
            named = re.match(r"template quote/quote\.md\.j2(:\d+)?: \S", made)
        else:
            named = None
            assert list(leaks(made)) == [], case.text
        assert named or "template" not in made, case.text
        assert view == VIEW, case.text
    assert refused > 120


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("\n{{ head.nothing }}", "template quote/quote.md.j2:2: .*has no attribute 'nothing'"),
        ("{{ head.customer|safe }}", r"template quote/quote.md.j2:1: No filter named 'safe'"),
        ("{{ range(9) }}", "template quote/quote.md.j2:1: 'range' is undefined"),
        ("{{ head.__class__.__mro__ }}", "template quote/quote.md.j2:1: .*unsafe"),
        ("{% if %}", r"template quote/quote.md.j2:1: "),
        ("{% include '/etc/hostname' %}", "template quote/quote.md.j2:1: /etc/hostname"),
        (
            "\n\n{% autoescape false %}x{% endautoescape %}",
            "template quote/quote.md.j2:3: autoescape cannot be changed",
        ),
        ("{{ 1 / 0 }}", "template quote/quote.md.j2:1: division by zero"),
        ("{{ 1 + 'a' }}", "template quote/quote.md.j2:1: unsupported operand"),
    ],
)
def test_a_wrong_template_is_named_with_its_line(template: str, expected: str) -> None:
    with pytest.raises(RenderError, match=expected):
        made_here(template, "md", VIEW)


def test_what_is_wrong_is_told_through_the_process_that_found_it(mine: Path) -> None:
    with pytest.raises(RenderError, match=r"^template quote/quote\.md\.j2:1: 'dict object' has no attribute 'x'$"):
        says(mine, "{{ head.x }}")


# ---- what ends a template that does not end


@pytest.mark.parametrize(
    ("template", "limit"),
    [
        ("{{ [0] * 10**9 }}", "needed more than 1 GB of memory and was stopped"),
        ("{% set x = 'x' * 2**20 %}{% for a in 'x' * 21 %}{{ x }}{% endfor %}", "became larger than 20 MB"),
        ("{% include 'quote/quote.md.j2' %}", "nested too deeply"),
    ],
)
def test_a_bomb_is_stopped_and_the_sentence_names_templates_and_limit(template: str, limit: str, mine: Path) -> None:
    with pytest.raises(RenderError) as stopped:
        says(mine, template)
    assert limit in str(stopped.value)
    assert f"the templates in {mine} (quote/quote.md.j2)" in str(stopped.value)
    assert "\n" not in str(stopped.value)


FOREVER = "{% for a in 'x' * 99999 %}{% for b in 'x' * 99999 %}{% endfor %}{% endfor %}"


def test_processor_time_is_limited(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIMITS", {**apart.LIMITS, "seconds": 1})
    with pytest.raises(RenderError, match="seconds of processor time and was stopped"):
        says(mine, FOREVER)


def test_the_clock_kills_what_no_limit_stops(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WALL", 1)
    start = time.monotonic()
    with pytest.raises(RenderError, match="took more than 60 seconds and was stopped"):
        says(mine, FOREVER)
    assert time.monotonic() - start < 20


def test_the_limits_are_those_that_are_promised() -> None:
    assert dict(apart.LIMITS) == {"memory": 1 << 30, "seconds": 20, "bytes": 20 << 20, "files": 64}
    assert apart.WALL == 60
    assert len(BOMBS) + len(PAGES) >= 40


INSIDE = """
import os, sys, socket
sys.path[:] = {path!r}
from pathlib import Path
from dealdesk.documents import child
child._limit({limits!r})
import resource
print([resource.getrlimit(each)[1] for each in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)])
child._leave_the_network()
child._close([Path(sys.prefix), Path(sys.base_prefix)])
def tried(what, *given):
    try:
        what(*given)
        print("done", what.__name__)
    except child.NotAllowed as refused:
        print("refused", what.__name__)
tried(open, {secret!r})
tried(open, {secret!r}, "w")
tried(os.remove, {secret!r})
tried(os.listdir, "/etc")
tried(os.system, "true")
tried(os.fork)
tried(socket.socket)
tried(open, "mine.txt", "w")
"""


def test_the_door_of_the_process_is_closed(tmp_path: Path) -> None:
    import subprocess
    import sys

    secret = tmp_path / "secret"
    secret.write_text("x", "utf-8")
    (tmp_path / "inside").mkdir()
    script = INSIDE.format(path=[each for each in sys.path if each], limits=dict(apart.LIMITS), secret=str(secret))
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], cwd=tmp_path / "inside", capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        f"[{1 << 30}, 20, {20 << 20}]",
        *(f"refused {each}" for each in ("open", "open", "remove", "listdir", "system", "fork", "socket")),
        "done open",
    ]
    assert secret.read_text("utf-8") == "x"


def test_nothing_of_the_environment_is_handed_over(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEALDESK_SECRET", "x")
    seen = {}

    class Noted(apart.subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *given: object, **named: object) -> None:
            seen.update(named)
            super().__init__(*given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(apart.subprocess, "Popen", Noted)
    assert says(mine, "x") == b"x"
    assert "DEALDESK_SECRET" not in seen["env"]
    assert set(seen["env"]) <= {*apart._KEPT, "TMPDIR", "TEMP", "TMP", "HOME"}
    assert not Path(seen["cwd"]).exists()


# ---- what documents made of them cannot hold


@pytest.mark.parametrize(
    ("markup", "form", "expected"),
    [
        ('<a href="javascript:alert(1)">x</a>', "pdf", "a link to javascript:"),
        ('<a href="http://x.example">x</a>', "pdf", "a link to http://x.example"),
        ("<script>1</script>", "html", "<script>"),
        ('<p onclick="x">x</p>', "html", "onclick= of <p>"),
        ('<a href=" JavaScript:alert(1)">x</a>', "html", 'href=" JavaScript:alert'),
        ('<form action="https://x.example"></form>', "html", "<form>"),
        ('<meta http-equiv="refresh" content="0">', "html", '<meta http-equiv="refresh">'),
        ("<p>no policy</p>", "html", "before a Content-Security-Policy"),
    ],
)
def test_a_document_that_acts_is_refused(markup: str, form: str, expected: str, mine: Path) -> None:
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    place(Case(markup, form), mine)
    (page,) = (mine / "quote").iterdir()
    if "no policy" not in markup:
        page.write_text(page.read_text("utf-8").replace("<head>", f"<head>{policy}"), "utf-8")
    with pytest.raises(RenderError, match=re.escape(expected)):
        render(sample(), format=form, templates=mine)


def test_a_document_may_have_links_that_a_reader_follows(mine: Path) -> None:
    place(Case('<a href="https://x.example/terms">x</a> <a href="mailto:a@x.example">y</a>', "pdf"), mine)
    with pikepdf.open(io.BytesIO(render(sample(), templates=mine))) as pdf:
        assert [str(each.A.URI) for each in pdf.pages[0].Annots] == ["https://x.example/terms", "mailto:a@x.example"]


# ---- folders


@pytest.mark.parametrize("name", ["linked.css", "deeper", "quote.md.j2"])
def test_a_link_among_templates_is_refused(name: str, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.css").write_text("", "utf-8")
    target = tmp_path / "outside" if name == "deeper" else tmp_path / "outside" / "x.css"
    (mine / "quote" / name).symlink_to(target)
    with pytest.raises(RenderError, match="a symbolic link is not allowed among templates"):
        render(sample(), format="md", templates=mine)


def test_a_linked_part_of_a_folder_is_refused(mine: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (mine / "_base").symlink_to(tmp_path / "outside")
    with pytest.raises(RenderError, match="_base: a symbolic link is not allowed"):
        render(sample(), format="md", templates=mine)


def test_files_are_bounded_in_size_number_and_name(mine: Path) -> None:
    (mine / "quote" / "large.css").write_bytes(b" " * ((1 << 20) + 1))
    with pytest.raises(RenderError, match=r"large\.css: larger than 1024 KB"):
        assets("quote", mine)
    (mine / "quote" / "large.css").unlink()
    for number in range(501):
        (mine / "quote" / f"{number}.txt").touch()
    with pytest.raises(RenderError, match="more than 500 files"):
        assets("quote", mine)
    for each in (mine / "quote").iterdir():
        each.unlink()
    for name in ("-x.css", ".x.css", "a b.css", "ü.css", "x\n.css"):
        (mine / "quote" / name).touch()
        with pytest.raises(RenderError, match="names of templates are of letters, digits"):
            assets("quote", mine)
        (mine / "quote" / name).unlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_what_is_no_plain_file_is_refused_and_not_waited_for(mine: Path) -> None:
    os.mkfifo(mine / "quote" / "quote.css")
    with pytest.raises(RenderError, match=r"quote\.css: not a plain file"):
        assets("quote", mine)


# ---- where they are looked for


def project(folder: Path) -> Path:
    """Lay out a project with a template, and return its deal."""
    for name in ("catalogs", "deals/large", "templates/quote"):
        (folder / name).mkdir(parents=True)
    (folder / "templates" / "quote" / "quote.md.j2").write_text("mine", "utf-8")
    (folder / "deals" / "large" / "deal.toml").touch()
    return folder / "deals" / "large" / "deal.toml"


def test_templates_are_found_from_a_deal_up_to_the_root_of_its_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deal = project(tmp_path / "home")
    assert found_templates("quote", deal) == tmp_path / "home" / "templates"
    assert found_templates("quote") is None
    monkeypatch.chdir(tmp_path / "home" / "deals")
    assert found_templates("quote") == tmp_path / "home" / "templates"


def test_the_templates_beside_a_deal_come_first(tmp_path: Path) -> None:
    deal = project(tmp_path / "home")
    near = deal.parent / "templates" / "quote"
    near.mkdir(parents=True)
    (near / "quote.css").touch()
    assert found_templates("quote", deal) == deal.parent / "templates"


def test_nothing_above_the_root_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    deal = project(tmp_path / "templates_of_others" / "home")
    shutil.rmtree(tmp_path / "templates_of_others" / "home" / "templates")
    (tmp_path / "templates_of_others" / "templates" / "quote").mkdir(parents=True)
    (tmp_path / "templates_of_others" / "templates" / "quote" / "quote.css").touch()
    assert found_templates("quote", deal) is None
    shutil.rmtree(tmp_path / "templates_of_others" / "home" / "catalogs")  # now there is no root
    assert found_templates("quote", deal) is None


def test_a_folder_without_templates_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    deal = project(tmp_path)
    (tmp_path / "templates" / "quote" / "quote.md.j2").rename(tmp_path / "templates" / "README.md")
    assert found_templates("quote", deal) is None


def test_a_typeface_of_a_style_makes_no_folder_to_tidy_up_when_the_process_ends(tmp_path: Path) -> None:
    code = (
        "from dealdesk.documents.assets import packaged_templates as templates\n"
        "from dealdesk.documents.fonts import configuration\n"
        "from dealdesk.documents.formats.pdf import _fetcher\n"
        "from weasyprint import CSS\n"
        "fonts = configuration(templates() / '_base' / 'fonts')\n"
        "files = {'asset:x.svg': (b'<svg/>', 'image/svg+xml')}\n"
        "style = '@font-face { font-family: x; src: url(asset:x.svg) }'\n"
        "CSS(string=style, base_url='asset:', url_fetcher=_fetcher(files), font_config=fonts)\n"
        "import os, tempfile\n"
        "print(os.listdir(tempfile.gettempdir()))\n"
    )
    place = {**os.environ, "TMPDIR": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code], env=place, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "[]\n", "")
