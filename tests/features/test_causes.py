"""The pattern of deviations in tables that pyradiomics really made, from images and settings that really differ."""

import numpy as np
import pytest

from radaudit.features.causes import causes, sorted_by_deviation
from radaudit.features.comparison import compare
from radaudit.features.resolution import resolution_of
from tests.made_study import CASES, PARAMETERS, with_settings

FEW = CASES[:8]
CLASSES = {"shape": [], "firstorder": [], "glcm": []}
WAVELETS = with_settings({"Original": {}, "Wavelet": {"wavelet": "haar"}}, binWidth=25) | {"featureClass": CLASSES}
OTHER_WAVELETS = WAVELETS | {"imageType": {"Original": {}, "Wavelet": {"wavelet": "coif1"}}}


@pytest.fixture
def compared(pictures):
    """Compare a table with what the declared parameters give, and name the causes."""

    def run(reported, extracted=None, only=lambda name: True, form="{!r}"):
        extracted = extracted or pictures.features(cases=FEW)
        names = [name for name in reported[0] if only(name)]
        texts = [[form.format(row[name]) for name in names] for row in reported]
        left = np.array([[float(text) for text in row] for row in texts])
        right = np.array([list(row.values()) for row in extracted])
        resolution = resolution_of(text for row in texts for text in row)
        table = compare(FEW[: len(reported)], (names, left), (list(extracted[0]), right), 1e-9, resolution)
        return table, causes(table, "bin width 25")

    return run


def edited(rows, change):
    """A copy of the table with every value changed; ``change(case, name, value)``."""
    return [{name: change(case, name, value) for name, value in row.items()} for case, row in enumerate(rows)]


def test_an_equal_table_has_no_cause(compared, pictures):
    table, found = compared(pictures.features(cases=FEW))
    assert found == []
    assert {feature.relation for feature in table.features} == {"identical"}


@pytest.mark.parametrize("form", ["{:.4f}", "{:.5g}"])
def test_a_rounded_table_has_no_cause(compared, pictures, form):
    assert compared(pictures.features(cases=FEW), form=form)[1] == []


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"binWidth": 10}, "discretisation"),
        ({"binCount": 32}, "discretisation"),
        ({"normalize": True, "normalizeScale": 100}, "intensity"),
        ({"resampledPixelSpacing": [1.5, 1.5, 1.5]}, "geometry"),
    ],
)
@pytest.mark.parametrize("form", ["{!r}", "{:.3f}"])
def test_other_settings(compared, pictures, settings, code, form):
    _, found = compared(pictures.features(with_settings(**settings), FEW), form=form)
    assert [cause.code for cause in found] == [code]
    assert found[0].cases == tuple(range(len(FEW)))


def test_discretisation_moves_no_feature_that_needs_no_bins(compared, pictures):
    table, [cause] = compared(pictures.features(with_settings(binWidth=10), FEW))
    kinds = {(table.features[column].name.kind, table.features[column].name.feature) for column in cause.features}
    assert {feature for kind, feature in kinds if kind == "firstorder"} == {"Entropy", "Uniformity"}
    assert not any(kind.startswith("shape") for kind, _ in kinds)
    assert "shape features and first-order features that need no histogram agree" in cause.sentence
    assert "bin width 25" in cause.sentence


def test_what_the_table_does_not_hold_is_not_said_to_agree(compared, pictures):
    other = pictures.features(with_settings(binWidth=10), FEW)
    _, [cause] = compared(other, only=lambda name: "_glcm_" in name or "_glrlm_" in name)
    assert cause.code == "discretisation"
    assert " agree" not in cause.sentence
    assert "has no shape features and no first-order features" in cause.sentence
    normalised = pictures.features(with_settings(normalize=True, normalizeScale=100), FEW)
    _, [cause] = compared(normalised, only=lambda name: "_shape_" not in name)
    assert cause.code == "intensity"
    assert " agree" not in cause.sentence


def test_the_mask_of_another_case(compared, pictures):
    pairs = [(case, case) for case in FEW]
    pairs[2] = (FEW[2], FEW[5])
    table, [cause] = compared(pictures.pairs(pairs))
    assert (cause.code, cause.cases) == ("case-differs", (2,))
    assert "c03" in cause.sentence
    assert "another mask" in cause.sentence
    assert len(cause.features) > len(table.features) / 2


def test_the_image_of_another_case(compared, pictures):
    pairs = [(case, case) for case in FEW]
    pairs[4] = (FEW[1], FEW[4])
    _, [cause] = compared(pictures.pairs(pairs))
    assert (cause.code, cause.cases) == ("case-differs", (4,))
    assert "the mask is the one that was used, but the image" in cause.sentence


