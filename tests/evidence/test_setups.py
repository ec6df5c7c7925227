import numpy as np
import pytest

from tests.made_study import CASES, write_table

NAMES = [f"original_glcm_F{number}" for number in range(5)]


@pytest.fixture
def setups(make_study):
    """The setup of the one model, declared with these changes."""

    def make(cohort=None, manifest=None, **model):
        def declare(said):
            said["models"][0].update(model)
            if manifest:
                manifest(said)

        found = make_study(manifest=declare, cohort=cohort).evidence("setups", trust=True)
        return found.ready.get("signature") or found.problems["signature"]

    return make


def test_rows_are_the_cases_with_features_an_outcome_and_a_set(setups):
    def leave_out(rows):
        rows[1]["label"], rows[2]["set"] = "", "excluded"

    own = setups(leave_out, clinical=["age"])
    assert own.cases == ("c01", *CASES[3:])
    assert own.rows("train").tolist() == [0, 1, 2, 3, 4, 5]
    assert own.rows("test", "external").tolist() == [6, 7, 8, 9]
    assert own.target.tolist() == [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
    assert (own.patients[0], own.sites[-1], own.setup.clinical["age"][0]) == ("p01", "B", "50")
    assert own.setup.offered == (*NAMES, "age")


def test_runs_are_those_that_the_authors_declare(setups):
    own = setups(fitted_on={"selection": "all", "scaling": "train", "imputation": "all"})
    assert own.early == ("imputation", "selection")
    run = own.split_run(seed=4)
    assert (run.fit.tolist(), run.predict, run.early, run.seed) == (list(range(8)), None, own.early, 4)
    assert own.split_run((), reseed=True).early == ()
    assert own.fold_runs() == ()


def test_folds_are_of_the_training_rows_unless_others_are_named(setups):
    own = setups(cv={"folds": 4, "repeats": 2}, fitted_on={"selection": "all"})
    runs = own.fold_runs()
    assert len(runs) == 8
    for run in runs:
        assert sorted([*run.fit, *run.predict]) == run.pool.tolist() == list(range(8))
        assert own.target[run.predict].tolist().count(1.0) == 1
        assert run.early == ("selection",)
    whole = setups(cv={"folds": 3, "sets": ["train", "test"], "grouped": True})
    assert [len(run.predict) for run in whole.fold_runs(())] == [4, 4, 4]


def test_folds_of_a_column(setups):
    def fold(rows):
        for number, row in enumerate(rows):
            row["fold"] = number % 2 if number else ""

    own = setups(fold, cv={"column": "fold"})
    assert [run.predict.tolist() for run in own.fold_runs()] == [[2, 4, 6], [1, 3, 5, 7]]


def test_folds_that_can_not_be_made(setups):
    assert "n_splits=7" in setups(cv={"folds": 7}).folds_problem


def test_a_list_that_was_chosen_on_all_rows_has_a_stand_in(setups):
    own = setups(features=[NAMES[3], NAMES[1]], fitted_on={"selection": "all"})
    assert own.listed_on_all
    assert own.setup.columns == tuple(NAMES)
    assert own.setup.listed.tolist() == [3, 1]
    run = own.split_run((), **own.stand_in())
    assert (run.columns.tolist(), run.select) == ([0, 1, 2, 3, 4], 2)
    assert not setups(features=[NAMES[3]]).listed_on_all


def test_harmonised_features(make_study):
    def declare(said):
        said["models"][0]["features"] = "harmonised"
        said["harmonisation"] = {"method": "combat", "table": "combat.csv"}

    made = make_study(manifest=declare)
    values = np.random.default_rng(0).normal(size=(10, 5))
    rows = [{"case": f" {case.upper()}", **dict(zip(NAMES, row, strict=True)), "site": 1}
            for case, row in zip(CASES[2:], values.tolist(), strict=True)]  # fmt: skip
    write_table(made.root / "combat.csv", rows)
    own = made.evidence("setups", trust=True).ready["signature"]
    assert (own.cases, own.setup.columns) == (CASES[2:], tuple(NAMES))
    np.testing.assert_array_equal(own.setup.features, values)
    assert made.evidence("offered").of("signature").source == "harmonised"


def test_extracted_features(make_study):
    made = make_study(images=True, manifest=lambda said: said["models"][0].update(features="extracted"))
    own, reported = made.evidence("setups", trust=True).ready["signature"], made.evidence("reported")
    assert own.setup.columns == reported.names
    np.testing.assert_allclose(own.setup.features, reported.values, rtol=1e-9)


def test_extracted_features_without_images(setups):
    assert setups(features="extracted").startswith("The study gives no images")
