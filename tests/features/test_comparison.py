import numpy as np
import pandas as pd
import pingouin
import pytest

from radaudit.features.comparison import compare, matched_names, relative_deviation
from radaudit.features.resolution import Resolution, resolution_of
from radaudit.statistics.agreement import ccc, icc

FULL = Resolution(17, 17)
VALUES = np.array([3.0, -1.25, 7.5, 0.125, 12.0, 5.5])


def of(reported, extracted=VALUES, tolerance=1e-9, resolution=FULL):
    """The comparison of one column."""
    reported = np.asarray(reported, dtype=float)
    cases = [f"c{row}" for row in range(len(reported))]
    column = (("original_glcm_Contrast",), reported[:, None])
    table = compare(cases, column, (column[0], np.asarray(extracted, dtype=float)[:, None]), tolerance, resolution)
    return table.features[0], table.deviates[:, 0]


@pytest.mark.parametrize(
    ("reported", "relation", "factor", "shift"),
    [
        (VALUES, "identical", 1, 0),
        (VALUES * (1 + 5e-10), "within tolerance", 1, 0),
        (VALUES * 2.5, "factor", 2.5, 0),
        (VALUES * -1, "factor", -1, 0),
        (VALUES - 3, "shift", 1, -3),
        (VALUES * 0.5 + 4, "linear", 0.5, 4),
        (VALUES**2, "differs", 1, 0),
        (VALUES + np.array([0, 0, 1, 0, 0, 0]), "some cases", 1, 0),
    ],
)
def test_each_relation_is_told(reported, relation, factor, shift):
    feature, deviates = of(reported)
    assert (feature.relation, feature.factor, feature.shift) == (relation, pytest.approx(factor), pytest.approx(shift))
    assert feature.agrees == (relation in ("identical", "within tolerance"))
    assert deviates.any() == (not feature.agrees)


def test_counts_and_greatest_deviations():
    feature, _ = of([3.0, -1.25, 7.5 * (1 + 1e-10), 0.125, 12.0, 5.0])
    assert (feature.cases, feature.identical, feature.agreeing) == (6, 4, 5)
    assert feature.greatest_absolute == 0.5
    assert feature.greatest_relative == pytest.approx(0.5 / 5.5)


def test_a_value_on_one_side_only_deviates_and_on_neither_does_not():
    feature, deviates = of([np.nan, *VALUES[1:]])
    assert deviates.tolist() == [True] + [False] * 5
    assert (feature.relation, feature.cases) == ("some cases", 5)
    feature, deviates = of([np.nan, *VALUES[1:]], [np.nan, *VALUES[1:]])
    assert not deviates.any()
    assert (feature.relation, feature.cases) == ("identical", 5)


def test_no_value_at_all():
    feature, deviates = of([np.nan] * 6)
    assert (feature.relation, feature.agrees, deviates.all()) == ("no value", False, True)
    feature, deviates = of([np.nan] * 6, [np.nan] * 6)
    assert (feature.relation, feature.agrees, deviates.any()) == ("no value", False, False)


def test_a_factor_needs_three_cases():
    assert of(VALUES[:2] * 2, VALUES[:2])[0].relation == "differs"
    assert of(VALUES[:3] * 2, VALUES[:3])[0].relation == "factor"
    assert of(VALUES[:3] * 2 + 1, VALUES[:3])[0].relation == "differs"  # any three points lie near some line


def test_sums_that_should_be_zero_agree_whatever_their_sign():
    feature, deviates = of([1e-16, -2e-17, 0.0], [-3e-16, 1e-17, 4e-16])
    assert not deviates.any()
    assert feature.agrees
    assert feature.greatest_relative == 0  # they are printed as the greatest deviation of an agreeing table


def test_infinity_equals_itself_only():
    _, deviates = of([np.inf, np.inf, 1.0], [np.inf, -np.inf, 1.0])
    assert deviates.tolist() == [False, True, False]


class TestRoundedTables:
    values = np.array([0.123456789, 12.3456789, 1234.56789, 0.000123456, 98765.4321, 3.0])

    @pytest.mark.parametrize("form", ["{:.2f}", "{:.4g}", "{:.3e}"])
    def test_they_agree(self, form):
        texts = [form.format(value) for value in self.values]
        feature, _ = of([float(text) for text in texts], self.values, resolution=resolution_of(texts))
        assert feature.relation == "within tolerance"

    @pytest.mark.parametrize("form", ["{:.2f}", "{:.4g}"])
    def test_a_real_difference_is_seen(self, form):
        texts = [form.format(value) for value in self.values * 1.02]
        feature, deviates = of([float(text) for text in texts], self.values, resolution=resolution_of(texts))
        assert deviates[[1, 2, 4]].all()
        assert feature.relation == "factor"
        assert feature.factor == pytest.approx(1.02, rel=1e-3)

    def test_a_shift_is_told_from_rounded_values(self):
        kurtosis = np.array([2.7183, 3.1416, 4.6692, 1.6180, 2.5029])
        texts = [f"{value - 3:.2f}" for value in kurtosis]
        feature, _ = of([float(text) for text in texts], kurtosis, resolution=resolution_of(texts))
        assert feature.relation == "shift"
        assert feature.shift == pytest.approx(-3, abs=0.01)

    def test_rounding_does_not_hide_one_wrong_case(self):
        texts = [f"{value:.2f}" for value in self.values]
        reported = np.array([float(text) for text in texts])
        reported[2] += 0.02
        _, deviates = of(reported, self.values, resolution=resolution_of(texts))
        assert deviates.tolist() == [False, False, True, False, False, False]


