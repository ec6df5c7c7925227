"""Makes a plan: walks through the checks, times a job of each kind, says what is missing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping

from radaudit.auditing import Request, checklist_answers, evidence_makers, selected
from radaudit.compute.engine import Compute
from radaudit.compute.job import Job
from radaudit.compute.planned import Ask, Foresight
from radaudit.compute.store import Store
from radaudit.planning.cost import Timed, estimated, stored_bytes, timed
from radaudit.planning.foresee import Foreseer, Lack, Prospect
from radaudit.planning.plan import Kind, Missing, Plan
from radaudit.study.manifest import Manifest


def plan(request: Request, store: Store, workers: int, compute: Compute | None = None) -> Plan:
    """What an audit of this study would do.

    Parameters
    ----------
    store
        Where results are kept.
    workers
        How many processes the audit will have.
    compute
        Does the jobs that are timed, and stores what they give; None: no job is done, and no time is told.

    Raises
    ------
    UsageError
        If the study's files or the policy can't be used as they are: no audit would be performed.
    """
    started, spent, times = time.perf_counter(), 0.0, {}
    chosen = selected(request.policy)
    checklist_answers(request.study)  # a mistake in them ends an audit before any work

    def seen() -> tuple[Foreseer, tuple[Prospect, ...]]:
        given = {"study": request.study, "auditor": request.auditor}
        foreseer = Foreseer(evidence_makers(), given, Foresight(store))
        return foreseer, foreseer.run(chosen, request.policy.options)

    foreseer, prospects = seen()
    while compute is not None:
        before = time.perf_counter()
        again = _timed_all(foreseer.asked, times, compute, store)
        spent += time.perf_counter() - before
        if not again:
            break
        foreseer, prospects = seen()
    return Plan(
        request.study.manifest.study.title,
        request.study.root.name,
        workers,
        time.perf_counter() - started - spent,
        _kinds(foreseer.asked, times, store, workers),
        foreseer.open,
        prospects,
        _missing(prospects),
    )


def _timed_all(asked: Iterable[Ask], times: dict[str, Timed], compute: Compute, store: Store) -> bool:
    """Time each kind that has jobs to do and was not timed yet; gives whether more may be known now."""
    again = False
    for kind, jobs in _by_kind(asked, lambda ask: ask.to_do).items():
        if kind not in times:
            times[kind] = timed(jobs, compute)
            again = again or times[kind].failed or times[kind].done == len(jobs)
    return again


def _by_kind(asked: Iterable[Ask], part: Callable[[Ask], tuple[Job, ...]]) -> dict[str, list[Job]]:
    found: dict[str, list[Job]] = {}
    for ask in asked:
        for job in part(ask):
            found.setdefault(type(job).__name__, []).append(job)
    return found


def _kinds(asked: Iterable[Ask], times: Mapping[str, Timed], store: Store, workers: int) -> tuple[Kind, ...]:
    there, missing = _by_kind(asked, lambda ask: ask.found), _by_kind(asked, lambda ask: ask.to_do)
    kinds = []
    for kind in dict.fromkeys([*there, *missing]):
        own, jobs = there.get(kind, []), missing.get(kind, [])
        sizes = stored_bytes([*own, *jobs], store)
        left = [job for job in jobs if store.get(job) is None]
        one = times.get(kind)
        kinds.append(
            Kind(
                kind,
                len(own) + len(jobs),
                len(own) + len(jobs) - len(left),
                len(left),
                one.done if one else 0,
                estimated(left, one, workers) if one and left else None,
                round(sum(sizes.values()) / len(sizes) * len(left)) if sizes else None,
                _told(type([*own, *jobs][0])),
            )
        )
    return tuple(kinds)


def _told(kind: type[Job]) -> str:
    """The first sentence about a kind of job."""
    line = (kind.__doc__ or "").strip().partition("\n")[0]
    return line.partition(". ")[0].rstrip(".") + "."


def _missing(prospects: Iterable[Prospect]) -> tuple[Missing, ...]:
    """Each thing that is missing, with the checks that it would unlock; what unlocks most comes first."""
    lacks: dict[object, Lack] = {}
    unlocks: dict[object, dict[str, bool]] = {}
    sharpens: dict[object, dict[str, None]] = {}
    for own in prospects:
        wanted = {_name(lack) for lack in own.lacks}
        lacks |= {_name(lack): lack for lack in (*own.lacks, *own.sharpened_by) if _name(lack) not in lacks}
        for name in wanted:
            unlocks.setdefault(name, {})[own.check] = len(wanted) == 1
        for lack in own.sharpened_by:
            sharpens.setdefault(_name(lack), {})[own.check] = None
    found = [
        Missing(lack.reason, lack.add, keys_in(lack.add), unlocks.get(name, {}), tuple(sharpens.get(name, ())))
        for name, lack in lacks.items()
    ]
    return tuple(sorted(found, key=lambda own: (-len(own.unlocks), own.add, own.reason)))


def _name(lack: Lack) -> object:
    """Sentences of several checks that name the same keys are about the same thing."""
    return frozenset(keys_in(lack.add)) or lack.add or lack.reason


def keys_in(sentence: str) -> tuple[str, ...]:
    """Keys of the manifest and options of the command line that a sentence names."""
    quoted = re.findall(r"'([a-z_]+(?:\[\])?(?:\.[a-z_]+(?:\[\])?)*)[':]", sentence)
    keys = [key for key in quoted if re.split(r"\W", key)[0] in Manifest.model_fields]
    return tuple(dict.fromkeys([*keys, *re.findall(r"(?<!\S)--[a-z-]+", sentence)]))
