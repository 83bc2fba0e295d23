"""What a power cut leaves on a disk: the writes of a process, as the system saw them, and what may become of them.

A process is recorded by `strace`.  What it wrote to a file is safe once that file was synced, and a name (a file made,
renamed or taken away) once its folder was.  Until then a disk may keep any of it and lose any of it, in any order, and
may keep a part of a write.  That is what POSIX promises and no more: file systems are kinder.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,lseek,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,"
    "fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat,"
    "sendfile,copy_file_range"
)
SECTOR = 512
LINE = re.compile(r"(\w+)\((.*)\) += (-?\d+)(?: .*)?", re.DOTALL)
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
ANYBODY, PR_SET_PTRACER = -1, 0x59616D61


@dataclass(frozen=True)
class Write:
    """Bytes of a file."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True)
class Size:
    """A file is cut, or made longer by zeros."""

    file: int
    size: int


@dataclass(frozen=True)
class Name:
    """A name begins to stand for a file (a folder where it is None), or another name (*was*) becomes it."""

    name: str
    file: int | None
    was: str = ""


@dataclass(frozen=True)
class Gone:
    """A name is taken away."""

    name: str


@dataclass(frozen=True)
class Sync:
    """A file is safe, or the names in a folder."""

    file: int | None
    folder: str = ""


@dataclass(frozen=True)
class Said:
    """What the process told somebody."""

    text: str


Op = Write | Size | Name | Gone | Sync | Said


