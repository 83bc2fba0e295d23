"""Rules of the repository itself: what its files may hold, and that what is installed is locked."""

import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = ("run.txt", "dev.txt")
LARGEST_BINARY = 400_000
FONTS = "templates/_base/fonts/"
SKIPPED_FOLDERS = {".git", ".venv", "node_modules", "__pycache__", "dist", "build", "htmlcov"}

# The needles are put together here, so that this file does not hold one.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs.org",
    "registry." + "yarnpkg.com",
    "deb." + "debian.org",
    "conda." + "anaconda.org",
    "crates" + ".io",
]
REGISTRY = re.compile("https?" + "://[^/\\s]*(?:" + "|".join(map(re.escape, REGISTRIES)) + ")")
MACHINE_PATHS = ["/" + "work/", "/" + "root/", "/" + "tmp/w/"]
MACHINE_PATH = re.compile("(?<![\\w.~-])(?:" + "|".join(map(re.escape, MACHINE_PATHS)) + ")")

LOCKED = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)(?P<marker> ; [^\\]+)? \\\n"
    r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+",
    re.MULTILINE,
)


def tracked_files() -> list[str]:
    """Paths below ROOT that a commit of the present state would hold; without git, all but caches."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        try:
            listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):  # no git here, or a clone of another user
            pass
        else:
            return sorted({path for path in os.fsdecode(listing.stdout).split("\0") if (ROOT / path).is_file()})
    return sorted(walked_files())


def walked_files() -> Iterator[str]:
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [name for name in subfolders if name not in SKIPPED_FOLDERS and not name.endswith("_cache")]
        yield from ((Path(folder) / name).relative_to(ROOT).as_posix() for name in names)


def is_binary(content: bytes) -> bool:
    try:
        return "\0" in content.decode("utf-8")
    except UnicodeDecodeError:
        return True


def lock(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def locked_versions(name: str) -> dict[str, str]:
    return {match["name"]: match["version"] for match in LOCKED.finditer(lock(name))}


def declared() -> dict[str, list[Requirement]]:
    """What pyproject.toml asks for, by lock file."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        document = tomllib.load(file)
    project, builds = document["project"], document["build-system"]["requires"]
    extras = [text for texts in project["optional-dependencies"].values() for text in texts]
    checks = project["optional-dependencies"]["check"]  # the README's first five minutes check what they render
    asked = {"run.txt": [*project["dependencies"], *checks, *builds]}
    asked["dev.txt"] = [*asked["run.txt"], *extras]
    return {
        name: [found for found in map(Requirement, texts) if found.name != project["name"]]
        for name, texts in asked.items()
    }


def test_no_file_names_a_package_registry_or_a_path_of_somebody_s_machine() -> None:
    found = []
    for path in tracked_files():
        content = (ROOT / path).read_bytes()
        if is_binary(content):
            continue
        for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
            found += [f"{path}:{number}: {hit[0]}" for hit in (REGISTRY.search(line), MACHINE_PATH.search(line)) if hit]
    assert found == []


def test_the_needles_find_what_they_are_for() -> None:
    assert REGISTRY.search("see https" + "://" + REGISTRIES[0] + "/simple")
    assert REGISTRY.search("https" + "://files." + REGISTRIES[1] + "/packages/a.whl")
    assert MACHINE_PATH.search(f"open({MACHINE_PATHS[0]}main/README.md)")
    assert not MACHINE_PATH.search(f"docs{MACHINE_PATHS[0]}book.md")


def test_no_binary_is_large_but_the_fonts() -> None:
    large = [
        f"{path}: {len(content)} bytes"
        for path in tracked_files()
        if not path.startswith(FONTS)
        and len(content := (ROOT / path).read_bytes()) > LARGEST_BINARY
        and is_binary(content)
    ]
    assert large == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_version_and_hashes_and_no_address(name: str) -> None:
    text = lock(name)
    assert locked_versions(name)
    assert LOCKED.sub("", text).strip() == "", "a line is not of the form: name==version, hashes"
    assert "--index-url" not in text
    assert "://" not in text


def test_the_development_lock_holds_the_runtime_lock() -> None:
    run, dev = (dict.fromkeys(match[0] for match in LOCKED.finditer(lock(name))) for name in LOCKS)
    assert [entry.splitlines()[0] for entry in run if entry not in dev] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_declared_requirement_is_locked_at_a_version_it_allows(name: str) -> None:
    locked = locked_versions(name)
    stale = [
        f"{wanted}: locked {locked.get(canonicalize_name(wanted.name))}"
        for wanted in declared()[name]
        if not wanted.specifier.contains(locked.get(canonicalize_name(wanted.name), "0"), prereleases=True)
    ]
    assert stale == [], "renew the lock files: requirements/README.md"


@pytest.mark.parametrize(("package", "least"), [("weasyprint", "70.0"), ("jinja2", "3.1.6")])
def test_the_locked_version_is_not_one_with_a_known_hole(package: str, least: str) -> None:
    assert Version(locked_versions("run.txt")[package]) >= Version(least)


@pytest.mark.parametrize("path", ["run", ".ci/run"])
def test_the_entry_points_are_executable(path: str) -> None:
    assert os.access(ROOT / path, os.X_OK)
