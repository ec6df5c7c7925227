"""Published scorings with their official totals come out exactly."""

import pytest

from radaudit.checklists.instrument import load_instrument
from radaudit.checklists.score import score

# Conditions C1 to C5, items 1 to 30, official percentage and band of METRICS' own form (metricsscore.github.io).
METRICS = [
    ("YNYYN", "NYYNYYNN-NYYNNYY-YNYYNYNYYNYNN", 60.0, "Good"),
    ("YNNYN", "YYNYYYNN-NN-NNNY-NNYNNNNNYYNYN", 44.5, "Moderate"),
    ("YNYYY", "YYYYYNNY-NYYYNYNNYNYYNYYYYYYYY", 79.4, "Good"),
    ("NNNYY", "NYNNNYN---N-NNNNNNNNYNNNYNNYNN", 18.4, "Very low"),
    ("YNYYN", "YYYYYYYY-NNYYYYY-YYYYYYYYYYYYY", 92.3, "Excellent"),
]
# Items 1 to 42 of CLAIM 2020; yes over yes and no.
CLAIM_2020 = [
    ("YYYYYYYYYYYNYYYYNYNYYYY-YYYYYYYYYYYYYYYYNY", 37, 4, 90.2),
    ("YYYYYYYYYYYYYYYY-YNYYYY-YYYYYYYYYYYYYYYYNY", 38, 2, 95.0),
    ("YYYYYYYYYYNNNYYYNYNYYNY-YYYYNNNYYYYNNYYYNY", 29, 12, 70.7),
]


@pytest.fixture(scope="module")
def metrics():
    return load_instrument("metrics")


def entries(letters, words):
    return {str(item): {"choose": words[letter]} for item, letter in enumerate(letters, start=1) if letter in words}


def form(conditions, letters):
    said = {f"C{number}": "yes" if letter == "Y" else "no" for number, letter in enumerate(conditions, start=1)}
    return {"conditions": said, "answers": entries(letters, {"Y": "yes", "N": "no"})}


@pytest.mark.parametrize(("conditions", "letters", "percent", "band"), METRICS)
def test_metrics(metrics, filled, conditions, letters, percent, band):
    scored = score(metrics, filled(metrics, **form(conditions, letters)), [])
    assert (scored.claimed, scored.claimed_percent, scored.claimed_band) == (percent, percent, band)
    assert (scored.minimum, scored.maximum, scored.unit, scored.unanswered) == (0, 100, "%", 0)
    assert [not answer.applies for answer in scored.answers] == [letter == "-" for letter in letters]


# Denominators as published by arithmetic, for every set of conditions that the notes of the form list.
DENOMINATORS = {
    "YYYYY": 1.0,
    "YYYYN": 0.98,
    "YNYYY": 0.9775,
    "YNYYN": 0.9575,
    "YYNYY": 0.9689,
    "YNNYN": 0.9264,
    "YNNNY": 0.8764,
    "YYNNY": 0.8989,
    "NNNNY": 0.8315,
    "NNNYN": 0.8815,
    "NNYYN": 0.9126,
    "NNNNN": 0.8115,
}


@pytest.mark.parametrize(("conditions", "denominator"), DENOMINATORS.items())
def test_metrics_all_or_nothing_under_any_conditions(metrics, filled, conditions, denominator):
    out = {f"C{number}" for number, letter in enumerate(conditions, start=1) if letter == "N"}
    applying = [item for item in metrics.items if not out & set(item.needs)]
    assert sum(item.best for item in applying) == pytest.approx(denominator)
    for letter, percent, band in (("Y", 100.0, "Excellent"), ("N", 0.0, "Very low")):
        letters = "".join(letter if item in applying else "-" for item in metrics.items)
        scored = score(metrics, filled(metrics, **form(conditions, letters)), [])
        assert (scored.claimed, scored.claimed_band) == (percent, band)


@pytest.mark.parametrize(
    ("conditions", "yes", "percent", "band"),
    [("YNYYN", {"3"}, 9.6, "Very low"), ("NNNNN", {"2", "3"}, 20.4, "Low")],
)
def test_metrics_of_single_items(metrics, filled, conditions, yes, percent, band):
    out = {f"C{number}" for number, letter in enumerate(conditions, start=1) if letter == "N"}
    letters = "".join("-" if out & set(item.needs) else "Y" if item.number in yes else "N" for item in metrics.items)
    scored = score(metrics, filled(metrics, **form(conditions, letters)), [])
    assert (scored.claimed_percent, scored.claimed_band) == (percent, band)


@pytest.mark.parametrize(("letters", "yes", "no", "percent"), CLAIM_2020)
def test_claim_2020(filled, letters, yes, no, percent):
    claim = load_instrument("claim-2020")
    answers = filled(claim, answers=entries(letters, {"Y": "yes", "N": "no", "-": "na"}))
    scored = score(claim, answers, [])
    assert (scored.claimed, scored.maximum, scored.claimed_percent) == (yes, yes + no, percent)
    assert (scored.claimed_band, scored.unit) == ("", "items")
    assert sum(not answer.applies for answer in scored.answers) == letters.count("-")


# Most points by claimed level, with handcrafted features and without.
LEVELS = {
    "yes": [7, 12, 17, 26, 34, 39, 46, 52, 56],
    "no": [7, 10, 13, 22, 30, 35, 42, 48, 52],
}


@pytest.mark.parametrize("handcrafted", LEVELS)
def test_rqs_2_has_the_published_maximum_of_each_level(filled, handcrafted):
    rqs = load_instrument("rqs-2.0")
    for level, most in enumerate(LEVELS[handcrafted], start=1):
        scored = score(rqs, filled(rqs, answers={}, conditions={"HC": handcrafted}, level=level), [])
        assert (scored.maximum, scored.highest, scored.claimed) == (most, most, None)
    assert scored.caution.startswith("Criteria and points are from two secondary sources")
