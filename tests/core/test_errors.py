"""Messages of errors: a place where it can be mended, and every problem at once."""

import pickle

import pytest

from radaudit.core.errors import DataError, ManifestError, Problem, RadauditError, Unavailable, UsageError


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        (Problem("is empty", "data/a.csv", 3), "data/a.csv:3: is empty"),
        (Problem("is empty", "data/a.csv"), "data/a.csv: is empty"),
        (Problem("is empty"), "is empty"),
    ],
)
def test_a_problem_is_shown_with_its_place(problem, shown):
    assert str(problem) == shown


def test_a_usage_error_holds_all_problems():
    error = ManifestError([Problem("one", "a", 1), Problem("two", "a", 2)])
    assert [problem.message for problem in error.problems] == ["one", "two"]
    assert str(error) == "a:1: one\na:2: two"
    assert isinstance(error, UsageError)
    assert isinstance(error, RadauditError)


@pytest.mark.parametrize("given", ["a sentence", Problem("a sentence"), iter([Problem("a sentence")])])
def test_a_usage_error_takes_a_sentence_a_problem_or_several(given):
    assert DataError(given).problems == (Problem("a sentence"),)


def test_unavailable_keeps_what_to_add_apart():
    error = Unavailable("There are no images.", "Add 'images.image'.")
    assert (error.reason, error.add) == ("There are no images.", "Add 'images.image'.")
    assert str(error) == "There are no images. Add 'images.image'."
    assert str(Unavailable("Nothing.")) == "Nothing."


def test_errors_come_back_whole_from_a_worker_process():
    error = pickle.loads(pickle.dumps(Unavailable("There are no images.", "Add them.")))
    assert (error.reason, error.add) == ("There are no images.", "Add them.")
    assert pickle.loads(pickle.dumps(DataError(Problem("is empty", "a", 1)))).problems == (Problem("is empty", "a", 1),)
