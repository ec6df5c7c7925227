import numpy as np
import pytest

from radaudit.core.errors import DataError
from radaudit.evidence.agreement import agreements
from radaudit.evidence.ways import Way, _by_predictions
from tests.made_study import CASES, write_table

HELD = CASES[8:]


@pytest.fixture
def reported(make_study):
    """The predictions in a table of these rows."""

    def read(rows, **changes):
        def declare(said):
            said["models"][0]["predictions"] = "reported.csv"
            said["study"].update(changes)

        def classify(cohort):
            for number, row in enumerate(cohort):
                row["label"] = number % 3 if changes else number % 2

        made = make_study(manifest=declare, cohort=classify)
        write_table(made.root / "reported.csv", rows)
        return made.evidence("predictions")["signature"]

    return read


def rows(cases=HELD, **cells):
    return [{"case": case, "probability": 0.5} | cells for case in cases]


def test_the_set_is_the_rows_own_or_that_of_the_split(reported):
    assert reported(rows()).scores("test") == dict.fromkeys(HELD, (0.5,))
    own = reported([*rows(set="training"), *rows(set="Test"), *rows(set="cv")])
    assert (len(own.scores("train")), len(own.scores("test")), len(own.scores("cv"))) == (4, 4, 4)


@pytest.mark.parametrize(
    ("cells", "probabilities", "classes_only", "score"),
    [
        ({"Probability": "0.25"}, True, False, 0.25),
        ({"risk": "3.5"}, False, False, 3.5),
        ({"class": "1"}, False, True, 1.0),
        ({"risk": "7", "prob": "0.25"}, True, False, 0.25),
    ],
)
def test_the_column_of_scores(reported, cells, probabilities, classes_only, score):
    own = reported([{"Patient": f"p{number:02d}", "CASE": case, **cells} for number, case in enumerate(CASES)])
    assert (own.probabilities, own.classes_only) == (probabilities, classes_only)
    assert own.scores("test")["c09"] == (score,)


def test_several_classes(reported):
    each = {f"probability_{name}": value for name, value in zip("012", (0.2, 0.3, 0.5), strict=True)}
    own = reported([{"case": case, **each} for case in CASES], task="multiclass")
    assert own.scores("test")["c09"] == (0.2, 0.3, 0.5)
    named = reported([{"case": case, "class": 2} for case in CASES], task="multiclass")
    assert (named.classes_only, named.scores("test")["c09"]) == (True, (0, 0, 1))


def test_strangers_repeated_and_missing_cases(reported):
    own = reported([*rows(HELD[:3]), *rows(("c09", "C99"))])
    assert {case: place.line for case, place in own.repeated.items()} == {"c09": 5}
    assert {case: place.line for case, place in own.unknown.items()} == {"C99": 6}
    assert own.missing == {"c12": "test"}
    assert len(own.rows) == 3


def test_folds_of_a_cross_validation(reported):
    table = [row | {"repeat": r, "fold": int(row["case"] > "c06")} for r in (1, 2) for row in rows(CASES, set="cv")]
    way = _by_predictions("predictions", reported(table))
    assert [(fold.repeat, len(fold.cases)) for fold in way.folds] == [(0, 6), (0, 6), (1, 6), (1, 6)]
    alone = _by_predictions("predictions", reported(rows(CASES, set="cv")))
    assert [len(fold.cases) for fold in alone.folds] == [12]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (rows(probability=1.2), "reported.csv:2: 'probability' must be a probability between 0 and 1, not '1.2'"),
        (rows(probability=""), "reported.csv:2: 'probability' must be a probability between 0 and 1, not ''"),
        ([{"case": "c09", "class": "perhaps"}], "reported.csv:2: 'class' must name a class (0, 1), not a cell of 1 wo"),
        ([{"case": "c09", "x": 1}], "reported.csv: has no column of predictions; for this task it is called"),
        ([{"x": "c09", "risk": 1}], "reported.csv: has no column 'case' that says which case a prediction is of"),
    ],
)
def test_tables_that_can_not_be_used(reported, table, said):
    with pytest.raises(DataError) as caught:
        reported(table)
    assert str(caught.value.problems[0]).startswith(said)


