import numpy as np
import pytest

from radaudit.checks.leakage.scaling_fitted_on_training_rows import scaling_fitted_on_training_rows
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity
from tests.made_evidence import only, told
from tests.made_lesions import examined, lesions, scaled

OWN = lesions()


def judge(values):
    return list(scaling_fitted_on_training_rows((examined(OWN, values),)))


def apart(codes):
    values = OWN.values.copy()
    for code in np.unique(codes):
        values[codes == code] = scaled(OWN.values[codes == code])
    return values


@pytest.mark.parametrize("values", [OWN.values, scaled(OWN.values, OWN.train)])
def test_raw_values_and_training_statistics_pass(values):
    assert told(judge(values)) == [("pass", "")]


def test_all_rows_is_a_note_and_no_more():
    finding = only(judge(np.round(scaled(OWN.values), 4)))
    assert (finding.code, finding.severity) == ("scaled-on-all-rows", Severity.NOTE)
    assert finding.values["fitted_on"] == "all rows"
    assert "scaled only for publication" in finding.benign[0]


@pytest.mark.parametrize(
    ("codes", "code", "severity"),
    [
        (OWN.event, "classes-scaled-apart", Severity.CRITICAL),
        (OWN.site, "groups-scaled-apart", Severity.NOTE),
        (OWN.train, "groups-scaled-apart", Severity.NOTE),
    ],
)
def test_each_group_by_itself(codes, code, severity):
    finding = only(judge(apart(codes)))
    assert (finding.code, finding.severity) == (code, severity)


def test_the_rows_of_one_class_or_of_the_test_set():
    assert only(judge(scaled(OWN.values, OWN.event == 0))).severity == Severity.CRITICAL
    assert told(judge(scaled(OWN.values, ~OWN.train))) == [("fail", "scaled-on-other-rows")]


def test_too_few_rows():
    with pytest.raises(Unavailable):
        list(scaling_fitted_on_training_rows((examined(OWN, OWN.values[:4]),)))


def test_components_and_residuals_of_all_rows():
    age = np.column_stack([np.ones(len(OWN.age)), OWN.age])
    residuals = OWN.values - age @ np.linalg.lstsq(age, OWN.values, rcond=None)[0]
    adjusted = only(judge(residuals))
    assert (adjusted.code, adjusted.severity) == ("adjusted-on-all-rows", None)
    assert "no correlation with age" in adjusted.message
    table = scaled(OWN.values[:, :20])
    values = table @ np.linalg.svd(table, full_matrices=False)[2][:8].T
    found = only(scaling_fitted_on_training_rows((examined(OWN, values, names=[f"component_{n}" for n in range(8)]),)))
    assert found.code == "rotated-on-all-rows"
