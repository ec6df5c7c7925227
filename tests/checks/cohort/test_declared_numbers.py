import pytest

from radaudit.checks.cohort.declared_numbers import declared_numbers
from radaudit.core.errors import NotApplicable
from tests.made_evidence import told


@pytest.fixture
def judge(make_study):
    def run(*entries, change=lambda said: None):
        def declare(said):
            said["claims"] = [{"id": f"claim{n}", **entry} for n, entry in enumerate(entries)]
            change(said)

        bench = make_study(manifest=declare).bench()
        needs = [bench.get("study"), bench.get("cohort")]
        for name in ("outcome", "split", "reported"):
            try:
                needs.append(bench.get(name))
            except Exception:
                needs.append(None)
        return list(declared_numbers(*needs))

    return run


RIGHT = (
    {"metric": "n", "value": 12},
    {"metric": "n", "set": "train", "value": 8},
    {"metric": "n_events", "value": 6},
    {"metric": "n_events", "set": "test", "value": 2},
    {"metric": "n_features", "value": 5},
)


def test_numbers_that_are_right(judge):
    [finding] = judge(*RIGHT)
    assert finding.message == "All 5 declared numbers are those of the tables."


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"metric": "n", "value": 15}, "Claim claim0: 15 cases are declared, the tables hold 12."),
        (
            {"metric": "n_events", "set": "train", "value": 5},
            "Claim claim0: 5 events in the train set are declared, the tables hold 4.",
        ),
        ({"metric": "n_features", "value": 5.5}, "Claim claim0: 5.5 features are declared, the tables hold 5."),
        ({"metric": "n", "set": "external", "value": 3}, "Claim claim0: 3 cases in the external set are declared"),
    ],
)
def test_numbers_that_are_wrong(judge, entry, message):
    [finding] = judge(entry | {"source": "Table 1"})
    assert (finding.outcome, finding.code) == ("fail", "number-differs")
    assert finding.message.startswith(message)
    assert (finding.rows[0]["declared"], finding.rows[0]["source"]) == (entry["value"], "Table 1")
    assert (finding.where[0].path, finding.where[0].pointer) == ("radaudit.yaml", "claims/0")


def test_a_right_one_does_not_cover_for_a_wrong_one(judge):
    assert told(judge(RIGHT[0], {"metric": "n", "value": 3})) == [("fail", "number-differs")]


@pytest.mark.parametrize(
    ("entry", "change"),
    [
        ({"metric": "n", "set": "train", "value": 8}, lambda said: said["cohort"].pop("split")),
        ({"metric": "n", "set": "cv", "value": 8}, lambda said: None),
        ({"metric": "n_events", "value": 6}, lambda said: said["cohort"].pop("outcome")),
        ({"metric": "n_features", "value": 5}, lambda said: said["features"].pop("table")),
    ],
)
def test_what_the_study_does_not_give_can_not_be_counted(judge, entry, change):
    [finding] = judge(entry, change=change)
    assert finding.outcome == "unknown"
    assert "claim0" in finding.message


def test_no_numbers(judge):
    with pytest.raises(NotApplicable):
        judge({"metric": "auc", "set": "test", "value": 0.8})
