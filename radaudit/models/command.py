"""Run the study's own command in a copy of the study, and take what it writes."""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from radaudit.compute.digest import FileRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.models.asking import without_folders
from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.run import Demand, run

LARGEST = 2**25  # bytes of what a command writes; predictions are a few numbers a case
SECONDS = 1800
PYTHON = {"python", "python3", "python3.11", "python3.12"}


@dataclass(frozen=True)
class Produce(Job):
    """The study's command, run in a copy of the study.

    Runs code of the study: made only when the auditor said so. ``run`` gives ``content``: what it wrote, in base 64.

    Attributes
    ----------
    command
        Program and arguments. ``python`` is the one that audits.
    files
        What is copied, by path in the study.
    replaced
        Texts that stand in the copy in place of files, by path in the study.
    produces
        What it writes, by path in the study; not in the copy when it starts.
    sandbox
        How far it has to be fenced off, see `sandbox.run`.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("scikit-learn", "numpy", "scipy", "pandas")

    model: str = field(metadata=NAME_ONLY)
    command: tuple[str, ...]
    files: Mapping[str, FileRef]
    replaced: Mapping[str, str]
    produces: str
    sandbox: Demand = field(default="best", metadata=NAME_ONLY)

    @property
    def title(self) -> str:
        return self.model

    def run(self) -> dict:
        with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
            scratch = Path(name).resolve()
            copy = scratch / "study"
            self.copied(copy)
            program = [sys.executable if self.command[0] in PYTHON else self.command[0], *self.command[1:]]
            ended = run(program, scratch, Limits(seconds=SECONDS), demand=self.sandbox, folder=copy)
            problem = ended.problem or unusable(copy, self.produces)
            if problem:  # not lasting: it may be a library that is missing here, or a limit
                told = problem.replace(f"{copy}/", "").replace(f"{scratch}/", "")
                raise JobFailed(without_folders(told), lasting=False)
            return {"content": base64.b64encode((copy / self.produces).read_bytes()).decode()}

    def copied(self, copy: Path) -> None:
        """Make the copy that the command starts in."""
        for relative, file in self.files.items():
            if relative not in self.replaced and relative != self.produces:
                (copy / relative).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.path, copy / relative)
        for relative, text in self.replaced.items():
            (copy / relative).parent.mkdir(parents=True, exist_ok=True)
            (copy / relative).write_text(text, encoding="utf-8")
        (copy / self.produces).parent.mkdir(parents=True, exist_ok=True)


def unusable(copy: Path, produces: str) -> str:
    """Why what it wrote can't be read; the study's code made it, so a link may lead anywhere."""
    path = copy / produces
    if not path.exists():
        return f"the study's command wrote no {produces}"
    if not path.resolve().is_relative_to(copy) or not path.is_file():
        return f"{produces} is no plain file"
    if path.stat().st_size > LARGEST:
        return f"{produces} holds more than {LARGEST} bytes"
    return ""
