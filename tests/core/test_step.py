"""A function's signature and docstring are its declaration."""

from radaudit.core.finding import Severity
from radaudit.core.step import Step, Text, check, evidence


def question(cohort: dict, split: list | None, *, limit: float = 0.5, names: tuple = ()) -> list:
    """No patient is in both
    sets.

    Images of one patient resemble each other.

    More than images of two.

    Remedy: split by
    patient.
    """
    return [cohort, split, limit, names]


def test_positional_parameters_are_needs_and_keyword_ones_options():
    step = Step("leakage/question", question, Severity.MAJOR)
    assert step.needs == ("cohort", "split")
    assert step.options == {"limit": 0.5, "names": ()}
    assert step.family == "leakage"
    assert step.hints["return"] is list


def test_evidence_that_may_be_none_is_optional():
    assert Step("question", question).optional == {"split"}


def test_a_docstring_has_a_title_a_rationale_and_a_remedy():
    assert Text.of(question) == Text(
        "No patient is in both sets.",
        "Images of one patient resemble each other.\n\nMore than images of two.",
        "split by patient.",
    )


def test_a_missing_docstring_is_empty_text():
    assert Text.of(lambda: None) == Text("", "", "")


def test_decorators_mark_and_leave_the_function_alone():
    def cohort():
        return 1

    marked = check("leakage/own", severity=Severity.NOTE, references=("doi:10.1/x",))(evidence(cohort))
    assert marked is cohort
    assert marked() == 1
    kinds = {kind: (name, step) for kind, name, step in marked.__radaudit_plugins__}
    assert kinds["evidence"][0] == "cohort"
    assert kinds["check"][0] == "leakage/own"
    assert kinds["check"][1].references == ("doi:10.1/x",)
