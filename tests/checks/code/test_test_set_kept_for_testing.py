import pytest

from radaudit.checks.code.test_set_kept_for_testing import test_set_kept_for_testing as kept
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity
from tests.made_code import BUILDS, CLEAN, some_code
from tests.made_evidence import only

YOUDEN = """
from sklearn.metrics import confusion_matrix, roc_curve
fpr, tpr, cuts = roc_curve({rows})
cut = cuts[(tpr - fpr).argmax()]
print(confusion_matrix(b, score >= cut))
"""


def test_a_test_set_that_is_used_once():
    assert only(kept(some_code()), "pass").values == {"evaluations": 2}


def test_a_cut_off_from_the_test_set():
    finding = only(kept(some_code(CLEAN + YOUDEN.format(rows="b, score"))))
    assert (finding.code, finding.severity) == ("threshold-on-test", Severity.MAJOR)
    assert [place.line for place in finding.where] == [14, 16]


def test_a_cut_off_from_the_training_set():
    rows = "a, model.predict_proba(A)[:, 1]"
    assert only(kept(some_code(CLEAN + YOUDEN.format(rows=rows))), "pass")


def test_code_that_evaluates_nothing_tells_nothing():
    with pytest.raises(Unavailable, match="evaluates nothing"):
        list(kept(some_code(BUILDS)))
