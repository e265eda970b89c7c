"""The power is cut: of what was not synchronised, nothing, some, or pieces in any order are on the disk."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

_Done = TypeVar("_Done")
SECTOR = 512
MODELS = ("nothing", "the first of each file", "any in any order", "torn sectors", "everything")
"""What was not synchronised and is there all the same; "everything" is the control, as after kill -9."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What was done: C create, W write, T truncate, S synchronise, U remove a file, A acknowledge."""

    kind: str
    name: str
    offset: int
    data: bytes = b""

    def apply(self, content: bytearray) -> None:
        """Carry a write or a truncation out."""
        end = self.offset + len(self.data)
        if len(content) < end:
            content.extend(bytes(end - len(content)))
        if self.kind == "T":
            del content[self.offset :]
        else:
            content[self.offset : end] = self.data

    @property
    def sectors(self) -> list["Operation"]:
        """The write in pieces that a disk writes whole."""
        if self.kind != "W":
            return [self]
        return [
            Operation("W", self.name, self.offset + at, self.data[at : at + SECTOR])
            for at in range(0, len(self.data), SECTOR)
        ]


@dataclass(slots=True)
class Inode:
    """A file's content on the disk, and what was done to it since it was synchronised."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Operation] = field(default_factory=list)

    def settle(self) -> None:
        """Bring all to the disk."""
        for operation in self.pending:
            operation.apply(self.durable)
        self.pending.clear()


class Disk:
    """A folder as the disk has it, and what it lacks yet."""

    def __init__(self, folder: Path) -> None:
        """Begin with the files of a folder, all of them on the disk."""
        self.folder = str(folder)
        self._now = {str(path): Inode(bytearray(path.read_bytes())) for path in folder.iterdir()}
        self._names: dict[str, Inode] = dict(self._now)
        self._pending: list[tuple[str, Inode | None]] = []
        """Names that came (with their file) or went (None) since the folder was synchronised."""

    def take(self, operation: Operation) -> None:
        """Do what the program did."""
        name = operation.name
        if operation.kind == "C":
            self._now[name] = Inode()
            self._pending.append((name, self._now[name]))
        elif operation.kind == "U":
            self._now.pop(name, None)
            self._pending.append((name, None))
        elif operation.kind == "S":
            self._synchronise(name)
        elif name in self._now:
            self._now[name].pending.append(operation)

    def _synchronise(self, name: str) -> None:
        """Synchronise a file or the folder; with a new file comes its name (ext4, xfs, btrfs)."""
        upto = len(self._pending)
        if name != self.folder:
            inode = self._now.get(name)
            if inode is None:
                return
            inode.settle()
            upto = 1 + max((at for at, one in enumerate(self._pending) if one[1] is inode), default=-1)
        for one in self._pending[:upto]:
            _rename(self._names, one)
        del self._pending[:upto]

    def after_cut(self, model: str, chance: random.Random) -> dict[str, bytes]:
        """Return the files that are there when the power is back, by name."""
        names = dict(self._names)
        for one in _kept(self._pending, model, chance):
            _rename(names, one)
        return {name: _content(inode, model, chance) for name, inode in names.items()}


def _rename(names: dict[str, Inode], change: tuple[str, Inode | None]) -> None:
    name, inode = change
    if inode is None:
        names.pop(name, None)
    else:
        names[name] = inode


def _kept(done: list[_Done], model: str, chance: random.Random) -> list[_Done]:
    if model == MODELS[0]:
        return []
    if model == MODELS[1]:
        return done[: chance.randint(0, len(done))]
    if model == MODELS[-1]:
        return done
    return [one for one in done if chance.random() < 0.5]


def _content(inode: Inode, model: str, chance: random.Random) -> bytes:
    content, done = bytearray(inode.durable), inode.pending
    if model == "torn sectors":
        done = [piece for one in done for piece in one.sectors]
    for operation in _kept(done, model, chance):
        operation.apply(content)
    return bytes(content)


def recorded(log: bytes) -> Iterator[Operation]:
    """Yield what was recorded, in the order in which it was done."""
    at = 0
    while at < len(log):
        end = log.index(b"\n", at)
        kind, offset, length, name = log[at:end].decode().split(" ", 3)
        at = end + 1
        data = log[at : at + int(length)] if kind in "WA" else b""
        at += len(data)
        yield Operation(kind, name, int(offset), data)