def test_agreement_is_that_of_the_statistics_and_of_pingouin():
    random = np.random.default_rng(5)
    truth = random.normal(size=(12, 3)) * [1, 10, 1e-3]
    other = truth + random.normal(size=(12, 3)) * [0.3, 5, 1e-4]
    names = ["original_glcm_A", "original_glcm_B", "original_glcm_C"]
    table = compare([str(row) for row in range(12)], (names, other), (names, truth), 1e-9, FULL)
    forms = icc(np.stack([other, truth], axis=1))["icc2"].estimate
    for column, feature in enumerate(table.features):
        assert feature.ccc == pytest.approx(ccc(other[:, column], truth[:, column]), abs=1e-14)
        assert feature.icc == forms[column]
        long = pd.DataFrame(
            {
                "case": list(range(12)) * 2,
                "table": ["reported"] * 12 + ["extracted"] * 12,
                "value": np.concatenate([other[:, column], truth[:, column]]),
            }
        )
        theirs = pingouin.intraclass_corr(long, targets="case", raters="table", ratings="value")
        absolute = theirs[theirs["Type"].isin(["ICC2", "ICC(A,1)"])]["ICC"].item()
        assert feature.icc == pytest.approx(absolute, abs=1e-9)


def test_agreement_is_over_the_cases_that_have_both_values():
    reported = np.array([3.1, np.nan, 7.5, 0.2, 12.0, 5.5])
    feature, _ = of(reported)
    known = np.isfinite(reported)
    assert feature.ccc == ccc(reported[known], VALUES[known])
    assert np.isnan(of([1.0], [1.0])[0].ccc)


def test_names_match_by_letter_or_by_parts():
    extracted = ["original_glcm_Contrast", "wavelet-LLH_firstorder_Mean", "log-sigma-2-0-mm-3D_glcm_Contrast", "x"]
    reported = ["T2_original_glcm_Contrast", "wavelet.LLH_firstorder_Mean", "log.sigma.2.0.mm.3D_glcm_Contrast", "x"]
    assert matched_names(reported, extracted) == dict(zip(reported, extracted, strict=True))


def test_two_prefixes_of_one_feature_match_nothing():
    assert matched_names(["T1_original_glcm_Idm", "T2_original_glcm_Idm"], ["original_glcm_Idm"]) == {}


def test_names_of_older_releases_are_matched_with_the_same_number_of_today():
    extracted = ["original_shape_VoxelVolume", "original_shape_MajorAxisLength", "original_glcm_Id"]
    reported = [
        "original_shape_Volume",
        "CT_original_shape_MajorAxis",
        "original_glcm_Id",
        "original_glcm_Homogeneity1",
    ]
    assert matched_names(reported, extracted) == {
        "original_shape_Volume": "original_shape_VoxelVolume",
        "CT_original_shape_MajorAxis": "original_shape_MajorAxisLength",
        "original_glcm_Id": "original_glcm_Id",
        "original_glcm_Homogeneity1": "original_glcm_Id",
    }
    both = ["CT_original_shape_Volume", "PET_original_shape_Volume"]
    assert matched_names(both, extracted) == {}


def test_what_only_one_table_has_is_listed():
    one = np.ones((2, 2))
    table = compare(["a", "b"], (["volume", "mine"], one), (["volume", "theirs"], one), 1e-9, FULL)
    assert (table.not_extracted, table.not_reported) == (("mine",), ("theirs",))
    assert [feature.reported for feature in table.features] == ["volume"]


def test_tables_without_a_common_feature():
    table = compare(["a", "b"], (["mine"], np.ones((2, 1))), (["theirs"], np.ones((2, 1))), 1e-9, FULL)
    assert table.features == ()
    assert table.deviates.shape == (2, 0)


def test_relative_deviation_is_of_the_larger_value():
    assert relative_deviation(np.array([1.0, 2.0, 0.0]), np.array([2.0, 1.0, 0.0])).tolist() == [0.5, 0.5, 0.0]
