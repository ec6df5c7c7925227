"""What an answer of "not applicable", or a condition answered no, is held against."""

import pytest

from radaudit.checklists.answers import Choice
from radaudit.checklists.declared import Declarations
from radaudit.checklists.instrument import instruments, load_instrument
from radaudit.checklists.judge import Known, holding
from radaudit.checklists.points import item_answer

SPLIT = {"split": {"column": "set", "train": ["a"], "test": ["b"]}}
EXTERNAL = {"split": {"column": "set", "train": ["a"], "external": ["b"]}}
FILE = "cohort.csv"
IMAGES = {"images": {"image": FILE}}
MASKS = {"images": {"image": FILE, "mask": FILE}}
READERS = {"stability": {"readers": {"table": FILE, "case": "case", "rater": "one"}}}
RETEST = {"stability": {"test_retest": {"table": FILE, "case": "case", "session": "one"}}}
SETTINGS = {"features": {"settings": {"binWidth": 25}}}
TABLE = {"features": {"table": FILE}}
NETWORK = {"deep": {"network": {"weights": FILE}}}
TABULATED = {"deep": {"network": {"weights": FILE}, "table": FILE}}
REGISTERED = {"study": {"registration": "NCT01234567"}}


def model(**more):
    return {"models": [{"name": "m"} | more]}


def claim(metric, model="m", **more):
    return {"id": f"{model}-{metric}", "model": model, "metric": metric, "set": "test", "value": 0.8} | more


AUC = model() | {"claims": [claim("auc")]}
SENSITIVITY = model() | {"claims": [claim("sensitivity")]}
COUNT = {"claims": [{"id": "n", "metric": "n", "value": 4}]}
TWO = {"models": [{"name": "m"}, {"name": "c"}], "claims": [claim("auc"), claim("auc", "c")]}
IMPUTED, OVERSAMPLED, SCALED, SELECTED = (
    model(fitted_on={step: "train"}) for step in ("imputation", "oversampling", "scaling", "selection")
)
CV, CLINICAL, CUT = model(cv={"folds": 5}), model(clinical=["one"]), model(threshold=0.5)

# Of each item: declarations under which it can't be left out, and (last) some under which it can.
CLAIM_2024 = {
    "9": ([SETTINGS], TABLE),
    "12": ([IMPUTED], SCALED),
    "13": ([IMAGES], TABLE),
    "16": ([MASKS], IMAGES),
    "17": ([MASKS | SPLIT], MASKS),
    "18": ([READERS], RETEST),
    "19": ([SPLIT, CV], {}),
    "20": ([SPLIT, CV], {}),
    "21": ([SPLIT, EXTERNAL], {}),
    "22": ([model()], TABLE),
    "23": ([model(), SETTINGS], {}),
    "24": ([NETWORK], model()),
    "25": ([CV], model()),
    "28": ([AUC], COUNT),
    "29": ([AUC], COUNT),
    "30": ([READERS, RETEST], {}),
    "32": ([SPLIT], EXTERNAL),
    "33": ([EXTERNAL], SPLIT),
    "34": ([REGISTERED], {}),
    "37": ([AUC], COUNT),
    "38": ([SENSITIVITY], AUC),
}
CLEAR = {
    "15": ([SPLIT, CV], {}),
    "16": ([IMAGES], {}),
    "17": ([CLINICAL], model()),
    "19": ([MASKS], IMAGES),
    "20": ([MASKS], IMAGES),
    "21": ([SETTINGS], {}),
    "23": ([SETTINGS], {}),
    "24": ([SETTINGS], {}),
    "25": ([SETTINGS, TABLE], {}),
    "26": ([TABLE], {}),
    "27": ([TABLE], {}),
    "29": ([IMPUTED], SCALED),
    "30": ([OVERSAMPLED], SCALED),
    "31": ([READERS], RETEST),
    "32": ([SCALED], SELECTED),
    "33": ([SELECTED], SCALED),
    "34": ([model()], {}),
    "35": ([CV], model()),
    "38": ([SPLIT, EXTERNAL], {}),
    "39": ([AUC], COUNT),
    "40": ([AUC], COUNT),
    "41": ([CUT, TWO], AUC),
    "42": ([CLINICAL, TWO], AUC),
    "47": ([AUC], COUNT),
    "48": ([TWO], AUC),
}
TRIPOD = {
    "7": ([SETTINGS], {}),
    "9b": ([TABLE], {}),
    "11": ([IMPUTED], SCALED),
    "12d": ([{"site": "two"}], {"site": "one"}),
    "12e": ([AUC], COUNT),
    "13": ([OVERSAMPLED], SCALED),
    "16": ([EXTERNAL], SPLIT),
    "18d": ([REGISTERED], {}),
    "23a": ([AUC], COUNT),
}
CASES = [
    pytest.param(name, item, *row, id=f"{name}-{item}")
    for name, table in (("claim-2024", CLAIM_2024), ("clear", CLEAR), ("tripod-ai", TRIPOD))
    for item, row in table.items()
]
LEFT_OUT = Choice("", (("na",),), None)


