"""Tables made with other parameters than those declared: real extractions, and the search names what differs."""

import pytest

from radaudit.compute.digest import FileRef
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.features.radiomics import Extract
from tests.made_study import CASES, PARAMETERS, draw, with_settings, write_volume

CUBES = {"resampledPixelSpacing": [1.5, 1.5, 1.5]}
WAVELET = {"Original": {}, "Wavelet": {}}


@pytest.fixture
def found(make_study, pictures):
    """The recovery of a table that was made with other parameters than those declared."""

    def search(made_with, declared=PARAMETERS, keep=lambda name: True, rows=None, **options):
        table = rows or [
            {"case": case, **{name: value for name, value in features.items() if keep(name)}}
            for case, features in zip(CASES, pictures.features(made_with), strict=True)
        ]
        made = make_study(images=True, features=lambda _: table, parameters=declared, **options)
        return made.evidence("recovery")

    return search


def said(recovery):
    return {change.setting: (change.declared, change.found) for change in recovery.changes}


ONE_SETTING = {
    "another bin width": ({"binWidth": 10}, {}, {"binWidth": ("binWidth 25", "10")}),
    "a bin width of three digits": ({"binWidth": 7.35}, {}, {"binWidth": ("binWidth 25", "7.35")}),
    "a count instead of a width": ({"binCount": 32}, {}, {"binCount": ("binWidth 25", "32")}),
    "a width instead of a count": ({}, {"binCount": 16}, {"binWidth": ("binCount 16", "25")}),
    "resampling": (CUBES, {}, {"resampledPixelSpacing": ("none", "[1.5, 1.5, 1.5]")}),
    "no resampling": ({}, CUBES, {"resampledPixelSpacing": ("[1.5, 1.5, 1.5]", "none")}),
    "another spacing": (
        {"resampledPixelSpacing": [0.8, 0.8, 0.8]},
        CUBES,
        {"resampledPixelSpacing": ("[1.5, 1.5, 1.5]", "[0.8, 0.8, 0.8]")},
    ),
    "another interpolator": (
        CUBES | {"interpolator": "sitkLinear"},
        CUBES,
        {"interpolator": ("sitkBSpline", "sitkLinear")},
    ),
    "outliers": (
        {"normalize": True, "normalizeScale": 100, "removeOutliers": 2},
        {"normalize": True, "normalizeScale": 100},
        {"removeOutliers": ("none", "2")},
    ),
    "a scale": (
        {"normalize": True, "normalizeScale": 100},
        {"normalize": True},
        {"normalizeScale": ("1", "100")},
    ),
    "a shift": ({"voxelArrayShift": 1000}, {}, {"voxelArrayShift": ("0", "1000")}),
    "resegmentation": (
        {"resegmentRange": [-2, 2], "resegmentMode": "sigma"},
        {},
        {"resegmentRange": ("none", "[-2, 2]"), "resegmentMode": ("absolute", "sigma")},
    ),
    "slices": ({"force2D": True}, {}, {"force2D": ("false", "true")}),
    "slices along another axis": (
        {"force2D": True, "force2Ddimension": 2},
        {"force2D": True},
        {"force2Ddimension": ("0", "2")},
    ),
    "one direction": ({"symmetricalGLCM": False}, {}, {"symmetricalGLCM": ("true", "false")}),
    "distances": ({"distances": [1, 2]}, {}, {"distances": ("[1]", "[1, 2]")}),
    "weights": ({"weightingNorm": "manhattan"}, {}, {"weightingNorm": ("none", "manhattan")}),
    "the reach of dependence": ({"gldm_a": 2}, {}, {"gldm_a": ("0", "2")}),
}
SEVERAL = {
    "bins and resampling": (
        CUBES | {"binWidth": 10},
        {},
        {"resampledPixelSpacing": ("none", "[1.5, 1.5, 1.5]"), "binWidth": ("binWidth 25", "10")},
    ),
    "as for MR": (
        {"normalize": True, "normalizeScale": 100, "voxelArrayShift": 300, "binWidth": 5},
        {},
        {
            "normalize": ("false", "true"),
            "normalizeScale": ("1", "100"),
            "voxelArrayShift": ("0", "300"),
            "binWidth": ("binWidth 25", "5"),
        },
    ),
    "nearly everything": (
        CUBES | {"binCount": 20, "interpolator": "sitkLinear", "force2D": True},
        {},
        {
            "resampledPixelSpacing": ("none", "[1.5, 1.5, 1.5]"),
            "interpolator": ("sitkBSpline", "sitkLinear"),
            "binCount": ("binWidth 25", "20"),
            "force2D": ("false", "true"),
        },
    ),
}


