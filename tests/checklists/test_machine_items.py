"""Every item that files can settle: one study whose evidence supports the claim, one whose evidence contradicts it."""

import pytest

from radaudit.checklists.declared import Declarations
from radaudit.checklists.instrument import load_instrument
from radaudit.checklists.judge import Known
from radaudit.checklists.points import item_answer
from radaudit.core.finding import Tier

VALIDATED = "model/validated-on-other-cases"
CLEAR_OF_LEAKS = [("leakage/patient-overlap", "pass", ""), (VALIDATED, "pass", "other-institute")]
SHARED = [("leakage/patient-overlap", "fail", "shared-patient")]
EXTRACTED = [("features/extraction-reproduces-table", "pass", ""), ("features/parameters-complete", "pass", "")]
OTHER_SETTINGS = [("features/declared-settings-made-the-table", "fail", "settings-recovered")]
REPRODUCED = [("model/claims-reproduced", "pass", "")]
REFUTED = [("model/claims-reproduced", "fail", "not-reproduced")]
STABLE = [
    ("features/kept-features-are-stable", "pass", "kept-are-stable"),
    ("features/model-features-are-stable", "pass", "none-falls"),
]
KEPT = {"stability": {"kept": ["original_glcm_Idm"]}}
SPLIT = {"column": "set", "train": ["a"], "test": ["b"]}


def claim(number, **more):
    return {"id": f"c{number}", "model": "m", "metric": "auc", "set": "test", "value": 0.8} | more


OWN = {"models": [{"name": "m"}], "claims": [claim(1), claim(2, metric="sensitivity")]}
CROSS = {"models": [{"name": "m"}], "claims": [claim(1, set="cv")]}
TWO = {"models": [{"name": "m"}, {"name": "clinical"}], "claims": [claim(1), claim(2, model="clinical")]}
WITH_SPLIT = {"split": SPLIT}
ONE_SITE, TWO_SITES = {"site": "one"}, {"site": "two"}
ARTEFACT = {"models": [{"name": "m", "artefact": "cohort.csv"}]}

