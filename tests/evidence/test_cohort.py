import pytest

from radaudit.core.errors import DataError, Unavailable
from tests.made_study import CASES, write_table


def change(column, value, *cases):
    """Change cells of the cohort table."""

    def apply(rows):
        for row in rows:
            if not cases or row["case"] in cases:
                row[column] = value(row) if callable(value) else value

    return apply


def problems(made, name):
    with pytest.raises(DataError) as caught:
        made.evidence(name)
    return [str(problem) for problem in caught.value.problems]


class TestCohort:
    def test_cases_with_their_roles_and_places(self, make_study):
        cohort = make_study().evidence("cohort")
        assert cohort.cases == CASES
        assert len(cohort) == 12
        assert (cohort.patient("c03"), cohort.sites[2], cohort.scanners[2], cohort.columns["age"][2]) == (
            "p03",
            "A",
            None,
            "56",
        )
        assert (cohort.place("c03").path, cohort.place("c03").line) == ("cohort.csv", 4)

    def test_leading_zeros_stay(self, make_study):
        rows = change("case", lambda row: row["case"].replace("c", "00"))
        cohort = make_study(cohort=rows).evidence("cohort")
        assert cohort.cases[:2] == ("0001", "0002")

    def test_every_id_given_twice_is_named_with_both_lines(self, make_study):
        made = make_study(cohort=change("case", "c01", "c05", "c07"))
        said = problems(made, "cohort")
        assert [text.partition(": ")[0] for text in said] == ["cohort.csv:6", "cohort.csv:8"]
        assert all("this row was already given in line 2" in text for text in said)

    def test_every_missing_id_is_named(self, make_study):
        made = make_study(cohort=change("case", "", "c05", "c06"))
        assert [text.partition(": ")[0] for text in problems(made, "cohort")] == ["cohort.csv:6", "cohort.csv:7"]

    def test_without_a_case_column_a_row_is_a_patient(self, make_study):
        cohort = make_study(manifest=lambda said: said["cohort"].pop("case")).evidence("cohort")
        assert cohort.cases == cohort.patients == tuple(f"p{n:02d}" for n in range(1, 13))

    def test_an_empty_cell_is_nothing(self, make_study):
        cohort = make_study(cohort=change("patient", "n/a", "c02")).evidence("cohort")
        assert cohort.patient("c02") is None


class TestOutcome:
    @pytest.mark.parametrize(
        ("values", "positive"),
        [(("0", "1"), 1), (("0.0", "1.0"), 1), (("no", "yes"), "yes"), (("No", "YES"), "yes"), (("0", "1"), None)],
    )
    def test_the_event(self, make_study, values, positive):
        def declare(said):
            said["cohort"]["positive"] = positive

        made = make_study(cohort=change("label", lambda row: values[row["label"]]), manifest=declare)
        assert made.evidence("outcome").events == (False, True) * 6

    def test_a_missing_outcome_is_neither(self, make_study):
        assert make_study(cohort=change("label", "", "c02")).evidence("outcome").events[:3] == (False, None, False)

    def test_three_values_are_a_mistake(self, make_study):
        [said] = problems(make_study(cohort=change("label", 2, "c02")), "outcome")
        assert said.startswith("radaudit.yaml:")
        assert "'label' holds 3 values: 0, 1, 2" in said

    def test_three_spellings_of_two_values_are_none(self, make_study):
        made = make_study(cohort=change("label", "1.0", "c02"))
        assert made.evidence("outcome").events == (False, True) * 6

    def test_a_value_that_the_table_does_not_hold_is_a_mistake(self, make_study):
        made = make_study(manifest=lambda said: said["cohort"].update(positive="malignant"))
        [said] = problems(made, "outcome")
        assert "'cohort.positive' is 'malignant', but the column 'label' holds: 0, 1" in said

    def test_two_words_of_which_neither_is_the_event(self, make_study):
        made = make_study(
            cohort=change("label", lambda row: "AB"[row["label"]]), manifest=lambda said: said["cohort"].pop("positive")
        )
        with pytest.raises(Unavailable, match=r"counts as the event \(A, B\)"):
            made.evidence("outcome")

    def test_other_tasks_are_not_read(self, make_study):
        made = make_study(manifest=lambda said: said["study"].update(task="regression"))
        with pytest.raises(Unavailable, match="regression"):
            made.evidence("outcome")


class TestSplit:
    def test_a_column(self, make_study):
        split = make_study().evidence("split")
        assert split.cases("train") == CASES[:8]
        assert (split.used, split.ids) == (("train", "test"), None)

    def test_values_outside_the_declared_ones_are_in_no_set(self, make_study):
        split = make_study(cohort=change("set", "excluded", "c01", "c12")).evidence("split")
        assert (split.sets["c01"], split.sets["c12"]) == (None, None)
        assert len(split.cases("train")) == 7

    def test_values_of_which_none_is_declared_are_a_mistake(self, make_study):
        [said] = problems(make_study(cohort=change("set", lambda row: row["set"].title())), "split")
        assert "names train, test, but the column 'set' holds: Test, Train" in said

    def test_a_file_with_ids_in_another_spelling(self, make_study):
        def declare(said):
            said["cohort"]["split"] = {"file": "split.csv", "case": "id", "column": "fold", "train": [1], "test": [2]}

        made = make_study(manifest=declare)
        rows = [{"id": f" {case.upper()}", "fold": 1 if case < "c09" else 2} for case in reversed(CASES)]
        write_table(made.root / "split.csv", rows)
        split = made.evidence("split")
        assert split.cases("test") == CASES[8:]
        assert not split.ids.exact

    def test_a_file_without_a_case_column(self, make_study):
        def declare(said):
            said["cohort"]["split"] = {"file": "split.csv", "column": "fold", "train": [1]}

        made = make_study(manifest=declare)
        write_table(made.root / "split.csv", [{"id": "c01", "fold": 1}])
        assert "has no column 'case'; name its case column in 'cohort.split.case'" in problems(made, "split")[0]

    def test_no_split_and_no_meaning(self, make_study):
        with pytest.raises(Unavailable, match="names no split"):
            make_study(manifest=lambda said: said["cohort"].pop("split")).evidence("split")
        with pytest.raises(Unavailable, match="mean train and test"):
            make_study(manifest=lambda said: said["cohort"].update(split={"column": "set"})).evidence("split")
