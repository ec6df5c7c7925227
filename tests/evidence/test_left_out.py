import numpy as np
import pytest

from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.left_out import elsewhere, left_out, sites_to_try, weights_of, without_site
from radaudit.models.request import RunResult
from tests.made_left_out import at_sites, draw

FEATURES, TARGET, SITES = draw((0.5, 0.5, 0.5))
OWN = at_sites(FEATURES, TARGET, SITES).ready["m"]
NAMES, _ = sites_to_try(OWN)
RUNS = [without_site(OWN, name, 0) for name in NAMES]
WEIGHTS = weights_of(OWN, 0)


def found(scores):
    results = [RunResult("", tuple((float(scores[row]),) for row in run.predict)) for run in RUNS]
    return left_out(OWN, leading_gauge("binary"), "none", NAMES, RUNS, results, WEIGHTS)


def test_a_site_is_scored_by_what_the_others_taught():
    assert [set(SITES[run.fit]) & set(SITES[run.predict]) for run in RUNS] == [set()] * 3
    assert [len(run.fit) + len(run.predict) for run in RUNS] == [120] * 3


def test_the_mean_is_of_sites_not_of_cases():
    scores = TARGET * np.where(SITES == "A", 1.0, 0.0)
    way = found(scores)
    assert [site.figure.estimate for site in way.sites] == [1.0, 0.5, 0.5]
    assert way.mean.estimate == pytest.approx(2 / 3)


def test_a_perfect_result_is_no_certainty():
    assert 0.9 < found(TARGET).mean.low < 1


def test_resamples_are_shared_so_that_differences_are_paired():
    way = found(TARGET + np.random.default_rng(0).normal(size=120))
    same = elsewhere("again", leading_gauge("binary"), way.draws, way)
    assert (same.better.low, same.better.high) == (0.0, 0.0)
    assert WEIGHTS.shape == (1001, 120)
    assert (WEIGHTS[0] == 1).all()
    assert (WEIGHTS.sum(axis=1) == 120).all()


def test_a_run_that_broke_says_why():
    results = [RunResult("it broke")] * 3
    assert left_out(OWN, leading_gauge("binary"), "none", NAMES, RUNS, results, WEIGHTS).problem == "it broke"
