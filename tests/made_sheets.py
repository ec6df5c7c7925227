"""Tables in memory for the tests of drafting."""

from __future__ import annotations

from collections.abc import Iterable

from radaudit.drafting.folder import Folder
from radaudit.drafting.roles import assigned
from radaudit.drafting.seen import Seen, Sheet
from radaudit.study.table import Table

IDS = [f"p{n}" for n in range(12)]


def sheet(path: str = "t.csv", /, **columns: Iterable[object]) -> Sheet:
    rows = tuple(zip(*(map(str, values) for values in columns.values()), strict=True))
    return Sheet(Table(path, tuple(columns), rows, tuple(range(2, len(rows) + 2))))


def seen(*sheets: Sheet, files: Iterable[str] = (), root=None) -> Seen:
    return assigned(Folder(root, tuple(files)), {own.path: own for own in sheets})
