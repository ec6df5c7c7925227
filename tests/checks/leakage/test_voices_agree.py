import pytest

from radaudit.checks.leakage.voices_agree import voices_agree
from radaudit.core.finding import Location, Severity, Tier
from radaudit.evidence.matters import (
    ANY_FEATURES,
    ANY_OUTCOMES,
    AUTHORS,
    BOX,
    CODE,
    NO,
    RECORD,
    RERUN,
    TABLE,
    YES,
    Matter,
    Voice,
)
from tests.made_evidence import only, told

READS = Voice(
    CODE, YES, "study.py:41", Tier.HEURISTIC, "code/steps-fitted-inside-training", (Location("study.py", 41),)
)


def declares(says):
    return Voice(AUTHORS, says, "declared", Tier.PROVED)


def judge(*matters):
    return list(voices_agree(tuple(matters)))


def a_matter(*voices, step="selection"):
    return Matter("m", step, voices)


def test_a_disagreement_names_who_says_what_and_is_as_sure_as_the_less_sure_side():
    finding = only(judge(a_matter(declares(NO), READS)))
    assert (finding.code, finding.tier, finding.severity) == ("voices-disagree", Tier.HEURISTIC, Severity.CRITICAL)
    assert finding.message == (
        "m, selection: it saw rows that are evaluated later according to the code (study.py:41), and did not according "
        "to the authors (declared)."
    )
    assert finding.where == (Location("study.py", 41),)
    [row] = finding.rows
    assert (row["code"], row["table"], row["agree"]) == ("yes: study.py:41 (heuristic)", "unknown", "no")
    assert len(finding.benign) == 2


@pytest.mark.parametrize(
    ("step", "tier", "severity"),
    [("scaling", Tier.PROVED, Severity.NOTE), ("imputation", Tier.TESTED, Severity.MINOR),
     ("patients", Tier.PROVED, Severity.CRITICAL)],
)  # fmt: skip
def test_it_weighs_what_the_step_costs(step, tier, severity):
    table = Voice(TABLE, YES, "standardised on all rows", tier, "leakage/scaling-fitted-on-training-rows")
    finding = only(judge(a_matter(declares(NO), READS, table, step=step)))
    assert (finding.tier, finding.severity) == (tier, severity)


def test_what_authors_admit_and_nobody_sees_is_little():
    silent = Voice(RECORD, NO, "nothing else was recorded", Tier.HEURISTIC, implied=True)
    finding = only(judge(a_matter(declares(YES), silent)))
    assert (finding.code, finding.severity) == ("declared-but-not-seen", Severity.MINOR)


def test_a_hint_is_little_where_the_claim_comes_out_without_it():
    again = Voice(RERUN, NO, "claim auc comes out as declared", Tier.HEURISTIC)
    assert only(judge(a_matter(declares(NO), READS, again))).severity == Severity.MINOR
    proof = Voice(RECORD, YES, "run.py:3", Tier.PROVED)
    assert only(judge(a_matter(declares(NO), proof, again))).severity == Severity.CRITICAL


def test_any_step_is_told_only_where_the_black_box_knows_more_than_single_steps():
    box = Voice(BOX, YES, "predictions move", Tier.PROVED, "leakage/predictions-independent-of-other-cases")
    any_step = a_matter(declares(NO), box, step=ANY_FEATURES)
    assert told(judge(any_step)) == [("fail", "voices-disagree")]
    assert [row["step"] for own in judge(any_step, a_matter(declares(NO), READS)) for row in own.rows] == [
        "selection", ANY_FEATURES,
    ]  # fmt: skip
    alone = a_matter(Voice(AUTHORS, NO, implied=True), Voice(CODE, YES, implied=True), step=ANY_OUTCOMES)
    assert told(judge(alone)) == [("unknown", "")]


def test_agreement_and_single_voices():
    finding = only(judge(a_matter(declares(YES), READS), a_matter(declares(NO), step="scaling")), "pass")
    assert finding.message.startswith("m: of 1 step two or more tell the same")
    assert [row["agree"] for row in finding.rows] == ["yes", "one voice"]
    assert told(judge(a_matter(declares(NO)))) == [("unknown", "")]
