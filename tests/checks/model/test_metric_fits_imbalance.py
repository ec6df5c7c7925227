import pytest

from radaudit.checks.model.metric_fits_imbalance import metric_fits_imbalance
from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Severity
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_evidence import only
from tests.made_scores import a_scored_set


def judge(group, scored=None, **options):
    return list(metric_fits_imbalance((group,), scored, None, **options))


@pytest.mark.parametrize(
    ("events", "others", "figures", "code", "severity"),
    [
        (5, 45, {"accuracy": "0.88"}, "below-commoner-class", None),
        (5, 45, {"accuracy": "0.90"}, "no-better-than-commoner-class", Severity.MAJOR),
        (5, 45, {"accuracy": "0.92"}, "no-better-than-commoner-class", Severity.MINOR),
        (20, 180, {"accuracy": "0.97"}, "accuracy-alone", Severity.MINOR),
    ],
)
def test_accuracies_that_say_little(events, others, figures, code, severity):
    finding = only(judge(a_set(events, others, **figures)))
    assert (finding.code, finding.severity) == (code, severity)


@pytest.mark.parametrize(
    ("events", "others", "figures"),
    [(25, 25, {"accuracy": "0.80"}), (20, 180, {"accuracy": "0.97", "auc": "0.95"})],
)
def test_accuracies_that_say_something(events, others, figures):
    assert only(judge(a_set(events, others, **figures)), "pass").values["p"] < 0.001


def test_what_other_measures_say_of_the_same_scores():
    scored = a_scored_set([0.1] * 9 + [0.6, 0.2], [0] * 9 + [0, 1])
    finding = only(judge(a_set(1, 10, accuracy="0.82"), (scored,)))
    assert finding.values["balanced_accuracy"] == pytest.approx(0.45)
    assert finding.values["matthews_correlation"] == pytest.approx(-0.1)


def test_what_cannot_be_told():
    assert "n_events" in only(judge(a_set(None, None, accuracy="0.9")), "unknown").values["add"]
    with pytest.raises(NotApplicable):
        judge(a_set(auc="0.8"))
