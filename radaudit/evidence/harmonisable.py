"""Each model with what it takes to harmonise its features in other ways than the study did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.evidence.unharmonised import batch_of, covariates_of, declared_method, outcome_columns
from radaudit.harmonisation.method import Method
from radaudit.models.harmonised import Harmonise, Unharmonised
from radaudit.models.request import Run
from radaudit.models.rerun import Setup
from radaudit.study.load import Study

NO_RAW = "the study gives no table from before its harmonisation ('features.table', and the other as "
NO_RAW += "'harmonisation.table')"


@dataclass(frozen=True)
class Harmonisable:
    """One model.

    Attributes
    ----------
    own
        The model.
    setup
        Its setup, with the features from before any harmonisation beside those that the model is given.
    problem
        Why it has none; empty if it has. A sentence without a full stop.
    on_harmonised
        Whether the model is given features that were harmonised.
    how
        The study's method and covariates, the outcome apart; plain ComBat where it names none that is known here.
    outcome
        Columns of the outcome, among the covariates that can be preserved.
    said
        On which rows the authors say it was fitted; None where they don't.
    """

    own: ModelSetup
    setup: Setup
    problem: str
    on_harmonised: bool
    how: Harmonise = field(default_factory=Harmonise)
    outcome: tuple[str, ...] = ()
    said: str | None = None

    def run(self, run: Run, rows: str, unseen: str = "estimate", told: bool = False) -> Run:
        """The same run on features harmonised from scratch.

        Parameters
        ----------
        run
            Of the setup.
        rows
            What is learnt from, see `models.harmonised.Harmonise`: "fit", "pool" or "none".
        unseen
            What becomes of sites that none of them is of, likewise.
        told
            Whether the outcome is preserved, of held-out rows too.
        """
        kept = (*self.how.covariates, *(self.outcome if told else ()))
        return replace(run, harmonise=replace(self.how, rows=rows, unseen=unseen, covariates=kept))

    def table(self, run: Run) -> np.ndarray:
        """The features that a run made by `run` is given; float64, shape (cases, columns).

        Raises
        ------
        CannotHarmonise
            If there are none.
        """
        pool = np.union1d(run.fit, run.predict if run.pool is None else run.pool)
        before = self.setup.unharmonised
        if run.harmonise.rows == "none":
            return before.features
        return before.harmonised(run.harmonise, pool if run.harmonise.rows == "pool" else run.fit)


@evidence
def harmonisable(setups: Setups, study: Study, cohort: Cohort) -> Mapping[str, Harmonisable]:
    """Every model that can be run, by name."""
    if not setups.ready:
        raise Unavailable("No model can be run.", "; ".join(setups.problems.values()))
    return {name: _of(own, study, cohort) for name, own in setups.ready.items()}


def _of(own: ModelSetup, study: Study, cohort: Cohort) -> Harmonisable:
    info, outcome = study.manifest.harmonisation, tuple(sorted(outcome_columns(study)))
    made = Harmonisable(own, own.setup, "", own.info.features == "harmonised", outcome=outcome)
    if info is not None:
        made = replace(made, said=own.info.fitted_on.get("harmonisation") or info.fitted_on)
    if made.on_harmonised:
        before = own.setup.unharmonised
        if before is None:
            return replace(made, problem=NO_RAW)
        kept = tuple(name for name in info.covariates if name in before.covariates and name not in outcome)
        how = own.harmonise or Harmonise(covariates=kept)
    elif info is not None and info.table is None:
        return replace(made, problem=NO_RAW, on_harmonised=True)
    else:
        batch = batch_of(study, cohort, own.cases)
        if batch is None:
            return replace(made, problem="the cohort table names no site ('cohort.site')")
        before = Unharmonised(own.setup.features, batch, covariates_of(cohort, own.cases, outcome))
        method = (declared_method(info) if info else None) or Method()
        how = Harmonise(replace(method, smooth=()))
    if missing := sum(name is None for name in before.batch):
        return replace(made, problem=f"{missing} of the model's cases are of no known site")
    if len(set(before.batch)) < 2:
        return replace(made, problem="all of the model's cases are from one site")
    return replace(made, setup=replace(own.setup, unharmonised=before), how=how)