@pytest.mark.parametrize("name", [*ONE_SETTING, *SEVERAL])
def test_what_differs_is_named(found, name):
    made_with, declared, differs = (ONE_SETTING | SEVERAL)[name]
    recovery = found(with_settings(**made_with), with_settings(**declared))
    assert recovery.status == "recovered"
    assert said(recovery) == differs
    assert recovery.after == recovery.compared == 4 * 107
    assert recovery.before < recovery.after
    assert len(recovery.cases) == 4
    assert 0 < recovery.extractions <= 45
    assert sum(not one.failed for one in recovery.tried) <= recovery.extractions


def test_nothing_is_tried_where_the_declared_parameters_give_the_table(found):
    recovery = found(PARAMETERS)
    assert recovery.status == "declared"
    assert (recovery.extractions, recovery.readings, recovery.tried) == (0, 0, ())


def test_nothing_is_tried_for_a_few_odd_cells_and_cases(found, pictures):
    rows = [{"case": case, **own} for case, own in zip(CASES, pictures.features(), strict=True)]
    rows[2] = {**rows[5], "case": "c03"}
    rows[7]["original_glcm_Contrast"] = 1e6
    recovery = found(None, rows=rows)
    assert (recovery.status, recovery.extractions) == ("declared", 0)
    assert recovery.after < recovery.compared == 12 * 107


class TestFilters:
    def test_another_wavelet(self, found):
        made_with = with_settings({"Wavelet": {"wavelet": "haar"}})
        recovery = found(made_with, with_settings({"Wavelet": {}}), keep=lambda name: "firstorder" in name)
        assert said(recovery) == {"Wavelet.wavelet": ("coif1", "haar")}

    def test_bins_of_their_own(self, found):
        def keep(name):
            return "firstorder" in name or "glcm" in name

        recovery = found(with_settings(WAVELET | {"Wavelet": {"binWidth": 10}}), with_settings(WAVELET), keep=keep)
        assert recovery.status == "recovered"
        assert said(recovery) == {"Wavelet.binWidth": ("binWidth 25", "10")}

    def test_a_size_that_the_columns_name(self, found):
        sizes = [with_settings({"Original": {}, "LoG": {"sigma": [size]}}) for size in (3.0, 2.0)]
        recovery = found(*sizes)
        assert recovery.status == "recovered"
        assert said(recovery) == {"LoG.sigma": ("[2]", "[3]")}


class TestMasks:
    """Masks with two labels, or on a grid of their own: made here, since the shared ones have one label."""

    def table(self, made, label, parameters=PARAMETERS):
        rows = []
        for case in CASES:
            refs = [FileRef.of(made.root / kind / f"{case}.nrrd") for kind in ("images", "masks")]
            rows.append({"case": case} | Extract(case, *refs, label, parameters).run()["features"])
        return rows

    def change(self, make_study, masks, label, parameters=PARAMETERS, declared=1):
        """A study with other masks, whose table is made of them."""

        def write(features=None):
            made = make_study(
                images=True, features=features, manifest=lambda said: said["images"].update(label=declared)
            )
            for number, case in enumerate(CASES):
                masks(made.root / f"masks/{case}.nrrd", draw(number)[1])
            return made

        rows = self.table(write(), label, parameters)
        made = write(lambda _: rows)
        return made.evidence("recovery")

    @pytest.mark.parametrize("declared", [1, 5])
    def test_another_label(self, make_study, declared):
        def two(path, voxels):
            voxels[2:8, 3:7, 3:10] = 2
            write_volume(path, voxels)

        recovery = self.change(make_study, two, 2, declared=declared)
        assert recovery.status == "recovered"
        assert said(recovery) == {"label": (str(declared), "2")}

    def test_a_mask_that_was_corrected(self, make_study):
        def shifted(path, voxels):
            write_volume(path, voxels, origin=0.25)

        recovery = self.change(make_study, shifted, 1, with_settings(correctMask=True))
        assert recovery.status == "recovered"
        assert said(recovery) == {"correctMask": ("false", "true")}


