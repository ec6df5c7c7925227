"""The first questions of a report, and what it says of checks that can't be answered."""

from dataclasses import replace

import pytest
from reference import reference_report

from radaudit.auditing import checks
from radaudit.core.finding import Outcome, Severity, Tier, failed, unknown
from radaudit.render.glance import not_assessed, questions


def with_checks(*names):
    result = next(own for own in reference_report().results if own.outcome is Outcome.PASS)
    return replace(reference_report(), results=tuple(replace(result, check=name) for name in names))


def test_every_check_answers_one_question():
    found = [result.check for own in questions(with_checks(*checks())) for result in own.passed]
    assert sorted(found) == sorted(checks())


@pytest.mark.parametrize(
    ("check", "title"),
    [
        ("features/extraction-reproduces-table", "Does it reproduce?"),
        ("code/patients-kept-whole", "Does it leak?"),
        ("deep/pretraining-independent", "Does it leak?"),
        ("model/holds-at-left-out-sites", "Does it hold from site to site?"),
        ("leakage/site-independent-of-outcome", "Does it hold from site to site?"),
        ("model/needs-the-texture", "Is it stable, and more than size?"),
        ("privacy/no-burnt-in-text", "Does it give patients away?"),
    ],
)
def test_the_most_particular_question_gets_it(check, title):
    assert [own.title for own in questions(with_checks(check)) if own.asked] == [title]


def test_what_is_proved_comes_before_what_is_likely():
    result = next(own for own in reference_report().results if own.outcome is Outcome.FAIL)
    made = [
        replace(
            result, check=f"leakage/{tier.value}", severity=Severity.MAJOR, findings=(failed("No.", "c", tier=tier),)
        )
        for tier in (Tier.HEURISTIC, Tier.TESTED, Tier.PROVED)
    ]
    made.insert(0, replace(made[0], check="leakage/grave", severity=Severity.CRITICAL))
    leaks = questions(replace(reference_report(), results=tuple(made)))[1]
    assert [own.check.partition("/")[2] for own in leaks.failed] == ["grave", "proved", "tested", "heuristic"]


def test_a_reason_comes_with_all_that_may_be_added_each_once():
    result = next(own for own in reference_report().results if own.outcome is Outcome.UNKNOWN)
    adds = ("Add 'claims'.", "Add 'claims'.", "Add 'code.include'.", "")
    results = tuple(
        replace(result, check=f"model/n{n}", findings=(unknown("It is not known.", **({"add": add} if add else {})),))
        for n, add in enumerate(adds)
    )
    [group] = not_assessed(replace(reference_report(), results=results))
    assert (group.reason, group.add, len(group.results)) == ("It is not known.", "Add 'claims'. Add 'code.include'.", 4)
