"""Power cuts: what dealdesk finds when a disk has kept only a part of what was written to a register."""

from __future__ import annotations

import hashlib
import io
import json
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dealdesk.errors import DealdeskError
from dealdesk.project import lay_out
from dealdesk.register import Register, make_register, open_register
from dealdesk.register import head as heads
from dealdesk.register.audit import verify
from dealdesk.register.backups import backup, restore
from dealdesk.register.exports import export, imported
from dealdesk.writing import make_folder, write_file
from tests.register.disk import SECTOR, Gone, Name, Said, Size, Tape, Write, laid_out, recorded
from tests.register.drafts import AT, draft, new_file, priced

Tell = Callable[..., None]
MOVES = (("submit", "ann", "submitted"), ("approve", "bob", "approved"))
"""What is done with some quotes: by whom, and to which state it leads."""

CHECKPOINT = 25
"""Pages in SQLite's log after which it is merged, in a recording: 1,000 by itself, which few quotes reach."""


@dataclass
class Book:
    """What was answered before the power went, and what was asked for and not answered.

    Attributes:
        made: Whether there was a register.
        numbers: By name of a draft, the number that was answered.
        states: By number, the states that were answered or asked for last.
        files: By name, the digests of what was written, or was being written, under it; "" for nothing.
        asked: The command that was not answered.
        restoring: Whether another register was being put in the place of this one.
    """

    made: bool = False
    numbers: dict[str, str] = field(default_factory=dict)
    states: dict[str, set[str]] = field(default_factory=dict)
    files: dict[str, set[str]] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    restoring: bool = False

    def hear(self, text: str) -> None:
        """Take in what was told."""
        what, name, *more = json.loads(text)
        self.asked = (name, *more) if what == "asked" else ()
        match what, name, *more:
            case "answered", "make", _:
                self.made = True
            case "answered", "add", draft_name, number:
                self.numbers[draft_name], self.states[number] = number, {"draft"}
            case "asked", "move", number, state:
                self.states[number] = self.states[number] | {state}
            case "answered", "move", number, state:
                self.states[number] = {state}
            case "asked", "file", file, digest:
                self.files[file] = self.files.get(file, {""}) | {digest}
            case "answered", "file", file, digest:
                self.files[file] = {digest}
            case _, "restore", *_:
                self.restoring = what == "asked"


def _steps(tell: Tell, register: Register, folder: Path, names: str) -> None:
    """Do what people do in a day: record, revise, decide, write documents."""
    for name in names:
        tell("asked", "add", name)
        number = register.add(draft(name), actor="ann", at=AT).stored.number
        tell("answered", "add", name, number)
        if name in "ae":
            for what, actor, state in MOVES:
                tell("asked", "move", number, state)
                register.act(number, what, actor=actor, at=AT, key=f"{what} {number}")
                tell("answered", "move", number, state)
        if name in "bf":
            tell("asked", "move", number, "draft again")
            register.revise(number, draft(f"{name}, better"), actor="ann", at=AT)
            tell("answered", "move", number, "draft again")
        if name in "ac":
            stream = io.BytesIO()
            export(register, stream)
            _file(tell, folder / "out" / "all.jsonl", stream.getvalue())


def _file(tell: Tell, file: Path, content: bytes) -> None:
    make_folder(file.parent)
    said = ("file", f"out/{file.name}", hashlib.sha256(content).hexdigest())
    tell("asked", *said)
    write_file(file, content)
    tell("answered", *said)


def first(tell: Tell, folder: Path) -> None:
    """Make a register where there was nothing, and record a quote."""
    tell("asked", "make", "")
    lay_out(folder / "shop", today=AT.date(), force=True)
    make_register(folder / "shop")
    tell("answered", "make", "")
    with open_register(start=folder / "shop") as register:
        _steps(tell, register, folder, "a")


def day(tell: Tell, folder: Path) -> None:
    """Work with a register in two commands; SQLite merges its log in the middle, and at the end of each."""
    tell("answered", "make", "")
    for names in ("abcd", "ef"):
        with open_register(start=folder / "shop") as register:
            register.database.connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT}")
            _steps(tell, register, folder, names)


def copies(tell: Tell, folder: Path) -> None:
    """Back a register up, go on, and put the backup in its place."""
    tell("answered", "make", "")
    with open_register(start=folder / "shop") as register:
        _steps(tell, register, folder, "a")
        tell("asked", "backup", "")
        backup(register, folder / "copy.db")
        tell("answered", "backup", "")
        _steps(tell, register, folder, "b")
    tell("asked", "restore", "")
    restore(folder / "shop" / ".dealdesk" / "register.db", folder / "copy.db", actor="op", at=AT, force=True)


