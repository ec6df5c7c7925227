"""What the auditing process asks of the recorder, as a file beside the study's copy."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Request:
    """One recorded run.

    Attributes
    ----------
    root
        The study's copy.
    ledger
        Where to write.
    script
        Program and arguments; the first is a path from the working folder, or ``-m`` before a module.
    outcomes
        Names of columns that hold outcomes.
    tables
        Files with the numbers of the declared tables, shape (rows, columns).
    produces
        What the study writes, from its root; empty if that is not known.
    """

    root: str
    ledger: str
    script: tuple[str, ...]
    outcomes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    produces: str = ""


def write_request(request: Request, path: Path) -> None:
    path.write_text(json.dumps(asdict(request)), encoding="utf-8")


def read_request(path: Path) -> Request:
    said = json.loads(path.read_text(encoding="utf-8"))
    lists = ("script", "outcomes", "tables")
    return Request(**said | {name: tuple(said[name]) for name in lists})


def cells_of(path: str) -> np.ndarray:
    return np.load(path, allow_pickle=False)
