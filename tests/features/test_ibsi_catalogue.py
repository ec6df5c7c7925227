import re

import pytest

from radaudit.features.ibsi.catalogue import AGGREGATIONS, ibsi_features, ibsi_of
from radaudit.features.ibsi.deviations import DEVIATIONS, deviations_of
from radaudit.features.ibsi.phantom import VOXELS, digital_phantom_image
from radaudit.features.ibsi.reference import digital_phantom
from radaudit.features.ibsi.run import parameters_of
from radaudit.features.radiomics import extracted, invalid

CLASSES = ("shape", "firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm")


@pytest.fixture(scope="module")
def default_names():
    """What pyradiomics gives where only the classes are named."""
    parameters = {"featureClass": {name: [] for name in CLASSES}, "setting": {"binWidth": 1}}
    return tuple(extracted(*digital_phantom_image(), 1, parameters)["features"])


class TestNames:
    # Read off the reference manual, arXiv:1612.07003.
    @pytest.mark.parametrize(
        ("name", "id", "ibsi"),
        [
            ("original_shape_MeshVolume", "RNU0", "Volume (mesh)"),
            ("original_shape_VoxelVolume", "YEKZ", "Volume (voxel counting)"),
            ("original_firstorder_Mean", "Q4LE", "Mean intensity"),
            ("original_firstorder_Entropy", "TLU2", "Discretised intensity entropy"),
            ("original_firstorder_Uniformity", "BJ5W", "Discretised intensity uniformity"),
            ("original_firstorder_90Percentile", "8DWT", "90th intensity percentile"),
            ("original_glcm_SumSquares", "UR99", "Joint variance"),
            ("original_glcm_JointEnergy", "8ZQL", "Angular second moment"),
            ("original_glcm_Imc2", "JN9H", "Information correlation 2"),
            ("original_glrlm_RunEntropy", "HJ9O", "Run entropy"),
            ("original_glszm_SmallAreaEmphasis", "5QRC", "Small zone emphasis"),
            ("original_gldm_SmallDependenceEmphasis", "SODN", "Low dependence emphasis"),
            ("original_gldm_LargeDependenceEmphasis", "IMOQ", "High dependence emphasis"),
            ("original_ngtdm_Strength", "1X9X", "Strength"),
        ],
    )
    def test_the_counterpart(self, name, id, ibsi):
        assert (ibsi_of(name).id, ibsi_of(name).name) == (id, ibsi)

    @pytest.mark.parametrize(
        "name", ["wavelet-LLH_glcm_Contrast", "T1.original_glcm_Contrast", "original.glcm_Contrast", "glcm_Contrast"]
    )
    def test_any_image_type_and_any_spelling(self, name):
        assert ibsi_of(name).id == "ACUI"

    @pytest.mark.parametrize(
        "name",
        [
            "original_glcm_MCC",
            "original_firstorder_TotalEnergy",
            "original_firstorder_StandardDeviation",
            "original_shape_Maximum2DDiameterSlice",
            "original_shape2D_Sphericity",
            "age",
            "",
        ],
    )
    def test_none(self, name):
        assert ibsi_of(name) is None

    def test_102_of_the_107_default_features(self, default_names):
        without = [name for name in default_names if ibsi_of(name) is None]
        assert (len(default_names), len(without)) == (107, 5)
        for name in without:
            assert [own.code for own in deviations_of(name.removeprefix("original_"))] == ["not-in-ibsi"]

    def test_every_feature_is_one_that_pyradiomics_knows(self):
        assert invalid(parameters_of({})) == []
        given = extracted(*digital_phantom_image(), 1, parameters_of({"binWidth": 1}))["features"]
        assert set(given) == {f"original_{own.feature}" for own in ibsi_features() if not own.instead}

    def test_identifiers_are_four_signs_and_one_for_each_definition(self):
        assert all(re.fullmatch("[0-9A-Z]{4}", own.id) for own in ibsi_features())
        assert len({own.feature for own in ibsi_features()}) == len(ibsi_features()) == 111
        pairs = {(own.id, own.tag) for own in ibsi_features()}
        assert len({id for id, _ in pairs}) == len({tag for _, tag in pairs}) == len(pairs) == 109


class TestDeviations:
    def test_every_one_has_a_sentence_and_a_source(self):
        assert len({own.code for own in DEVIATIONS}) == len(DEVIATIONS)
        for own in DEVIATIONS:
            assert own.sentence.endswith(".")
            assert own.source.startswith("https://")
            assert any(own.touches(feature.feature) for feature in ibsi_features()) or own.code == "not-in-ibsi"

    def test_those_of_a_feature(self):
        assert [own.code for own in ibsi_of("original_firstorder_Kurtosis").deviations] == ["kurtosis-not-excess"]
        assert [own.code for own in ibsi_of("glcm_Homogeneity1").deviations] == ["no-longer-given"]
        assert ibsi_of("glcm_Homogeneity1").instead == "glcm_Id"
        assert ibsi_of("original_glcm_Contrast").deviations == ()

    def test_what_a_feature_equals_is_given(self):
        known = {own.feature for own in ibsi_features() if not own.instead}
        assert {own.instead for own in ibsi_features()} - {"", "1"} <= known

    def test_where_bins_start_touches_31_values_of_configuration_c(self):
        """GLCM and GLRLM have two values there, averaged and merged, the others one."""
        own = next(own for own in DEVIATIONS if own.code == "bins-start-at-zero")
        touched = [feature for feature in ibsi_features() if own.touches(feature.feature)]
        assert {feature.kind for feature in touched} == {"glcm", "glrlm", "glszm", "gldm", "ngtdm"}
        ways = {"glcm": 2, "glrlm": 2}
        assert sum(ways.get(feature.kind, 1) for feature in touched) == 31


class TestPhantom:
    def test_as_the_manual_describes_it(self):
        image, mask = digital_phantom_image()
        inside = image.voxels[mask.voxels == 1]
        assert image.size == mask.size == (5, 4, 4)
        assert image.spacing == (2.0, 2.0, 2.0)
        assert len(inside) == VOXELS == 74
        assert {int(level) for level in inside} == {1, 3, 4, 6}
        assert mask.voxels[2, 2, 2] == 0, "one voxel inside is left out"

    def test_reference_values_are_of_known_features_and_aggregations(self):
        tags = {own.tag for own in ibsi_features()}
        seen = [(own.tag, own.aggregation) for own in digital_phantom()]
        assert {tag for tag, _ in seen} == tags
        assert len(set(seen)) == len(seen) == 269
        assert {aggregation for _, aggregation in seen} <= set(AGGREGATIONS)
