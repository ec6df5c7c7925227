import pytest

from radaudit.core.finding import Finding, Outcome, Severity, Tier
from radaudit.core.report import Result
from radaudit.verdict import verdict


def result(outcome, severity="major", tier=Tier.PROVED, waived="", own=None):
    finding = Finding(Outcome(outcome), "said", tier=tier, severity=own and Severity(own))
    return Result("a/b", Outcome(outcome), Severity(severity), "", "", "", (), (finding,), waived=waived)


@pytest.mark.parametrize(
    ("results", "fail_on", "level", "code"),
    [
        ((), "major", "incomplete", 3),
        ((result("pass"),), "major", "holds", 0),
        ((result("unknown"), result("not_applicable")), "major", "incomplete", 3),
        ((result("fail"),), "major", "fails", 1),
        ((result("fail", "critical"),), "major", "fails", 1),
        ((result("fail", "minor"),), "major", "concerns", 0),
        ((result("fail", "minor"),), "minor", "fails", 1),
        ((result("fail", "critical"),), "never", "concerns", 0),
        ((result("fail", tier=Tier.TESTED),), "major", "fails", 1),
        ((result("fail", tier=Tier.HEURISTIC),), "note", "concerns", 0),
        ((result("fail", waived="because"),), "note", "holds", 0),
        ((result("error"), result("fail")), "major", "incomplete", 3),
        ((result("error"),), "never", "incomplete", 3),
        ((result("fail", "critical", own="note"),), "minor", "concerns", 0),
    ],
)
def test_level_and_exit_code(results, fail_on, level, code):
    found = verdict(results, fail_on)
    assert (found.level, found.exit_code) == (level, code)


def test_counts_and_failures():
    results = (result("pass"), result("fail", "minor"), result("fail", waived="why"), result("unknown"))
    found = verdict(results, "major")
    assert found.counts == {"not_applicable": 0, "pass": 1, "unknown": 1, "fail": 1, "error": 0, "waived": 1}
    assert found.failures == {"critical": 0, "major": 0, "minor": 1, "note": 0}


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        ((result("pass"),) * 3, "No fault was found in 3 checks."),
        (
            (result("pass"), result("unknown")),
            "No fault was found in 1 checks; 1 could not be assessed with what the study gives.",
        ),
        ((result("unknown"),) * 2, "Nothing could be assessed: the study gives too little for any of 2 checks."),
        (
            (result("pass"), result("fail", "critical"), result("fail", "minor")),
            "The study does not hold as it stands: 2 of 3 checks fail, 1 of them critical.",
        ),
        (
            (result("pass"), result("fail", "minor")),
            "The study holds, with remarks: 1 of 2 checks fail, 1 of them minor.",
        ),
        (
            (result("unknown"), result("fail", "minor")),
            "What could be assessed holds, with remarks: 1 of 1 checks fail, 1 of them minor; 1 could not be assessed "
            "with what the study gives.",
        ),
        (
            (result("pass"), result("fail", waived="why")),
            "No fault counts in 2 checks; 1 of the failures are waived.",
        ),
        (
            (result("pass"), result("fail", "critical", tier=Tier.HEURISTIC)),
            "Nothing fails the gate, but 1 of 2 checks fail, 1 of them critical.",
        ),
        ((result("error"),), "The audit is incomplete: 1 checks broke, so nothing is promised about the study."),
    ],
)
def test_sentence(results, sentence):
    assert verdict(results, "major").sentence == sentence


def test_a_checklist_below_the_policys_minimum_fails_unless_nothing_does():
    short = ("The evidence supports 2 points of rqs; the policy requires 5.",)
    found = verdict((result("pass"),), "major", short)
    assert (found.level, found.exit_code) == ("fails", 1)
    assert found.sentence == f"No fault was found in 1 checks. {short[0]}"
    assert verdict((result("pass"),), "never", short).exit_code == 0
