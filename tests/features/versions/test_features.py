"""The history of features against what the release notes say, and against the installed release."""

import pytest

from radaudit.features.ibsi.catalogue import ibsi_features, ibsi_of
from radaudit.features.names import parse_name
from radaudit.features.versions.features import (
    ADDED,
    ONLY_BY_NAME,
    RENAMED,
    REPLACED,
    changed_since,
    ended,
    introduced,
    todays_plain,
)


@pytest.fixture(scope="module")
def installed():
    """Features of the installed release: short name to whether it is deprecated."""
    from radiomics import getFeatureClasses

    return {
        f"{kind}_{name}": deprecated
        for kind, own in getFeatureClasses().items()
        for name, deprecated in own.getFeatureNames().items()
    }


def test_old_names_are_gone_and_todays_are_there(installed):
    for before, (now, _) in RENAMED.items():
        assert before not in installed
        assert now in installed
    assert set(ADDED) <= {name for name, deprecated in installed.items() if not deprecated}


def test_what_is_deprecated_today_is_what_is_listed(installed):
    deprecated = {name for name, own in installed.items() if own and not name.startswith("shape2D")}
    assert deprecated == {*REPLACED, *ONLY_BY_NAME}


def test_what_replaces_a_feature_is_what_ibsis_catalogue_says():
    instead = {own.feature: own.instead for own in ibsi_features() if own.instead}
    assert {name: own or "1" for name, own in REPLACED.items()} == instead


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("original_shape_Volume", "original_shape_VoxelVolume"),
        ("T1_original_shape_MajorAxis", "original_shape_MajorAxisLength"),
        ("wavelet-LLH_glcm_Homogeneity1", "wavelet-LLH_glcm_Id"),
        ("original_glcm_SumVariance2", "original_glcm_ClusterTendency"),
        ("square_gldm_GrayLevelNonUniformityNormalized", "square_firstorder_Uniformity"),
        ("original_gldm_DependencePercentage", "original_gldm_DependencePercentage"),
        ("original_glcm_Contrast", "original_glcm_Contrast"),
    ],
)
def test_the_name_of_the_same_number_today(name, today):
    assert todays_plain(parse_name(name)) == today


@pytest.mark.parametrize(
    ("name", "latest", "changed"),
    [
        ("original_shape_Sphericity", (2, 0, 1), (2, 1, 0)),
        ("original_shape_Sphericity", (2, 1, 0), None),
        ("original_shape_Maximum2DDiameterRow", (2, 0, 0), (2, 1, 0)),
        ("original_shape_SurfaceArea", (2, 0, 0), None),
        ("original_shape_Volume", (2, 0, 1), None),
        ("original_firstorder_Entropy", (2, 1, 2), (2, 2, 0)),
        ("original_firstorder_Mean", (1, 0, 0), None),
        ("wavelet-LLH_firstorder_Mean", (1, 3, 0), (2, 0, 0)),
        ("log-sigma-2-0-mm-3D_firstorder_Mean", (1, 3, 0), None),
        ("square_firstorder_Mean", (1, 3, 0), (2, 0, 0)),
        ("original_ngtdm_Complexity", (1, 3, 0), (2, 0, 0)),
        ("original_glcm_Contrast", (1, 2, 0), (1, 3, 0)),
        ("original_shape_Elongation", (1, 1, 1), (1, 2, 0)),
        ("original_firstorder_Energy", (1, 1, 0), (1, 1, 1)),
        ("original_firstorder_Energy", None, None),
    ],
)
def test_the_last_change_of_a_definition(name, latest, changed):
    found = changed_since(parse_name(name), latest)
    assert (found.release if found else None) == changed


def test_when_a_name_came_and_went():
    dates = {
        "original_glcm_MCC": ((2, 1, 0), None),
        "original_shape2D_Perimeter": ((2, 2, 0), None),
        "lbp-3D-k_gldm_DependenceEntropy": ((2, 0, 0), None),
        "original_ngtdm_Contrast": ((1, 3, 0), None),
        "original_shape_Volume": (None, (2, 1, 0)),
        "original_glcm_Dissimilarity": (None, (2, 0, 0)),
        "original_shape_Roundness": (None, (1, 1, 1)),
        "original_firstorder_Mean": (None, None),
    }
    for name, (came, went) in dates.items():
        assert (introduced(parse_name(name)), ended(parse_name(name))) == (came, went), name


def test_an_old_name_has_todays_identifier():
    assert ibsi_of("original_shape_Volume").id == ibsi_of("original_shape_VoxelVolume").id == "YEKZ"
