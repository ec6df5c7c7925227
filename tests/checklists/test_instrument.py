"""The shipped instruments keep to the schema, and the schema refuses what would score wrongly."""

import pydantic
import pytest

from radaudit.checklists.instrument import instruments, load_instrument
from radaudit.core.errors import DataError

# As published: Lambin et al. 2017, doi 10.1038/nrclinonc.2017.141
RQS_2017 = {
    "1": {"documented": 1, "public": 1},
    "2": {"no": 0, "yes": 1},
    "3": {"no": 0, "yes": 1},
    "4": {"no": 0, "yes": 1},
    "5": {"neither": -3, "either": 3},
    "6": {"no": 0, "yes": 1},
    "7": {"no": 0, "yes": 1},
    "8": {"no": 0, "yes": 1},
    "9": {"statistic": 1, "resampling": 1},
    "10": {"statistic": 1, "resampling": 1},
    "11": {"no": 0, "yes": 7},
    "12": {
        "none": -5,
        "same_institute": 2,
        "one_external": 3,
        "two_external": 4,
        "published_signature": 4,
        "three_plus_external": 5,
    },
    "13": {"no": 0, "yes": 2},
    "14": {"no": 0, "yes": 2},
    "15": {"no": 0, "yes": 1},
    "16": {"scans": 1, "segmentations": 1, "code": 1, "representative": 1},
}
KEYS = {
    "1": "image_protocol",
    "2": "multiple_segmentations",
    "3": "phantom",
    "4": "multiple_timepoints",
    "5": "feature_reduction",
    "6": "multivariable",
    "7": "biological_correlates",
    "8": "cutoff",
    "9": "discrimination",
    "10": "calibration",
    "11": "prospective",
    "12": "validation",
    "13": "gold_standard",
    "14": "clinical_utility",
    "15": "cost_effectiveness",
    "16": "open_science",
}


@pytest.mark.parametrize("name", instruments())
def test_every_shipped_instrument_is_valid_and_named_after_its_file(name):
    assert load_instrument(name).id == name


def test_rqs_items_options_and_points_are_the_published_ones(rqs):
    assert {item.number: {option.key: option.points for option in item.options} for item in rqs.items} == RQS_2017
    assert {item.number: item.key for item in rqs.items} == KEYS
    assert {item.number for item in rqs.items if item.selection == "multi"} == {"1", "9", "10", "16"}
    assert (sum(item.worst for item in rqs.items), sum(item.best for item in rqs.items)) == (-8, 36)


def test_rqs_domains_have_the_ranges_used_in_reviews(rqs):
    ranges = {}
    for item in rqs.items:
        low, high = ranges.get(item.domain, (0, 0))
        ranges[item.domain] = (low + item.worst, high + item.best)
    assert sorted(ranges.values()) == [(-8, 8), (0, 4), (0, 5), (0, 5), (0, 6), (0, 8)]


@pytest.mark.parametrize(("total", "percent"), [(-8, 0.0), (0, 0.0), (9.4, 26.1), (19, 52.8), (36, 100.0)])
def test_rqs_percent(rqs, total, percent):
    assert rqs.scoring.percent.value(total) == percent


def test_checks_are_collected_from_items_and_options(rqs):
    assert {"leakage/patient-overlap", "model/features-reduced", "features/all-cases-extracted"} <= rqs.checks


def test_unknown_instrument_names_the_nearest():
    with pytest.raises(DataError, match="no checklist 'rqs2017'; did you mean 'rqs-2017'"):
        load_instrument("rqs2017")


NO, YES = {"key": "no", "label": "no", "points": 0}, {"key": "yes", "label": "yes", "points": 1, "human": True}
CLAUSE = {"check": "model/some-check", "outcome": "pass"}


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"options": [NO, YES, YES]}, "option 'yes' twice"),
        ({"options": [NO, YES | {"points": 2}]}, "add up to 0..2, but the published range is 0..1"),
        ({"options": [NO, YES | {"human": False}]}, "doesn't say what would settle 'yes'"),
        ({"options": [NO | {"human": True}, YES]}, "rules for 'no', the worst option"),
        ({"options": [NO, NO | {"key": "nor"}, YES]}, "two worst options"),
        ({"options": [NO, YES], "selection": "multi"}, "a box worth no points"),
        ({"options": [NO, YES | {"supported_by": [CLAUSE]}], "evidence": "H"}, "class H"),
        ({"options": [NO, YES | {"expects": "maybe"}]}, "has no box 'maybe'"),
        ({"options": [NO, YES | {"contradicted_by": [CLAUSE | {"check": "Model.some"}]}]}, "should match pattern"),
        ({"options": [NO, YES | {"contradicted_by": [CLAUSE | {"outcome": "unknown"}]}]}, "'pass' or 'fail'"),
    ],
)
def test_an_instrument_that_would_score_wrongly_is_refused(tiny, item, message):
    with pytest.raises(pydantic.ValidationError, match=message):
        tiny(item)


def test_item_numbers_keys_and_bands_are_in_order(tiny):
    item = {"options": [NO, YES]}
    with pytest.raises(pydantic.ValidationError, match="item number '1' twice"):
        tiny(item, item | {"number": 1}, maximum=2)
    with pytest.raises(pydantic.ValidationError, match="item key 'item_1' twice"):
        tiny(item, item | {"key": "item_1"}, maximum=2)
    with pytest.raises(pydantic.ValidationError, match="bands don't rise"):
        tiny(item, bands=[{"name": "good", "from": 50}, {"name": "poor", "from": 0}])
