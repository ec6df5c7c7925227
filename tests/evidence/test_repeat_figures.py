import numpy as np

from radaudit.evidence.repeat_figures import Judged, bland_altman_plots, column_of, equal_rows_of
from radaudit.features.steadiness import PLOTTED, Verdict
from radaudit.statistics.bland_altman import bland_altman
from tests.made_repeats import measured, repeats_of, some_repeats

TRUE = {"original_glcm_A": 0.98, "original_glcm_B": 0.8, "original_glcm_C": 0.1}


def test_verdicts_rows_and_figures_agree():
    judged = Judged.by(repeats_of(TRUE, cases=150, sessions=3), 0.9, 0.5)
    assert judged.verdicts == (Verdict.ROBUST, Verdict.BORDERLINE, Verdict.UNSTABLE)
    assert judged.of(Verdict.UNSTABLE, Verdict.BORDERLINE) == ["original_glcm_C", "original_glcm_B"]
    assert judged.told() == "1 robust, 1 borderline, 1 unstable (150 cases, 3 scans)"
    row = judged.rows(["original_glcm_B"])[0]
    form = judged.repeats.agreement["icc2"]
    assert (row["ICC(A,1)"], row["2.5 %"], row["cases"]) == (form.estimate[1], form.low[1], 150)
    assert row["reason"] == "between 0.5 and 0.9"


def test_too_few_cases_are_the_reason_of_a_wide_interval():
    judged = Judged.by(repeats_of({"original_glcm_A": 0.8}, cases=4), 0.9, 0.5)
    assert judged.reason("original_glcm_A") == "allows both: too few cases"


def test_what_was_left_out_is_told():
    judged = Judged.by(some_repeats(measured(TRUE), tuple(TRUE), left_out=("2 cases",)), 0.9, 0.5)
    assert judged.told().endswith("(60 cases, 2 scans; left out: 2 cases)")


def test_the_plot_is_ordered_and_cut():
    wanted = {f"original_glcm_F{n}": 0.2 + 0.7 * n / 50 for n in range(50)}
    plot = Judged.by(repeats_of(wanted), 0.9, 0.5).ordered(wanted, "all features")
    assert len(plot.labels) == PLOTTED
    assert list(plot.series[0].x) == sorted(plot.series[0].x)
    assert f"The first {PLOTTED} of 50 are shown." in plot.note


def test_bland_altman_shows_bias_and_limits():
    repeats = repeats_of(TRUE, cases=20, shift={"original_glcm_A": 1.0})
    plot = bland_altman_plots(repeats, ["original_glcm_A"])[0]
    own = bland_altman(*repeats.values[:, :, 0].T)
    assert len(plot.series[0].x) == 20
    assert set(plot.series[1].y) == {float(f"{own.bias.estimate:.6g}")}
    assert set(plot.series[2].y) == {float(f"{end.estimate:.6g}") for end in (own.lower, own.upper)}
    assert bland_altman_plots(some_repeats(np.ones((5, 2, 1)), ["original_glcm_A"]), ["original_glcm_A"]) == []


def test_equal_rows_count_what_varies_and_what_is_there():
    values = measured(TRUE, cases=6)
    values[:, :, 2] = 7.0
    values[1, 1, :2] = values[1, 0, :2]
    values[3, 1] = values[3, 0] = np.nan
    rows = equal_rows_of(some_repeats(values, tuple(TRUE), "readers"), 0.9)
    assert rows == [{"case": "c1", "one": "s0", "other": "s1", "equal features": 2, "of": 2}]


def test_a_model_s_feature_is_found_by_its_plain_name():
    own = repeats_of({"CT_original_glcm_Idm": 0.9, "age": 0.9})
    assert column_of(own, "original_glcm_Idm") == "CT_original_glcm_Idm"
    assert column_of(own, "age") == "age"
    assert column_of(own, "original_glcm_Contrast") is None
