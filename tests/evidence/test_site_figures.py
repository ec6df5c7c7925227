import numpy as np
import pytest

from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.site_figures import SiteFigure, site_figures, summary
from radaudit.models.request import Run, RunResult
from radaudit.statistics.interval import Interval
from radaudit.statistics.random_effects import random_effects
from tests.made_setups import a_setup

AUC = leading_gauge("binary")


def a_site(name, auc, events=20, others=30, half=0.1):
    return SiteFigure(
        name, Interval(auc, auc - half, auc + half, 0.95, "made"), events + others, events, (events, others)
    )


def test_shares_are_summarised_by_their_logits():
    found = summary(AUC, [a_site("A", 0.7), a_site("B", 0.8), a_site("C", 0.75)])
    assert 0.7 < found.mean.estimate < 0.8
    assert 0 < found.predicted.low < found.mean.low < found.mean.high < found.predicted.high < 1
    alike = summary(AUC, [a_site("A", 0.75), a_site("B", 0.75)])
    assert (alike.mean.estimate, alike.q) == (pytest.approx(0.75), pytest.approx(0, abs=1e-12))


def test_a_site_without_an_error_is_no_certainty():
    found = summary(AUC, [a_site("A", 1.0, 5, 5, 0.0), a_site("B", 0.7, 60, 60)])
    assert found.mean.estimate < 0.95
    assert found.mean.high < 1


def test_other_measures_stay_on_their_scale():
    sites = [SiteFigure(name, Interval(r2, r2 - 0.2, r2 + 0.2, 0.95, ""), 40) for name, r2 in (("A", 0.2), ("B", 0.5))]
    found = summary(leading_gauge("regression"), sites)
    assert found.mean == random_effects([0.2, 0.5], [(0.2 / 1.959963984540054) ** 2] * 2).mean


def test_one_site_is_no_sample():
    assert summary(AUC, [a_site("A", 0.7)]) is None


def test_each_task_is_measured_and_a_site_without_a_class_is_left_out():
    rng = np.random.default_rng(0)
    binary = a_setup(rng.normal(size=(40, 2)), np.r_[np.arange(20) % 2, np.zeros(20, int)]).ready["m"]
    runs = [Run(fit=np.arange(20, 40), predict=np.arange(20)), Run(fit=np.arange(20), predict=np.arange(20, 40))]
    results = [RunResult("", tuple((float(v),) for v in rng.normal(size=20))) for _ in runs]
    [found] = site_figures(binary, AUC, ["A", "B"], runs, results)
    assert (found.name, found.events, found.patients) == ("A", 10, (10, 10))
    values = a_setup(rng.normal(size=(40, 2)), rng.normal(size=40), task="regression").ready["m"]
    assert len(site_figures(values, leading_gauge("regression"), ["A", "B"], runs, results)) == 2
    classes = a_setup(rng.normal(size=(40, 2)), np.arange(40) % 3, task="multiclass").ready["m"]
    results = [RunResult("", tuple(map(tuple, rng.dirichlet(np.ones(3), size=20)))) for _ in runs]
    assert len(site_figures(classes, leading_gauge("multiclass"), ["A", "B"], runs, results)) == 2
