from dataclasses import replace

import numpy as np
import pytest

from radaudit.compute.job import Failure
from radaudit.compute.runners import serial
from radaudit.features.ibsi.catalogue import ibsi_features
from radaudit.features.ibsi.comparison import DIGITAL_PHANTOM, Found, Selfcheck, Verdict, compare
from radaudit.features.ibsi.deviations import BIN_EDGES, GRID
from radaudit.features.ibsi.phantom import VOXELS
from radaudit.features.ibsi.reference import Reference, digital_phantom
from radaudit.features.ibsi.run import PhantomRun
from radaudit.features.ibsi.selfcheck import phantom_selfcheck, selfcheck

MEETS, DEVIATES, FAILS, NOT_COMPUTED = Verdict


@pytest.fixture(scope="module")
def found():
    return selfcheck()


class TestThisMachine:
    def test_counts(self, found):
        assert found.ok
        assert found.counts() == {MEETS: 254, DEVIATES: 3, FAILS: 0, NOT_COMPUTED: 20}

    @pytest.mark.parametrize(
        ("kind", "counts"),
        [
            ("shape", (12, 2, 0, 0)),
            ("firstorder", (16, 1, 0, 0)),
            ("glcm", (92, 0, 0, 16)),
            ("glrlm", (64, 0, 0, 0)),
            ("glszm", (32, 0, 0, 0)),
            ("gldm", (28, 0, 0, 4)),
            ("ngtdm", (10, 0, 0, 0)),
        ],
    )
    def test_counts_of_a_class(self, found, kind, counts):
        assert tuple(found.counts(DIGITAL_PHANTOM, kind).values()) == counts

    def test_deviations_are_shown_as_they_are_and_corrected(self, found):
        shown = {row.feature: (row.reasons, row.got, row.corrected) for row in found.of(DEVIATES)}
        assert shown == {
            "firstorder_Kurtosis": (
                ("kurtosis-not-excess",),
                pytest.approx(2.6454, abs=5e-5),
                pytest.approx(-0.3546, abs=5e-5),
            ),
            "shape_MinorAxisLength": (
                ("axes-divide-by-n",),
                pytest.approx(9.2449, abs=5e-5),
                pytest.approx(9.3080, abs=5e-5),
            ),
            "shape_LeastAxisLength": (
                ("axes-divide-by-n",),
                pytest.approx(8.4781, abs=5e-5),
                pytest.approx(8.5360, abs=5e-5),
            ),
        }

    def test_what_is_not_computed_is_what_pyradiomics_no_longer_gives(self, found):
        gone = {row.feature for row in found.of(NOT_COMPUTED)}
        assert gone == {own.feature for own in ibsi_features() if own.instead}

    def test_every_reference_value_is_compared(self, found):
        compared = {(row.id, row.aggregation, row.expected) for row in found.rows}
        ids = {own.tag: own.id for own in ibsi_features()}
        assert compared == {(ids[own.tag], own.aggregation, own.value) for own in digital_phantom()}

    def test_again_it_gives_the_same(self, found):
        assert selfcheck() == found


class TestBroken:
    @pytest.mark.parametrize(
        ("setting", "kinds"),
        [
            ({"binWidth": 2}, {"glcm", "glrlm", "glszm", "gldm", "ngtdm"}),
            ({"voxelArrayShift": 1}, {"firstorder"}),
            ({"symmetricalGLCM": False}, {"glcm"}),
            ({"distances": [2]}, {"glcm", "gldm", "ngtdm"}),
            ({"gldm_a": 1}, {"gldm"}),
            ({"normalize": True}, {"firstorder"}),
        ],
    )
    def test_a_wrong_setting_fails_where_it_matters(self, setting, kinds):
        found = selfcheck(setting)
        assert not found.ok
        assert kinds <= {row.kind for row in found.of(FAILS)}
        assert "shape" not in {row.kind for row in found.of(FAILS)}

    def test_one_wrong_way_of_putting_directions_together(self):
        """2.5D instead of 3D: shape and first order, and what is 2.5D anyway, stay right."""
        found = selfcheck({"force2D": True})
        assert {row.aggregation for row in found.of(FAILS)} == {"ITBB", "IAZD", "KOBO"}

    def test_an_extractor_that_refuses(self):
        found = selfcheck({"binWidht": 1})
        assert found.counts() == {MEETS: 0, DEVIATES: 0, FAILS: 257, NOT_COMPUTED: 20}
        assert "binWidht" in found.of(FAILS)[0].reasons[0]

    def test_an_extractor_that_crashes(self):
        found = phantom_selfcheck(Failure("the worker process died", "crash"))
        assert not found.ok
        assert {row.reasons for row in found.of(FAILS)} == {("the worker process died",)}

    def test_an_extractor_that_leaves_a_feature_out_or_gives_no_number(self):
        [(_, result)] = serial([PhantomRun.with_setting()])
        del result["features"]["IAZD"]["original_glcm_Contrast"]
        result["features"]["ZW7Z"]["original_glcm_Contrast"] = float("nan")
        found = phantom_selfcheck(result)
        missing, strange = found.of(FAILS)
        assert (missing.aggregation, missing.got, missing.reasons) == ("IAZD", None, ("pyradiomics gave no value",))
        assert (strange.aggregation, strange.reasons) == ("ZW7Z", ())
        assert np.isnan(strange.got)

    def test_nothing_compared_is_no_pass(self):
        assert not Selfcheck(()).ok


class TestVerdict:
    def judged(self, feature, aggregation, expected, got, *processing):
        own = next(own for own in ibsi_features() if own.feature == feature)
        found = Found("data", {"DHQ4": {f"original_{feature}": got}}, VOXELS, processing)
        [row] = [
            row for row in compare(found, [Reference(own.tag, aggregation, expected, 0)]) if row.feature == feature
        ]
        return row.verdict, row.corrected, row.reasons

    def test_a_corrected_value_that_is_wrong_fails(self):
        assert self.judged("firstorder_Kurtosis", "DHQ4", 1.0, 4.5) == (FAILS, 1.5, ())

    def test_an_extractor_that_follows_ibsi_needs_no_correction(self):
        assert self.judged("firstorder_Kurtosis", "DHQ4", 1.5, 1.5) == (MEETS, None, ())

    def test_a_step_explains_the_features_that_it_touches_and_no_others(self):
        assert self.judged("firstorder_Mean", "DHQ4", 1.0, 2.0, GRID) == (DEVIATES, None, ("grid-by-corner",))
        assert self.judged("firstorder_Mean", "DHQ4", 1.0, 2.0, BIN_EDGES) == (FAILS, None, ())
        assert self.judged("firstorder_Kurtosis", "DHQ4", 1.0, 5.0, GRID) == (
            DEVIATES,
            2.0,
            ("kurtosis-not-excess", "grid-by-corner"),
        )

    def test_features_by_slice_are_not_computed(self):
        assert self.judged("glcm_Contrast", "BTW3", 1.0, 1.0) == (NOT_COMPUTED, None, ("slices-merged",))


class TestJob:
    def test_settings_and_voxels_make_the_address(self):
        plain = PhantomRun.with_setting()
        assert PhantomRun.with_setting().key == plain.key
        assert PhantomRun.with_setting({"binWidth": 2}).key != plain.key
        other = replace(plain.image, voxels=plain.image.voxels + 1)
        assert replace(plain, image=other).key != plain.key