# Item: what is claimed; manifest and results that support it; manifest and results that contradict it.
METRICS = {
    "4": ("yes", TWO_SITES, [], ONE_SITE, []),
    "9": (
        "yes",
        {},
        [("segmentation/claims-reproduced", "pass", "")],
        {},
        [("leakage/predictions-are-not-the-reference", "fail", "copy-of-reference")],
    ),
    "11": ("yes", {}, EXTRACTED, {}, OTHER_SETTINGS),
    "12": (
        "yes",
        {},
        [*EXTRACTED, ("model/environment-stated", "pass", "")],
        {},
        [("model/environment-stated", "fail", "not-the-noted-pyradiomics")],
    ),
    "13": ("yes", {}, EXTRACTED, {}, [("features/parameters-complete", "fail", "bin-width-and-count")]),
    "14": (
        "yes",
        {},
        STABLE,
        {},
        [("features/kept-features-are-stable", "fail", "kept-below-threshold")],
    ),
    "15": (
        "yes",
        {},
        [("model/features-reduced", "pass", "reduced")],
        {},
        [("model/features-reduced", "fail", "not-reduced")],
    ),
    "16": ("yes", {}, [("model/sample-size", "pass", "")], {}, [("model/sample-size", "fail", "too-few-to-develop")]),
    "17": ("yes", {}, [("deep/stable", "pass", "steady")], {}, [("deep/stable", "fail", "unstable")]),
    "18": ("yes", {}, CLEAR_OF_LEAKS, {"models": [{"name": "m", "fitted_on": {"selection": "all"}}]}, CLEAR_OF_LEAKS),
    "20": ("yes", OWN, REPRODUCED, OWN, [("model/metric-fits-imbalance", "fail", "accuracy-alone")]),
    "21": (
        "yes",
        {},
        [("model/discrimination-reported", "pass", "with-interval")],
        {},
        [("model/claims-are-possible", "fail", "interval-too-narrow")],
    ),
    "22": (
        "yes",
        {},
        [("model/calibration-reported", "pass", "without-interval")],
        {},
        [("model/calibration-reported", "fail", "not-reproduced")],
    ),
    "23": ("yes", {}, EXTRACTED, {}, [("cohort/modality-as-declared", "fail", "other-modality")]),
    "24": ("yes", TWO, REPRODUCED, TWO, REFUTED),
    "25": ("yes", TWO, REPRODUCED, OWN, [("model/better-than-simple-models", "fail", "no-better")]),
    "26": ("yes", WITH_SPLIT, CLEAR_OF_LEAKS, WITH_SPLIT, SHARED),
    "27": ("yes", {}, CLEAR_OF_LEAKS, {}, [(VALIDATED, "pass", "same-institute")]),
    "29": (
        "yes",
        {},
        [("model/predictions-agree", "pass", "agree")],
        {},
        [("model/predictions-agree", "fail", "scores-differ")],
    ),
    "30": (
        "yes",
        ARTEFACT,
        [("model/predictions-agree", "pass", "agree")],
        ARTEFACT,
        [("model/predictions-agree", "fail", "scores-differ")],
    ),
}
RQS = {
    "2": (
        "yes",
        KEPT,
        [("features/readers-agree", "pass", "measured")],
        KEPT,
        [
            ("features/readers-agree", "pass", "measured"),
            ("features/readers-are-independent", "fail", "second-reader-copied"),
        ],
    ),
    "4": (
        "yes",
        KEPT,
        [("features/stable-on-retest", "fail", "mostly-unstable")],
        KEPT,
        [("features/stable-on-retest", "fail", "second-scans-copied")],
    ),
    "5": ("either", *METRICS["15"][1:]),
    "6": (
        "yes",
        {},
        [("model/clinical-variables", "pass", "joined")],
        {},
        [("model/clinical-variables", "fail", "none")],
    ),
    "8": (
        "yes",
        {},
        [("model/threshold-set-beforehand", "pass", "")],
        {},
        [("model/threshold-set-beforehand", "fail", "best-of-the-judged-set")],
    ),
    "9": (
        ["statistic", "resampling"],
        CROSS,
        [("model/discrimination-reported", "pass", "with-interval"), *REPRODUCED],
        CROSS,
        [("model/discrimination-reported", "fail", "not-reproduced")],
    ),
    "10": (
        ["statistic"],
        {},
        [("model/calibration-reported", "pass", "with-interval")],
        {},
        [("model/calibration-reported", "fail", "not-reproduced")],
    ),
    "12": ("one_external", {}, CLEAR_OF_LEAKS, {}, SHARED),
}
OPEN = {"metrics": set(), "rqs-2017": set()}
CASES = [
    pytest.param(name, number, row, way, id=f"{name}-{number}-{way}")
    for name, table in (("metrics", METRICS), ("rqs-2017", RQS))
    for number, row in table.items()
    for way in ("supported", "contradicted")
]
INSTRUMENTS = {name: load_instrument(name) for name in ("metrics", "rqs-2017")}


@pytest.fixture
def declared(made):
    """A study's declarations: the smallest manifest, with these entries."""

    def make(entries):
        return Declarations(made(entries))

    return make


@pytest.mark.parametrize(("name", "number", "row", "way"), CASES)
def test_an_item_that_files_can_settle(name, number, row, way, declared, result, answers_of):
    item = INSTRUMENTS[name].item(number)
    entries, said = row[1:3] if way == "supported" else row[3:5]
    tier = Tier.HEURISTIC if any("threshold" in check for check, _, _ in said) else Tier.TESTED
    results = [result(check, (outcome, code), tier=tier) for check, outcome, code in said]
    given = {number: {"choose": row[0], "pointer": "Results"}}
    conditions = {f"C{place}": "yes" for place in range(1, 6)} if name == "metrics" else {}
    choice = answers_of(INSTRUMENTS[name], _file(name, given, conditions)).choices[number]
    found = item_answer(item, choice, Known({one.check: one for one in results}, declared(entries)))
    assert found.basis == way
    assert found.points == (choice.points if way == "supported" else item.worst)
    assert found.evidence
    assert item_answer(item, choice, Known()).basis == "unknown"  # without evidence neither


def _file(name, answers, conditions):
    import yaml

    return yaml.safe_dump({"checklist": name, "answers": answers} | ({"conditions": conditions} if conditions else {}))


@pytest.mark.parametrize(("name", "table"), [("metrics", METRICS), ("rqs-2017", RQS)])
def test_the_table_holds_every_item_that_files_can_settle(name, table):
    machine = {item.number for item in INSTRUMENTS[name].items if item.evidence == "V"}
    assert machine == set(table) | OPEN[name]
    for number in OPEN[name]:
        options = INSTRUMENTS[name].item(number).options
        assert all(clause.lenient for option in options for clause in option.supported_by)
        assert any(option.hand_in.startswith("No check of this version") for option in options)
