import pytest

from radaudit.statistics.sample_size.validation import binary_validation, continuous_validation


def _cases(*arguments, **named):
    return {criterion.name: criterion.cases for criterion in binary_validation(*arguments, **named).criteria}


@pytest.mark.parametrize(("auc", "prevalence", "cases"), [(0.7, 0.1, 1154), (0.8, 0.5, 302)])
def test_the_auc_in_section_3_3_1(auc, prevalence, cases):
    # Riley et al. 2021, doi:10.1002/sim.9025.
    assert _cases(prevalence, auc, 0, 1)["auc"] == cases


@pytest.mark.parametrize(("prevalence", "width", "cases"), [(0.45, 0.2, 470), (0.1, 0.4, 865), (0.018, 1.0, 905)])
def test_observed_over_expected(prevalence, width, cases):
    # Two of Gehringer et al. 2024 (doi:10.1016/j.jclinepi.2024.111481), who round the error to 0.051 and 0.102, and one
    # that pmvalsampsize is held to on CRAN, which finds the error in steps of 0.0001.
    assert _cases(prevalence, 0.8, 0, 1, ratio_width=width)["observed over expected"] == pytest.approx(cases, rel=0.015)


def test_the_authors_program_for_the_auc():
    # Figure that pmvalsampsize is held to on CRAN.
    assert _cases(0.018, 0.8, -5, 2.5)["auc"] == 4252


@pytest.mark.parametrize(
    ("mean", "deviation", "cases"), [(0.02, 0.9, 1518), (-0.33, 0.9, 1542), (-0.339, 1.128, 1187), (0.067, 1.495, 923)]
)
def test_the_calibration_slope_in_published_uses(mean, deviation, cases):
    # Gehringer et al. 2024, doi:10.1016/j.jclinepi.2024.111481, and a later study with the same code: error 0.072,
    # a simulated linear predictor of a million values, where quadrature stands here.
    assert _cases(0.4, 0.7, mean, deviation, slope_width=2 * 1.96 * 0.072)["calibration slope"] == pytest.approx(
        cases, rel=0.003
    )


def test_a_slope_s_error_is_that_of_a_fit():
    import numpy as np
    import statsmodels.api as sm

    rng = np.random.default_rng(3)
    linear = rng.normal(-1, 1.2, 100_000)
    events = rng.random(100_000) < 1 / (1 + np.exp(-linear))
    error = sm.Logit(events, sm.add_constant(linear)).fit(disp=0).bse[1]
    found = _cases(0.3, 0.8, -1, 1.2, slope_width=2 * 1.96 * error)["calibration slope"]
    assert found == pytest.approx(100_000, rel=0.03)


def test_continuous_outcomes():
    # Archer et al. 2021, doi:10.1002/sim.8766, equations by hand; widths / (2 * 1.96) are the standard errors.
    found = {criterion.name: criterion.cases for criterion in continuous_validation(0.5, 4, 0.5).criteria}
    assert found == {
        "r2": 769,  # 4 * 0.5 * 0.25 / 0.02551^2 = 768.3
        "bias": 123,  # 4 * 0.5 / 0.12755^2 = 122.9
        "calibration slope": 386,  # 1 / 0.05102^2 + 1 = 385.2
        "residual deviation": 235,
    }


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: binary_validation(0, 0.8, 0, 1), "prevalence"),
        (lambda: binary_validation(0.5, 0.8, 0, 0), "greater than 0"),
        (lambda: continuous_validation(1, 1, 1), "R2 must lie"),
        (lambda: continuous_validation(0.5, 1, 0), "greater than 0"),
    ],
)
def test_what_is_not_possible_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
