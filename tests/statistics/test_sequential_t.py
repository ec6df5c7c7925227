import numpy as np
import pytest
from scipy.stats import nct, t

from radaudit.statistics import sequential_t as module
from radaudit.statistics.sequential_t import race, sequential_t


def test_the_evidence_is_the_ratio_of_densities_of_t(monkeypatch):
    monkeypatch.setattr(module, "EFFECTS", (0.5,))
    values = np.random.default_rng(0).normal(0.3, 1.0, 12)
    found = sequential_t(values, 0.0)
    for number in (8, 12):
        own = values[:number]
        statistic = own.mean() / (own.std(ddof=1) / np.sqrt(number))
        ratio = nct.pdf(statistic, number - 1, 0.5 * np.sqrt(number)) / t.pdf(statistic, number - 1)
        assert found[number - 1] == pytest.approx(ratio, rel=1e-6)


def test_neither_unit_nor_origin_matters():
    values = np.random.default_rng(1).normal(0.6, 0.1, 9)
    assert sequential_t(values, 0.5) == pytest.approx(sequential_t(3 * values - 1, 0.5))
    assert sequential_t([0.5] * 9, 0.5) == pytest.approx(np.ones(9))
    assert sequential_t([0.8] * 9, 0.5)[-1] > 100 > sequential_t([0.8] * 7, 0.5)[-1]


@pytest.mark.parametrize(
    ("values", "verdict", "used"),
    [([0.85, 0.8, 0.9, 0.84] * 3, "above", 8), ([0.5, 0.48, 0.51] * 5, "below", 8), ([], "open", 0)],
)
def test_which_answer_comes_first(values, verdict, used):
    found = race(values)
    assert (found.verdict, found.used) == (verdict, used)
    assert race([*values, 0.2, 0.9]).verdict == verdict or verdict == "open"


@pytest.mark.parametrize(("mean", "wrong"), [(0.5, "above"), (0.55, "below")])
def test_wrong_answers_over_all_looks_together_are_as_rare_as_was_asked(mean, wrong):
    random = np.random.default_rng(2)
    found = [race(random.normal(mean, 0.08, 25), level=0.05).verdict for _ in range(300)]
    assert found.count(wrong) <= 0.05 * 300 + 2.5 * np.sqrt(300 * 0.05 * 0.95)
