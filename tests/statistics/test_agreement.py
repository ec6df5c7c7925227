import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy.stats import pearsonr

from radaudit.statistics.agreement import ICC_FORMS, ccc, icc

# Shrout & Fleiss 1979, table 2; the coefficients are in table 4.
TARGETS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])


def ends(form):
    return [float(form.estimate), float(form.low), float(form.high)]


def ends_of(form, feature):
    return [float(part[feature]) for part in (form.estimate, form.low, form.high)]


def test_the_coefficients_of_shrout_and_fleiss():
    found = icc(TARGETS)
    published = {"icc1": 0.17, "icc2": 0.29, "icc3": 0.71, "icc1k": 0.44, "icc2k": 0.62, "icc3k": 0.91}
    assert {name: round(float(found[name].estimate), 2) for name in ICC_FORMS} == published
    assert (found.subjects, found.raters, found.level) == (6, 4, 0.95)


def test_R_psych_gives_the_same(ratings, reference):
    assert reference["icc"]["type"] == ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]
    found = icc(ratings)
    for position, name in enumerate(ICC_FORMS):
        expected = [reference["icc"][part][position] for part in ("estimate", "low", "high")]
        assert ends(found[name]) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(("subjects", "raters", "signal"), [(3, 2, 1.0), (12, 3, 1.0), (40, 5, 3.0), (30, 2, 0.0)])
def test_pingouin_gives_the_same(subjects, raters, signal, monkeypatch):
    monkeypatch.setitem(pingouin.options, "round.column.CI95", None)
    rng = np.random.default_rng(subjects)
    values = (
        50 + signal * rng.normal(size=(subjects, 1)) + rng.normal(size=raters) + rng.normal(size=(subjects, raters))
    )
    long = pd.DataFrame(values).rename_axis("subject").reset_index().melt(id_vars="subject", var_name="rater")
    table = pingouin.intraclass_corr(long, targets="subject", raters="rater", ratings="value").set_index("Type")
    for form in icc(values).forms.values():
        expected = table.loc[form.label]
        assert ends(form) == pytest.approx([expected["ICC"], *expected["CI95"]], rel=1e-8)


def test_the_interval_holds_the_true_correlation_as_often_as_it_says():
    # The level of each kind on data of its own model; all 4000 data sets are features of one call.
    rng = np.random.default_rng(5)
    subject, noise = 1.5 * rng.normal(size=(20, 1, 4000)), rng.normal(size=(20, 3, 4000))
    rater = 0.7 * rng.normal(size=(1, 3, 4000))
    truth = {"icc1": 2.25 / 3.25, "icc2": 2.25 / (2.25 + 1 + 0.49), "icc3": 2.25 / 3.25}
    for name, values in (
        ("icc1", subject + noise),
        ("icc2", subject + rater + noise),
        ("icc3", subject + rater + noise),
    ):
        form = icc(values, 0.9)[name]
        covered = ((form.low <= truth[name]) & (truth[name] <= form.high)).mean()
        assert 0.88 <= covered <= 0.92


def test_features_are_taken_one_by_one(ratings):
    values = np.stack([ratings, ratings[::-1] ** 2, 1e9 + ratings, 1e-9 * ratings], axis=2)
    together = icc(values)
    for name in ICC_FORMS:
        for feature in range(values.shape[2]):
            alone = icc(values[:, :, feature])[name]
            assert together[name].estimate.shape == (4,)
            assert ends_of(together[name], feature) == pytest.approx(ends(alone), rel=1e-12)
        assert together[name].estimate[3] == pytest.approx(together[name].estimate[0], rel=1e-12)
        assert together[name].estimate[2] == pytest.approx(together[name].estimate[0], rel=1e-6)


def test_missing_and_constant_features_are_nan_and_touch_no_other():
    rng = np.random.default_rng(1)
    good = rng.normal(size=(8, 3))
    missing, infinite = good.copy(), good.copy()
    missing[2, 1], infinite[0, 0] = np.nan, np.inf
    rounded = np.full((8, 3), 0.1) * (1 + 2e-16 * rng.integers(0, 2, (8, 3)))
    values = np.stack([good, missing, infinite, np.full((8, 3), 0.1), rounded, np.zeros((8, 3))], axis=2)
    found = icc(values)
    for name, form in found.forms.items():
        assert ends_of(form, 0) == pytest.approx(ends(icc(good)[name]), rel=1e-12)
        assert np.isnan([ends_of(form, feature) for feature in range(1, 6)]).all()


