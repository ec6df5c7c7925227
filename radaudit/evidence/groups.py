"""Groups of patients in which a model may do better or worse: sites, scanners, sexes, ages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort
from radaudit.study.load import Study

MOST_WORDS = 12  # a covariate of more different words than these names cases, not groups


@dataclass(frozen=True)
class Grouping:
    """One way to divide the cases.

    Attributes
    ----------
    name
        "site", "scanner", or the name of a covariate.
    of
        Group of each case, by case; cases without one are left out.
    """

    name: str
    of: dict[str, str]


@evidence
def groupings(study: Study, cohort: Cohort) -> tuple[Grouping, ...]:
    """Site, scanner and each covariate; numbers are divided at the cohort's median."""
    columns = {"site": cohort.sites, "scanner": cohort.scanners}
    columns |= {name: cohort.columns[name] for name in study.manifest.cohort.covariates if name in cohort.columns}
    found = [_grouping(name, cohort.cases, values) for name, values in columns.items()]
    several = tuple(own for own in found if 1 < len(set(own.of.values())) <= MOST_WORDS)
    if not several:
        raise Unavailable(
            "The tables name no groups of patients, such as sites, scanners, sexes or ages.",
            "Add 'cohort.site', 'cohort.scanner' or 'cohort.covariates' to radaudit.yaml.",
        )
    return several


def _grouping(name: str, cases: Sequence[str], values: Sequence[str | None]) -> Grouping:
    given = {case: value for case, value in zip(cases, values, strict=True) if value is not None}
    numbers = {case: _number(value) for case, value in given.items()}
    several = len({number for number in numbers.values() if number is not None}) > 2
    if None in numbers.values() or not several:
        return Grouping(name, given)
    middle = median(numbers.values())
    return Grouping(
        name,
        {case: f"below {middle:g}" if number < middle else f"{middle:g} or more" for case, number in numbers.items()},
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
