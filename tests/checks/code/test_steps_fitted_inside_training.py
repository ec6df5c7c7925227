import pytest

from radaudit.checks.code.steps_fitted_inside_training import steps_fitted_inside_training
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from tests.made_code import BUILDS, leaky, some_code
from tests.made_evidence import only, told

SELECT = "from sklearn.feature_selection import SelectKBest\nX = SelectKBest().fit_transform(X, y)"
SCALE = "X = (X - X.mean()) / X.std()"


def test_steps_on_training_rows():
    finding = only(steps_fitted_inside_training(some_code()), "pass")
    assert finding.tier == Tier.HEURISTIC


def test_both_lines_that_conflict_are_named():
    finding = only(steps_fitted_inside_training(some_code(leaky(SELECT))))
    assert (finding.code, finding.severity, finding.tier) == ("selection", Severity.CRITICAL, Tier.HEURISTIC)
    assert [place.line for place in finding.where] == [9, 10]
    assert "a.py:9 against a.py:10" in finding.message
    assert finding.rows[0]["code"].startswith("X = SelectKBest")
    assert finding.rows[0]["its code"].startswith("A, B, a, b")
    assert finding.benign


def test_severity_follows_the_published_cost():
    finding = only(steps_fitted_inside_training(some_code(leaky(SCALE))))
    assert (finding.code, finding.severity) == ("scaling", Severity.NOTE)


def test_code_that_evaluates_nothing_tells_nothing():
    with pytest.raises(Unavailable, match="evaluates nothing"):
        list(steps_fitted_inside_training(some_code(BUILDS)))


def test_a_file_that_was_not_read_leaves_it_open():
    findings = list(steps_fitted_inside_training(some_code(unread={"b.py": "it is no Python 3"})))
    assert told(findings) == [("unknown", "not-read"), ("pass", "")]
    assert findings[0].rows == ({"file": "b.py", "reason": "it is no Python 3"},)
