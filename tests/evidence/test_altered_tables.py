import csv
import io

import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.altered_tables import feature_cells, with_outcomes, with_shuffled_features, with_swapped_sets
from radaudit.study.cells import altered
from tests.made_commands import asked, commanded, selecting


@pytest.fixture
def ground(make_study):
    return asked(commanded(make_study, test=8, train=8), "probes", selecting(False))[0].ground


def after(ground, tables):
    """The rows of each altered table."""
    made = {}
    for table in tables:
        raw = altered((ground.study.root / table.path).read_bytes(), table)
        made[table.path] = list(csv.DictReader(io.StringIO(raw.decode())))
    return made


def test_each_case_gets_the_outcome_of_its_source(ground):
    rows, source = np.arange(16), np.arange(16)[::-1]
    found = after(ground, with_outcomes(ground, rows, source))
    assert list(found) == ["cohort.csv"]
    assert [row["label"] for row in found["cohort.csv"]] == list(ground.cohort.columns["label"])[::-1]
    assert [row["set"] for row in found["cohort.csv"]] == list(ground.cohort.columns["set"])


def test_a_second_table_with_the_outcome_changes_alike_in_its_own_spelling(make_study):
    made = commanded(make_study, test=8, train=8)
    people = [line.split(",") for line in (made.root / "cohort.csv").read_text().splitlines()][1:]
    label = {own[1]: own[2] for own in people}
    header, *lines = (made.root / "features.csv").read_text().splitlines()
    spelt = [f"{line},{label[line.split(',')[0]]}.0" for line in reversed(lines)]
    (made.root / "features.csv").write_text("\n".join([f"{header},label", *spelt, ""]))
    own = asked(made, "probes", lambda tables: selecting(False)(tables))[0].ground
    found = after(own, with_outcomes(own, np.arange(16), np.arange(16)[::-1]))
    dealt = {row["case"]: row["label"] for row in found["cohort.csv"]}
    assert {row["case"]: row["label"] for row in found["features.csv"]} == {
        case: f"{one}.0" for case, one in dealt.items()
    }


def test_shuffled_columns_keep_their_values(ground):
    table = ground.study.table("features.csv")
    found = after(ground, with_shuffled_features(feature_cells(ground, False, ()), (0, 1)))["features.csv"]
    assert [row["case"] for row in found] == table.texts("case")
    for name in ("f0", "f1"):
        new = [row[name] for row in found]
        assert sorted(new) == sorted(table.texts(name))
        assert new != table.texts(name)


def test_cases_change_sets(ground):
    found = after(ground, with_swapped_sets(ground, np.array([0, 8]), np.array([8, 0])))["cohort.csv"]
    assert (found[0]["set"], found[8]["set"], found[1]["set"]) == ("test", "train", "train")


def test_a_harmonised_table_that_is_not_there(ground):
    with pytest.raises(Unavailable, match="no feature table"):
        feature_cells(type(ground)(ground.study, ground.cohort, ground.target, ground.split, None), False, ())
