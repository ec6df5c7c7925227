"""Fit the study's estimator again."""

from __future__ import annotations

import dataclasses
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.models.process import Limits, run_limited
from radaudit.models.request import Answer, Request, read_answer, write_request


@dataclass(frozen=True)
class Refit(Job):
    """The study's estimator, fitted on the train rows and asked for scores of all rows.

    Runs code of the study: made only when the auditor said so. ``run`` gives the fields of
    `models.request.Answer` but ``problem``.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("scikit-learn", "numpy", "scipy", "pandas")

    model: str = field(metadata=NAME_ONLY)
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
        known = self.events & self.train  # the study's code is not told what it is asked to predict
        request = Request(self.entry, self.columns, self.features, self.clinical, known, self.train, self.seed)
        with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
            scratch = Path(name)
            for relative, file in self.code.items():
                target = scratch / "code" / relative
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.path, target)
            write_request(scratch, request)
            ended = run_limited("radaudit.models.child", str(scratch), scratch, Limits())
            answer = read_answer(scratch)
        problem = ended or _problem(answer, len(self.events))
        if problem:  # not lasting: it may be a library that is missing here, or a limit
            raise JobFailed(without_folders(problem.replace(f"{name}/code/", "")), lasting=False)
        return {name: value for name, value in dataclasses.asdict(answer).items() if name != "problem"}


def _problem(answer: Answer | None, cases: int) -> str:
    """Why the answer is of no use; empty if it is."""
    if answer is None:
        return "the study's code left no scores"
    if answer.problem:
        return answer.problem
    if len(answer.scores) != cases:
        return f"the estimator gave {len(answer.scores)} scores for {cases} cases"
    strange = cases - int(np.isfinite(answer.scores).sum())
    return f"{strange} of the estimator's {cases} scores are not finite (NaN or infinity)" if strange else ""


def without_folders(text: str) -> str:
    """The text with absolute paths cut to their last part: a report says nothing about the machine."""
    return re.sub(r"(?<![\w.:/])/(?:[^\s/'\"]+/)+", "", text)
