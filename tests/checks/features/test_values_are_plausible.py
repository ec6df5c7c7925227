import dataclasses

import numpy as np
import pytest

from radaudit.checks.features.values_are_plausible import values_are_plausible
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import a_table, only, told
from tests.made_study import CASES


@pytest.fixture(scope="module")
def raw(pictures):
    rows = pictures.features()
    return a_table({case: list(row.values()) for case, row in zip(CASES, rows, strict=True)}, list(rows[0]))


def judged(table, change=None, **options):
    values = table.values.copy()
    if change:
        change(values)
    return list(values_are_plausible(dataclasses.replace(table, values=values), **options))


def put(table, row, **features):
    def change(values):
        for name, value in features.items():
            values[row, table.columns[f"original_{name}"]] = value

    return change


def test_raw_values_and_standardised_ones(raw):
    assert told(judged(raw)) == [("pass", "")]
    scaled = (raw.values - raw.values.mean(axis=0)) / raw.values.std(axis=0)
    assert told(values_are_plausible(dataclasses.replace(raw, values=scaled))) == [("pass", "")]


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_a_row_of_one_number(raw, value):
    finding = only(judged(raw, lambda values: values.__setitem__(3, value)))
    assert (finding.code, finding.severity) == ("row-of-one-value", None)
    assert finding.rows == ({"case": "c04", "value": value},)
    assert [place.line for place in finding.where] == [5]


def test_a_row_without_numbers(raw):
    finding = only(judged(raw, lambda values: values.__setitem__(3, np.nan)))
    assert (finding.code, finding.severity) == ("row-without-values", Severity.MINOR)


ONE_LEVEL = {"firstorder_Uniformity": 1, "glcm_JointEnergy": 1, "glcm_MaximumProbability": 1, "glcm_Contrast": 0}
ONE_LEVEL |= {"glcm_JointEntropy": 0, "gldm_GrayLevelVariance": 0, "ngtdm_Coarseness": 1e6}
ONE_LEVEL |= {f"{kind}_GrayLevelNonUniformityNormalized": 1 for kind in ("glrlm", "glszm")}


def test_a_flat_roi_and_a_single_grey_level(raw):
    finding = only(judged(raw, put(raw, 2, **ONE_LEVEL)))
    assert (finding.code, finding.severity) == ("one-grey-level", Severity.MINOR)
    assert finding.rows == ({"image type": "original", "cases": 1},)
    flat = {"firstorder_Range": 0, "firstorder_Variance": 0, "firstorder_InterquartileRange": 0}
    flat |= {"firstorder_MeanAbsoluteDeviation": 0}
    finding = only(judged(raw, put(raw, 2, **ONE_LEVEL, **flat)))
    assert (finding.code, finding.severity) == ("flat-roi", None)
    assert finding.rows == ({"case": "c03", "image type": "original"},)


def test_an_impossible_value(raw):
    finding = only(judged(raw, put(raw, 6, firstorder_Entropy=-0.5)))
    assert (finding.code, finding.message) == ("impossible-value", "1 values can't come from any image.")
    assert finding.rows[0]["feature"] == "original_firstorder_Entropy"
    assert (finding.rows[0]["case"], finding.rows[0]["expected"]) == ("c07", "at least 0")


def test_a_lost_point_is_not_told_twice(raw):
    column = raw.columns["original_firstorder_Mean"]
    lost = float(repr(raw.values[6, column]).replace(".", ""))
    finding = only(judged(raw, put(raw, 6, firstorder_Mean=lost)))
    assert (finding.code, finding.tier) == ("lost-decimal-point", Tier.HEURISTIC)
    assert finding.rows == ({"case": "c07", "feature": "original_firstorder_Mean", "value": lost},)


def test_parts_with_fewer_digits(raw):
    def change(values):
        values[1] = np.round(values[1], 3)
        values[:, raw.columns["original_glcm_Contrast"]] = values[:, raw.columns["original_glcm_Contrast"]].round(2)

    findings = judged(raw, change)
    assert [finding.code for finding in findings] == ["fewer-digits-in-rows", "fewer-digits-in-columns"]
    assert findings[0].rows == ({"case": "c02"},)
    assert findings[1].rows == ({"feature": "original_glcm_Contrast"},)


def test_cells_that_are_dates_or_text(raw):
    cells = (("c01", "f", "3. Dez"), ("c02", "f", "see note"), ("c03", "f", "(0.9+0j)"))
    date, text = values_are_plausible(dataclasses.replace(raw, unreadable=cells))
    assert (date.code, date.severity, date.rows[0]["case"]) == ("spreadsheet-date", None, "c01")
    assert (text.code, text.severity, len(text.rows)) == ("not-a-number", Severity.MINOR, 2)
    assert "complex" in text.message


def test_columns_that_can_hardly_be_used(raw):
    def change(values):
        values[:, 0], values[3:, 1], values[0, 2] = 0.5, np.nan, 1e300

    found = {finding.code: finding for finding in judged(raw, change)}
    assert set(found) == {"too-large", "mostly-missing", "constant-column", "impossible-value"}
    assert found["mostly-missing"].rows == ({"feature": raw.names[1], "missing": 0.75},)
    assert found["constant-column"].severity is Severity.NOTE
    assert "mostly-missing" not in {finding.code for finding in judged(raw, change, missing=0.8)}


def test_a_column_out_of_bounds_throughout(raw):
    finding = only(
        judged(
            raw, lambda values: values.__setitem__((slice(None), raw.columns["original_glcm_Id"]), 50.0 + values[:, 0])
        )
    )
    assert (finding.code, finding.severity) == ("column-out-of-bounds", Severity.MINOR)
