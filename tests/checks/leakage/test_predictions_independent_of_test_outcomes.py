from radaudit.checks.leakage.predictions_independent_of_test_outcomes import predictions_independent_of_test_outcomes
from radaudit.core.finding import Tier
from radaudit.evidence.moved_predictions import Moved
from tests.made_evidence import only


def judge(*moved, problem=""):
    far = {case: 0.1 * n for n, case in enumerate(moved, 1)}
    own = Moved(
        "m", problem, "outcomes of the test cases", 30, far, dict.fromkeys(far, 0.5), dict.fromkeys(far, 0.7), 3
    )
    return list(predictions_independent_of_test_outcomes((own,)))


def test_any_difference_is_proof():
    finding = only(judge("a", "b"))
    assert (finding.code, finding.tier) == ("test-outcomes-used", Tier.PROVED)
    assert [row["case"] for row in finding.rows] == ["b", "a"]
    assert "2 of 30 predictions" in finding.message


def test_none_is_proof_too_and_what_was_not_done_is_unknown():
    assert "all 30" in only(judge(), "pass").message
    assert "dice" in only(judge(problem="dice"), "unknown").message
