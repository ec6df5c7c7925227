import numpy as np
import pytest

from radaudit.core.errors import DataError, NotApplicable, Unavailable


def study(make_study, task, outcome, cells, **cohort):
    """Twelve cases with these cells, repeated, in the columns "x" and "t"."""

    def fill(rows):
        for number, row in enumerate(rows):
            row["x"], row["t"] = cells[number % len(cells)], 10 + number

    def declare(said):
        said["study"]["task"] = task
        said["cohort"].pop("positive")
        said["cohort"].update({"outcome": outcome} | cohort)

    return make_study(cohort=fill, manifest=declare)


def problems(made):
    with pytest.raises(DataError) as caught:
        made.evidence("target")
    return [str(problem) for problem in caught.value.problems]


def test_a_binary_outcome(make_study):
    target = study(make_study, "binary", "x", ["well", "ill", ""], positive="ill").evidence("target")
    assert target.values[:3].tolist()[:2] == [0.0, 1.0]
    assert target.known.tolist() == [True, True, False] * 4
    assert (target.classes, target.events[:3]) == (("well", "ill"), (False, True, None))


def test_classes_in_the_order_of_numbers_or_of_the_alphabet(make_study):
    target = study(make_study, "multiclass", "x", ["10", "9", "", "11"]).evidence("target")
    assert (target.classes, target.values[[0, 1, 3]].tolist()) == (("9", "10", "11"), [1, 0, 2])
    assert np.isnan(target.values[2])
    assert target.events is None
    words = study(make_study, "multiclass", "x", ["B", "a", "C"]).evidence("target")
    assert words.classes == ("a", "B", "C")


def test_values(make_study):
    target = study(make_study, "regression", "x", ["1.5", "-2", ""]).evidence("target")
    assert target.values[:2].tolist() == [1.5, -2.0]
    assert target.known[2:4].tolist() == [False, True]


@pytest.mark.parametrize(
    ("cells", "cohort"), [(["0", "1"], {}), (["no", "Yes"], {}), (["alive", "dead"], {"positive": "dead"})]
)
def test_times_and_events(make_study, cells, cohort):
    target = study(make_study, "survival", {"time": "t", "event": "x"}, cells, **cohort).evidence("target")
    assert target.values[:2].tolist() == [[10.0, 0.0], [11.0, 1.0]]
    assert target.events[:2] == (False, True)


class TestMistakes:
    def test_cells_that_are_no_numbers_are_named_with_their_line(self, make_study):
        said = problems(study(make_study, "regression", "x", ["1", "high", "3"]))
        assert said[0] == "cohort.csv:3: the outcome column 'x' must hold a number, not 'high'"
        assert len(said) == 4

    def test_a_negative_time(self, make_study):
        made = study(make_study, "survival", {"time": "x", "event": "t"}, ["1", "-1"], positive=10)
        assert problems(made)[0] == "cohort.csv:3: the outcome column 'x' must hold a number of at least 0, not '-1'"

    def test_events_of_unknown_meaning(self, make_study):
        made = study(make_study, "survival", {"time": "t", "event": "x"}, ["alive", "dead"])
        assert "holds alive, dead; add 'cohort.positive', the value that means the event was seen" in problems(made)[0]
        made = study(make_study, "survival", {"time": "t", "event": "x"}, ["alive", "dead"], positive="gone")
        assert "'cohort.positive' is 'gone'" in problems(made)[0]

    def test_too_many_classes_and_too_few(self, make_study):
        assert "holds 1 values" in problems(study(make_study, "multiclass", "x", ["a"]))[0]

    @pytest.mark.parametrize(("task", "outcome"), [("survival", "x"), ("binary", {"time": "t", "event": "x"})])
    def test_an_outcome_of_another_task(self, make_study, task, outcome):
        assert (
            f"the task is {task}, so 'cohort.outcome' must name"
            in problems(study(make_study, task, outcome, ["0", "1"]))[0]
        )

    def test_none(self, make_study):
        with pytest.raises(Unavailable, match="names no outcome"):
            study(make_study, "regression", None, ["1"]).evidence("target")
        with pytest.raises(NotApplicable):
            study(make_study, "segmentation", "x", ["1"]).evidence("target")
