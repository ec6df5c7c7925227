"""How many patients, and of which class, each batch of a harmonisation has to be learnt from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.core.errors import NotApplicable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.site_effects import SiteEffects, batch_column
from radaudit.evidence.target import Target
from radaudit.study.load import Study


@dataclass(frozen=True)
class SiteSize:
    """One batch.

    Attributes
    ----------
    site
        Its name.
    patients
        Whose rows it is learnt from.
    classes
        Patients of each class of the outcome, by name; empty where the outcome has no classes.
    others
        Patients of this site among the rows that it is not learnt from.
    """

    site: str
    patients: int
    classes: dict[str, int]
    others: int


@dataclass(frozen=True)
class SiteSizes:
    """All batches, the largest first.

    Attributes
    ----------
    column
        Where the cohort table names them.
    rows
        Which rows they are learnt from: "training" or "all".
    preserved
        Whether the outcome is declared among the covariates that are preserved.
    """

    column: str
    rows: str
    sites: tuple[SiteSize, ...]
    preserved: bool


@evidence
def site_sizes(
    study: Study, cohort: Cohort, split: Split | None, target: Target | None, site_effects: SiteEffects | None
) -> SiteSizes:
    """The sizes of the batches of the study's harmonisation."""
    info = study.manifest.harmonisation
    if info is None and (site_effects is None or site_effects.of("harmonised") is None):
        raise NotApplicable("The study declares no harmonisation.")
    column = batch_column(study, cohort)
    fitted_on = info.fitted_on if info else None
    on_train = fitted_on == "train" and split is not None and bool(split.cases("train"))
    classes = _classes(target, len(cohort))
    learnt: dict[str, dict[object, str]] = {}
    others: dict[str, set[object]] = {}
    for row, (case, site) in enumerate(zip(cohort.cases, cohort.columns[column], strict=True)):
        if site is None:
            continue
        who = cohort.patients[row] if cohort.patients[row] is not None else (row,)
        learnt.setdefault(site, {})
        if on_train and split.sets[case] != "train":
            others.setdefault(site, set()).add(who)
        else:
            learnt[site].setdefault(who, classes[row])
    names = target.classes if target is not None else ()
    sites = [
        SiteSize(
            site, len(people), {name: list(people.values()).count(name) for name in names}, len(others.get(site, ()))
        )
        for site, people in learnt.items()
    ]
    preserved = bool(info and target and target.column in info.covariates)
    sites.sort(key=lambda own: (-own.patients, own.site))
    return SiteSizes(column, "training" if on_train else "all", tuple(sites), preserved)


def _classes(target: Target | None, count: int) -> list[str]:
    if target is None or not target.classes:
        return [""] * count
    return [target.classes[int(own)] if np.isfinite(own) else "" for own in target.values.reshape(-1)]
