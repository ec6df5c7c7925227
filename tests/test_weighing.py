import pytest

from radaudit.core.finding import Severity, Tier, failed, passed
from radaudit.core.report import Result
from radaudit.core.step import Step
from radaudit.evidence.flaws import Flaw
from radaudit.evidence.waterfalls import Cost, Waterfall
from radaudit.statistics.interval import Interval
from radaudit.weighing import weighed
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_setups import a_figure

FIGURE = a_figure(a_set(auc="0.90").claims[0])
OVERLAP, CODE = "leakage/patient-overlap", "code/steps-fitted-inside-training"
SHARED = Flaw("patients", "shared patients", f"found: {OVERLAP}", early=False, checks=(OVERLAP,))


def a_waterfall(low, high, flaw=SHARED):
    cost = Cost(flaw, Interval((low + high) / 2, low, high, 0.95, ""))
    return Waterfall(FIGURE, **({"suspicions": (cost,)} if flaw.suspected else {"costs": (cost,)}))


def weigh(finding, *waterfalls, check=OVERLAP, usual=Severity.CRITICAL):
    result = Result(check, finding.outcome, usual, "", "", "", (), (finding,))
    [made] = weighed((result,), {check: Step(check, None, usual)}, waterfalls)
    return made


FOUND = failed("3 of 214 patients in more than one set.", code="shared-patient")


@pytest.mark.parametrize(
    ("low", "high", "usual", "severity"),
    [
        (0.0, 0.01, Severity.CRITICAL, Severity.MAJOR),  # one word, never more
        (-0.01, 0.05, Severity.CRITICAL, Severity.CRITICAL),  # can't be told
        (0.03, 0.05, Severity.NOTE, Severity.MAJOR),
        (0.03, 0.05, Severity.CRITICAL, Severity.CRITICAL),
        (0.0, 0.01, Severity.NOTE, Severity.NOTE),
    ],
)
def test_a_finding_says_what_its_flaw_was_worth_and_weighs_as_much(low, high, usual, severity):
    made = weigh(FOUND, a_waterfall(low, high), usual=usual)
    [finding] = made.findings
    assert finding.message == f"{FOUND.message} Worth {low:.2f} to {high:.2f} in AUC (claim auc)."
    assert made.severity == severity
    assert finding.values.get("severity_by_published_cost") == (usual.value if severity != usual else None)


def test_one_figure_that_it_was_worth_something_in_decides():
    assert weigh(FOUND, a_waterfall(0.0, 0.01), a_waterfall(0.0, 0.1)).severity == Severity.CRITICAL
    assert len(weigh(FOUND, *[a_waterfall(0.0, 0.01)] * 5).findings[0].message.split("claim auc")) == 2


@pytest.mark.parametrize(
    "finding", [failed("Nobody knows.", code="no-patient-id"), passed("Each patient is in one set.")]
)
def test_findings_about_something_else_stay_as_they_are(finding):
    assert weigh(finding, a_waterfall(0.0, 0.01)).findings == (finding,)
    assert weigh(FOUND).findings == (FOUND,)
    assert weigh(FOUND, Waterfall(FIGURE, "it broke")).findings == (FOUND,)


def test_a_suspicion_is_said_and_changes_no_severity():
    flaw = Flaw("selection", "selection", "found", Tier.HEURISTIC, checks=(CODE,))
    made = weigh(failed("Chosen.", code="selection"), a_waterfall(0.1, 0.2, flaw), check=CODE, usual=Severity.MINOR)
    assert made.findings[0].message.endswith("Would be worth 0.10 to 0.20 in AUC (claim auc).")
    assert made.severity == Severity.MINOR
    other = failed("Scaled.", code="scaling")
    assert weigh(other, a_waterfall(0.1, 0.2, flaw), check=CODE).findings == (other,)


def test_voices_that_disagree_on_a_step_say_what_it_is_worth():
    flaw = Flaw("selection", "selection", "found")
    row = {"model": "m", "step": "selection", "agree": "no"}
    for own, said in ((row, 1), (row | {"step": "scaling"}, 0), (row | {"agree": "yes"}, 0)):
        made = weigh(failed("m.", code="x", rows=[own]), a_waterfall(0.1, 0.2, flaw), check="leakage/voices-agree")
        assert made.findings[0].message.count("Worth") == said
