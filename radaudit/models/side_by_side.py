"""Several questions to the study's models at once: each asks for runs, waits, and goes on with their results."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from typing import TypeVar

from radaudit.compute.job import Failure, Job
from radaudit.models.request import Run, RunResult
from radaudit.models.rerun import Setup, run_all

T = TypeVar("T")
Work = Generator[tuple[Setup, Sequence[Run]], tuple[RunResult, ...], T]
"""What yields a setup with runs, is sent their results, and returns what it found."""


def side_by_side(
    compute_map: Callable[[str, Sequence[Job]], list[dict | Failure]], title: str, works: Iterable[Work[T]], batch: int
) -> list[T]:
    """What some works find; all that they wait for at one time is one round of jobs.

    Models of the same code then share a process where there is one worker, and all workers have something to do where
    there are more.

    Parameters
    ----------
    compute_map, title, batch
        As `rerun.run_all` takes them.
    works
        The works.
    """
    found: dict[int, T] = {}
    waiting: list[tuple[int, Work[T], tuple[Setup, Sequence[Run]]]] = []

    def go_on(place: int, work: Work[T], results: tuple[RunResult, ...] | None) -> None:
        try:
            waiting.append((place, work, work.send(results)))
        except StopIteration as end:
            found[place] = end.value

    for place, work in enumerate(works):
        go_on(place, work, None)
    while waiting:
        now = waiting.copy()
        waiting.clear()
        answered = run_all(compute_map, title, [asked for _, _, asked in now], batch)
        for (place, work, _), results in zip(now, answered, strict=True):
            go_on(place, work, results)
    return [found[place] for place in sorted(found)]