def move(tell: Tell, folder: Path) -> None:
    """Make a register of what another one has exported."""
    make_register(folder / "shop")
    tell("answered", "make", "")
    with open_register(start=folder / "shop") as register:
        tell("asked", "import", "")
        imported(
            register, (folder / "all.jsonl").read_bytes().splitlines(keepends=True), "all.jsonl", actor="op", at=AT
        )
        tell("answered", "import", "")
        for number, name in enumerate("abc", 1):
            tell("answered", "add", name, f"Q-2026-{number:05d}")


SCENES: tuple[tuple[str, Callable[[Tell, Path], None]], ...] = (
    ("first", first), ("day", day), ("copies", copies), ("move", move),
)  # fmt: skip
"""What is recorded: by name, the work."""


def tape(scene: str, folder: Path) -> Tape:
    """Record a scene."""
    priced()
    place = folder / scene
    place.mkdir(parents=True)
    if scene in ("day", "copies"):
        (place / "shop").mkdir()
        new_file(place / "shop" / ".dealdesk")
    if scene == "move":
        (place / "shop").mkdir()
        with open_register(str(new_file(folder / "other"))) as other, (place / "all.jsonl").open("wb") as out:
            for name in "abc":
                other.add(draft(name), actor="ann", at=AT)
            export(other, out)
    work = dict(SCENES)[scene]
    made = recorded(
        lambda tell: work(lambda *said: tell(json.dumps(said)), place), place.resolve(), folder / f"{scene}.strace"
    )
    shutil.rmtree(place)
    return made


# ---- every state that a power cut may leave

Cut = tuple[int, frozenset[int], tuple[int, int] | None]
"""After how many operations, which of them are lost, and of which write only how many bytes are kept."""


def cuts(tape: Tape, luck: random.Random, more: int = 4) -> Iterator[Cut]:
    """Yield cuts: after each operation everything kept, everything lost that may be, each one thing lost or kept
    alone, names without contents, contents without names, the last write torn, and *more* that chance chooses."""
    for cut in range(1, len(tape.ops) + 1):
        if not isinstance(tape.ops[cut - 1], Write | Size | Name | Gone | Said):
            continue
        unsafe = tape.unsafe(cut)
        data = frozenset(each for each in unsafe if isinstance(tape.ops[each], Write | Size))
        found = [frozenset[int](), frozenset(unsafe), data, frozenset(unsafe) - data]
        found += [frozenset([each]) for each in unsafe]
        found += [frozenset(unsafe) - {each} for each in unsafe]
        found += [frozenset(each for each in unsafe if luck.random() < 0.5) for _ in range(more)]
        yield from ((cut, lost, None) for lost in dict.fromkeys(found))
        for each in luck.sample(sorted(data), min(2, len(data))):
            op = tape.ops[each]
            if isinstance(op, Write) and len(op.data) > 1:
                most = (len(op.data) - 1) // SECTOR
                kept = luck.randint(0, most) * SECTOR if most else luck.randint(1, len(op.data) - 1)
                yield cut, frozenset(), (each, kept)


def judged(tape: Tape, one: Cut, folder: Path, luck: random.Random) -> tuple[str, list[str]]:
    """Cut the power, start anew, and return what became of it and what is wrong with that."""
    book = Book()
    for text in tape.said(one[0]):
        book.hear(text)
    there = tape.left(*one)
    for name, content in there.items():
        if name.endswith("-shm") and content is not None:
            there[name] = luck.randbytes(len(content))  # memory that the processes shared; a disk may have any of it
    laid_out(there, folder)
    try:
        return _judged(book, folder)
    except DealdeskError as told:
        return "refused", [f"{type(told).__name__}: {told}"]