@dataclass
class Disk:
    """Files by number, and what stands for them by name; None is a folder."""

    files: dict[int, bytearray] = field(default_factory=dict)
    names: dict[str, int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Disk:
        """Return what lies below a folder."""
        disk = cls()
        for each in sorted(folder.rglob("*")):
            name = each.relative_to(folder).as_posix()
            disk.names[name] = None if each.is_dir() else len(disk.files)
            if each.is_file():
                disk.files[len(disk.files)] = bytearray(each.read_bytes())
        return disk

    def do(self, op: Op, kept: int | None = None) -> None:
        """Let something become of this disk; of a write, only the first *kept* bytes."""
        match op:
            case Write(file, offset, data):
                content, data = self.files.setdefault(file, bytearray()), data[:kept]
                if len(content) < offset:
                    content.extend(bytes(offset - len(content)))
                content[offset : offset + len(data)] = data
            case Size(file, size):
                content = self.files.setdefault(file, bytearray())
                content.extend(bytes(max(0, size - len(content))))
                del content[size:]
            case Name(name, file, was):
                self.names[name] = file
                if was:
                    self.names.pop(was, None)
            case Gone(name):
                self.names.pop(name, None)

    def there(self) -> dict[str, bytes | None]:
        """Return contents by name; what lies in a folder that is not there is not there."""
        found: dict[str, bytes | None] = {}
        for name, file in sorted(self.names.items()):
            above = name.rpartition("/")[0]
            if not above or above in found:
                found[name] = None if file is None else bytes(self.files.get(file, b""))
        return found


def laid_out(there: Mapping[str, bytes | None], folder: Path) -> None:
    """Make a folder hold what was left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in there.items():
        if content is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(content)


@dataclass(frozen=True)
class Tape:
    """What a process did to a folder: how it was before, and every operation in its order."""

    before: Disk
    ops: tuple[Op, ...]

    def unsafe(self, cut: int) -> list[int]:
        """Return which of the first *cut* operations a power cut may lose."""
        files, folders, found = set[int | None](), set[str](), list[int]()
        for number in range(cut - 1, -1, -1):
            match self.ops[number]:
                case Sync(file, folder):
                    files |= {file} - {None}
                    folders |= {folder} if file is None else set()
                case Write(file, _, _) | Size(file, _):
                    if file not in files:
                        found.append(number)
                case Name(name, _, was):
                    if {parent(name), parent(was) if was else parent(name)} - folders:
                        found.append(number)
                case Gone(name):
                    if parent(name) not in folders:
                        found.append(number)
        return found[::-1]

    def left(self, cut: int, lost: Collection[int], torn: tuple[int, int] | None = None) -> dict[str, bytes | None]:
        """Return what lies in the folder when the power goes after *cut* operations and some of them are lost."""
        disk = Disk({number: bytearray(each) for number, each in self.before.files.items()}, dict(self.before.names))
        for number, op in enumerate(self.ops[:cut]):
            if number not in lost:
                disk.do(op, torn[1] if torn is not None and torn[0] == number else None)
        return disk.there()

    def said(self, cut: int) -> Iterator[str]:
        """Yield what was told before the power went."""
        yield from (each.text for each in self.ops[:cut] if isinstance(each, Said))


def parent(name: str) -> str:
    """Return the folder of a name."""
    return name.rpartition("/")[0]


def has_strace() -> bool:
    """Whether processes can be recorded here."""
    return sys.platform == "linux" and shutil.which("strace") is not None


def traced(work: Callable[[Callable[[str], None]], None], out: Path, *options: str) -> int:
    """Do some work in a child that `strace` follows from its first call on; return what it ended with.

    Args:
        work: It is handed a function that tells something, which stands in the record as a write to no file.
        out: Where the record goes.
        options: Of strace.
    """
    start, go = os.pipe()
    tell = os.open(os.devnull, os.O_WRONLY)
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.close(go)
            ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_ulong(ANYBODY), 0, 0, 0)
            os.read(start, 1)
            work(lambda text: (os.write(tell, text.encode()), None)[1])
            code = 0
        finally:
            os._exit(code)
    os.close(start)
    command = ["strace", "-p", str(child), "-o", str(out), "-e", "signal=none", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        first = strace.stderr.readline()
        os.close(go)
        _, status = os.waitpid(child, 0)
        strace.stderr.read()
    os.close(tell)
    if "attached" not in first:
        raise RuntimeError(f"strace could not follow a process: {first}")
    return os.waitstatus_to_exitcode(status)


def recorded(work: Callable[[Callable[[str], None]], None], folder: Path, out: Path) -> Tape:
    """Do some work in a child, and return what it did to the files of a folder."""
    before = Disk.of(folder)
    code = traced(work, out, "-xx", "-s", "100000000", "-e", f"trace={CALLS}")
    if code != 0:
        raise RuntimeError(f"the work that is recorded ended with {code}")
    return Tape(before, tuple(_Reader(before, folder).read(out)))


class _Reader:
    """Reads a record of strace: which file a number stands for, and where in it the process is."""

    def __init__(self, before: Disk, folder: Path) -> None:
        self.folder = f"{folder}/"
        self.disk = Disk(dict.fromkeys(before.files, bytearray()), dict(before.names))
        self.sizes = {number: len(each) for number, each in before.files.items()}
        self.at: dict[int, list[int | str]] = {}  # by number: file, place, whether at the end
        self.next = len(before.files)

    def read(self, out: Path) -> Iterator[Op]:
        """Yield the operations of a record."""
        for line in out.read_text("ascii").splitlines():
            found = LINE.fullmatch(line)
            if found is None or int(found[3]) < 0:
                continue
            texts = [bytes.fromhex(each[1].replace("\\x", "")) for each in TEXT.finditer(found[2])]
            if any(each[2] for each in TEXT.finditer(found[2])):
                raise RuntimeError(f"a text of {found[1]} was cut")
            for op in self._ops(found[1], found[2], texts, int(found[3])):
                self.disk.do(op) if isinstance(op, Name | Gone) else None
                yield op

    def _name(self, path: bytes) -> str | None:
        """Return the name below the folder, "" for the folder itself, None for what is elsewhere."""
        text = os.path.join(os.getcwd(), path.decode())  # noqa: PTH109, PTH118 - no links are followed
        return (text + "/").removeprefix(self.folder).rstrip("/") if (text + "/").startswith(self.folder) else None

    def _ops(self, call: str, said: str, texts: list[bytes], result: int) -> Iterator[Op]:
        number = int(said.split(",")[0]) if said[:1].isdigit() else -1
        if call in ("open", "openat", "creat"):
            yield from self._opened(texts[0], said, result)
        elif call == "close":
            self.at.pop(number, None)
        elif call in ("dup", "dup2", "dup3"):
            if number in self.at:
                self.at[result] = self.at[number]
        elif call == "lseek":
            if number in self.at:
                self.at[number][1] = result
        elif call in ("write", "pwrite64"):
            if number in self.at:
                yield self._written(number, texts[0][:result], said if call == "pwrite64" else "")
            elif texts and texts[0].startswith(b'["'):
                yield Said(texts[0].decode())
        elif call == "ftruncate":
            if number in self.at:
                file, size = int(self.at[number][0]), int(said.rsplit(",", 1)[1])
                self.sizes[file] = size
                yield Size(file, size)
        elif call in ("fsync", "fdatasync"):
            if number in self.at:
                file = self.at[number][0]
                yield Sync(None, file) if isinstance(file, str) else Sync(file)
        else:
            yield from self._named(call, said, [self._name(each) for each in texts], number)

    def _opened(self, path: bytes, said: str, result: int) -> Iterator[Op]:
        self.at.pop(result, None)
        name = self._name(path)
        if name is None:
            return
        if name == "" or (name in self.disk.names and self.disk.names[name] is None):
            self.at[result] = [name, 0, ""]
            return
        file = self.disk.names.get(name)
        if file is None:
            assert "O_CREAT" in said, said
            file, self.next = self.next, self.next + 1
            self.sizes[file] = 0
            yield Name(name, file)
        elif "O_TRUNC" in said:
            self.sizes[file] = 0
            yield Size(file, 0)
        self.at[result] = [file, 0, "end" if "O_APPEND" in said else ""]

    def _written(self, number: int, data: bytes, said: str) -> Write:
        file, place, end = self.at[number]
        assert isinstance(file, int)
        if said:
            offset = int(said.rsplit(",", 1)[1])
        else:
            offset = self.sizes[file] if end else int(place)
            self.at[number][1] = offset + len(data)
        self.sizes[file] = max(self.sizes[file], offset + len(data))
        return Write(file, offset, data)

    def _named(self, call: str, said: str, names: list[str | None], number: int) -> Iterator[Op]:
        if not any(each is not None for each in names) and number not in self.at:
            return
        if call.startswith("rename") and None not in names:
            was, name = map(str, names)
            yield Name(name, self.disk.names[was], was)
        elif call in ("unlink", "unlinkat", "rmdir"):
            yield Gone(str(names[0]))
        elif call in ("mkdir", "mkdirat"):
            yield Name(str(names[0]), None)
        else:
            raise RuntimeError(f"nobody knows what {call}({said[:80]}) leaves")
