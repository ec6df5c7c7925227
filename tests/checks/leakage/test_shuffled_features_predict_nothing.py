import pytest

from radaudit.checks.leakage.shuffled_features_predict_nothing import shuffled_features_predict_nothing
from radaudit.core.finding import Tier
from tests.checks.leakage.test_permuted_outcomes_not_predicted import runs
from tests.made_evidence import only


@pytest.mark.parametrize(
    ("own", "outcome", "code"),
    [
        (runs(0.7), "fail", "predicts-without-features"),
        (runs(0.5), "pass", ""),
        (runs(0.52, 8, 0.2), "unknown", ""),
        (runs(0.5, problem="no table"), "unknown", ""),
    ],
)
def test_what_the_command_makes_of_shuffled_features(own, outcome, code):
    finding = only(shuffled_features_predict_nothing((own,)), outcome)
    assert finding.code == code
    if not own.problem:
        assert (finding.tier, finding.values["runs"]) == (Tier.TESTED, own.runs)
