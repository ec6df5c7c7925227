"""What a saved harmoniser says of the rows that it was fitted on."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import ClassVar

from radaudit.compute.digest import FileRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.models.artefact import PICKLED
from radaudit.models.asking import without_folders
from radaudit.models.sandbox.run import Demand, run

PLAIN = (".json", ".npz", ".skops")
SUFFIXES = (*PLAIN, *PICKLED)
ANSWER, SAVED = "harmoniser.json", "saved"
LARGEST, LONGEST, MOST = 2**22, 200, 10_000  # bytes of an answer, letters of a name, names


@dataclass(frozen=True)
class Saved:
    """What it says.

    Attributes
    ----------
    rows
        How many it was fitted on; None where it doesn't tell.
    batches
        Rows of each batch, by name; empty where it doesn't name them.
    covariates
        What it preserved, by name; None where it doesn't tell.
    terms
        How many columns of covariates its design has; None where it doesn't tell.
    """

    rows: int | None = None
    batches: Mapping[str, int] = field(default_factory=dict)
    covariates: tuple[str, ...] | None = None
    terms: int | None = None


@dataclass(frozen=True)
class OpenHarmoniser(Job):
    """A saved harmoniser, opened in a process of its own. ``run`` gives the fields of `Saved`.

    A pickle runs code of the study when it is opened: such a job is made only when the auditor said so.

    Attributes
    ----------
    file, suffix
        The harmoniser; one of `SUFFIXES`.
    sandbox
        How far it has to be fenced off, see `sandbox.run`.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("numpy", "pandas", "statsmodels", "combatlearn")

    file: FileRef
    suffix: str
    sandbox: Demand = field(default="best", metadata=NAME_ONLY)

    def run(self) -> dict:
        with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
            scratch = Path(name)
            shutil.copyfile(self.file.path, scratch / f"{SAVED}{self.suffix}")
            command = (sys.executable, "-m", "radaudit.models.opened_harmoniser", str(scratch), self.suffix)
            ended = run(command, scratch, demand=self.sandbox).problem
            answer = _read(scratch / ANSWER)
        problem = ended or ("the file left no answer" if answer is None else answer["problem"])
        if problem:  # not lasting: it may be a library that is missing here, or its version
            raise JobFailed(without_folders(problem.replace(f"{name}/", "")), lasting=False)
        return asdict(saved_of(answer))


def saved_of(content: Mapping) -> Saved:
    """What JSON holds, as it may be shown.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it has another form.
    """
    rows, terms, names = content["rows"], content["terms"], content["covariates"]
    return Saved(
        None if rows is None else int(rows),
        {str(name)[:LONGEST]: int(count) for name, count in list(content["batches"].items())[:MOST]},
        None if names is None else tuple(str(name)[:LONGEST] for name in names[:MOST]),
        None if terms is None else int(terms),
    )


def _read(path: Path) -> dict | None:
    """The answer, or None where there is none of this form: a process that opened the study's file wrote it."""
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST:
            return None
        content = json.loads(path.read_text())
        saved_of(content)
        return {**content, "problem": str(content["problem"])[:LONGEST]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
