import numpy as np

from tests.made_commands import asked, commanded, selecting, written


def planted(make_study, script, **options):
    [own] = asked(commanded(make_study, **options), "planted_features", script)[0]
    return own


def test_who_chooses_on_all_cases_takes_the_planted_columns(make_study):
    own = planted(make_study, selecting(True, kept=6, scaled=True))
    assert (own.planted, own.runs) == (10, 6)
    assert own.p < 1e-4
    assert sum(pair[0] for pair in own.taken) >= 9
    assert sum(pair[1] for pair in own.taken) <= 1


def test_who_chooses_on_training_cases_does_not_and_is_seen_to_choose(make_study):
    own = planted(make_study, selecting(False, kept=6))
    assert (own.problem, own.runs) == ("", 7)
    assert own.p > 0.01
    assert own.followed > 0.9


def test_of_a_command_that_chooses_nothing_nothing_is_said(make_study):
    def fixed(tables):
        return written(tables["cohort.csv"], 1 / (1 + np.exp([-float(row["f0"]) for row in tables["features.csv"]])))

    assert "hardly chooses" in planted(make_study, fixed).problem


def test_few_features_or_a_list_of_them_leave_nothing_to_plant(make_study):
    assert "8 features without gaps" in planted(make_study, selecting(False, kept=2), features=6).problem
    own = planted(make_study, selecting(False), **{"columns": ["f0", "f1"]})
    assert own.problem == "its features are a list, so that it chooses none"
