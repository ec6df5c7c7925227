"""Requests put to a study's code, several in one process, and what it answers."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed
from radaudit.models.request import Answer, Request, Run, RunResult, new_request_folder, read_answer, write_request
from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.run import Demand, run

MORE_SECONDS = 30  # for each run after the first, beyond the limit on time


@dataclass(frozen=True)
class Question:
    """A request, to these modules (by path in the study), behind this fence (see `sandbox.run`)."""

    code: Mapping[str, FileRef]
    sandbox: Demand
    request: Request


def answers(questions: Sequence[Question]) -> list[tuple[RunResult, ...] | JobFailed]:
    """What the study's code says to each: the results of its runs, or why there are none.

    Parameters
    ----------
    questions
        To the same modules, behind the same fence: they go to one process, one after the other.

    Raises
    ------
    JobFailed
        If the process did not end well, so that nobody knows whose fault that is; not for good, as it may be a limit,
        or a library that is missing here.
    """
    if not questions:
        return []
    more = sum(len(own.request.runs) for own in questions) - 1
    limits = replace(Limits(), seconds=Limits().seconds + MORE_SECONDS * more)
    with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
        scratch, here = Path(name), f"{name}/code/"
        for relative, file in questions[0].code.items():
            target = scratch / "code" / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file.path, target)
        folders = [new_request_folder(scratch) for _ in questions]
        for folder, own in zip(folders, questions, strict=True):
            write_request(folder, own.request)
        command = (sys.executable, "-m", "radaudit.models.child", str(scratch))
        ended = run(command, scratch, limits, demand=questions[0].sandbox).problem
        if ended:
            raise _failed(ended, here)
        pairs = zip(questions, folders, strict=True)
        return [_results(own.request, read_answer(folder), here) for own, folder in pairs]


def _results(request: Request, answer: Answer | None, here: str) -> tuple[RunResult, ...] | JobFailed:
    problem = "the study's code left no scores" if answer is None else answer.problem
    if not problem and len(answer.runs) != len(request.runs):
        problem = f"the study's code left {len(answer.runs)} results for {len(request.runs)} runs"
    if problem:
        return _failed(problem, here)
    pairs = zip(answer.runs, request.runs, strict=True)
    return tuple(_without_places(_looked_at(result, run, len(request.features)), here) for result, run in pairs)


def _failed(problem: str, here: str) -> JobFailed:
    return JobFailed(without_folders(problem.replace(here, "")), lasting=False)


def _looked_at(result: RunResult, run: Run, cases: int) -> RunResult:
    """The result, or why it is of no use."""
    if result.problem:
        return result
    cases = cases if run.predict is None else len(run.predict)
    if len(result.scores) != cases:
        return RunResult(f"the estimator gave {len(result.scores)} scores for {cases} cases")
    strange = cases - int(np.isfinite(result.matrix).all(axis=1).sum())
    if strange:
        return RunResult(f"{strange} of the estimator's {cases} scores are not finite (NaN or infinity)")
    return result


def _without_places(result: RunResult, here: str) -> RunResult:
    problem, unanswered = (without_folders(text.replace(here, "")) for text in (result.problem, result.unanswered))
    return replace(result, problem=problem, unanswered=unanswered)


def without_folders(text: str) -> str:
    """The text with absolute paths cut to their last part: a report says nothing about the machine."""
    return re.sub(r"(?<![\w.:/])/(?:[^\s/'\"]+/)+", "", text)
