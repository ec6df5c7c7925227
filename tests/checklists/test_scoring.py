"""The arithmetic of each kind, and what it refuses."""

import pytest

from radaudit.checklists.instrument import load_instrument
from radaudit.checklists.scoring import ShareScoring, one_decimal


@pytest.mark.parametrize(
    ("value", "rounded"), [(79.95, 80.0), (12.25, 12.3), (6.25, 6.3), (0.05, 0.1), (19.949999, 19.9), (100, 100.0)]
)
def test_percentages_are_rounded_as_the_official_form_rounds(value, rounded):
    """``toFixed(1)`` of JavaScript: exact halves upwards; 79.95 is a little more than that as a double."""
    assert one_decimal(value) == rounded


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        (0, "Very low"),
        (19.9, "Very low"),
        (20, "Low"),
        (39.9, "Low"),
        (40, "Moderate"),
        (60, "Good"),
        (80, "Excellent"),
    ],
)
def test_metrics_bands(percent, band):
    assert load_instrument("metrics").band(percent) == band


# Categories of METRICS with their published weights, doi 10.1186/s13244-023-01572-w.
CATEGORIES = {
    "Study design": 0.2022,
    "Imaging data": 0.1460,
    "Segmentation": 0.0674,
    "Image processing and feature extraction": 0.1348,
    "Feature processing": 0.0900,
    "Preparation for modeling": 0.0899,
    "Metrics and comparison": 0.1348,
    "Testing": 0.1124,
    "Open science": 0.0225,
}


def test_metrics_categories_have_the_published_weights():
    found = {}
    for item in load_instrument("metrics").items:
        found[item.domain] = found.get(item.domain, 0) + item.best
    assert found == pytest.approx(CATEGORIES)


@pytest.mark.parametrize(
    ("name", "items", "total"),
    [("claim-2024", 44, 44), ("claim-2020", 42, 42), ("clear", 58, 56), ("tripod-ai", 52, 52), ("rqs-2.0", 42, 56)],
)
def test_numbers_of_items_are_the_published_ones(name, items, total):
    instrument = load_instrument(name)
    assert len(instrument.items) == items
    assert sum(item.best for item in instrument.items if item.essential) == total
    assert not instrument.bands


def test_claim_2024_renumbers_all_of_2020_but_one():
    (moved,) = load_instrument("claim-2024").renumbered_from.values()
    assert set(moved) == {item.number for item in load_instrument("claim-2020").items}
    assert [old for old, new in moved.items() if not new] == ["11"]
    kept = [new for new in moved.values() if new]
    assert {item.number for item in load_instrument("claim-2024").items} - set(kept) == {"13", "32", "43"}
    assert len(set(kept)) == len(kept)


def test_weights_that_miss_the_published_total_are_told():
    items = load_instrument("metrics").items
    wrong = ShareScoring(kind="weighted", total=0.9, unit="weight")
    assert wrong.fault(items) == "the items add up to 1, but the published total is 0.9"
    assert ShareScoring(kind="counted", total=1, unit="items").fault(items) == "an item that is only counted has points"
    assert "negative points" in wrong.fault(load_instrument("rqs-2017").items)