def test_a_case_without_shape_features_to_tell_by(compared, pictures):
    pairs = [(case, case) for case in FEW]
    pairs[4] = (FEW[1], FEW[4])
    _, [cause] = compared(pictures.pairs(pairs), only=lambda name: "_shape_" not in name)
    assert "no shape features that would tell which" in cause.sentence


def test_rows_of_two_cases_swapped_under_other_bins(compared, pictures):
    rows = pictures.features(with_settings(binWidth=10), FEW)
    rows[0], rows[1] = rows[1], rows[0]
    _, found = compared(rows)
    assert [cause.code for cause in found] == ["case-differs", "case-differs", "discretisation"]
    assert [cause.cases for cause in found[:2]] == [(0,), (1,)]
    assert found[2].cases == tuple(range(2, len(FEW)))


def test_another_wavelet(compared, pictures):
    table, found = compared(pictures.features(OTHER_WAVELETS, FEW[:5]), pictures.features(WAVELETS, FEW[:5]))
    assert [cause.code for cause in found] == ["filter"]
    assert "wavelet-HHH" in found[0].sentence
    assert not any(table.features[column].name.image == "original" for column in found[0].features)


def test_another_sigma_has_other_names(compared, pictures):
    def log(sigma):
        return with_settings({"LoG": {"sigma": [sigma]}}) | {"featureClass": {"firstorder": []}}

    table, found = compared(pictures.features(log(2.0), FEW[:5]), pictures.features(log(3.0), FEW[:5]))
    assert found == []
    assert len(table.not_extracted) == len(table.not_reported) == 18


def test_a_scaled_table(compared, pictures):
    rows = pictures.features(cases=FEW)
    values = np.array([list(row.values()) for row in rows])
    spread = np.where(values.std(axis=0) > 0, values.std(axis=0), 1)
    for scaled in ((values - values.mean(axis=0)) / spread, values - values.min(axis=0)):
        _, [cause] = compared([dict(zip(rows[0], map(float, row), strict=True)) for row in scaled])
        assert cause.code == "scaled"


def test_a_scaled_table_of_four_decimals(compared, pictures):
    rows = pictures.features(cases=FEW)
    values = np.array([list(row.values()) for row in rows])
    spread = np.where(values.std(axis=0) > 0, values.std(axis=0), 1)
    scaled = (values - values.mean(axis=0)) / spread
    table = [dict(zip(rows[0], map(float, row), strict=True)) for row in scaled]
    assert [cause.code for cause in compared(table, form="{:.4f}")[1]] == ["scaled"]


@pytest.mark.parametrize("form", ["{!r}", "{:.4f}"])
def test_excess_kurtosis_is_another_tool(compared, pictures, form):
    def change(case, name, value):
        return value - 3 if name.endswith("_Kurtosis") else value

    table, [cause] = compared(edited(pictures.features(cases=FEW), change), form=form)
    assert cause.code == "other-tool"
    assert [table.features[column].reported for column in cause.features] == ["original_firstorder_Kurtosis"]


def test_one_column_edited(compared, pictures):
    def change(case, name, value):
        return value * 1.01 + case if name == "original_glcm_Contrast" else value

    table, [cause] = compared(edited(pictures.features(cases=FEW), change))
    assert cause.code == "differs"
    assert [table.features[column].reported for column in cause.features] == ["original_glcm_Contrast"]


def test_one_cell_edited(compared, pictures):
    def change(case, name, value):
        return value + 1 if (case, name) == (3, "original_glcm_Contrast") else value

    table, [cause] = compared(edited(pictures.features(cases=FEW), change))
    assert cause.code == "differs"
    assert table.features[cause.features[0]].relation == "some cases"


def test_two_cases_are_too_few_for_a_lone_one(compared, pictures):
    rows = pictures.pairs([(FEW[0], FEW[0]), (FEW[1], FEW[5])])
    _, [cause] = compared(rows, pictures.features(cases=FEW[:2]))
    assert cause.code == "geometry"


def test_features_without_pyradiomics_names(compared, pictures):
    rows = [{f"f{n}": value for n, value in enumerate(row.values())} for row in pictures.features(cases=FEW)]
    other = [{f"f{n}": value for n, value in enumerate(row.values())} for row in pictures.features(PARAMETERS, FEW)]
    assert compared(rows, other)[1] == []
    other[0]["f7"] += 1
    assert [cause.code for cause in compared(rows, other)[1]] == ["differs"]


def test_the_worst_feature_comes_first(compared, pictures):
    table, _ = compared(pictures.features(with_settings(binWidth=10), FEW))
    order = [feature.greatest_relative for feature in sorted_by_deviation(table.features)]
    assert order == sorted(order, reverse=True)
