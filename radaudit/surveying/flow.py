"""The flow of studies through a survey, counted for PRISMA 2020 (doi:10.1136/bmj.n71)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from radaudit.core.survey import Flow
from radaudit.core.surveyed import Entry


def without_copies(entries: Sequence[Entry], files: Mapping[str, Mapping[str, str]]) -> tuple[Entry, ...]:
    """The entries, those set aside that are copies of an earlier one.

    Parameters
    ----------
    files
        By name of an entry: digests of the files that its report names. Equal ones mean the same study.
    """
    first: dict[tuple[tuple[str, str], ...], str] = {}
    told = []
    for entry in entries:
        key = tuple(sorted(files.get(entry.name, {}).items()))
        original = first.setdefault(key, entry.name) if key and entry.stage == "included" else entry.name
        if original == entry.name:
            told.append(entry)
        else:
            why = "a copy of another study"
            told.append(replace(entry, stage="duplicate", why=why, told=f"The same files as {original}."))
    return tuple(told)


def flow(entries: Sequence[Entry], folders: int) -> Flow:
    """Counts of all entries.

    Parameters
    ----------
    folders
        How many of them are folders with a study.
    """
    duplicates = sum(entry.stage == "duplicate" for entry in entries)
    missing = _reasons(entry for entry in entries if entry.stage == "not retrieved")
    sought = len(entries) - duplicates
    return Flow(
        folders=folders,
        reports=len(entries) - folders,
        duplicates=duplicates,
        sought=sought,
        not_retrieved=missing,
        assessed=sought - sum(missing.values()),
        excluded=_reasons(entry for entry in entries if entry.stage == "excluded"),
        included=sum(entry.stage == "included" for entry in entries),
    )


def _reasons(entries: Iterable[Entry]) -> dict[str, int]:
    """The commonest first."""
    counts = Counter(entry.why for entry in entries)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