class TestWithoutParameters:
    def search(self, found, made_with, **options):
        return found(made_with, manifest=lambda said: said["features"].pop("settings"), **options)

    def test_the_configuration_is_told_from_the_columns_and_the_numbers(self, found):
        images = {"Original": {}, "LoG": {"sigma": [2.0]}}
        recovery = self.search(found, with_settings(images, binWidth=10, resampledPixelSpacing=[2, 2, 2]))
        assert recovery.status == "recovered"
        assert recovery.after == recovery.compared
        settings = dict(recovery.settings)
        assert settings["imageType"] == "Original, LoG (sigma [2])"
        assert (settings["binWidth"], settings["resampledPixelSpacing"]) == ("10", "[2, 2, 2]")
        assert {change.declared for change in recovery.changes} == {""}
        assert "resampledPixelSpacing [2, 2, 0]" in recovery.changes[0].also

    def test_the_defaults(self, found):
        recovery = self.search(found, PARAMETERS)
        assert (recovery.status, recovery.changes) == ("recovered", ())
        assert dict(recovery.settings)["binWidth"] == "25"

    def test_outside_the_grid(self, found):
        recovery = self.search(found, with_settings(binWidth=13.337))
        assert recovery.status == "not-recovered"
        assert recovery.reason == "no configuration in the grid gives the textures of the table"


class TestWhatTheTableRecords:
    def noted(self, pictures, settings, **made_with):
        note = {"diagnostics_Configuration_Settings": str(settings)}
        features = pictures.features(with_settings(**made_with))
        return [{"case": case, **note, **own} for case, own in zip(CASES, features, strict=True)]

    def test_it_is_tried_first(self, found, pictures):
        made_with = {"binWidth": 13.337, "voxelArrayShift": 17}
        recovery = found(None, rows=self.noted(pictures, made_with, **made_with))
        assert said(recovery) == {"binWidth": ("binWidth 25", "13.337"), "voxelArrayShift": ("0", "17")}
        assert recovery.extractions == 4
        assert recovery.tried[0].changes == "as recorded: binWidth 13.337, voxelArrayShift 17"

    def test_it_is_not_believed(self, found, pictures):
        recovery = found(None, rows=self.noted(pictures, {"binWidth": 50}, binWidth=10))
        assert said(recovery) == {"binWidth": ("binWidth 25", "10")}


class TestFewFeatures:
    def test_texture_alone(self, found):
        recovery = found(with_settings(binWidth=10), keep=lambda name: "glcm" in name)
        assert said(recovery) == {"binWidth": ("binWidth 25", "10")}

    def test_no_first_order_features(self, found):
        recovery = found(with_settings(binWidth=10, **CUBES), keep=lambda name: "firstorder" not in name)
        assert said(recovery)["resampledPixelSpacing"] == ("none", "[1.5, 1.5, 1.5]")
        assert said(recovery)["binWidth"] == ("binWidth 25", "10")

    def test_a_rounded_table(self, found, pictures):
        features = pictures.features(with_settings(binWidth=10, **CUBES))
        rows = [
            {"case": case, **{name: f"{value:.3f}" for name, value in own.items()}}
            for case, own in zip(CASES, features, strict=True)
        ]
        assert said(found(None, rows=rows)) == {
            "resampledPixelSpacing": ("none", "[1.5, 1.5, 1.5]"),
            "binWidth": ("binWidth 25", "10"),
        }

    def test_names_with_a_prefix(self, found, pictures):
        features = pictures.features(with_settings(binWidth=10))
        rows = [
            {"case": case, **{f"T2_{name}": value for name, value in own.items()}}
            for case, own in zip(CASES, features, strict=True)
        ]
        assert said(found(None, rows=rows)) == {"binWidth": ("binWidth 25", "10")}


