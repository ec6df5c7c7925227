"""A made study of three sites: tables whose site effect and signal are known, as evidence gets them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from radaudit.evidence.forensics import SET, Examined
from radaudit.forensics.history import History
from tests.made_evidence import a_cohort
from tests.made_lesions import OUTCOME, a_study

COUNT, FEATURES = 90, 8
SITE = np.repeat([0, 1, 2], COUNT // 3)
NAMES = ("A", "B", "C")
TRAIN = np.arange(COUNT) % 3 < 2
CASES = tuple(f"c{row:02d}" for row in range(COUNT))
_DRAWN = np.random.default_rng(11)
EVENT = (_DRAWN.uniform(size=COUNT) < 0.5).astype(int)
NOISE = _DRAWN.normal(size=(COUNT, FEATURES))
SHIFT = 1.5 * _DRAWN.normal(size=(3, FEATURES))


def features(signal=0.8, shift=0.0, by=SITE):
    """Noise, with the outcome in every feature and a shift of each site."""
    return NOISE + signal * EVENT[:, None] + shift * SHIFT[by]


def centred(values, by=SITE, rows=None):
    """Each site less its mean over these rows."""
    rows = np.ones(COUNT, dtype=bool) if rows is None else rows
    return values - np.array([values[(by == code) & rows].mean(axis=0) for code in np.unique(by)])[by]


def examined(values, which="reported", split=True, **changes):
    groupings = {OUTCOME: EVENT, "site": SITE}
    levels = {OUTCOME: ("0", "1"), "site": NAMES}
    if split:
        groupings |= {SET: np.where(TRAIN, 0, 1)}
        levels |= {SET: ("train", "test")}
    fields = {
        "which": which,
        "path": f"{which}.csv",
        "cases": CASES,
        "names": tuple(f"f{column}" for column in range(values.shape[1])),
        "values": values,
        "groupings": groupings,
        "levels": levels,
        "covariates": {OUTCOME: EVENT[:, None].astype(float)},
        "outcome": OUTCOME,
    }
    return Examined(**(fields | changes))


def cohort(sites=None, patients=None, **columns):
    texts = tuple(NAMES[code] for code in SITE) if sites is None else tuple(sites)
    return replace(a_cohort(CASES, patients, texts), columns={"site": texts, **columns})


def study(**parts):
    return a_study(**parts)


def histories(*kinds):
    return tuple(History(kind, batch="site" if kind == "grouped" else "") for kind in kinds)


COMBAT = {"method": "combat", "batch": "site", "fitted_on": "train", "table": "harmonised.csv"}
