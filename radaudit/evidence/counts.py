"""The cohort in numbers: per set, site and class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.target import Target


def counts(cohort: Cohort, split: Split | None, target: Target | None) -> dict[str, str]:
    """How many cases, patients and events there are, in all and in each set, with the sites they are from."""
    groups = {"cohort": cohort.cases}
    groups |= {f"{name} set": split.cases(name) for name in split.used} if split else {}
    left = [case for case, own in split.sets.items() if own is None] if split else []
    groups |= {"in no set": tuple(left)} if left else {}
    return {name: _described(cohort, target, cases) for name, cases in groups.items()}


def _described(cohort: Cohort, target: Target | None, cases: Sequence[str]) -> str:
    rows = [cohort.rows[case] for case in cases]
    parts = [counted(len(rows), "case")]
    patients = {cohort.patients[row] for row in rows} - {None}
    if patients:
        parts.append(counted(len(patients), "patient"))
    if target and target.events is not None:
        events = [target.events[row] for row in rows]
        parts.append(counted(sum(event is True for event in events), "event"))
        unknown = sum(event is None for event in events)
        parts += [f"{unknown} without an outcome"] if unknown else []
    sites = Counter(cohort.sites[row] for row in rows if cohort.sites[row])
    shown = ", ".join(f"{site} {number}" for site, number in sorted(sites.items())[:20])
    return ", ".join(parts) + (f"; by site: {shown}" if sites else "")
