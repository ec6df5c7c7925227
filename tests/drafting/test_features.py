"""The feature table among others, and whether it was scaled."""

import numpy as np
import pytest

from radaudit.drafting.features import find
from tests.made_sheets import IDS, seen, sheet

DRAWN = np.random.default_rng(2).normal(5, 2, (6, 12))
PEOPLE = sheet("clinical.csv", ID=IDS, outcome=[0, 1] * 6)


def features(path, values, prefix="original_glcm_", ids=IDS, **more):
    return sheet(path, ID=ids, **more, **{f"{prefix}F{n}": column for n, column in enumerate(values)})


def found(*sheets):
    return {guess.key: guess.value for guess in find(seen(*sheets)) if guess.live}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (DRAWN, None),
        ((DRAWN - DRAWN.mean(1, keepdims=True)) / DRAWN.std(1, keepdims=True), "zscore"),
        ((DRAWN - DRAWN.mean(1, keepdims=True)) / DRAWN.std(1, ddof=1, keepdims=True), "zscore"),
        ((DRAWN - DRAWN.min(1, keepdims=True)) / np.ptp(DRAWN, 1, keepdims=True), "minmax"),
    ],
)
def test_scaling(values, expected):
    assert found(PEOPLE, features("features.csv", np.round(values, 9))).get(("features", "normalised")) == expected


@pytest.mark.parametrize("other", ["features_scaled.csv", "features_selected.csv"])
def test_the_table_that_was_changed_least(other):
    tables = features(other, DRAWN), features("radiomics.csv", DRAWN)
    assert found(PEOPLE, *tables)["features", "table"] == "radiomics.csv"


def test_ids_with_zeros_in_front_are_joined_as_an_audit_does():
    people = sheet("clinical.csv", ID=[f"{n:03d}" for n in range(12)], outcome=[0, 1] * 6)
    assert found(people, features("f.csv", DRAWN, ids=range(12)))["features", "case"] == "ID"


def test_features_of_other_people_are_not_taken():
    assert found(PEOPLE, features("f.csv", DRAWN, ids=[f"z{n}" for n in range(12)])) == {}


def test_other_softwares_names():
    many = np.random.default_rng(2).normal(5, 2, (24, 12))
    assert found(PEOPLE, features("table1.csv", many, "V"))["features", "table"] == "table1.csv"
    assert ("features", "table") not in found(PEOPLE, features("table1.csv", many[:8], "V"))


def test_harmonised():
    own = found(PEOPLE, features("features.csv", DRAWN), features("features_combat.csv", DRAWN + 1))
    assert own["harmonisation", "table"] == "features_combat.csv"
    assert own["features", "table"] == "features.csv"
