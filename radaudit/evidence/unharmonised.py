"""A model's features before harmonisation, and how they are harmonised anew where the study's own way saw too much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from radaudit.evidence.cohort import Cohort
from radaudit.evidence.offered import Features
from radaudit.evidence.reported import FeatureTable
from radaudit.harmonisation.method import Method
from radaudit.models.harmonised import Harmonise, Unharmonised
from radaudit.study.harmonising import HarmonisationInfo
from radaudit.study.load import Study

# Kinds of ComBat whose rows depend on one another, so that no fitted parameters can be applied to others.
OTHERS = ("cov", "nested", "gmm", "longitudinal", "recombat", "auto", "deep")


def declared_method(info: HarmonisationInfo) -> Method | None:
    """The method that a manifest names, with its options; None for one that can't be made again."""
    name = re.sub(r"[^a-z]", "", info.method.lower())
    options = {key: value for key in ("empirical_bayes", "mean_only") if (value := getattr(info, key)) is not None}
    options |= {"parametric": info.parametric} if info.parametric is not None else {}
    try:
        if "combat" in name or "neuroharmon" in name:
            if any(other in name for other in OTHERS):
                return None
            return Method(reference=info.reference, smooth=tuple(info.smooth), **options)
        if "standardi" in name or "zscore" in name:
            return Method("standardised", mean_only=bool(info.mean_only))
    except ValueError:
        return None
    return None


def unharmonised(
    study: Study, cohort: Cohort, reported: FeatureTable | None, features: Features, cases: Sequence[str]
) -> tuple[Unharmonised | None, Harmonise | None]:
    """What it takes to harmonise a model's features anew.

    Parameters
    ----------
    features
        As the model is given them.
    cases
        The model's rows.

    Returns
    -------
    table : Unharmonised, optional
        None unless the model is on harmonised features and the study gives the same ones from before. Its covariates
        are the declared ones and the outcome, for runs that make that leak again.
    how : Harmonise, optional
        As the study declares it, but learnt from the rows fitted on, with no outcome among the covariates. Where the
        study doesn't say what becomes of unseen batches, they are estimated from their own rows. None where the method
        can't be made again.
    """
    info = study.manifest.harmonisation
    if features.source != "harmonised" or info is None or reported is None:
        return None, None
    position = {name: column for column, name in enumerate(reported.names)}
    batch = batch_of(study, cohort, cases)
    if batch is None or not (set(cases) <= set(reported.rows) and set(features.names) <= set(position)):
        return None, None
    values = reported.values[
        np.ix_([reported.rows[case] for case in cases], [position[name] for name in features.names])
    ]
    outcomes = outcome_columns(study)
    covariates = covariates_of(cohort, cases, dict.fromkeys([*info.covariates, *sorted(outcomes)]))
    table = Unharmonised(values, batch, covariates)
    method, kept = declared_method(info), [name for name in info.covariates if name not in outcomes]
    if method is None or not set(kept) <= set(covariates):
        return table, None  # a covariate that nobody gives: another harmonisation than the study's
    method = replace(method, smooth=tuple(name for name in method.smooth if name in kept))
    return table, Harmonise(method, tuple(kept), "fit", info.unseen or "estimate")


def batch_of(study: Study, cohort: Cohort, cases: Sequence[str]) -> tuple[str | None, ...] | None:
    """The declared batch of each case, else its site; None where the cohort table has neither."""
    info, site = study.manifest.harmonisation, study.manifest.cohort.site
    name = (info.batch if info else None) or site
    column = cohort.columns.get(name) or (cohort.sites if name is not None and name == site else None)
    return None if column is None else tuple(column[cohort.rows[case]] for case in cases)


def covariates_of(cohort: Cohort, cases: Sequence[str], names: Iterable[str]) -> dict[str, np.ndarray]:
    """Those of these columns that the cohort table has, as covariates."""
    places = [cohort.rows[case] for case in cases]
    return {
        name: as_covariate([cohort.columns[name][place] for place in places])
        for name in names
        if name in cohort.columns
    }


def outcome_columns(study: Study) -> set[str]:
    """Columns of the cohort table that hold the outcome."""
    named = study.manifest.cohort.outcome
    return {named} if isinstance(named, str) else {named.time, named.event} if named else set()


def as_covariate(texts: Sequence[str | None]) -> np.ndarray:
    """A column as float64, nan where empty; as text where it is no number, None where empty."""
    try:
        return np.array([np.nan if text is None else float(text) for text in texts])
    except ValueError:
        return np.array(texts, dtype=object)
