"""The faults of safety: checks that are gone, and nobody would notice until somebody means harm."""

from __future__ import annotations

from tests.faults.plant import Fault

TEMPLATES = "tests/safety/test_templates.py"
STRINGS = "tests/safety/test_strings.py"
PATHS = "tests/safety/test_paths.py"

SAFETY = (
    # ---- templates ---------------------------------------------------------------------------------------
    Fault(
        "names are not escaped",
        "autoescape=markup,",
        "autoescape=False,",
        "documents/formats/template.py",
        ("tests/documents/test_safety.py",),
    ),
    Fault(
        "templates are not in a sandbox",
        "environment = ImmutableSandboxedEnvironment(",
        "from jinja2 import Environment as Open\n\n    environment = Open(",
        "documents/formats/template.py",
        (f"{TEMPLATES}::test_no_template_gets_at_more_than_its_data",),
    ),
    Fault(
        "templates can say what is safe",
        'del environment.filters["safe"]',
        "pass",
        "documents/formats/template.py",
        (f"{TEMPLATES}::test_a_wrong_template_is_named_with_its_line",),
    ),
    Fault(
        "templates can turn escaping off",
        "if unescaped is not None:",
        "if False:",
        "documents/formats/template.py",
        (f"{TEMPLATES}::test_a_wrong_template_is_named_with_its_line",),
    ),
    Fault(
        "what is not there is printed as nothing",
        "undefined=StrictUndefined,",
        "",
        "documents/formats/template.py",
        (f"{TEMPLATES}::test_a_wrong_template_is_named_with_its_line",),
    ),
    Fault(
        "a link among templates is followed",
        "if entry.is_symlink():",
        "if False:",
        "documents/own.py",
        (f"{TEMPLATES}::test_a_link_among_templates_is_refused",),
    ),
    Fault(
        "any number of files is read",
        "if count > MOST:",
        "if False:",
        "documents/own.py",
        (f"{TEMPLATES}::test_files_are_bounded_in_size_number_and_name",),
    ),
    Fault(
        "templates of others above the project are taken",
        "return [start]",
        "return found",
        "documents/own.py",
        (f"{TEMPLATES}::test_nothing_above_the_root_is_looked_at",),
    ),
    # ---- the process that they run in ----------------------------------------------------------------------
    Fault(
        "somebody's templates are used in this process",
        "if found.own is not None:",
        "if False:",
        "documents/__init__.py",
        (f"{TEMPLATES}::test_nothing_of_the_environment_is_handed_over",),
    ),
    Fault(
        "memory is not limited",
        '"RLIMIT_AS": limits["memory"],',
        "",
        "documents/child.py",
        (f"{TEMPLATES}::test_the_door_of_the_process_is_closed",),
    ),
    Fault(
        "processor time is not limited",
        '"RLIMIT_CPU": limits["seconds"],',
        "",
        "documents/child.py",
        (f"{TEMPLATES}::test_the_door_of_the_process_is_closed",),
    ),
    Fault(
        "the door of the process stays open",
        "sys.addaudithook(watch)",
        "pass",
        "documents/child.py",
        (f"{TEMPLATES}::test_the_door_of_the_process_is_closed",),
    ),
    Fault(
        "the process sees the environment",
        "environment = {name: os.environ[name] for name in _KEPT if name in os.environ}",
        "environment = dict(os.environ)",
        "documents/apart.py",
        (f"{TEMPLATES}::test_nothing_of_the_environment_is_handed_over",),
    ),
    Fault(
        "documents that act are handed out",
        "if active is not None:",
        "if False:",
        "documents/child.py",
        (f"{TEMPLATES}::test_a_document_that_acts_is_refused",),
    ),
    Fault(
        "actions that are packed are not seen",
        'if b"/ObjStm" in head:',
        "if False:",
        "documents/active.py",
        ("tests/safety/test_output.py::test_what_acts_is_found_packed_or_not",),
    ),
    # ---- fetching ------------------------------------------------------------------------------------------
    Fault(
        "files are fetched by a prefix",
        "            if url not in files:",
        '            if url.startswith("file:"):\n'
        "                from pathlib import Path\n\n"
        '                return URLFetcherResponse(url, Path(url[7:]).read_bytes(), {"Content-Type": "text/css"})\n'
        "            if url not in files:",
        "documents/formats/pdf.py",
        ("tests/safety/test_fetches.py",),
    ),
    Fault(
        "a logo may have any attribute",
        "if name not in _ATTRIBUTES:",
        "if False:",
        "documents/logo.py",
        ("tests/safety/test_logos.py",),
    ),
    Fault(
        "a logo may have any value",
        "if not _PLAIN.fullmatch(value) or not functions <= _FUNCTIONS:",
        "if False:",
        "documents/logo.py",
        ("tests/safety/test_logos.py",),
    ),
    # ---- what people are called ----------------------------------------------------------------------------
    Fault(
        "control characters get in",
        'if char.isprintable() or char in "\\t\\n":',
        "if True:",
        "catalog/unwanted.py",
        ("tests/catalog/test_source.py",),
    ),
    Fault(
        "control characters get to the terminal",
        'return text if text.isprintable() else "".join(map(_shown, text))',
        "return text",
        "errors.py",
        ("tests/test_errors.py",),
    ),
    Fault(
        "data is markup on the terminal",
        "Text(printable(value), style=style)",
        "Text.from_markup(printable(value), style=style)",
        "cli/table.py",
        (f"{STRINGS}::test_names_are_never_markup_on_the_terminal",),
    ),
    Fault(
        "names are commands in the log of a build",
        "if is_build() else text",
        "if False else text",
        "cli/builds.py",
        (f"{STRINGS}::test_text_in_the_log_of_a_build_is_no_command",),
    ),
    Fault(
        "names are formulas in a spreadsheet",
        """return f"'{value}" if""",
        'return f"{value}" if',
        "cli/sheet.py",
        (f"{STRINGS}::test_a_cell_is_no_formula",),
    ),
    Fault(
        "names are markup in Markdown",
        r'_SPECIAL.sub(r"\\\1", text)',
        "text",
        "markdown.py",
        (f"{STRINGS}::test_naughty_strings_are_refused_or_printed_as_they_are",),
    ),
    Fault(
        "a character without a glyph is printed",
        "        if char is not None:\n            field, value",
        "        if False:\n            field, value",
        "documents/fonts.py",
        ("tests/safety/test_glyphs.py",),
    ),
    # ---- paths ---------------------------------------------------------------------------------------------
    Fault(
        "a link to a secret is read as a deal",
        'return file.is_symlink() and file.is_file() and file.resolve().suffix != ".toml"',
        "return False",
        "catalog/load.py",
        (f"{PATHS}::test_a_link_to_what_is_no_toml_is_not_read",),
    ),
    Fault(
        "any file is read as a catalog",
        'return path.is_file() and path.suffix == ".toml"',
        "return path.is_file()",
        "catalog/load.py",
        (f"{PATHS}::test_a_catalog_that_is_no_toml_is_not_opened",),
    ),
    Fault(
        "a file is overwritten under all its names",
        "temporary.replace(target)",
        "target.write_bytes(data)\n        temporary.unlink()",
        "writing.py",
        (f"{PATHS}::test_a_file_with_two_names_keeps_the_other_as_it_is",),
    ),
)
"""Every one has to be caught by the tests that it names."""

SELECTED_SAFETY = ("names are not escaped", "files are fetched by a prefix", "the door of the process stays open")
"""Those that are planted in every run of the tests."""
