"""The features that the study calls stable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.study.load import Study

PRINTED = 0.005
LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")


@dataclass(frozen=True)
class KeptFeatures:
    """What was kept, and by which rule.

    Attributes
    ----------
    patterns
        Names of features, or globs over them.
    statistic, threshold
        The rule; empty and None where the study gives none.
    slack
        How far below the threshold a value still reaches it: half a unit of the second decimal, to which papers print
        agreement; 0 without a threshold.
    where
        The entry of the manifest.
    """

    patterns: tuple[str, ...]
    statistic: str
    threshold: float | None
    slack: float
    where: Location

    def among(self, names: Sequence[str]) -> tuple[str, ...]:
        """Which of these features were kept."""
        exact = set(self.patterns)
        globs = [own for own in self.patterns if any(mark in own for mark in "*?[")]
        return tuple(name for name in names if name in exact or any(fnmatchcase(name, own) for own in globs))

    def absent(self, names: Sequence[str]) -> tuple[str, ...]:
        """Which entries name none of these features."""
        known = set(names)
        return tuple(
            own for own in self.patterns if own not in known and not any(fnmatchcase(name, own) for name in names)
        )


@evidence
def kept_features(study: Study) -> KeptFeatures:
    """The features that the study says are stable, listed in the manifest or in a table's first column."""
    info = study.manifest.stability
    if info is None or not info.kept:
        if study.manifest.study.task == "segmentation":
            raise NotApplicable("A segmentation study keeps no features.")
        raise Unavailable("The study names no features that it kept as stable.", "Add 'stability.kept'.")
    names = [name.strip() for name in info.kept]
    if len(names) == 1 and PurePath(names[0]).suffix.lower() in LISTS:
        table = study.table(names[0])
        column = table.columns[0]
        names = [name for name in [*_headline(column), *table.values(column)] if name]
    threshold = info.threshold.value if info.threshold else None
    slack = 0.0 if threshold is None else PRINTED
    statistic = info.threshold.statistic if info.threshold else ""
    return KeptFeatures(tuple(dict.fromkeys(names)), statistic, threshold, slack, study.declared("stability", "kept"))


def _headline(column: str) -> list[str]:
    """The first line of a list without a header is a feature too."""
    return [column] if "_" in column and column.casefold() not in ("feature_name", "feature_names") else []
