import numpy as np
import pytest

from tests.made_commands import asked, commanded, selecting, written


def scrambled(make_study, script, **options):
    [own] = asked(commanded(make_study, **options), "scrambled_outcomes", script)[0]
    return own


@pytest.mark.parametrize("told", [True, False])
def test_a_selection_on_all_cases_is_proved_and_one_on_training_cases_is_cleared(make_study, told):
    leaky, sound = (scrambled(make_study, selecting(own, told=told)) for own in (True, False))
    assert len(leaky.moved) == leaky.watched == 80
    assert leaky.before["c050"] != leaky.after["c050"]
    assert (sound.moved, sound.watched, sound.runs) == ({}, 80, 3)


def test_a_command_that_fits_on_all_cases_can_not_be_told_from_one_that_divides_them(make_study):
    def script(tables):
        for row in tables["cohort.csv"]:
            row["set"] = "train"
        return selecting(True, told=False)(tables)

    assert "doesn't read the declared split" in scrambled(make_study, script).problem


def test_dice_prove_nothing(make_study):
    random = np.random.default_rng(0)
    own = scrambled(make_study, lambda tables: written(tables["cohort.csv"], random.uniform(size=120)))
    assert own.problem.startswith("two runs on the same tables give different predictions")


def test_of_equal_outcomes_nothing_can_change_places(make_study):
    made = commanded(make_study)
    path = made.root / "cohort.csv"
    path.write_text("".join(line.replace(",0,A,", ",1,A,") if "test" in line else line for line in path.open()))
    [own] = asked(made, "scrambled_outcomes", selecting(False))[0]
    assert own.problem == "all test cases have the same outcome"
