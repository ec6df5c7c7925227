import pytest

from radaudit.features.perturbations.bins import bins


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"setting": {"binWidth": 50}}),
        ({"setting": {"binWidth": 10}}, {"setting": {"binWidth": 20}}),
        ({"setting": {"binCount": 32}}, {"setting": {"binCount": 16}}),
        (
            {"imageType": {"Original": None, "LoG": {"binWidth": 4, "sigma": [2]}}, "setting": {"binWidth": 10}},
            {"imageType": {"Original": {}, "LoG": {"binWidth": 8, "sigma": [2]}}, "setting": {"binWidth": 20}},
        ),
    ],
    ids=str,
)
def test_bins_are_twice_as_wide_everywhere(given, expected):
    assert bins(given, (1, 1, 1), 2.0) == expected
