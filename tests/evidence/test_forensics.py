import numpy as np
import pytest

from radaudit.core.errors import NotApplicable, Unavailable


@pytest.fixture
def own(make_study):
    return make_study().evidence("examined")[0]


def test_the_rows_with_all_that_is_known_of_them(own):
    assert (own.which, own.path, own.outcome) == ("reported", "features.csv", "label")
    assert own.values.shape == (12, 5)
    assert own.levels["set"] == ("train", "test")
    assert own.levels["label"] == ("0", "1")
    assert own.classes.tolist() == [0, 1] * 6


def test_groups_of_fewer_than_five_rows_are_no_groups(own):
    assert own.groupings["site"].tolist() == [0] * 8 + [-1] * 4
    assert own.groupings["set"].tolist() == [0] * 8 + [-1] * 4


def test_sets_sites_and_classes_may_have_been_fitted_on(own):
    assert own.subsets["all rows"].all()
    assert own.subsets["set train"].tolist() == [True] * 8 + [False] * 4
    assert own.subsets["label 1"].tolist() == [False, True] * 6


def test_covariates_are_numbers_and_none_is_an_id_a_set_or_a_site(own):
    assert set(own.covariates) == {"label", "age", "sex"}
    assert own.covariates["age"][:2, 0].tolist() == [50, 53]
    assert set(np.unique(own.covariates["sex"])) == {0, 1}


def test_a_column_that_says_the_same_as_another_is_no_covariate(make_study):
    def twins(rows):
        return [{**row, "grade": "ab"[row["label"]], "birth": 1970 - row["age"], "name": row["case"]} for row in rows]

    assert set(make_study(cohort=twins).evidence("examined")[0].covariates) == {"label", "age", "sex"}


def test_gaps_in_a_covariate_are_nan_and_a_column_of_gaps_is_none(make_study):
    def gaps(rows):
        return [{**row, "age": "" if n == 3 else row["age"], "grade": 1 if n < 3 else ""} for n, row in enumerate(rows)]

    own = make_study(cohort=gaps).evidence("examined")[0]
    assert np.isnan(own.covariates["age"][3, 0])
    assert "grade" not in own.covariates


def test_the_harmonised_table_comes_second(make_study):
    made = make_study(manifest=lambda said: said.update(harmonisation={"method": "combat", "table": "flat.csv"}))
    made.write("flat.csv", (made.root / "features.csv").read_text())
    first, second = made.evidence("examined")
    assert (first.which, second.which, second.path) == ("reported", "harmonised", "flat.csv")
    assert (first.values == second.values).all()
    assert [own.kind for own in made.evidence("histories")] == ["unknown", "unknown"]


def test_without_a_table(make_study):
    with pytest.raises(Unavailable, match="no feature table"):
        make_study(manifest=lambda said: said.pop("features")).evidence("examined")

    def segmentation(said):
        said.pop("features")
        said["study"]["task"] = "segmentation"

    with pytest.raises(NotApplicable):
        make_study(manifest=segmentation).evidence("examined")
