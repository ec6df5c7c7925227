import numpy as np
import pytest
import statsmodels.api as sm

from radaudit.statistics.logistic import fit_logistic, fit_weighted

RNG = np.random.default_rng(1)
DESIGN = np.column_stack([np.ones(90), RNG.normal(size=(90, 2))])
EVENTS = RNG.random(90) < 1 / (1 + np.exp(-DESIGN @ [0.3, 1.0, -0.5]))


def test_statsmodels_gives_the_same():
    other = sm.Logit(EVENTS, DESIGN).fit(disp=0, tol=1e-12)
    weights, covariance = fit_logistic(DESIGN, EVENTS)
    assert weights == pytest.approx(other.params, rel=1e-8)
    assert covariance == pytest.approx(other.cov_params(), rel=1e-6)


def test_statsmodels_gives_the_same_for_each_row_of_weights():
    rows = np.vstack([np.ones(90), RNG.integers(0, 4, 90)]).astype(float)
    offset = RNG.normal(size=90)
    found = fit_weighted(DESIGN, EVENTS, rows, offset)
    family = sm.families.Binomial()
    for mine, row in zip(found, rows, strict=True):
        other = sm.GLM(EVENTS, DESIGN, family=family, offset=offset, freq_weights=row).fit(tol=1e-14)
        assert mine == pytest.approx(other.params, rel=1e-7)


def test_what_is_separated_has_no_coefficients():
    design = np.column_stack([np.ones(6), np.arange(6.0) - 2.5])
    events = np.arange(6) > 2
    with pytest.raises(ValueError, match="separate the classes"):
        fit_logistic(design, events)
    mixed = np.arange(6) % 2 == 1
    found = fit_weighted(design, mixed, np.array([[1.0] * 6, [1, 0, 0, 0, 0, 1], [0, 1, 0, 1, 0, 1]]))
    assert np.isfinite(found[0]).all()
    assert np.isnan(found[1:]).all()
