import numpy as np

from radaudit.checks.features.readers_agree import readers_agree
from tests.made_evidence import told
from tests.made_repeats import repeats_of, some_repeats


def test_readers_who_agree():
    findings = list(readers_agree(repeats_of({"original_glcm_A": 0.98, "original_glcm_B": 0.97}, "readers", cases=100)))
    assert told(findings) == [("pass", "measured"), ("pass", "")]
    assert findings[0].message == "Between readers: 2 robust (100 cases, 2 readers)."
    assert findings[0].where[0].path == "repeats.csv"


def test_a_reader_who_always_draws_larger_agrees_by_consistency_alone():
    wanted = {"original_shape_V": 0.98, "original_shape_S": 0.98}
    findings = list(readers_agree(repeats_of(wanted, "readers", shift=dict.fromkeys(wanted, 4.0))))
    assert findings[0].code == "mostly-unstable"
    for row in findings[0].rows:
        assert row["ICC(A,1)"] < 0.3 < 0.95 < row["ICC(C,1)"]
        assert row["reason"] == "all of it below 0.5"


def test_without_variation_nothing_is_told():
    findings = list(readers_agree(some_repeats(np.ones((5, 2, 1)), ["original_glcm_A"], "readers")))
    assert told(findings) == [("unknown", "no-agreement")]


def test_the_limits_are_options():
    repeats = repeats_of({"original_glcm_A": 0.8}, "readers", cases=400)
    assert next(iter(readers_agree(repeats))).values["borderline"] == 1
    assert next(iter(readers_agree(repeats, robust=0.7))).values["robust"] == 1
    assert next(iter(readers_agree(repeats, unstable=0.9))).code == "mostly-unstable"
