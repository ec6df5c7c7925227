import numpy as np
import pytest

from radaudit.statistics.adjustment import adjusted, normal_scores

RANDOM = np.random.default_rng(8)
VALUES = RANDOM.normal(size=(30, 3))
TERMS = RANDOM.normal(size=(30, 2))


def test_residuals_are_those_of_statsmodels():
    import statsmodels.api as sm

    expected = np.column_stack([sm.OLS(own, sm.add_constant(TERMS)).fit().resid for own in VALUES.T])
    assert adjusted(VALUES, TERMS) == pytest.approx(expected)
    assert adjusted(VALUES, None) == pytest.approx(VALUES - VALUES.mean(axis=0))


def test_what_is_explained_completely_is_nothing():
    assert (adjusted(np.column_stack([TERMS @ [2, 3], VALUES[:, 0]]), TERMS)[:, 0] == 0).all()


def test_no_more_variables_are_taken_out_than_rows_allow():
    many = RANDOM.normal(size=(10, 9))
    assert adjusted(VALUES[:10], many) == pytest.approx(adjusted(VALUES[:10], many[:, :2]))


def test_scores_are_normal_and_see_the_order_only():
    scores = normal_scores(VALUES)
    assert normal_scores(np.exp(5 * VALUES)) == pytest.approx(scores)
    assert scores.mean(axis=0) == pytest.approx(0, abs=1e-12)
    assert 0.9 < scores.std() < 1.0
    # Blom's scores of five values, as tables of expected normal order statistics have them within 0.02.
    assert normal_scores(np.arange(5.0)[:, None])[:, 0] == pytest.approx([-1.163, -0.495, 0, 0.495, 1.163], abs=0.02)


def test_unknown_cells_stand_in_the_middle_and_constants_say_nothing():
    scores = normal_scores(np.array([[1.0, 7.0], [np.nan, 7.0], [2.0, 7.0]]))
    assert scores[1, 0] == 0
    assert scores[0, 0] == -scores[2, 0] < 0
    assert (scores[:, 1] == 0).all()
