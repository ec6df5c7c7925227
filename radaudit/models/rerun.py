"""Fit the study's estimator again."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.compute.job import Job
from radaudit.core.errors import JobFailed
from radaudit.models.process import Limits, run_limited
from radaudit.models.request import Request, read_answer, write_request


@dataclass(frozen=True)
class Refit(Job):
    """The study's estimator, fitted on the train rows and asked for scores of all rows.

    Runs code of the study: made only when the auditor said so. ``run`` gives the fields of
    `models.request.Answer` but ``problem``.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("scikit-learn", "numpy", "scipy", "pandas")

    model: str
    entry: str
    code: Mapping[str, FileRef]
    columns: tuple[str, ...]
    features: np.ndarray
    clinical: Mapping[str, tuple[str | None, ...]]
    events: np.ndarray
    train: np.ndarray
    seed: int

    @property
    def title(self) -> str:
        return self.model

    def run(self) -> dict:
        request = Request(self.entry, self.columns, self.features, self.clinical, self.events, self.train, self.seed)
        with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
            scratch = Path(name)
            for relative, file in self.code.items():
                target = scratch / "code" / relative
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.path, target)
            write_request(scratch, request)
            ended = run_limited("radaudit.models.child", str(scratch), scratch, Limits())
            answer = read_answer(scratch)
        if ended:
            raise JobFailed(ended.replace(f"{name}/code/", ""))
        if answer is None or answer.problem:
            raise JobFailed(answer.problem if answer else "the study's code left no scores")
        if len(answer.scores) != len(self.events) or not np.isfinite(answer.scores).all():
            raise JobFailed(f"the estimator gave {len(answer.scores)} finite scores for {len(self.events)} cases")
        return {name: value for name, value in dataclasses.asdict(answer).items() if name != "problem"}
