"""On which rows sites are more alike than chance allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import SETS
from radaudit.evidence.forensics import ALL, SET, Examined
from radaudit.forensics.equal_sites import Equality, equality
from radaudit.forensics.history import History
from radaudit.study.load import Study


@dataclass(frozen=True)
class EqualSites:
    """How alike the sites are in one table.

    Attributes
    ----------
    own
        The table.
    column
        Where the cohort table names the sites.
    tests
        On all rows and on those of each set, by name; empty where nothing could be tested.
    """

    own: Examined
    column: str
    tests: Mapping[str, Equality]

    def equal(self, alpha: float) -> set[str]:
        """Rows on which sites are more alike than chance allows at this level."""
        return {name for name, test in self.tests.items() if test.p <= alpha}

    def held(self, alpha: float) -> list[str]:
        """Sets other than the training set that were made equal by themselves."""
        return sorted(name for name in self.equal(alpha) if name not in (ALL, "train") and self._closer(name))

    def pooled(self, alpha: float) -> bool:
        """Whether sites were made equal on all rows together."""
        return ALL in self.equal(alpha) and not self.held(alpha) and not self._closer("train")

    def _closer(self, name: str) -> bool:
        """Whether sites are more alike there than on all rows: a part of what was made equal as a whole is less so."""
        return ALL not in self.tests or (name in self.tests and self.tests[name].log_f < self.tests[ALL].log_f)


@evidence
def equal_sites(study: Study, examined: tuple[Examined, ...], histories: tuple[History, ...]) -> tuple[EqualSites, ...]:
    """How alike the sites are in each table, in the order of the tables."""
    column = _batch(study, examined)
    info = study.manifest.harmonisation
    found = []
    for own, history in zip(examined, histories, strict=True):
        preserved = dict.fromkeys((*(info.covariates if info else ()), *history.covariates))
        kept = [name for name in preserved if name in own.covariates]
        found.append(EqualSites(own, column, _tests(own, own.groupings[column], kept)))
    return tuple(found)


def _batch(study: Study, examined: tuple[Examined, ...]) -> str:
    info, cohort = study.manifest.harmonisation, study.manifest.cohort
    wanted = [info.batch if info else None, cohort.site, cohort.scanner]
    found = [
        name for name in wanted if name and any((own.groupings.get(name, np.array([-1])) > 0).any() for own in examined)
    ]
    if not found:
        raise Unavailable("The cohort table names no sites with five cases.", "Add 'cohort.site' to radaudit.yaml.")
    return found[0]


def _tests(own: Examined, sites: np.ndarray, preserved: list[str]) -> Mapping[str, Equality]:
    """On all rows and on each set; also with what was preserved taken out, Bonferroni over both."""
    subsets = {ALL: np.ones(len(sites), dtype=bool)}
    subsets |= {name: own.subsets[f"{SET} {name}"] for name in SETS if f"{SET} {name}" in own.subsets}
    terms = np.column_stack([own.covariates[name] for name in preserved]) if preserved else None
    ways = []
    for kept in (None, terms) if preserved else (None,):
        made = {name: equality(own.values, np.where(rows, sites, -1), kept) for name, rows in subsets.items()}
        ways.append({name: test for name, test in made.items() if test is not None})
    best = min(ways, key=lambda tests: min((test.p for test in tests.values()), default=1.0))
    return {name: replace(test, p=min(1.0, test.p * len(ways))) for name, test in best.items()}
