"""Jobs that share most of their work, done in one piece."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass

from radaudit.compute.job import Failure, Job
from radaudit.core.errors import JobFailed


@dataclass(frozen=True)
class Bundle(Job):
    """Some jobs of one kind, for one worker. It is never stored itself: each result is, under its own job's key."""

    jobs: tuple[Job, ...]

    @property
    def title(self) -> str:
        return self.jobs[0].title

    def run(self) -> dict:
        found = type(self.jobs[0]).run_together(self.jobs)
        return {"results": [_packed(own) for own in found]}


def _packed(found: dict | JobFailed) -> dict:
    if isinstance(found, JobFailed):
        return {"failure": asdict(Failure(str(found), "input" if found.lasting else "passing"))}
    return {"result": found}


def unpacked(bundle: Bundle, found: dict) -> Iterable[tuple[Job, dict | Failure]]:
    """Each job of a bundle with its result."""
    for job, own in zip(bundle.jobs, found["results"], strict=True):
        yield job, Failure(**own["failure"]) if "failure" in own else own["result"]


def bundled(jobs: Sequence[Job], workers: int = 1) -> list[Job]:
    """The jobs, those put together that share work; a bundle has as many as its kind allows.

    Fewer where the bundles would not be enough for all workers: sharing saves work, and idling wastes more.
    """
    groups: dict[Hashable, list[Job]] = {}
    for job in jobs:
        shared = job.shares
        groups.setdefault(job.key if shared is None else (type(job), shared), []).append(job)
    found: list[Job] = []
    pieces = max(1, workers // max(1, len(groups)))
    for own in groups.values():
        most = min(own[0].most_together, math.ceil(len(own) / pieces))
        parts = [tuple(own[first : first + most]) for first in range(0, len(own), most)]
        found += [Bundle(part) if len(part) > 1 else part[0] for part in parts]
    return found
