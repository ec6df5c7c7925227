import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy.stats import chi2

from radaudit.statistics.agreement import ICC_FORMS, ccc, icc
from radaudit.statistics.bland_altman import bland_altman
from radaudit.statistics.repeated import REPEATABLE, fullest_block, repeated

# Bland & Altman 1986, doi:10.1016/S0140-6736(86)90837-8, table 1: peak flow by Wright's meter, twice, l/min.
FIRST = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
SECOND = [490, 397, 512, 401, 470, 611, 415, 431, 638, 429, 420, 633, 275, 492, 165, 372, 421]
WRIGHT = np.column_stack([FIRST, SECOND]).astype(float)


def test_the_repeatability_that_bland_and_altman_print():
    # "coefficient of repeatability ... 2 SD of the differences = 43.2 l/min", with the mean difference taken as 0.
    found = repeated(WRIGHT)
    assert 2 * 2**0.5 * found.deviation == pytest.approx(43.2, abs=0.1)
    assert found.repeatability[0] == pytest.approx(REPEATABLE * found.deviation)
    error = found.deviation**2 * 17
    low, high = (REPEATABLE * (error / chi2.ppf(share, 17)) ** 0.5 for share in (0.975, 0.025))
    assert found.repeatability[1:] == pytest.approx((low, high), rel=1e-12)


def test_two_sessions_have_the_limits_of_agreement():
    own, found = repeated(WRIGHT), bland_altman(*WRIGHT.T)
    expected = (found.bias.estimate, found.lower.estimate, found.upper.estimate)
    assert (own.bias, own.lower, own.upper) == pytest.approx(expected, rel=1e-12)
    assert np.isnan(repeated(np.column_stack([WRIGHT, FIRST])).bias)


def test_pingouin_gives_the_same_to_ten_digits(monkeypatch):
    monkeypatch.setitem(pingouin.options, "round.column.CI95", None)
    values = np.random.default_rng(8).normal(size=(12, 1)) + np.random.default_rng(9).normal(size=(12, 3))
    long = pd.DataFrame(values).rename_axis("subject").reset_index().melt(id_vars="subject", var_name="rater")
    table = pingouin.intraclass_corr(long, targets="subject", raters="rater", ratings="value").set_index("Type")
    for name, label in ICC_FORMS.items():
        form, expected = repeated(values)[name], table.loc[label]
        assert [form.estimate, form.low, form.high] == pytest.approx([expected["ICC"], *expected["CI95"]], rel=1e-10)


def test_the_concordance_of_two_is_lins_and_of_three_that_of_their_pairs():
    values = np.random.default_rng(3).normal(size=(20, 3, 4)) + np.random.default_rng(4).normal(5, 2, size=(20, 1, 4))
    assert repeated(values[:, :2]).concordance == pytest.approx(ccc(values[:, 0], values[:, 1]), rel=1e-10)
    for feature in range(4):  # Barnhart's weights: what each pair could disagree by
        above, below = 0.0, 0.0
        for i, j in ((0, 1), (0, 2), (1, 2)):
            x, y = values[:, i, feature], values[:, j, feature]
            weight = x.var() + y.var() + (x.mean() - y.mean()) ** 2
            above, below = above + weight * ccc(x, y), below + weight
        assert repeated(values).concordance[feature] == pytest.approx(above / below, rel=1e-10)


def test_the_coefficient_of_variation_is_each_subjects_own():
    values = np.array([[10.0, 10.0], [9.0, 11.0], [100.0, 100.0]])
    assert repeated(values).variation == pytest.approx(((2 / 100) / 3) ** 0.5)
    assert repeated(-values).variation == pytest.approx(repeated(values).variation)
    assert np.isnan(repeated(values - 50).variation)


def test_who_lacks_a_value_is_left_out_of_that_feature_alone():
    whole = np.random.default_rng(1).normal(size=(9, 2, 3))
    holed = whole.copy()
    holed[4, 1, 1], holed[0, 0, 2] = np.nan, np.inf
    found = repeated(holed)
    assert found.subjects.tolist() == [9, 8, 8]
    for feature, left in ((0, []), (1, [4]), (2, [0])):
        alone = icc(np.delete(whole[:, :, feature], left, axis=0))
        for name in ICC_FORMS:
            assert found[name].low[feature] == pytest.approx(alone[name].low, rel=1e-12)


def test_what_cannot_be_told_is_nan():
    values = np.full((6, 2, 3), 3.0)
    values[1:, :, 1] = np.nan
    values[:, :, 2] = np.arange(6)[:, None]
    found = repeated(values)
    assert found.subjects.tolist() == [6, 1, 6]
    assert np.isnan(found["icc2"].estimate).tolist() == [True, True, False]
    assert np.isnan(found.concordance).tolist() == [True, True, False]
    assert found.deviation.tolist()[0] == 0
    assert np.isnan(found.deviation[1])
    assert (found["icc2"].low[2], found.concordance[2]) == (1.0, pytest.approx(1.0))
    alone = repeated(values[:, :1])
    assert np.isnan(alone["icc1"].estimate).all()
    assert np.isnan(repeated(values[:1])["icc1"].estimate).all()
    with pytest.raises(ValueError, match="subjects by sessions"):
        repeated(np.ones(4))


@pytest.mark.parametrize("name", ["icc1", "icc2", "icc3"])
def test_the_interval_covers_the_truth_in_93_to_97_of_100(name):
    # 200 simulated studies of 20 features each: 30 subjects, 3 sessions, sessions as random effects where they count.
    rng = np.random.default_rng(23)
    session = 0.0 if name == "icc1" else 0.5
    values = 1.5 * rng.normal(size=(30, 1, 4000)) + rng.normal(size=(30, 3, 4000))
    values += session * rng.normal(size=(1, 3, 4000))
    truth = 2.25 / (3.25 + (session**2 if name == "icc2" else 0))
    form = repeated(values)[name]
    covered = ((form.low <= truth) & (truth <= form.high)).reshape(200, 20).mean()
    assert 0.93 <= covered <= 0.97


@pytest.mark.parametrize(
    ("present", "rows", "columns"),
    [
        (["111", "111", "111"], [0, 1, 2], [0, 1, 2]),
        (["111", "110", "111", "111"], [0, 2, 3], [0, 1, 2]),
        (["110", "110", "111", "110"], [0, 1, 2, 3], [0, 1]),
        (["10", "01"], [], [0, 1]),
    ],
)
def test_the_fullest_block(present, rows, columns):
    found = fullest_block(np.array([[mark == "1" for mark in row] for row in present]))
    assert [part.tolist() for part in found] == [rows, columns]
