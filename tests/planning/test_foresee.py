"""The walk through the checks: who waits, who lacks what, in which order."""

import pytest

from radaudit.compute.engine import Compute
from radaudit.compute.planned import Foresight
from radaudit.compute.store import Store
from radaudit.core.errors import NotApplicable, Unavailable, UsageError
from radaudit.core.finding import Severity, failed, not_applicable, passed, unknown
from radaudit.core.step import Step
from radaudit.planning.foresee import Answer, Foreseer, Lack
from tests.compute.toys import Square


def squares(compute: Compute) -> list:
    """Squares."""
    return compute.map("Squares", [Square(1), Square(2)])


def looked(squares: list, compute: Compute) -> int:
    """What they are, and one more that depends on them.

    Jobs: one more.
    """
    return compute.map("More", [Square(squares[0]["square"] + 2)])[0]["square"]


def later(looked: int, compute: Compute) -> int:
    """Never reached."""
    return looked


def images() -> str:
    """Images."""
    raise Unavailable("No images.", "Add 'images'.")


def settings() -> str:
    """Settings."""
    raise Unavailable("No settings.", "Add 'features.settings'.")


def extraction(images: str, settings: str) -> str:
    """Both."""
    return images + settings


def segmentation() -> str:
    """Does not apply."""
    raise NotApplicable("There is no model.")


def damaged(images: str) -> str:
    """A file that can't be used."""
    raise UsageError("never reached while the images are missing")


def buggy() -> str:
    """A bug."""
    raise ZeroDivisionError("by zero")


MAKERS = {
    made.__name__: Step(made.__name__, made)
    for made in (squares, looked, later, images, settings, extraction, segmentation, damaged, buggy)
}


def a_pass():
    yield passed("Fine.")


def a_failure():
    yield failed("Not fine.", code="x")


def cheap_unknown():
    yield unknown("Too few cases.", code="few")


def passes_promises_on(squares: list):
    yield passed("Not looked at.") if isinstance(squares, list) else passed("")


def waits(looked: int):
    yield passed(str(looked))


def waits_long(later: int):
    yield passed(str(later))


def lacks(extraction: str):
    yield passed(extraction)


def waits_and_lacks(looked: int, images: str):
    yield passed(images)


def can_do_without(settings: str | None):
    yield passed("Fine.")


def no_model(segmentation: str, looked: int):
    yield passed("")


def says_so():
    yield not_applicable("No claim.")


def silent():
    return iter(())


def meets_a_bug(buggy: str):
    yield passed(buggy)


def run(tmp_path, *functions, store=None):
    steps = {own.__name__: Step(own.__name__, own, Severity.MAJOR) for own in functions}
    foreseer = Foreseer(MAKERS, {}, Foresight(store or Store(tmp_path)))
    return foreseer, {own.check: own for own in foreseer.run(steps, {})}


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (a_pass, Answer.NOW),
        (a_failure, Answer.NOW),
        (cheap_unknown, Answer.UNKNOWN),
        (passes_promises_on, Answer.AFTER),
        (waits, Answer.AFTER),
        (waits_long, Answer.AFTER),
        (lacks, Answer.UNKNOWN),
        (waits_and_lacks, Answer.UNKNOWN),
        (can_do_without, Answer.NOW),
        (no_model, Answer.NOT_APPLICABLE),
        (says_so, Answer.NOT_APPLICABLE),
        (silent, Answer.ERROR),
        (meets_a_bug, Answer.ERROR),
    ],
)
def test_when_a_check_is_answered(tmp_path, check, answer):
    _, found = run(tmp_path, check)
    assert found[check.__name__].answer is answer


def test_all_that_is_missing_is_told(tmp_path):
    _, found = run(tmp_path, lacks, waits_and_lacks, can_do_without, cheap_unknown)
    pictures, parameters = Lack("No images.", "Add 'images'."), Lack("No settings.", "Add 'features.settings'.")
    assert found["lacks"].lacks == (pictures, parameters)
    assert found["waits_and_lacks"].lacks == (pictures,)
    assert (found["can_do_without"].lacks, found["can_do_without"].sharpened_by) == ((), (parameters,))
    assert found["cheap_unknown"].lacks == (Lack("Too few cases."),)


def test_a_file_behind_something_missing_ends_nothing(tmp_path):
    def needs_both(damaged: str):
        yield passed(damaged)

    _, found = run(tmp_path, needs_both)
    assert found["needs_both"].lacks == (Lack("No images.", "Add 'images'."),)


def test_evidence_that_waits_may_ask_for_jobs_that_nobody_can_name(tmp_path):
    foreseer, _ = run(tmp_path, waits_long)
    assert [(ask.asker, len(ask.to_do)) for ask in foreseer.asked] == [("squares", 2)]
    assert {(own.evidence, own.jobs) for own in foreseer.open} == {("looked", "one more."), ("later", "")}


def test_once_the_first_jobs_are_done_the_next_are_known(tmp_path):
    store = Store(tmp_path)
    Compute(store).map("", [Square(1), Square(2)])
    foreseer, found = run(tmp_path, waits, passes_promises_on, store=store)
    assert [(ask.asker, ask.to_do) for ask in foreseer.asked] == [("squares", ()), ("looked", (Square(3),))]
    assert found["waits"].answer is Answer.AFTER
    assert found["passes_promises_on"].answer is Answer.NOW
    assert [own.evidence for own in foreseer.open] == ["looked"]  # it says itself that more may follow
    Compute(store).map("", [Square(3)])
    foreseer, found = run(tmp_path, waits, waits_long, store=store)
    assert {own.answer for own in found.values()} == {Answer.NOW}
    assert foreseer.open == ()


def test_what_only_a_search_for_missing_things_would_ask_for_is_not_planned(tmp_path):
    def never(images: str, squares: list):
        yield passed("")

    foreseer, found = run(tmp_path, never)
    assert foreseer.asked == ()
    assert found["never"].answer is Answer.UNKNOWN
