import numpy as np

from radaudit.checks.model.predictions_agree import predictions_agree
from radaudit.core.finding import Location, Tier
from radaudit.evidence.agreement import Agreement
from radaudit.evidence.predictions import Predictions
from radaudit.features.resolution import Resolution
from tests.made_evidence import only, told

PLACE = Location("p.csv", 7)


def given(**fields):
    return {"m": Predictions("m", "p.csv", (), True, False, Resolution(2, 2), **fields)}


def pair(reported, found):
    reported, found = np.array(reported), np.array(found)
    cases = tuple(f"c{number}" for number in range(len(reported)))
    allowed = np.full(len(reported), 0.005)
    return (Agreement("m", "the estimator", cases, ("test",) * len(cases), reported, found, allowed, 0.5),)


def judge(agreements=(), own=None, **options):
    return list(predictions_agree(own or given(), agreements, **options))


def test_scores_that_agree_to_the_digits_printed():
    finding = only(judge(pair([0.12, 0.5], [0.1249, 0.5])), "pass")
    assert finding.message == "All 2 reported predictions of m are those of the estimator."
    assert finding.values["different"] == 0


def test_scores_that_differ():
    finding = only(judge(pair([0.12, 0.5, 0.9], [0.2, 0.5, 0.1])))
    assert (finding.code, finding.tier, finding.values["different"]) == ("scores-differ", Tier.TESTED, 2)
    assert [row["case"] for row in finding.rows] == ["c2", "c0"]
    assert finding.message == (
        "2 of 3 reported predictions of m are not those of the estimator; they differ by up to 0.8 (rank correlation "
        "0.500)."
    )
    assert finding.plots[0].guide == "identity"


def test_closeness_is_an_option():
    assert told(judge(pair([0.5], [0.6]), closeness=0.2)) == [("pass", "agree")]


def test_strangers_repeated_and_missing_cases():
    own = given(unknown={"X": PLACE}, repeated={"c1": PLACE}, missing={"c9": "test"})
    findings = judge(pair([0.5], [0.5]), own)
    assert told(findings) == [
        ("fail", "unknown-case"),
        ("fail", "repeated-case"),
        ("fail", "missing-case"),
        ("pass", "agree"),
    ]
    assert findings[0].where == findings[1].where == (PLACE,)
    assert dict(findings[2].rows[0]) == {"case": "c9", "set": "test"}


def test_nothing_to_set_them_beside():
    assert told(judge()) == [("unknown", "")]
