"""What was taken or made, in tables where it is known."""

import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.kept_signal import kept_signal
from radaudit.evidence.site_effects import SiteEffects, SiteTable
from tests.made_lesions import OUTCOME
from tests.made_sites import COMBAT, EVENT, NAMES, SITE, centred, cohort, examined, features, study


def kept(before, after, task="binary", **changes):
    own = study(harmonisation=COMBAT, study={"title": "Made", "task": task}, **_outcome(task))
    tables = examined(before, **changes), examined(after, "harmonised", **changes)
    return kept_signal(own, cohort(), effects(tables, "raw", "harmonised"), Auditor())


def effects(tables, *states):
    """As much of them as this evidence looks at."""
    made = [SiteTable(own, state, {}, None, (0, 0), SITE) for own, state in zip(tables, states, strict=True)]
    return SiteEffects("site", NAMES, (), tuple(made))


def _outcome(task):
    if task != "survival":
        return {}
    return {"cohort": {"table": "c.csv", "case": "case", "site": "site", "outcome": {"time": "days", "event": OUTCOME}}}


def test_a_shift_of_each_site_changes_nothing_within():
    raw = features(shift=1.0)
    [found] = kept(raw, 3 * centred(raw))
    assert (found.of, found.outcome, found.patients) == (OUTCOME, True, 90)
    assert found.within.within_after == pytest.approx(found.within.within_before)
    assert found.within.within_change.low == found.within.within_change.high == 0
    assert found.within.within_before > 0.25
    assert found.within.over_sites.contains(0)


def test_an_outcome_that_was_added_shows_within():
    raw = features(signal=0.4)
    [found] = kept(raw, raw + 1.5 * EVENT[:, None])
    assert found.within.within_change.low > 0.1


def test_noise_takes_signal():
    raw = features(signal=1.2)
    [found] = kept(raw, raw + 4 * np.random.default_rng(0).normal(size=raw.shape))
    assert found.within.within_change.high < -0.1


def test_signal_that_lay_between_sites():
    """Features that only tell the site, and sites that differ in how often the event happens."""
    random = np.random.default_rng(1)
    event = (random.uniform(size=90) < np.array([0.05, 0.5, 0.95])[SITE]).astype(float)
    raw = random.normal(size=(90, 8)) + 1.5 * SITE[:, None]
    [found] = kept(raw, centred(raw), covariates={OUTCOME: event[:, None]})
    assert found.within is None
    assert found.pooled.pooled_change.high < -0.3
    assert abs(found.pooled.within_before) < 0.15


def test_survival_goes_by_logrank_scores():
    times = 10 - EVENT * 4 + np.random.default_rng(2).uniform(size=90)
    columns = np.column_stack([times, np.ones(90)])
    raw = features(signal=1.0)
    [found] = kept(raw, centred(raw), task="survival", covariates={OUTCOME: columns})
    assert found.within.within_before > 0.25  # earlier events have higher values


def test_what_cant_be_compared():
    with pytest.raises(Unavailable, match="both as they were measured"):
        kept_signal(study(), cohort(), effects([examined(features())], "raw"), Auditor())
    with pytest.raises(Unavailable, match="ten patients"):
        kept(features(), features(), covariates={})
    [nothing] = kept(features(signal=0), features(signal=0))
    assert nothing.within is None is nothing.pooled
