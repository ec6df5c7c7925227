import numpy as np
import pytest

from radaudit.core.errors import DataError, NotApplicable, Unavailable
from tests.made_deep import a_deep_table, names
from tests.made_study import CASES


def with_deep(**more):
    def change(said):
        said["deep"] = {"network": {"weights": "features.csv"}, "table": "features.csv"} | more

    return change


def plain(rows):
    return [
        {"case": row["case"], "age": 60, "DL_0": 0.25 * n, "DL_1": f"{n}.500", "note": "x"}
        for n, row in enumerate(rows)
    ]


def test_the_table_is_joined_in_the_cohorts_order(make_study):
    found = make_study(features=lambda rows: plain(rows)[::-1], manifest=with_deep()).evidence("deep_table")
    assert (found.cases, found.names, found.values.shape) == (CASES, ("DL_0", "DL_1"), (12, 2))
    assert found.place("c12").line == 2
    assert found.resolution.decimals == 3


def test_columns_and_what_was_done_are_declared(make_study):
    said = with_deep(columns=["DL_1"], after=["zscore"], decimals=1)
    found = make_study(features=plain, manifest=said).evidence("deep_table")
    assert (found.names, found.after, found.resolution.decimals) == (("DL_1",), ("zscore",), 1)


def test_columns_that_are_not_there(make_study):
    with pytest.raises(DataError, match=r"has no column that matches 'deep.columns' \(pred_\*\)"):
        make_study(features=plain, manifest=with_deep(columns=["pred_*"])).evidence("deep_table")


def test_without_a_network_or_a_table(make_study):
    with pytest.raises(NotApplicable):
        make_study().evidence("deep_table")
    with pytest.raises(Unavailable, match="names no table of deep features"):
        make_study(manifest=with_deep(table=None)).evidence("deep_table")


def test_a_study_of_deep_features_alone_is_asked_what_any_table_is(make_study):
    def only_deep(said):
        with_deep()(said)
        del said["features"]

    found = make_study(features=plain, manifest=only_deep).evidence("reported")
    assert (found.path, found.names) == ("features.csv", ("DL_0", "DL_1"))


@pytest.mark.parametrize(
    ("columns", "count", "outputs"),
    [
        (("a", "b", "c"), 3, (0, 1, 2)),
        (names(3), 3, (0, 1, 2)),
        (("DL_4", "DL_0"), 6, (4, 0)),
        (("f1", "f6"), 6, (0, 5)),
        (("a", "b"), 6, None),
        (("f9", "f2"), 6, None),
    ],
)
def test_which_of_the_networks_features_a_column_is(columns, count, outputs):
    assert a_deep_table(np.zeros((2, len(columns))), columns).outputs(count) == outputs