def _judged(book: Book, folder: Path) -> tuple[str, list[str]]:
    shop, wrong = folder / "shop", list[str]()
    if not book.made:
        make_folder(shop)
        make_register(shop)  # as somebody does who runs the command again
    for name, digests in book.files.items():
        file = folder / name
        digest = hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""
        if digest not in digests:
            wrong.append(f"{name} is not what was written" if digest else f"{name} is lost")
    if book.asked[:1] == ("backup",) or (folder / "copy.db").exists():
        wrong += _copy(folder, asked=book.asked[:1] == ("backup",))
    if book.restoring:
        restore(shop / ".dealdesk" / "register.db", folder / "copy.db", actor="op", at=AT, force=True)
        book.numbers = {"a": book.numbers["a"]}
    with open_register(start=shop) as register:
        if book.asked[:1] == ("import",) and register.head().count == 0:
            imported(
                register, (folder / "all.jsonl").read_bytes().splitlines(keepends=True), "all.jsonl", actor="op", at=AT
            )
        wrong += _register(book, register)
        became = _again(book, register, wrong)
    left = [each.name for each in (shop / ".dealdesk").iterdir() if each.name.endswith(".tmp")]
    return became, wrong + [f"left behind: {each}" for each in left]


def _copy(folder: Path, *, asked: bool) -> list[str]:
    """Return what is wrong with a backup: whole, or not there where it was not answered."""
    file = folder / "copy.db"
    if not file.exists():
        return [] if asked else ["the backup is lost"]
    with open_register(str(file)) as copy:
        return [f"backup: {each}" for each in verify(copy, heads.read(file.with_suffix(".head"))).faults]


def _register(book: Book, register: Register) -> list[str]:
    assert register.head_file is not None
    wrong = [f"audit: {each}" for each in verify(register, heads.read(register.head_file)).faults]
    rows = {
        row[0]: dict(zip(("number", "revision"), row, strict=False)) for row in register.database.all("all_versions")
    }
    for name, number in book.numbers.items():
        if number not in rows:
            wrong.append(f"{name} was answered {number}, which is lost")
            continue
        stored = register.find(number)
        if not stored.customer.startswith(f"Customer {name}"):
            wrong.append(f"{number} was {name}, and is {stored.customer}")
        states = book.states[number]
        if not book.restoring and stored.state + (" again" if stored.revision > 1 else "") not in states:
            wrong.append(f"{number} is {stored.state}, and not {' or '.join(sorted(states))}")
        register.quote(stored)
    return wrong


def _again(book: Book, register: Register, wrong: list[str]) -> str:
    """Do again what was not answered; it happens once.  Return what had become of it."""
    before = register.head().count
    match book.asked:
        case "add", name:
            number = register.add(draft(name), actor="ann", at=AT).stored.number
            if number != f"Q-2026-{len(book.numbers) + 1:05d}":
                wrong.append(f"{name} is {number} now")
        case "move", number, "draft again":
            name = register.find(number).customer.removeprefix("Customer ").removesuffix(", better")
            register.revise(number, draft(f"{name}, better"), actor="ann", at=AT)
        case "move", number, state:
            what, actor = next((what, actor) for what, actor, to in MOVES if to == state)
            register.act(number, what, actor=actor, at=AT, key=f"{what} {number}")
    after = register.head().count
    register.add(draft("after all"), actor="ann", at=AT)
    register.keep_head()
    wrong += register.warnings
    wrong += [f"audit after it: {each}" for each in verify(register, register.head()).faults]
    if not book.asked:
        return "nothing was on its way"
    return "the new state" if after == before else "the old state, and the new one when asked again"


def run(
    seed: int, count: int, folder: Path, scenes: tuple[str, ...] = tuple(name for name, _ in SCENES)
) -> tuple[Counter[str], list[str]]:
    """Cut the power at up to *count* different moments and states; return counts, and a sentence for each fault."""
    counts, wrong = Counter[str](), list[str]()
    for scene in scenes:
        luck = random.Random(f"{seed} {scene}")
        made = tape(scene, folder)
        counts["operations that were recorded"] += len(made.ops)
        every = list(cuts(made, luck))
        counts["states that the disk might have"] += len(every)
        share = max(1, count // len(scenes))
        some = every if len(every) <= share else sorted(luck.sample(every, share), key=lambda each: each[0])
        known = set[tuple[str, str]]()
        for one in some:
            state = hashlib.sha256(repr(sorted(made.left(*one).items())).encode()).hexdigest()
            said = hashlib.sha256("\n".join(made.said(one[0])).encode()).hexdigest()
            if (state, said) in known:
                continue
            known.add((state, said))
            became, faults = judged(made, one, folder / "after", luck)
            counts[became] += 1
            wrong += [f"{scene}, after {one[0]}, without {sorted(one[1])}, {one[2]}: {each}" for each in faults]
        counts["states that were tried"] += len(known)
    return counts, wrong
