"""What jobs cost: a job of middling size is done and timed, the others are scaled from it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from radaudit.compute.digest import FileRef, FolderRef, members
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure, Job
from radaudit.compute.store import Store

# Measured on five real CT and MR cases (images of 79 kB to 18 MB, ROIs of 143 to 24,644 voxels) with four parameter
# files. Time over predictor, largest by smallest: 11 to 24 where all jobs count alike, 10 to 36 by the image's size,
# 10 to 23 by voxels of the ROI, 2.3 to 4.2 by the square root of the image's size, 2.7 to 6.8 by its power of 2/3,
# which is chosen because reading (`Inspect`) grows with the size itself. Scaled from the case of middling size, the
# sum of the other four was 0.54 to 2.5 times the true one, over extraction and reading.
EXPONENT = 2 / 3
RANGE = 2.5
SHORT = (
    10.0  # seconds: starting a worker and loading its libraries takes up to some seconds, so shorter jobs are repeated
)
MOST_TRIES = 3


@dataclass(frozen=True)
class Timed:
    """A job that was done to see how long it takes.

    Attributes
    ----------
    seconds
        Of the last one, where more than one was done.
    size
        Its `size_of`.
    done
        How many jobs were done.
    failed
        Whether one of them failed.
    """

    seconds: float
    size: float
    done: int
    failed: bool = False


@dataclass(frozen=True)
class Estimate:
    """Seconds: the expected number, and the range it was found to lie in."""

    expected: float
    low: float
    high: float

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.expected + other.expected, self.low + other.low, self.high + other.high)


def size_of(job: Job) -> float:
    """Bytes of the files that a job reads; 1 for a job that reads none."""
    own = (getattr(job, field.name) for field in fields(job))
    return float(max(1, sum(_bytes(ref) for ref in own if isinstance(ref, FileRef | FolderRef))))


def _bytes(ref: FileRef | FolderRef) -> int:
    files = members(ref.path) if isinstance(ref, FolderRef) else [ref.path]
    return sum(file.stat().st_size for file in files)


def timed(jobs: Sequence[Job], compute: Compute) -> Timed:
    """Do one of these jobs, or a few if it is short or fails; what they give is stored, so nothing is done in vain.

    Jobs that are done in one piece are timed in one, and each counts with its share.

    Parameters
    ----------
    jobs
        Of one kind, at least one.
    """
    sizes = {job.key: size_of(job) for job in jobs}
    middle = sorted(sizes.values())[len(sizes) // 2]
    nearest = sorted(jobs, key=lambda job: abs(sizes[job.key] - middle))
    kind, failed = type(jobs[0]).__name__, False
    left, done = nearest, 0
    for number in range(1, MOST_TRIES + 1):
        together = _together(left)
        started = time.perf_counter()
        results = compute.map(f"Timing {kind}", together)
        seconds, done = time.perf_counter() - started, done + len(together)
        broke = any(isinstance(result, Failure) for result in results)
        failed = failed or broke
        left = [job for job in left if all(job is not own for own in together)]
        if not left or (not broke and (number > 1 or seconds > SHORT)):
            break
    return Timed(seconds / len(together), sizes[together[0].key], done, failed)


def _together(jobs: Sequence[Job]) -> list[Job]:
    """The first job, and those that an audit would do with it in one piece."""
    first, shared = jobs[0], jobs[0].shares
    others = [own for own in jobs[1:] if own.shares == shared] if shared is not None else []
    return [first, *others[: first.most_together - 1]]


def estimated(jobs: Sequence[Job], one: Timed, workers: int) -> Estimate:
    """How long these jobs of one kind will take together, at least as long as the longest of them."""
    each = [one.seconds * (size_of(job) / one.size) ** EXPONENT for job in jobs]
    expected = max(sum(each) / min(workers, len(each)), *each) if each else 0.0
    return Estimate(expected, expected / RANGE, expected * RANGE)


def stored_bytes(jobs: Sequence[Job], store: Store) -> Mapping[str, int]:
    """Bytes on disk of the results that are there, by key."""
    paths = {job.key: store.path(job) for job in jobs}
    return {key: path.stat().st_size for key, path in paths.items() if path.is_file()}