@pytest.fixture
def known(made):
    return lambda entries: Known(declared=Declarations(made(entries)))


@pytest.mark.parametrize(("name", "number", "belying", "fair"), CASES)
def test_what_the_manifest_shows_to_apply_is_put_back_and_counts_nothing(name, number, belying, fair, known):
    item = load_instrument(name).item(number)
    for entries in belying:
        found = item_answer(item, LEFT_OUT, known(entries))
        assert (found.basis, found.points, found.applies) == ("contradicted", 0, True)
        assert any(sentence.startswith("It does apply: radaudit.yaml, ") for sentence in found.evidence)
    assert not item_answer(item, LEFT_OUT, known(fair)).applies


@pytest.mark.parametrize("name", [own for own in instruments() if load_instrument(own).scoring.not_applicable])
def test_nobody_can_leave_out_what_every_study_has(name):
    held = [item for item in load_instrument(name).items if item.always]
    assert {"1", "2", "4"} <= {item.number for item in held}
    for item in held:
        assert item_answer(item, LEFT_OUT, Known()).basis == "contradicted"


# Items that nothing in a manifest shows to apply: whether they do is for people alone.
FOR_PEOPLE = {
    "claim-2020": {"10", "11", "12", "17", "26", "27", "31", "37", "41", "42"},
    "claim-2024": {"10", "11", "26", "27", "31", "39", "42", "43", "44"},
    "clear": {"3", "7", "8", "12", "14", "22", "28", "36", "37", "43", "46", "50", "51", *map(str, range(53, 59))},
    "tripod-ai": {
        "3c",
        "5b",
        "6c",
        "8b",
        "8c",
        "9c",
        "14",
        "17",
        "18a",
        "18b",
        "18c",
        "18e",
        "18f",
        "19",
        "23b",
        "27c",
    },
}


@pytest.mark.parametrize(("name", "people"), FOR_PEOPLE.items())
def test_every_item_that_may_be_left_out_has_its_rule_or_is_for_people(name, people):
    items = load_instrument(name).items
    assert {item.number for item in items if not (item.always or item.applies_if)} == people


def test_claim_2020_has_the_rules_of_2024_under_its_own_numbers():
    old, new = load_instrument("claim-2020"), load_instrument("claim-2024")
    for before, after in new.renumbered_from["claim-2020"].items():
        if after and before != "17":  # in 2020 it asked for the tools, not for the test set
            pair = old.item(before), new.item(after)
            assert pair[0].always == pair[1].always, before
            assert pair[0].applies_if == pair[1].applies_if, before


@pytest.mark.parametrize(
    ("key", "belying", "fair"),
    [
        ("C1", MASKS, IMAGES),
        ("C2", {"images": {"image": FILE, "predicted": {"net": FILE}}}, MASKS),
        ("C3", SETTINGS, TABLE),
        ("C4", TABLE, SETTINGS),
        ("C5", NETWORK, TABULATED),
    ],
)
def test_a_condition_of_metrics_that_the_manifest_belies(key, belying, fair, known, filled):
    from radaudit.checklists.score import score

    metrics = load_instrument("metrics")
    condition = metrics.condition(key)
    assert holding(condition.applies_if, known(belying))
    assert not holding(condition.applies_if, known(fair))
    no = {own.key: "no" for own in metrics.conditions}
    yes = no | ({"C1": "yes"} if key == "C2" else {})
    scored = score(metrics, filled(metrics, {}, conditions=yes), [], declared=known(belying).declared)
    back = {own.item for own in scored.answers if own.basis == "contradicted"}
    assert back >= {item.number for item in metrics.items if item.needs and item.needs[-1] == key}
    assert next(own for own in scored.conditions if own.item == key).basis == "contradicted"
