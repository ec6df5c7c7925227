import numpy as np
import pytest

from radaudit.features.steadiness import PLOTTED, Verdict, by_family, heat_map, ordered_plot, reason, verdicts


def test_the_interval_decides():
    low = np.array([0.9, 0.89, 0.2, 0.1, np.nan])
    high = np.array([0.99, 0.95, 0.75, 0.74, np.nan])
    words = ["robust", "borderline", "borderline", "unstable", "unknown"]
    assert verdicts(low, high, 0.9, 0.75) == tuple(map(Verdict, words))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.9, 0.99, "all of it from 0.9 on"),
        (0.8, 0.95, "may be 0.9 or more"),
        (0.8, 0.89, "between 0.75 and 0.9"),
        (0.2, 0.8, "may be below 0.75"),
        (0.2, 0.95, "allows both: too few cases"),
        (0.1, 0.74, "all of it below 0.75"),
        (np.nan, np.nan, "no interval"),
    ],
)
def test_every_verdict_has_its_reason(low, high, said):
    (verdict,) = verdicts(low, high, 0.9, 0.75)
    assert reason(verdict, low, high, 0.9, 0.75) == said


def test_limits_that_cross_are_refused():
    with pytest.raises(ValueError, match="can't be unstable"):
        verdicts(np.zeros(1), np.ones(1), 0.5, 0.75)


def test_families_are_counted():
    names = ["original_glcm_A", "log-sigma-2-0-mm-3D_glcm_A", "original_glcm_B", "age"]
    found = by_family(names, [Verdict.ROBUST, Verdict.UNSTABLE, Verdict.ROBUST, Verdict.UNKNOWN])
    none = {"robust": 0, "borderline": 0, "unstable": 0, "unknown": 0}
    assert found == [
        {"image type": "original", "class": "glcm", **none, "robust": 2},
        {"image type": "log-sigma-2-0-mm-3D", "class": "glcm", **none, "unstable": 1},
        {"image type": "other", "class": "other", **none, "unknown": 1},
    ]


def test_the_map_holds_the_share_of_robust_features_and_nothing_where_none_is_known():
    names = ["original_glcm_A", "original_glcm_B", "wavelet-LLH_glcm_A", "original_shape_C", "original_ngtdm_D"]
    found = [Verdict.ROBUST, Verdict.UNSTABLE, Verdict.BORDERLINE, Verdict.ROBUST, Verdict.UNKNOWN]
    plot = heat_map(names, found, "t")
    assert (plot.kind, plot.labels) == ("heat", ("original", "wavelet-LLH"))
    assert {own.label: own.x for own in plot.series} == {"glcm": (0.5, 0.0), "shape": (1.0, None)}


def test_agreement_is_drawn_from_the_least_on_without_what_has_none_and_no_further_than_fits():
    estimate = np.append(np.linspace(0.9, 0.1, PLOTTED + 1), np.nan)
    names = [f"f{place}" for place in range(len(estimate))]
    plot = ordered_plot(names, (estimate, estimate - 0.05, estimate + 0.05), "t", "ICC(1,1)", (0.9, 0.5))
    assert plot.labels == tuple(f"f{place}" for place in range(PLOTTED, 0, -1))
    (own,) = plot.series
    assert (own.x[0], own.low[0], own.high[0]) == pytest.approx((0.1, 0.05, 0.15))
    assert plot.limits == (0.5, 0.9)
    assert f"The first {PLOTTED} of {PLOTTED + 1} are shown." in plot.note
