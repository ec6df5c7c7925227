import numpy as np

from tests.made_commands import asked, commanded, selecting, written


def shuffled(make_study, script, **options):
    [own] = asked(commanded(make_study, **options), "shuffled_features", script)[0]
    return own


def test_without_features_nothing_is_predicted(make_study):
    own = shuffled(make_study, selecting(False))
    assert (own.sets[0].race.verdict, own.altered) == ("below", "features, column by column, among cases")


def test_an_outcome_that_comes_another_way_is_seen(make_study):
    def by_order(tables):  # and by features, or they would not matter at all
        people, first = tables["cohort.csv"], [float(row["f0"]) for row in tables["features.csv"]]
        outcome = np.array([float(row["label"]) for row in people])
        return written(people, 1 / (1 + np.exp(-0.5 * outcome - 0.01 * np.array(first))))

    own = shuffled(make_study, by_order)
    assert own.sets[0].race.verdict == "above"
    assert own.sets[0].mean > 0.9


def test_declared_clinical_variables_are_shuffled_too(make_study):
    def by_age(tables):
        first = [float(row["f0"]) for row in tables["features.csv"]]
        ages = [float(row["sex"] == "M") for row in tables["cohort.csv"]]
        return written(tables["cohort.csv"], 0.4 + 0.1 * np.array(ages) + 1e-4 * np.array(first))

    def study(clinical):
        made = commanded(make_study, clinical=clinical)
        path = made.root / "cohort.csv"
        lines = [line.split(",") for line in path.read_text().splitlines()]
        sexed = [",".join([*own[:5], "M" if own[2] == "1" else "F", own[6]]) for own in lines[1:]]
        path.write_text("\n".join([",".join(lines[0]), *sexed, ""]))
        return asked(made, "shuffled_features", by_age)[0][0]

    assert study([]).sets[0].race.verdict == "above"
    assert study(["sex"]).sets[0].race.verdict == "below"


def test_where_there_is_no_such_column_it_says_so(make_study):
    assert "no column 'weight'" in shuffled(make_study, selecting(False), clinical=["weight"]).problem
