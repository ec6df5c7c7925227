"""Run the study's own command with everything noted, and take the ledger beside what it writes."""

from __future__ import annotations

import base64
import sys
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import ClassVar

import numpy as np

from radaudit.core.errors import DataError, JobFailed
from radaudit.models.asking import without_folders
from radaudit.models.command import PYTHON, SECONDS, Produce, unusable
from radaudit.models.ledger.book import MOST_BYTES
from radaudit.models.ledger.request import Request, write_request
from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.run import run
from radaudit.study.table import read_table

_NO_EFFECT = ("-u", "-B", "-E", "-s")
_NOTEBOOK_RUNNERS = ("jupyter", "papermill", "runipy", "jupyter-nbconvert", "jupyter-execute")


def script_of(command: Sequence[str]) -> tuple[str, ...]:
    """The Python script, module or notebook that a command runs, with its arguments; empty if it runs none."""
    program, *rest = command
    name = PurePosixPath(program).name
    if name in _NOTEBOOK_RUNNERS:
        return tuple(word for word in rest if word.endswith(".ipynb"))[:1]
    if name not in PYTHON:
        return tuple(command) if name.endswith(".py") else ()
    while rest and rest[0] in _NO_EFFECT:
        rest = rest[1:]
    if rest[:1] == ["-m"] and len(rest) > 1:
        return tuple(rest)
    return tuple(rest) if rest and rest[0].endswith((".py", ".ipynb")) else ()


@dataclass(frozen=True)
class Record(Produce):
    """`Produce`, recorded. ``run`` gives ``ledger`` as well: what was written down, compressed, in base 64.

    Attributes
    ----------
    outcomes
        Columns that hold outcomes.
    tables
        Tables whose rows are to be found again by their cells, by path in the study.
    """

    revision: ClassVar[int] = 1

    outcomes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    def run(self) -> dict:
        with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
            scratch = Path(name).resolve()
            copy, beside = scratch / "study", scratch / "record"
            self.copied(copy)
            request = self._asked(copy, beside)
            program = [sys.executable, "-P", "-m", "radaudit.models.ledger.child", str(request)]
            ended = run(program, scratch, Limits(seconds=SECONDS), demand=self.sandbox, folder=copy)
            ledger = beside / "ledger.jsonl"
            problem = ended.problem or unusable(copy, self.produces) or _unusable_ledger(ledger, scratch)
            if problem:
                told = problem.replace(f"{copy}/", "").replace(f"{scratch}/", "")
                raise JobFailed(without_folders(told), lasting=False)
            return {
                "content": base64.b64encode((copy / self.produces).read_bytes()).decode(),
                "ledger": base64.b64encode(zlib.compress(ledger.read_bytes())).decode(),
            }

    def _asked(self, copy: Path, beside: Path) -> Path:
        """Write down what to record, and the cells of the declared tables."""
        beside.mkdir()
        names = []
        for number, path in enumerate(self.tables):
            names.append(str(beside / f"table{number}.npy"))
            np.save(names[-1], _cells(copy / path, path), allow_pickle=False)
        request = Request(
            str(copy),
            str(beside / "ledger.jsonl"),
            script_of(self.command),
            self.outcomes,
            tuple(names),
            self.produces,
        )
        write_request(request, beside / "request.json")
        return beside / "request.json"


def _cells(path: Path, name: str) -> np.ndarray:
    """The numbers of a table, shape (rows, columns)."""
    try:
        table = read_table(path, name)
    except DataError as fault:
        raise JobFailed(str(fault), lasting=False) from fault
    return np.column_stack([table.numbers(column)[0] for column in table.columns])


def _unusable_ledger(path: Path, scratch: Path) -> str:
    if not path.resolve().is_relative_to(scratch) or path.is_symlink() or not path.is_file():
        return "the script left no record of its run"
    return "the record is longer than radaudit writes it" if path.stat().st_size > MOST_BYTES + 4096 else ""
