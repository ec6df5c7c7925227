import pytest

from radaudit.checks.features.one_release import one_release
from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Severity
from radaudit.features.settings import Settings
from tests.made_evidence import a_table, only, told

NEW = ["original_shape_MeshVolume", "original_glcm_MCC"]
VERSION = "diagnostics_Versions_PyRadiomics"


def judged(names, settings=None, **noted):
    table = a_table({"a": [1.0] * len(names), "b": [2.0] * len(names)}, names, diagnostics=noted)
    return list(one_release(table, Settings(settings, "params.yaml", 1) if settings else None))


def test_one_release():
    assert (
        "notes pyradiomics v3.0.1, and its columns are those of 2.1.0"
        in only(judged(NEW, **{VERSION: ["v3.0.1", "v3.0.1"]}), "pass").message
    )
    assert "2.1.0 or later" in only(judged(NEW), "pass").message


def test_nothing_tells():
    assert only(judged(["original_glcm_Id"]), "unknown").code == "no-release"
    with pytest.raises(NotApplicable):
        judged(["age"])


def test_columns_of_two_releases():
    finding = only(judged([*NEW, "original_shape_Volume", "original_glcm_Id"]))
    assert finding.code == "columns-of-two-releases"
    assert finding.rows[0] == {
        "feature": "original_shape_Volume",
        "written since": "the first release",
        "no longer since": "2.1.0",
    }
    assert len(finding.rows) == 3


def test_a_noted_release_that_does_not_write_these_columns():
    finding = only(judged(["original_glcm_MCC"], general_info_Version=["2.0.0", "2.0.0"]))
    assert finding.code == "columns-of-two-releases"
    assert told(judged(["original_glcm_Dissimilarity"], general_info_Version=["1.2.0", "2.0.0"])) == [
        ("fail", "not-the-noted-release")
    ]


def test_the_extractions_of_a_joined_table_are_judged_alone():
    noted = {f"CT_{VERSION}": ["3.0.1", "3.0.1"], "general_info_Version_PET": ["2.0.0", "2.0.0"]}
    names = ["CT_original_glcm_MCC", "original_shape_Volume_PET"]
    assert told(judged(names, **noted)) == [("pass", "")]
    [finding] = judged([*names, "original_shape_MeshVolume_PET"], **noted)
    assert finding.message.startswith("PET: No release of pyradiomics writes all")


def test_parameters_that_the_tables_release_did_not_know():
    finding = only(judged(["original_shape_Volume"], {"setting": {"resegmentMode": "sigma"}}))
    assert finding.code == "parameters-newer-than-table"
    assert "resegmentMode, which came with pyradiomics 2.1.0" in finding.message


def test_parameters_that_ask_for_what_is_no_longer_given():
    finding = only(judged(NEW, {"featureClass": {"glcm": ["Homogeneity1"]}}))
    assert (finding.code, finding.severity) == ("words-of-older-releases", Severity.NOTE)
