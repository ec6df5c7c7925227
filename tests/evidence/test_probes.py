import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.probes import Answer
from tests.made_commands import asked, commanded, selecting, written


def test_a_command_is_run_twice_on_the_studys_own_tables(make_study):
    probes, here = asked(commanded(make_study), "probes", selecting(False))
    [own] = probes.commands
    assert (own.problem, own.steady, own.told, here.runs) == ("", True, {"train", "test"}, 2)
    assert len(own.keys("test")) == 80


def test_sets_that_only_the_split_tells_are_not_the_commands_word(make_study):
    probes, _ = asked(commanded(make_study), "probes", selecting(False, told=False))
    [own] = probes.commands
    assert not own.told
    assert len(own.keys("test")) == 80


def test_a_command_that_rolls_dice_is_not_steady(make_study):
    turns = iter((0.25, 0.75))

    def script(tables):
        risk = next(turns)
        return written(tables["cohort.csv"], [risk] * 120)

    [own] = asked(commanded(make_study), "probes", script)[0].commands
    assert (own.steady, own.wobble) == (False, pytest.approx(0.5))


def test_what_it_can_not_do_is_said(make_study):
    def broken(tables):
        raise ArithmeticError("no data")

    def elsewhere(tables):
        return [{"case": "x", "probability": 0.5}]

    for script, said in ((broken, "no data"), (elsewhere, "its command predicts no case of the cohort")):
        assert asked(commanded(make_study), "probes", script)[0].commands[0].problem == said
    with pytest.raises(Unavailable, match="--trust"):
        commanded(make_study).evidence("probes")
    with pytest.raises(Unavailable, match="No model names its command"):
        make_study().evidence("probes", trust=True)


def test_predictions_that_are_gone_have_moved():
    one, other = ("a", "test", ()), ("b", "test", ())
    before, after = Answer("", {one: (0.5,), other: (0.25,)}), Answer("", {one: (0.75,)})
    assert after.moved(before) == {one: 0.25, other: float("inf")}
    assert after.moved(before, [one]) == {one: 0.25}
