import pytest

from radaudit.features.versions.table import incomparable, newest_possible, origin_of

NEW = ["original_shape_MeshVolume", "original_glcm_MCC", "original_glcm_Id"]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (NEW, "2.1.0 or later"),
        (["original_glcm_Id"], "any release"),
        (["original_shape_Volume", "original_gldm_DependenceEntropy"], "1.3.0 or later, but before 2.1.0"),
        (["CT_original_glcm_Homogeneity1"], "before 2.0.0"),
        (["general_info_ImageHash"], "1.1.0 or later, but before 2.1.0"),
        (["general_info_CenterOfMass"], "2.0.1 or later, but before 2.1.0"),
        (["diagnostics_Image-original_Hash"], "2.1.0 or later"),
        (["CT_diagnostics_Image-original_Dimensionality"], "2.2.0 or later"),
        (["original_shape2D_Perimeter"], "2.2.0 or later"),
    ],
)
def test_the_releases_that_write_these_columns(columns, words):
    assert origin_of(columns).words == words
    assert not origin_of(columns).contradictory


def test_columns_that_no_release_writes():
    origin = origin_of([*NEW, "original_shape_Volume"])
    assert origin.contradictory
    assert (origin.since, origin.until) == ("original_shape_MeshVolume", "original_shape_Volume")


def test_a_release_is_allowed_or_not():
    origin = origin_of(["original_shape_Volume", "original_gldm_DependenceEntropy"])
    assert [origin.allows(own) for own in ((1, 2, 0), (1, 3, 0), (2, 0, 1), (2, 1, 0))] == [False, True, True, False]


def test_the_newest_release_by_notes_and_by_columns():
    assert newest_possible(["v2.0.0", "2.1.2"], NEW) == (2, 1, 2)
    assert newest_possible([], NEW) is None
    assert (2, 0, 1) < newest_possible(["v3.0.1"], ["original_shape_Volume"]) < (2, 1, 0)


def test_features_that_cannot_be_compared():
    names = ["original_shape_Volume", "original_shape_Sphericity", "original_glcm_Id", "age"]
    assert list(incomparable(names, newest_possible([], names))) == ["original_shape_Sphericity"]
    assert incomparable(names, None) == {}