class TestPartOfTheTable:
    def mixed(self, pictures, **changed):
        first, second = pictures.features(), pictures.features(with_settings(**changed))
        own = [second[number] if number % 3 == 0 else first[number] for number in range(len(CASES))]
        return [{"case": case, **features} for case, features in zip(CASES, own, strict=True)]

    def test_some_cases_with_other_settings(self, found, pictures):
        recovery = found(None, rows=self.mixed(pictures, binWidth=10))
        assert (recovery.status, recovery.part, recovery.others) == ("recovered", 4, False)
        assert set(recovery.cases) == {"c01", "c04", "c07", "c10"}
        assert said(recovery) == {"binWidth": ("binWidth 25", "10")}

    def test_a_setting_that_shows_in_some_cases_only(self, found):
        recovery = found(with_settings(resegmentRange=[-200, 260]))
        assert (recovery.status, recovery.part, recovery.others) == ("recovered", 6, True)
        [change] = recovery.changes
        assert (change.found, change.also) == ("[-100, 260]", "any lower bound up to -23")


class TestNotRecovered:
    def test_no_configuration_in_the_grid(self, found):
        recovery = found(with_settings(binWidth=13.337))
        assert (recovery.status, recovery.changes) == ("not-recovered", ())
        assert recovery.reason == "no configuration in the grid gives the textures of the table"

    def test_what_comes_nearest_is_told(self, found, pictures):
        rows = [
            {"case": case, **own, "original_firstorder_Kurtosis": own["original_firstorder_Kurtosis"] - 3}
            for case, own in zip(CASES, pictures.features(with_settings(binWidth=10)), strict=True)
        ]
        recovery = found(None, rows=rows)
        assert recovery.status == "not-recovered"
        assert said(recovery) == {"binWidth": ("binWidth 25", "10")}
        assert recovery.after == recovery.compared - 4
        assert recovery.reason == "what comes nearest does not give every feature of 4 of 4 cases"

    def test_other_images(self, found, pictures):
        pairs = [(CASES[(number + 1) % len(CASES)], case) for number, case in enumerate(CASES)]
        rows = [{"case": case, **own} for case, own in zip(CASES, pictures.pairs(pairs), strict=True)]
        recovery = found(None, rows=rows)
        assert recovery.status == "not-recovered"
        assert recovery.reason == "no configuration in the grid gives the grey levels of the table"
        assert recovery.extractions <= 60

    def test_a_table_that_was_standardised(self, found, pictures):
        features = pictures.features()
        names = list(features[0])
        middle = {name: sum(own[name] for own in features) / len(features) for name in names}
        rows = [
            {"case": case, **{name: 3 * (own[name] - middle[name]) for name in names}}
            for case, own in zip(CASES, features, strict=True)
        ]
        recovery = found(None, rows=rows)
        assert (recovery.status, recovery.extractions) == ("not-recovered", 0)
        assert "linear functions" in recovery.reason


class TestNothingToSearch:
    def test_no_images_and_no_masks(self, make_study):
        with pytest.raises(Unavailable, match="no images"):
            make_study().evidence("recovery")
        with pytest.raises(Unavailable, match="no masks"):
            make_study(images=True, manifest=lambda said: said["images"].pop("mask")).evidence("recovery")

    def test_no_image_can_be_read(self, make_study):
        made = make_study(images=True)
        for path in (made.root / "images").iterdir():
            path.unlink()
        with pytest.raises(Unavailable, match="No case of the feature table"):
            made.evidence("recovery")

    def test_columns_of_another_tool(self, make_study):
        def rename(rows):
            return [{"case": row["case"], "entropy": row["original_firstorder_Entropy"]} for row in rows]

        with pytest.raises(NotApplicable, match="name of pyradiomics"):
            make_study(images=True, features=rename).evidence("recovery")
