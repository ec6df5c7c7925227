import dataclasses

import numpy as np
import pytest

from radaudit.checks.features.made_by_pyradiomics import made_by_pyradiomics
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Severity, Tier
from radaudit.features.settings import Settings
from tests.made_evidence import a_table, only, told
from tests.made_study import CASES

DECLARED = Settings({"setting": {"binWidth": 25}}, "params.yaml", 1)


@pytest.fixture(scope="module")
def raw(pictures):
    rows = pictures.features()
    return a_table({case: list(row.values()) for case, row in zip(CASES, rows, strict=True)}, list(rows[0]))


def judged(table, settings=DECLARED, **changed):
    return list(made_by_pyradiomics(dataclasses.replace(table, **changed), settings))


def test_a_raw_table(raw):
    finding = only(judged(raw), "pass")
    assert finding.message == "All 16 equations between features hold in all 12 rows, as far as the table shows " + (
        "(full precision)."
    )


def test_an_edited_cell(raw):
    values = raw.values.copy()
    values[4, raw.columns["original_firstorder_Maximum"]] += 1
    finding = only(judged(raw, values=values))
    assert (finding.code, finding.tier) == ("rows-break", Tier.PROVED)
    assert finding.message.startswith("1 of 12 rows break equations")
    assert [place.line for place in finding.where] == [6]
    (row,) = finding.rows
    assert row["case"] == "c05"
    assert row["broken equations"] == "1 of 16"
    assert row["for instance"] == "Range = Maximum - Minimum (original)"
    assert "original_firstorder_Maximum" in row["columns that could explain it"]


def test_a_row_that_is_a_mean_of_others(raw):
    values = raw.values.copy()
    values[4] = values[5:8].mean(axis=0)
    finding = only(judged(raw, values=values))
    assert (finding.code, finding.severity) == ("rows-mixed", Severity.MINOR)
    assert finding.benign


def test_a_standardised_table(raw):
    values = (raw.values - raw.values.mean(axis=0)) / raw.values.std(axis=0)
    finding = only(judged(raw, values=values))
    assert (finding.code, finding.severity) == ("shifted-and-scaled", Severity.MINOR)
    assert finding.values["standardised_columns"] == 107


def test_a_table_of_other_numbers(raw):
    finding = only(judged(raw, values=np.log1p(np.abs(raw.values))))
    assert (finding.code, finding.severity, finding.tier) == ("other-values", Severity.MINOR, Tier.HEURISTIC)


def test_excess_kurtosis_weighs_more_where_pyradiomics_is_declared(raw):
    values = raw.values.copy()
    values[:, raw.columns["original_firstorder_Kurtosis"]] -= 3
    finding = only(judged(raw, values=values))
    assert (finding.code, finding.severity) == ("excess-kurtosis", None)
    assert only(judged(raw, None, values=values)).severity is Severity.MINOR


def test_a_column_that_was_changed_throughout(raw):
    values = raw.values.copy()
    values[:, raw.columns["original_glcm_SumAverage"]] *= 2
    finding = only(judged(raw, values=values))
    assert (finding.code, finding.severity) == ("equations-lost", Severity.NOTE)
    asymmetric = Settings({"setting": {"symmetricalGLCM": False}}, "params.yaml", 1)
    assert told(judged(raw, asymmetric, values=values)) == [("pass", "")]


def test_other_tools_and_selected_columns(raw):
    with pytest.raises(NotApplicable):
        judged(a_table({"a": [1, 2], "b": [2, 3]}, ["Mean", "Entropy"]))
    with pytest.raises(Unavailable, match="determine each other"):
        judged(a_table({"a": [1.5, 2], "b": [2, 3]}))


def resampled(*spacing, **others):
    return Settings({"setting": {"resampledPixelSpacing": list(spacing)} | others}, "params.yaml", 1)


def test_rows_of_another_voxel_size(raw):
    total, energy = (raw.values[:, raw.columns[f"original_firstorder_{name}"]] for name in ("TotalEnergy", "Energy"))
    [volume] = {round(own, 6) for own in total / energy}
    assert only(judged(raw, resampled(volume, 1, 1)), "pass")
    finding = only(judged(raw, resampled(volume, 1, 2)))
    assert (finding.code, finding.values["mixed"]) == ("other-voxel-size", False)
    assert finding.rows[0]["volume of a voxel, mm3"] == pytest.approx(volume)
    assert only(judged(raw, resampled(volume, 1, 2, interpolator=None)), "pass")
    assert only(judged(raw, resampled(volume, 0, 2)), "pass")
