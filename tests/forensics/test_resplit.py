import numpy as np
import pytest
from scipy.stats import rankdata

from radaudit.forensics.resplit import drawn_anew, told_apart

ROWS = 120
RANDOM = np.random.default_rng(11)
HELD = RANDOM.permutation(np.arange(ROWS) < 40)
ONE = np.zeros(ROWS, dtype=int)
AGE, SEX = RANDOM.normal(60, 9, ROWS), RANDOM.integers(2, size=ROWS)


def test_a_random_draw_is_usual():
    found = drawn_anew({"age": AGE, "sex": SEX}, HELD, ONE)
    assert min(found.too_different, found.too_alike) > 0.01


def test_one_variable_has_the_p_of_the_rank_sum_test():
    from scipy.stats import mannwhitneyu

    shifted = AGE + 4 * HELD
    found = drawn_anew({"age": rankdata(shifted)}, HELD, ONE)
    assert found.too_different == pytest.approx(mannwhitneyu(shifted[HELD], shifted[~HELD]).pvalue, abs=0.01)
    assert found.too_alike == pytest.approx(1 - found.too_different, abs=0.02)


def test_a_picked_split_is_too_alike():
    columns = np.column_stack([RANDOM.normal(size=(ROWS, 6))])
    drawn = [RANDOM.permutation(HELD) for _ in range(6000)]
    best = min(drawn, key=lambda own: sum((columns[own].mean(axis=0) - columns[~own].mean(axis=0)) ** 2))
    assert drawn_anew({str(n): own for n, own in enumerate(columns.T)}, best, ONE).too_alike < 0.001


def test_strata_explain_balance():
    held = np.zeros(ROWS, dtype=bool)
    for level in (0, 1):
        held[np.flatnonzero(level == SEX)[::3]] = True
    assert drawn_anew({"sex": SEX}, held, SEX) is None
    assert drawn_anew({"age": AGE, "sex": SEX}, held, SEX).apart.keys() == {"age"}


def test_features_that_tell_the_set():
    features = RANDOM.normal(size=(ROWS, 30))
    auc, p = told_apart(features, HELD, ONE)
    assert p > 0.01
    features[HELD, :5] += 1.2
    auc, p = told_apart(features, HELD, ONE)
    assert auc > 0.7
    assert p < 0.001
    assert told_apart(features[:, :1], HELD, ONE) is None


def test_leave_one_out_is_that_of_scikit_learn():
    from sklearn.linear_model import Ridge
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import LeaveOneOut, cross_val_predict

    from radaudit.forensics import resplit

    features = RANDOM.normal(size=(ROWS, 8)) + 0.8 * HELD[:, None]
    auc, _ = told_apart(features, HELD, ONE)
    table = np.apply_along_axis(rankdata, 0, features)
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    scores = np.linalg.svd(table, full_matrices=False)[0]
    ridge = Ridge(alpha=resplit.RIDGE / ROWS)
    predicted = cross_val_predict(ridge, scores, HELD.astype(float), cv=LeaveOneOut())
    assert auc == pytest.approx(roc_auc_score(HELD, predicted), abs=0.01)