class TestAgreement:
    def judge(self, reported, found, **way):
        own = reported([row | {"probability": score} for row, score in zip(rows(), (0.1, 0.22, 0.3, 0.4), strict=True)])
        again = Way("signature", "estimator", sets={"test": dict(zip(HELD, found, strict=True))}, **way)
        return agreements({"signature": own}, {"signature": (again, _by_predictions("predictions", own))})

    def test_scores_beside_each_other(self, reported):
        (pair,) = self.judge(reported, [(0.1,), (0.22,), (0.4,), (0.3,)])
        assert (pair.cases, pair.sets, pair.by) == (HELD, ("test",) * 4, "the estimator, fitted again")
        np.testing.assert_allclose(pair.reported - pair.found, [0, 0, -0.1, 0.1], atol=1e-12)
        assert pair.spearman == pytest.approx(0.8)
        assert pair.allowed.tolist() == [0.005] * 4  # two decimals

    def test_a_constant_has_no_rank(self, reported):
        (pair,) = self.judge(reported, [(0.1,)] * 4)
        assert pair.spearman is None

    def test_scores_in_another_unit_are_not_compared(self, reported):
        assert self.judge(reported, [(7.0,)] * 4, probabilities=False) == ()


class TestOfATime:
    """Columns of the probability by a time, in a study of the time to an event."""

    @pytest.fixture
    def timed(self, make_study):
        def read(cells, *probabilities):
            def declare(said):
                said["models"][0] |= {"predictions": "reported.csv", "probabilities": list(probabilities)}
                said["study"]["task"] = "survival"
                said["cohort"] |= {"outcome": {"time": "days", "event": "label"}}

            def follow(cohort):
                for number, row in enumerate(cohort):
                    row["days"] = 100 + number

            made = make_study(manifest=declare, cohort=follow)
            write_table(made.root / "reported.csv", [{"case": case, **cells} for case in HELD])
            return made.evidence("predictions")["signature"]

        return read

    def test_they_stand_after_the_risk_in_the_order_of_the_times(self, timed):
        own = timed({"risk": "1.5", "survival_12": "0.6", "by 6": "0.3"}, {"horizon": 12, "of": "survival"}, 24,
                    {"horizon": 6, "column": "by 6"})  # fmt: skip
        assert own.scores("test")["c09"] == pytest.approx((1.5, 0.3, 0.4))
        assert (own.horizons, own.ranked, own.resolution.decimals) == ((6.0, 12.0), False, 1)

    def test_without_risks_the_longest_ranks_the_cases(self, timed):
        own = timed({"probability_6": "0.25", "probability_12": "0.5"}, 6, 12)
        assert own.scores("test")["c09"] == (0.5, 0.25, 0.5)
        assert (own.ranked, own.probabilities) == (True, False)
        again = {"test": dict.fromkeys(HELD, (7.0, 0.25, 0.4))}
        [pair] = agreements({"m": own}, {"m": (Way("m", "estimator", sets=again, probabilities=False,
                                                   horizons=(6.0, 12.0)),)})  # fmt: skip
        assert (pair.reported[0], pair.found[0]) == (0.5, 0.4)
        assert not agreements({"m": own}, {"m": (Way("m", "estimator", sets=again, probabilities=False),)})

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            ({"probability_6": "1.2", "probability_12": "1"}, "'probability_6' must be a probability between 0 and 1"),
            ({"probability_6": "0.8", "probability_12": "0.5"}, "less probable by 12 .* than by 6"),
            ({"value": "1"}, "it is called risk"),
        ],
    )
    def test_what_is_no_risk_is_refused(self, timed, cells, said):
        with pytest.raises(DataError, match=said):
            timed(cells, 6, 12)
