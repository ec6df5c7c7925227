"""Scripts recorded in this process, and small ledgers by hand."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd

from radaudit.models.ledger import recorder
from radaudit.models.ledger.book import Book
from radaudit.models.ledger.entries import Ledger, read_ledger
from radaudit.models.ledger.judge import conflicts
from radaudit.models.ledger.loading import NotedLoader
from radaudit.models.ledger.watching import Watch
from radaudit.models.ledger.written import note_written

NUMBERS = count()
ROWS = 40


def write_table(folder: Path, name: str = "features.csv", seed: int = 0) -> None:
    """Forty cases with six features of which one tells the outcome."""
    draw = np.random.default_rng(seed)
    outcome = np.arange(ROWS) % 2
    values = draw.normal(size=(ROWS, 6))
    values[:, 0] += 2 * outcome
    table = pd.DataFrame(values, columns=[f"f{number}" for number in range(6)])
    table.insert(0, "case", [f"c{number:02}" for number in range(ROWS)])
    table.assign(y=outcome).to_csv(folder / name, index=False)


def recorded(folder: Path, code: str, outcomes: Sequence[str] = ("y",), produces: str = "") -> Ledger:
    """Run code that stands in ``code.py``, and read what was written down."""
    script, name = folder / "code.py", f"recorded{next(NUMBERS)}"
    script.write_text(code, encoding="utf-8")
    book = Book(folder / "ledger.jsonl", folder)
    loader = NotedLoader(name, str(script), folder, book)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    recorder.watch = Watch(book, {name}, outcomes)
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    finally:
        watch, recorder.watch = recorder.watch, None
        del sys.modules[name]
    if produces:
        note_written(watch, folder / produces)
    watch.close()
    return read_ledger((folder / "ledger.jsonl").read_bytes())


def told(ledger: Ledger, **known: object) -> list[tuple[str, int, bool]]:
    """Kind and line of each conflict, and whether it is sure."""
    return [(own.kind, own.place.line, own.sure) for own in conflicts(ledger, **known)]


def written(*events: Mapping[str, object], complete: bool = True) -> bytes:
    """A ledger as the study's process writes it."""
    first = {"event": "file", "id": 0, "path": "code.py"}
    last = {"event": "end", "complete": complete, "events": len(events) + 1, "unplaced": 0, "tables": 1}
    return "".join(json.dumps(event) + "\n" for event in (first, *events, last)).encode()


def rows(*runs: Sequence[int]) -> dict[str, object]:
    return {"event": "rows", "id": 0, "parts": [[0, [list(run) for run in runs]]]}


def step(kind: str, line: int, number: int, exact: bool = True) -> dict[str, object]:
    place = {"at": [0, line], "through": [0, 0]}
    return {"event": "step", "id": 0, "kind": kind, **place, "what": kind, "rows": number, "exact": exact}


def split(line: int, train: int, test: int, what: str = "train_test_split") -> dict[str, object]:
    return {"event": "split", "at": [0, line], "what": what, "train": train, "test": test, "exact": True}


def evaluation(line: int, number: int, *marks: int, folds: bool = False, score: int = -1) -> dict[str, object]:
    said = {"what": "roc_auc_score", "rows": number, "exact": True, "marks": [[mark, True] for mark in marks]}
    return {"event": "evaluation", "at": [0, line], **said, "folds": folds, "score": score}
