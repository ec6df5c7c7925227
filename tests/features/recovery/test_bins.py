import numpy as np
import pytest

from radaudit.features.fast.pyradiomics import image_operations
from radaudit.features.recovery.bins import COUNTS, MOST_BINS, histogram_features, matching, simplest, span, widths

EDGES = image_operations().getBinEdges
LEVELS = np.sort(np.random.default_rng(5).normal(100, 60, 400).round()).astype(np.int16)
ALL = ("firstorder_Entropy", "firstorder_Uniformity", "gldm_GrayLevelVariance")


def reported(levels=LEVELS, names=ALL, far=1e-9, **bins):
    found = histogram_features(levels, np.asarray(EDGES(levels[[0, -1]], **bins)))
    return {name: (found[name], far) for name in names}


def test_the_features_are_those_of_a_histogram_by_hand():
    found = histogram_features(np.array([0, 1, 1, 5]), np.array([0, 2, 4, 6]))
    assert found["firstorder_Entropy"] == pytest.approx(-(0.75 * np.log2(0.75) + 0.25 * np.log2(0.25)))
    assert found["firstorder_Uniformity"] == 0.75**2 + 0.25**2
    assert found["gldm_GrayLevelNonUniformity"] == (9 + 1) / 4
    assert found["gldm_GrayLevelVariance"] == 0.75 * 0.5**2 + 0.25 * 1.5**2
    assert found["gldm_HighGrayLevelEmphasis"] == (3 * 1 + 9) / 4
    assert found["gldm_LowGrayLevelEmphasis"] == (3 * 1 + 1 / 9) / 4


@pytest.mark.parametrize("width", [1, 5, 10, 25, 7.3, 12.5, 60, 0.5])
def test_a_width_is_found(width):
    assert width in matching(LEVELS, reported(binWidth=width), EDGES)["widths"]


@pytest.mark.parametrize("count", [2, 8, 32, 64, 100, 256])
def test_a_count_is_found(count):
    found = matching(LEVELS, reported(binCount=count), EDGES)
    assert count in found["counts"]
    assert found["counts"] == sorted(found["counts"])


@pytest.mark.parametrize("bins", [{"binWidth": 0.25}, {"binWidth": 1}, {"binCount": 16}])
def test_entropy_narrows_the_search_and_loses_nothing(bins):
    smooth = np.sort(np.random.default_rng(6).normal(0, 3, 300))
    wanted = reported(smooth, names=("firstorder_Entropy",), far=0.02, **bins)
    number, far = wanted["firstorder_Entropy"]

    def entropy(width):
        return histogram_features(smooth, EDGES(smooth[[0, -1]], binWidth=width))["firstorder_Entropy"]

    fine = [width for width in widths() if (smooth[-1] - smooth[0]) / width <= MOST_BINS]
    near = [width for width in fine if abs(entropy(width) - number) <= far]
    assert matching(smooth, wanted, EDGES)["widths"] == near
    assert 0 < len(near) < len(fine)


def test_nothing_in_the_grid_is_said():
    wrong = {"firstorder_Entropy": (3.0, 1e-9), "firstorder_Uniformity": (0.9, 1e-9)}
    assert matching(LEVELS, wrong, EDGES) == {"widths": [], "counts": []}
    assert matching(LEVELS, reported(binWidth=13.337), EDGES)["widths"] == []


def test_a_flat_roi_has_every_width():
    flat = np.full(50, 7, np.int16)
    found = matching(flat, {"firstorder_Entropy": (0.0, 1e-9)}, EDGES)
    assert {10, 25, 100} <= set(found["widths"])


def test_the_roundest_comes_first_and_the_others_are_told():
    assert simplest([24.9, 24.8, 25, 25.1])[0] == 25
    assert simplest([9.98, 10, 9.99])[0] == 10
    assert span([25]) == "25"
    assert span([24.8, 24.9, 25.1]) == "24.8, 24.9, 25.1"
    assert span([9.97, 9.98, 9.99, 10, 12]) == "9.97 to 10, 12"
    assert span([30, 31, 32, 40], COUNTS) == "30 to 32, 40"
