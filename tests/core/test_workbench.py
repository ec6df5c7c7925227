"""Evidence is made when asked for, once, and failures are remembered too."""

import pytest

from radaudit.core.errors import DataError, ManifestError, NotApplicable, Unavailable, UsageError, WiringError
from radaudit.core.step import Step
from radaudit.core.workbench import EvidenceBroke, Workbench


def workbench(*functions, **given):
    return Workbench({function.__name__: Step(function.__name__, function) for function in functions}, given)


def test_nothing_is_made_before_it_is_asked_for_and_then_once():
    ran = []

    def table(study):
        ran.append("table")
        return f"table of {study}"

    def cohort(table):
        ran.append("cohort")
        return f"cohort of {table}"

    def images(study):
        ran.append("images")

    bench = workbench(table, cohort, images, study="S")
    assert ran == []
    assert bench.get("cohort") == "cohort of table of S"
    assert bench.get("cohort") == "cohort of table of S"
    assert bench.get("study") == "S"
    assert ran == ["table", "cohort"]


def test_evidence_may_be_none_and_is_still_made_once():
    ran = []

    def nothing():
        ran.append(1)

    bench = workbench(nothing)
    assert bench.get("nothing") is bench.get("nothing") is None
    assert ran == [1]


@pytest.mark.parametrize(
    "failure",
    [
        Unavailable("There are no images.", "Add them."),
        NotApplicable("A segmentation study has no model."),
        DataError("is empty"),
        ManifestError("is wrong"),
        UsageError("is wrong"),
    ],
)
def test_what_a_maker_says_on_purpose_reaches_every_user_unchanged_and_is_remembered(failure):
    ran = []

    def images():
        ran.append("images")
        raise failure

    def volumes(images):
        ran.append("volumes")

    bench = workbench(images, volumes)
    for name in ("images", "volumes", "images", "volumes"):
        with pytest.raises(type(failure)) as caught:
            bench.get(name)
        assert caught.value is failure
    assert ran == ["images"]


def test_a_bug_becomes_evidence_that_broke_and_names_the_first_culprit():
    ran = []

    def images():
        ran.append("images")
        return {}["case 7"]

    def volumes(images):
        ran.append("volumes")

    bench = workbench(images, volumes)
    for name in ("volumes", "images"):
        with pytest.raises(EvidenceBroke) as caught:
            bench.get(name)
        assert str(caught.value) == "the evidence 'images' could not be made: KeyError: 'case 7'"
        assert caught.value.name == "images"
        assert isinstance(caught.value.cause, KeyError)
        assert caught.value.cause.__traceback__ is not None
    assert ran == ["images"]


def test_a_key_of_the_user_stops_everything():
    def images():
        raise KeyboardInterrupt

    bench = workbench(images)
    with pytest.raises(KeyboardInterrupt):
        bench.get("images")
    with pytest.raises(KeyboardInterrupt):  # nothing was remembered, and nothing is thought to be under way
        bench.get("images")


def test_evidence_that_nobody_makes_is_a_wiring_error():
    def cohort(tabel):
        return tabel

    bench = workbench(cohort, study="S")
    with pytest.raises(WiringError, match="'tabel' is needed, and no evidence function makes it"):
        bench.get("cohort")
    with pytest.raises(WiringError, match="'cohort' needs 'tabel', which no evidence function makes"):
        bench.plan([Step("leakage/check", lambda cohort: None)])


def test_evidence_that_needs_itself_is_a_wiring_error():
    def one(two):
        return two

    def two(one):
        return one

    bench = workbench(one, two)
    with pytest.raises(WiringError, match="evidence needs itself: one -> two -> one"):
        bench.get("one")
    with pytest.raises(WiringError, match="evidence needs itself: "):
        bench.plan([Step("a/b", lambda one: None)])


def test_a_plan_names_makers_before_users_and_is_the_same_every_time():
    def table(study):
        return study

    def cohort(table):
        return table

    def images(cohort, study):
        return cohort

    def unused(table):
        return table

    bench = workbench(table, cohort, images, unused, study="S")
    steps = [Step("a/b", lambda images: None), Step("a/c", lambda cohort, study: None)]
    assert bench.plan(steps) == bench.plan(steps[::-1]) == ("table", "cohort", "images")


def test_a_step_is_called_with_its_evidence_and_options():
    def cohort(study):
        return [study]

    def question(cohort, study, *, limit=1):
        return cohort, study, limit

    bench = workbench(cohort, study="S")
    step = Step("a/b", question)
    assert bench.call(step) == (["S"], "S", 1)
    assert bench.call(step, {"limit": 2}) == (["S"], "S", 2)


def test_evidence_that_a_step_can_do_without_is_none_where_the_study_does_not_give_it():
    def images():
        raise Unavailable("There are no images.")

    def broken():
        raise DataError("is empty")

    def question(images: int | None, *, limit=1):
        return images

    def strict(broken: int | None):
        return broken

    bench = workbench(images, broken)
    assert bench.call(Step("a/b", question)) is None
    with pytest.raises(DataError, match="is empty"):
        bench.call(Step("a/c", strict))
