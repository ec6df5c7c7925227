import math

import numpy as np
import pytest

from radaudit.statistics.sample_size.development import (
    binary_development,
    continuous_development,
    events_per_variable,
    expected_shrinkage,
    max_r2,
    r2_of_auc,
    survival_development,
)


def _cases(requirement):
    return {criterion.name: criterion.cases for criterion in requirement.criteria}


def test_pre_eclampsia():
    # Riley et al. 2020, BMJ 368:m441: 30 parameters, 5 % prevalence, 15 % of the greatest R2 (0.33), which is 0.05.
    assert round(max_r2(0.05), 2) == 0.33
    found = binary_development(30, 0.05, 0.05)
    assert (found.cases, found.binding.name) == (5249, "shrinkage")
    assert found.events == pytest.approx(262.45)
    # By hand: (1.96 / 0.05)^2 * 0.0475 = 72.99; exp((-0.508 - 0.7759 + 1.7142 + 2.9957) / 0.544) = exp(6.2978) = 543.4.
    assert (found["overall risk"].cases, found["mape"].cases) == (73, 544)
    assert "mape" not in _cases(binary_development(31, 0.05, 0.05))


@pytest.mark.parametrize(
    ("parameters", "prevalence", "r2", "expected"),
    [
        (24, 0.174, 0.288, (623, 662, 221)),
        (24, 0.174, 0.55, (255, 532, 221)),
        (36, 0.174, 0.288, (934, 992, 221)),
        (24, 0.25, 0.288, (623, 590, 289)),
    ],
)
def test_the_authors_program_for_binary_outcomes(parameters, prevalence, r2, expected):
    # Figures that pmsampsize 1.1.3 is held to on CRAN; the first is the paper's example (doi:10.1002/sim.7992).
    found = _cases(binary_development(parameters, prevalence, r2))
    assert (found["shrinkage"], found["optimism"], found["overall risk"]) == expected


@pytest.mark.parametrize(
    ("parameters", "rate", "r2", "shrinkage", "optimism"),
    [
        (25, 0.065, 0.051, 4286, 866),
        (25, 0.065, 0.065, 3335, 859),
        (50, 0.065, 0.051, 8572, 1731),
        (25, 0.1, 0.051, 4286, 731),
    ],
)
def test_recurrent_thromboembolism(parameters, rate, r2, shrinkage, optimism):
    # Riley et al. 2019 (doi:10.1002/sim.7992): the published example, and figures of the authors' program around it,
    # which rounds the events of 10,000 cases up on the way.
    found = _cases(survival_development(parameters, rate, 2.07, 2, r2))
    assert found["shrinkage"] == shrinkage
    assert found["optimism"] == pytest.approx(optimism, abs=1)


def test_30_parameters_for_recurrent_thromboembolism():
    # Riley et al. 2020: 5143 participants, 23 events a parameter.
    found = survival_development(30, 0.065, 2.07, 2, 0.051)
    assert found.cases == 5143
    assert found.events / 30 == pytest.approx(23.07, abs=0.01)
    # The smallest number with the risk known to within 0.05, and one less.
    few = found["overall risk"].cases
    off = [math.exp(-2 * (0.065 - 1.96 * math.sqrt(0.065 / 2.07 / n))) - math.exp(-0.13) for n in (few, few - 1)]
    assert off[0] <= 0.05 < off[1]


@pytest.mark.parametrize(
    ("parameters", "r2", "expected"),
    [(25, 0.2, (918, 401, 259)), (25, 0.3, (574, 351, 259)), (50, 0.2, (1924, 801, 284))],
)
def test_the_authors_program_for_continuous_outcomes(parameters, r2, expected):
    found = _cases(continuous_development(parameters, r2, 1.9, 0.6))
    assert (found["shrinkage"], found["optimism"], found["residual deviation"]) == expected


def test_fat_free_mass():
    # Riley et al. 2020: 20 parameters, R2 0.9, mean 26.7 kg, standard deviation 8.7 kg: 254 participants.
    found = continuous_development(20, 0.9, 26.7, 8.7)
    assert (found.cases, found.binding.name) == (254, "residual deviation")
    assert math.isnan(found.events)
    assert list(_cases(continuous_development(20, 0.9, None, 8.7))) == list(_cases(found))[:-1]


def test_the_shrinkage_to_expect_is_the_criterion_turned_round():
    for shrinkage in (0.6, 0.8, 0.95):
        cases = binary_development(30, 0.3, 0.1, shrinkage)["shrinkage"].cases
        assert expected_shrinkage(cases, 30, 0.1) == pytest.approx(shrinkage, abs=1e-3)
    assert 0.1 < expected_shrinkage(40, 200, 0.1) < 0.11
    assert expected_shrinkage(10**7, 5, 0.1) > 0.999


@pytest.mark.parametrize(("auc", "prevalence"), [(0.7, 0.1), (0.89, 0.174), (0.8, 0.5)])
def test_the_R2_of_an_AUC_is_that_of_a_simulation(auc, prevalence):
    import statsmodels.api as sm
    from scipy.stats import norm

    rng = np.random.default_rng(0)
    events = np.arange(60_000) < prevalence * 60_000
    scores = rng.normal(events * math.sqrt(2) * norm.ppf(auc), 1)
    fit = sm.Logit(events, sm.add_constant(scores)).fit(disp=0)
    assert r2_of_auc(auc, prevalence) == pytest.approx(1 - math.exp(-fit.llr / events.size), rel=0.03)


def test_events_per_variable():
    assert events_per_variable(30, 100, 10) == 3
    assert events_per_variable(80, 100, 10) == 2
    with pytest.raises(ValueError, match="at least one parameter"):
        events_per_variable(3, 10, 0)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: binary_development(30, 0.05, 0.4), "between 0 and 0.328"),
        (lambda: binary_development(30, 1.5, 0.1), "prevalence must lie"),
        (lambda: binary_development(0, 0.5, 0.1), "at least one candidate"),
        (lambda: survival_development(30, 0, 2, 1, 0.1), "greater than 0"),
        (lambda: continuous_development(30, 0.5, 0, 1), "mean must not be 0"),
        (lambda: r2_of_auc(0.4, 0.5), "between 0.5 and 1"),
    ],
)
def test_what_is_not_possible_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
