"""A model on cases of three sites, for tests of what harmonisation and left-out sites show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from radaudit.evidence.cohort import Cohort
from radaudit.evidence.setups import Setups
from radaudit.harmonisation.harmonise import fit
from radaudit.harmonisation.method import Method
from radaudit.models.harmonised import Harmonise, Unharmonised
from radaudit.study.harmonising import HarmonisationInfo
from tests.made_setups import a_setup

NAMES = ("A", "B", "C")


def draw(shares: Sequence[float], each: int = 40, shift: float = 2.0, signal: float = 0.0, columns: int = 30, seed=0):
    """Features, outcomes and sites: noise, a shift of each site, and a signal in three columns."""
    rng = np.random.default_rng(seed)
    sites = np.repeat(NAMES, each)
    target = np.concatenate([np.arange(each) < round(share * each) for share in shares]).astype(int)
    features = rng.normal(size=(len(sites), columns)) + shift * np.repeat(rng.normal(size=(3, columns)), each, axis=0)
    features[:, :3] += signal * target[:, None]
    return features, target, sites


def at_sites(
    features: np.ndarray, target: np.ndarray, sites: np.ndarray, harmonised: np.ndarray | None = None, **info: object
) -> Setups:
    """The model m, every second case held out; on harmonised features where such are given."""
    sets = ["test" if row % 2 else "train" for row in range(len(target))]
    given = features if harmonised is None else harmonised
    own = replace(a_setup(given, target, sets, **info).ready["m"], sites=tuple(map(str, sites)))
    if harmonised is not None:
        before = Unharmonised(features, own.sites, {"label": target.astype(float)})
        setup, how = replace(own.setup, unharmonised=before), Harmonise(unseen="estimate")
        own = replace(own, setup=setup, harmonise=how, info=own.info.model_copy(update={"features": "harmonised"}))
    return Setups({"m": own})


def on_all_rows(features: np.ndarray, sites: np.ndarray, target: np.ndarray | None = None) -> np.ndarray:
    """ComBat as a study does it that thinks of no split; with the outcome preserved where it is given."""
    kept = {} if target is None else {"label": target.astype(float)}
    return fit(features, sites.tolist(), kept, Method()).transform(features, sites.tolist(), kept)


def a_study(fitted_on: str | None = None, table: str | None = None, site: str | None = "site") -> SimpleNamespace:
    """As much of a study as these evidences look at; harmonised where `fitted_on` is given."""
    harmonisation = HarmonisationInfo(method="combat", batch=site, fitted_on=fitted_on, table=table)
    return SimpleNamespace(
        manifest=SimpleNamespace(
            study=SimpleNamespace(task="binary"),
            cohort=SimpleNamespace(site=site, outcome="label"),
            harmonisation=harmonisation if fitted_on else None,
        )
    )


def cohort_of(setups: Setups) -> Cohort:
    """The cohort of the model's cases."""
    own = setups.ready["m"]
    columns = {"label": tuple(f"{value:g}" for value in own.target), "site": own.sites}
    none = (None,) * len(own.cases)
    return Cohort("cohort.csv", own.cases, own.patients, none, own.sites, none, none, columns)