def test_perfect_agreement_is_1_with_no_doubt():
    values = np.repeat(np.array([0.1, 0.7, 0.3, 12.9])[:, None], 3, axis=1)
    for form in icc(values).forms.values():
        assert ends(form) == [1.0, 1.0, 1.0]


def test_a_rater_who_is_always_higher_breaks_agreement_but_not_consistency():
    subject = np.array([0.1, 0.7, 0.3, 12.9, 4.0])
    found = icc(np.column_stack([subject, subject + 30]))
    assert ends(found["icc3"]) == [1.0, 1.0, 1.0]
    assert found["icc2"].estimate < 0.2
    assert found["icc1"].estimate < 0


def test_subjects_of_one_mean_have_no_reliability():
    # In binary none of these numbers is exact, nor are their means: rounding must not pass for variation.
    found = icc(np.random.default_rng(0).permuted(np.tile([0.15, 0.35, 0.65, 0.85], (6, 1)), axis=1))
    assert found["icc1"].estimate == pytest.approx(-1 / 3)
    assert found["icc1k"].estimate == -np.inf
    assert found["icc2k"].estimate == -np.inf


def test_the_lower_end_for_the_mean_of_raters_falls_without_bound():
    # Spearman-Brown of a single rater's lower end below -1/(k-1) would come out above 1.
    found = icc([[1, 1, 2], [1, 0.1, 0.1]])
    assert found["icc2k"].estimate == pytest.approx(0.739193084)
    assert found["icc2k"].low == -np.inf
    assert 0.739 < found["icc2k"].high < 1


def test_an_interval_that_leaves_out_its_estimate_is_not_given():
    found = icc([[0.1, 0.1, 0, 1], [1, 0, 0, 0.1]])
    assert found["icc2"].estimate == pytest.approx(-0.42077922)
    assert np.isnan(ends(found["icc2"])[1:]).all()
    assert np.isfinite(ends(found["icc1"])).all()


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        ((1, 3), "two subjects and two raters; there are 1 and 3"),
        ((5, 1), "two subjects and two raters; there are 5 and 1"),
        ((5,), "subjects by raters"),
        ((2, 2, 2, 2), "subjects by raters"),
    ],
)
def test_too_little_is_refused(shape, says):
    with pytest.raises(ValueError, match=says):
        icc(np.ones(shape))
    with pytest.raises(ValueError, match="between 0 and 1"):
        icc(TARGETS, level=95)


def test_R_epiR_gives_the_same_concordance(ratings, reference):
    assert ccc(ratings[:, 0], ratings[:, 1]) == pytest.approx(reference["ccc"], rel=1e-12)


def test_concordance_is_correlation_times_accuracy():
    # Lin's own split: Pearson's correlation times 2 / (v + 1/v + u^2) of scale shift v and location shift u.
    rng = np.random.default_rng(2)
    first = rng.normal(5, 2, (30, 7))
    second = first * rng.uniform(-1, 2, 7) + rng.normal(0, 1, (30, 7)) + rng.normal(size=7)
    found = ccc(first, second)
    assert found.shape == (7,)
    for feature in range(7):
        x, y = first[:, feature], second[:, feature]
        v, u = x.std() / y.std(), (x.mean() - y.mean()) / np.sqrt(x.std() * y.std())
        assert found[feature] == pytest.approx(pearsonr(x, y)[0] * 2 / (v + 1 / v + u * u), rel=1e-10)


def test_the_ends_of_concordance():
    x = np.array([1.0, 2.0, 4.0])
    assert ccc(x, x) == pytest.approx(1, abs=1e-15)
    assert ccc(x, 14 / 3 - x) == pytest.approx(-1, abs=1e-15)
    assert ccc(x, np.full(3, 2.0)) == 0
    assert ccc(np.full(3, 1.0), np.full(3, 2.0)) == 0
    assert np.isnan(ccc(np.full(3, 0.1), np.full(3, 0.1)))
    assert np.isnan(ccc(x, [1, np.nan, 2]))
    assert isinstance(ccc(x, x), float)


def test_concordance_needs_pairs():
    with pytest.raises(ValueError, match="one shape"):
        ccc([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="two subjects"):
        ccc([1], [2])
