import numpy as np
import pytest

from radaudit.core.errors import DataError, NotApplicable, Unavailable
from tests.made_evidence import a_table
from tests.made_study import CASES


def plain(rows):
    """Feature names that no tool knows, among columns that play other parts."""
    return [
        {"case": row["case"], "age": 60, "label": 1, "set": 3, "f1": number * 0.5, "note": "x", "f2": number}
        for number, row in enumerate(rows)
    ]


def columns(*patterns):
    return lambda said: said["features"].update(columns=list(patterns))


def test_the_table_is_joined_in_the_cohorts_order(make_study):
    table = make_study(features=lambda rows: rows[::-1]).evidence("reported")
    assert table.cases == CASES
    assert table.values.shape == (12, 5)
    assert (table.place("c12").path, table.place("c12").line) == ("features.csv", 2)
    assert table.ids.exact


def test_known_features_are_taken_and_all_else_left(make_study):
    rows = make_study(features=lambda rows: [{**row, "volume": 3.0, "label": 1} for row in rows])
    assert rows.evidence("reported").names == tuple(f"original_glcm_F{n}" for n in range(5))


def test_without_known_features_all_numbers_but_other_roles(make_study):
    assert make_study(features=plain).evidence("reported").names == ("f1", "f2")


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        (("f*",), ("f1", "f2")),
        (("f2",), ("f2",)),
        (("*",), ("f1", "note", "f2")),
        (("age", "f1"), ("age", "f1")),
    ],
)
def test_globs_take_no_column_of_another_role_unless_it_is_named(make_study, patterns, names):
    assert make_study(features=plain, manifest=columns(*patterns)).evidence("reported").names == names


def test_a_glob_that_matches_nothing(make_study):
    with pytest.raises(DataError, match=r"features.csv: none of its columns matches 'features.columns' \(wavelet\*\)"):
        make_study(manifest=columns("wavelet*")).evidence("reported")


def test_one_glob_of_several_that_matches_nothing_would_lose_a_column_in_silence(make_study):
    with pytest.raises(DataError, match=r"radaudit.yaml:\d+: 'features.columns' asks for f3, which no column of"):
        make_study(features=plain, manifest=columns("f1", "f3")).evidence("reported")
    spaced = make_study(features=plain, manifest=columns("f1 ", " f2"))
    assert spaced.evidence("reported").names == ("f1", "f2")


def test_no_numeric_column(make_study):
    with pytest.raises(DataError, match="no numeric column"):
        make_study(features=lambda rows: [{"case": row["case"], "note": "x"} for row in rows]).evidence("reported")


def test_cells_that_hold_no_number(make_study):
    def spoil(rows):
        rows[2]["original_glcm_F1"], rows[3]["original_glcm_F1"] = " see note", ""

    table = make_study(features=spoil).evidence("reported")
    assert table.unreadable == (("c03", "original_glcm_F1", "see note"),)
    assert np.argwhere(np.isnan(table.values)).tolist() == [[2, 1], [3, 1]]


def test_diagnostics_are_kept_as_text_and_are_no_features(make_study):
    def note(rows):
        return [{**row, "diagnostics_Versions_PyRadiomics": "v3.0.1", "diagnostics_n": 3} for row in rows[:-1]]

    table = make_study(features=note, manifest=columns("*")).evidence("reported")
    assert table.diagnostics["diagnostics_Versions_PyRadiomics"] == ("v3.0.1",) * 11
    assert not any(name.startswith("diagnostics") for name in table.names)


def test_ids_matched_by_a_rule_and_ids_without_a_partner(make_study):
    def respell(rows):
        return [{**row, "case": row["case"].upper()} for row in rows[:-1]] + [{**rows[-1], "case": "C99"}]

    table = make_study(features=respell).evidence("reported")
    assert table.ids.rule == "upper and lower case alike"
    assert (table.ids.left_only, table.ids.right_only) == (("c12",), ("C99",))
    assert table.cases == CASES[:-1]


def test_no_id_in_common(make_study):
    with pytest.raises(DataError) as caught:
        make_study(features=lambda rows: [{**row, "case": f"x{row['case']}"} for row in rows]).evidence("reported")
    assert str(caught.value) == (
        "features.csv: none of its 12 ids in 'case' is an id of cohort.csv (first: 2 letters and 2 "
        "digits, there 1 letter and 2 digits)"
    )


def test_the_case_column_is_found_by_the_cohorts_name(make_study):
    made = make_study(manifest=lambda said: said["features"].pop("case"))
    assert made.evidence("reported").cases == CASES
    other = make_study(
        manifest=lambda said: said["features"].pop("case"),
        features=lambda rows: [{"id": row.pop("case"), **row} for row in rows],
    )
    with pytest.raises(DataError, match=r"name its case column in 'features\.case'"):
        other.evidence("reported")


def test_how_the_table_was_printed(make_study):
    def shorten(rows):
        return [{k: v if k == "case" else f"{v:.3f}" for k, v in row.items()} for row in rows]

    assert make_study(features=shorten).evidence("reported").resolution.words == "3 decimals"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda said: said.pop("features"), Unavailable),
        (lambda said: said["features"].pop("table"), Unavailable),
        (lambda said: (said.pop("features"), said["study"].update(task="segmentation")), NotApplicable),
    ],
)
def test_a_study_without_a_table(make_study, change, fault):
    with pytest.raises(fault):
        make_study(manifest=change).evidence("reported")


def test_notes_are_read_with_a_prefix_or_a_suffix_and_are_no_features(make_study):
    def noted(rows):
        note = {"CT_diagnostics_Image-original_Mean": 3.5, "diagnostics_Image-original_Hash_PET": "a" * 40}
        return [{**row, **note} for row in plain(rows)]

    table = make_study(features=noted).evidence("reported")
    assert table.names == ("f1", "f2")
    assert set(table.diagnostics) == {"CT_diagnostics_Image-original_Mean", "diagnostics_Image-original_Hash_PET"}
    assert set(table.parts()) == {"CT", "PET"}


def test_a_joined_table_in_its_parts():
    names = ["CT_original_glcm_Id", "original_glcm_Id_PET", "CT_original_shape_Volume"]
    noted = {"CT_general_info_Version": ["2.0.0"], "diagnostics_Versions_PyRadiomics_PET": ["3.0.1"]}
    parts = a_table({"a": [1.0, 2.0, 3.0]}, names, diagnostics=noted).parts()
    assert {name: part.names for name, part in parts.items()} == {"CT": (names[0], names[2]), "PET": (names[1],)}
    assert parts["PET"].values.tolist() == [[2.0]]
    assert parts["CT"].diagnostics == {"general_info_Version": ["2.0.0"]}
    assert a_table({"a": [1.0]}, names[:1], diagnostics={"CT_general_info_Version": ["2.0.0"]}).parts()[""].names


def test_features_that_an_older_release_defined_otherwise():
    names = ["original_shape_Volume", "original_shape_Sphericity", "original_glcm_Id"]
    assert list(a_table({"a": [1.0, 2.0, 3.0]}, names).redefined) == ["original_shape_Sphericity"]
    assert a_table({"a": [2.0]}, names[1:2]).redefined == {}
    noted = {"CT_diagnostics_Versions_PyRadiomics": ["2.1.2"]}
    assert list(a_table({"a": [1.0]}, ["CT_original_firstorder_Entropy"], diagnostics=noted).redefined)
