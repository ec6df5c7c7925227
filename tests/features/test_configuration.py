import pytest
from radiomics.featureextractor import RadiomicsFeatureExtractor

from radaudit.features.configuration import is_older_than_stable, recorded_differences, recorded_versions
from radaudit.features.settings import Settings

COLUMN = "diagnostics_Configuration_Settings"


def declared(**settings):
    return Settings({"setting": settings}, "params.yaml", 1)


def recorded(**settings):
    """What pyradiomics itself notes for these settings."""
    return {COLUMN: [str(RadiomicsFeatureExtractor({"setting": settings}).settings)] * 3}


def test_the_same_settings_do_not_differ():
    settings = {"binWidth": 10, "normalize": True, "resampledPixelSpacing": [1, 1, 1]}
    assert recorded_differences(recorded(**settings), declared(**settings)) == []


@pytest.mark.parametrize(
    ("then", "now", "sentence"),
    [
        ({"binWidth": 10}, {"binWidth": 25}, "binWidth was 10 when the table was made, but is declared as 25"),
        ({}, {"binWidth": 10}, "binWidth was 25 when the table was made, but is declared as 10"),
        ({"binCount": 32}, {"binWidth": 25}, "binCount was 32 when the table was made, but is declared as None"),
        ({"normalize": True}, {}, "normalize was True when the table was made, but is declared as False"),
        (
            {"resampledPixelSpacing": [2, 2, 2]},
            {"resampledPixelSpacing": [1, 1, 1]},
            "resampledPixelSpacing was [2, 2, 2] when the table was made, but is declared as [1, 1, 1]",
        ),
    ],
)
def test_differences_are_told_once(then, now, sentence):
    assert recorded_differences(recorded(**then), declared(**now)) == [sentence]


def test_a_list_equals_a_tuple_and_a_whole_number_its_float():
    text = "{'resampledPixelSpacing': (1, 1, 1), 'binWidth': 25.0}"
    assert recorded_differences({COLUMN: [text]}, declared(resampledPixelSpacing=[1.0, 1, 1])) == []


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('touch harmed')",
        "{'binWidth': __import__('os').getpid()}",
        "{[1]: 2}",
        "{{}: 1}",
        "[" * 5000,
        "{" + "'a': {" * 500,
        "9" * 100_000,
        "{'binWidth'",
        "[1, 2]",
        "",
        None,
    ],
)
def test_hostile_text_is_neither_run_nor_believed(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert recorded_differences({COLUMN: [text]}, declared()) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["9" * 400, "'" + "x" * 10_000 + "'", "1e999", "[[[[1]]]]"])
def test_a_strange_value_is_shown_in_a_few_words(value):
    found = recorded_differences({COLUMN: [f"{{'binWidth': {value}}}"]}, declared())
    assert len(found) == 1
    assert len(found[0]) < 200


def test_a_joined_table_names_the_extraction():
    noted = {f"CT_{COLUMN}": ["{'binWidth': 10}"], f"{COLUMN}_PET": ["{'binWidth': 25}"]}
    assert recorded_differences(noted, declared(binWidth=25)) == [
        "binWidth of CT was 10 when the table was made, but is declared as 25"
    ]
    versions = {"CT_diagnostics_Versions_PyRadiomics": ["3.0.1"], "general_info_Version.1": ["2.0.0"]}
    assert recorded_versions(versions) == ["2.0.0", "3.0.1"]


def test_versions_old_and_new():
    columns = {"diagnostics_Versions_PyRadiomics": ["v3.0.1", "2.1.0", None, "v3.0.1"], "other": ["x"]}
    assert recorded_versions(columns) == ["2.1.0", "v3.0.1"]
    assert recorded_versions({"general_info_Version": ["1.3.0"]}) == ["1.3.0"]
    old = ("1.3.0", "2.1.2", "v2.0.0")
    new = ("2.2.0", "v3.0.1", "3.1.0.post2", "v3.0.1a1", "unknown", "", "2.x")
    assert all(map(is_older_than_stable, old))
    assert not any(map(is_older_than_stable, new))
