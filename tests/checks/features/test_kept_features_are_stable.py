import numpy as np
import pytest

from radaudit.checks.features.kept_features_are_stable import kept_features_are_stable
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Location, Severity, Tier
from radaudit.evidence.kept_features import KeptFeatures
from tests.made_evidence import only, told
from tests.made_repeats import measured, repeats_of, some_repeats

# Robust ones, loose ones, and some that a bias between the sessions takes from agreement and not from consistency.
ROBUST = {f"original_glcm_R{n}": 0.98 for n in range(6)}
LOOSE = {f"original_glcm_L{n}": 0.2 for n in range(6)}
BIASED = {f"original_glcm_B{n}": 0.98 for n in range(3)}
ALL = ROBUST | LOOSE | BIASED


def repeats(kind="retest", cases=80):
    return repeats_of(ALL, kind, cases=cases, shift=dict.fromkeys(BIASED, 4.0))


def judged(kept, statistic="icc2", threshold=0.75, retests=None, readings=None, **options):
    slack = 0.005 if threshold else 0.0
    own = KeptFeatures(tuple(kept), statistic, threshold, slack, Location("radaudit.yaml", 9))
    retests = repeats() if retests is None and readings is None else retests
    return list(kept_features_are_stable(own, retests, readings, **options))


def test_an_honest_list():
    finding = only(judged(ROBUST), "pass")
    assert finding.code == "kept-are-stable"
    assert "The study's choice is what ICC(A,1)" in finding.message
    assert finding.values["reach_it_by_agreement_lower_end"] == 6


def test_features_that_fall_are_found_and_the_form_behind_them():
    finding = only(judged([*ROBUST, *BIASED]))
    assert (finding.code, finding.tier, finding.severity) == ("kept-below-threshold", Tier.PROVED, None)
    assert "3 of 9 kept features fall below 0.75 (80 cases, 2 scans) by ICC(A,1)." in finding.message
    assert "The study's choice is what ICC(C,1)" in finding.message
    assert {row["feature"] for row in finding.rows} == set(BIASED)
    assert {row["reaches it by"] for row in finding.rows} == {"consistency, consistency's lower end"}


def test_by_consistency_they_do_not_fall():
    assert told(judged([*ROBUST, *BIASED], "ICC(3,1)")) == [("pass", "kept-are-stable")]


def test_without_a_form_only_what_falls_by_every_form_falls():
    findings = judged([*ROBUST, *BIASED, "original_glcm_L0"], "icc")
    assert told(findings) == [("fail", "kept-below-threshold"), ("fail", "form-decides")]
    assert [row["feature"] for row in findings[0].rows] == ["original_glcm_L0"]
    assert findings[0].tier is Tier.TESTED
    assert findings[1].severity is Severity.MINOR
    assert {row["feature"] for row in findings[1].rows} == set(BIASED)


def test_luck_with_few_cases_is_a_note():
    found = repeats_of({"original_glcm_A": 0.85}, cases=12, seed=2)
    assert found.agreement["icc2"].estimate > 0.75 > found.agreement["icc2"].low
    finding = only(judged(["original_glcm_A"], retests=found))
    assert (finding.code, finding.severity) == ("not-sure", Severity.NOTE)
    assert "Too few" not in finding.message


def test_a_value_that_is_printed_like_the_threshold_reaches_it():
    found = repeats_of({"original_glcm_A": 0.85}, cases=12, seed=2)
    estimate = float(found.agreement["icc2"].estimate[0])
    assert told(judged(["original_glcm_A"], retests=found, threshold=estimate + 0.004)) == [("fail", "not-sure")]
    assert told(judged(["original_glcm_A"], retests=found, threshold=estimate + 0.006))[0][1] == "kept-below-threshold"


def test_lists_that_rest_on_the_other_measurements_are_no_lie():
    loose = repeats_of(dict.fromkeys(ROBUST, 0.1), "readers")
    findings = judged(ROBUST, retests=repeats(), readings=loose)
    assert told(findings) == [("pass", "kept-are-stable"), ("fail", "below-in-other-data")]
    assert findings[1].severity is Severity.MINOR


def test_without_a_threshold_ours_is_taken_and_weighs_less():
    finding = only(judged([*ROBUST, "original_glcm_L1"], "", None))
    assert finding.severity is Severity.MINOR
    assert "which is radaudit's, because the study names none" in finding.message


def test_what_cannot_be_held_against_it():
    assert told(judged(ROBUST, "wcv", 0.1)) == [("unknown", "unknown-statistic")]
    assert told(judged(["original_gldm_X"])) == [("unknown", "not-measured")]
    values = measured(ROBUST)
    values[:, :, 0] = 1.0
    found = some_repeats(values, tuple(ROBUST))
    finding = only(judged(ROBUST, retests=found), "unknown")
    assert (finding.code, [row["feature"] for row in finding.rows]) == ("not-defined", ["original_glcm_R0"])
    with pytest.raises(Unavailable, match="no repeated measurements"):
        list(kept_features_are_stable(KeptFeatures(("a",), "", None, 0.0, Location("x")), None, None))
    assert np.isnan(found.agreement["icc2"].estimate[0])
