import pytest

from radaudit.checks.harmonisation.saved_model_agrees import saved_model_agrees
from radaudit.core.finding import Severity, Tier
from tests.evidence.test_saved_harmoniser import a_saved
from tests.made_evidence import told
from tests.made_lesions import a_study

STUDY = a_study(harmonisation={"method": "combat", "batch": "site", "fitted_on": "train", "model": "h.json"})


def judge(**saved):
    return list(saved_model_agrees(STUDY, a_saved(**saved)))


@pytest.mark.parametrize(
    ("saved", "answers"),
    [
        ({"rows": 5, "batches": {"A": 3, "B": 2}}, [("pass", ""), ("pass", "")]),
        ({"rows": 5, "batches": {"A": 3, "B": 2}, "covariates": ("age",)}, [("pass", ""), ("pass", "")]),
        ({"rows": 8, "batches": {"A": 5, "B": 3}}, [("fail", "fitted-on-all-cases"), ("pass", "")]),
        ({"rows": 5, "covariates": ("event",)}, [("pass", ""), ("fail", "outcome-among-covariates")]),
        ({"rows": 7, "covariates": ("y",)}, [("unknown", "other-counts"), ("unknown", "unnamed-covariates")]),
    ],
)
def test_rows_and_covariates_are_judged_apart(saved, answers):
    assert told(judge(**saved)) == answers


def test_findings_show_counts_and_how_sure_they_are():
    first, second = judge(rows=8, batches={"A": 5, "B": 3}, covariates=("event",))
    assert first.rows[1] == {"batch": "B", "in the harmoniser": 3, "all cases": 3, "the training cases": 2}
    assert (first.tier, first.severity, first.values["declared"]) == (Tier.PROVED, Severity.MINOR, "train")
    assert (second.tier, second.severity) == (Tier.PROVED, Severity.CRITICAL)
    assert judge(rows=8)[0].tier is Tier.TESTED
