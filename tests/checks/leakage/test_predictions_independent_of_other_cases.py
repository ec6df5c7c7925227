from radaudit.checks.leakage.predictions_independent_of_other_cases import predictions_independent_of_other_cases
from radaudit.core.finding import Tier
from radaudit.evidence.moved_predictions import Moved
from tests.made_evidence import only, told

MOVED = Moved("m", "", "features of one held-out case", 30, {"a": 0.2}, {"a": 0.5}, {"a": 0.7}, 4)


def test_any_difference_is_proof():
    finding = only(predictions_independent_of_other_cases((MOVED,)))
    assert (finding.code, finding.tier) == ("other-cases-count", Tier.PROVED)
    assert finding.rows == ({"case": "a", "before": 0.5, "after": 0.7},)
    assert "1 of 30 predictions of held-out cases move with features of one held-out case" in finding.message


def test_each_model_has_its_own_answer():
    still, broken = Moved("n", "", "the cases scored together", 3, runs=5), Moved("o", "it broke")
    assert told(predictions_independent_of_other_cases((MOVED, still, broken))) == [
        ("fail", "other-cases-count"),
        ("pass", ""),
        ("unknown", ""),
    ]
