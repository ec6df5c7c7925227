import numpy as np
import pytest

from radaudit.checks.features.stable_on_retest import stable_on_retest
from radaudit.core.finding import Tier
from tests.made_evidence import told
from tests.made_repeats import measured, repeats_of, some_repeats

MIXED = {"original_glcm_A": 0.98, "original_glcm_B": 0.97, "original_shape_C": 0.99, "log-sigma-2-0-mm-3D_glcm_D": 0.1}


def test_features_of_known_agreement_get_their_verdicts():
    wanted = {"original_glcm_A": 0.98, "original_glcm_B": 0.8, "original_glcm_C": 0.1}
    findings = list(stable_on_retest(repeats_of(wanted, cases=150, sessions=3)))
    assert told(findings) == [("pass", "measured"), ("pass", "")]
    verdicts = {row["feature"]: row["verdict"] for row in findings[0].rows}
    assert list(verdicts.values()) == ["unstable", "borderline", "robust"]
    assert findings[0].tier is Tier.TESTED
    assert findings[0].plots[0].labels[0] == "original_glcm_C"


def test_most_of_them_unstable():
    wanted = {f"original_glcm_F{n}": 0.05 for n in range(4)} | {"original_shape_V": 0.99}
    findings = list(stable_on_retest(repeats_of(wanted)))
    assert findings[0].code == "mostly-unstable"
    assert findings[0].values["unstable"] == 4
    assert findings[0].benign
    assert told(stable_on_retest(repeats_of(wanted), most=0.9))[0] == ("pass", "measured")


def test_families_are_counted():
    table = list(stable_on_retest(repeats_of(MIXED, cases=100)))[-1].rows
    assert [(row["image type"], row["class"], row["robust"]) for row in table] == [
        ("original", "glcm", 2),
        ("original", "shape", 1),
        ("log-sigma-2-0-mm-3D", "glcm", 0),
    ]


def test_few_people_make_wide_intervals_and_no_accusation():
    findings = list(stable_on_retest(repeats_of({"original_glcm_A": 0.6, "original_glcm_B": 0.5}, cases=6, seed=3)))
    assert told(findings)[0] == ("pass", "measured")
    assert {row["verdict"] for row in findings[0].rows} == {"borderline"}


def test_equal_numbers_are_no_second_scan():
    values = measured(MIXED, cases=20)
    values[[4, 9], 1] = values[[4, 9], 0]
    values[:, 1, 2] = values[:, 0, 2]  # shape: the mask was laid on the second scan
    finding = next(iter(stable_on_retest(some_repeats(values, tuple(MIXED)))))
    assert finding.code == "session-copied"
    assert [row["case"] for row in finding.rows] == ["c4", "c9"]
    assert finding.rows[0]["of"] == 3
    values[:12, 1] = values[:12, 0]
    assert next(iter(stable_on_retest(some_repeats(values, tuple(MIXED))))).code == "second-scans-copied"


@pytest.mark.parametrize("value", [1.0, np.nan])
def test_features_that_do_not_vary_have_no_agreement(value):
    values = np.full((8, 2, 2), value)
    findings = list(stable_on_retest(some_repeats(values, ("original_glcm_A", "original_glcm_B"))))
    assert told(findings)[0] == ("unknown", "no-agreement")
    reason = "it does not vary" if value == 1.0 else "fewer than two cases have every measurement"
    assert findings[0].rows[0]["reason"] == reason
