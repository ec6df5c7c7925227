"""Which other ways of taking features are tried, and how two are put together."""

import pytest

from radaudit.deep.networks.shapes import Layer
from radaudit.deep.variants import Taking, Variant, joined, one_changed, windows_about
from radaudit.study.geometry_steps import Crop, Flip, MaskOut, Resample, Slices
from radaudit.study.intensity_steps import Standardise, Window, ZScore

WINDOW, CROP, GRID = Window(-160, 240), Crop("centroid", (16, 16, 16)), Resample((1.0, 1.0, 1.0))
DECLARED = Taking((GRID, WINDOW, CROP), "layer3", "gap")
LAYERS = (
    Layer("conv1", (4, 16, 16, 16)),
    Layer("layer2", (8, 4, 4, 4)),
    Layer("layer3", (16, 2, 2, 2)),
    Layer("", (16,)),
)


def made(declared=DECLARED, layers=LAYERS, columns=(16,)):
    return one_changed(declared, layers, columns)


def test_no_variant_is_the_declared_way_or_comes_twice():
    ways = [own.taking for own in made()]
    assert DECLARED not in ways
    assert len(set(ways)) == len(ways)


@pytest.mark.parametrize(
    ("about", "has"),
    [
        ("window", lambda own: Window(-1000, 400) in own.steps),
        ("window", lambda own: ZScore() in own.steps),
        ("window", lambda own: WINDOW not in own.steps and len(own.steps) == 2),
        ("centre", lambda own: Crop("box_centre", (16, 16, 16)) in own.steps),
        ("rounding", lambda own: Crop("centroid", (16, 16, 16), round="floor") in own.steps),
        ("shift", lambda own: Crop("centroid", (16, 16, 16), shift=(0, 0, 1)) in own.steps),
        ("interpolator", lambda own: Resample((1.0, 1.0, 1.0), "bspline") in own.steps),
        ("spacing", lambda own: Resample((2.0, 2.0, 2.0)) in own.steps),
        ("flip", lambda own: own.steps[-1] == Flip("z")),
        ("mask", lambda own: own.steps[-1] == MaskOut()),
        ("order", lambda own: own.steps == (WINDOW, GRID, CROP)),
        ("layer", lambda own: (own.layer, own.pool) == ("layer3", "gmp")),
        ("layer", lambda own: own.layer == ""),
    ],
)
def test_each_kind_of_setting_is_tried(about, has):
    assert any(own.about == about and has(own.taking) for own in made())


def test_only_layers_with_as_many_features_are_tried():
    assert {own.taking.layer for own in made()} == {"layer3", ""}
    assert {own.taking.layer for own in made(columns=(16, 8))} == {"layer3", "layer2", ""}
    assert "flatten" in {own.taking.pool for own in made(columns=(128,))}


def test_slices_and_channels_have_their_own():
    photograph = Standardise((0.5, 0.4, 0.3), (0.2, 0.3, 0.4))
    steps = (Slices(), Crop("bbox", margin_mm=5), photograph)
    tried = [own.taking.steps for own in made(Taking(steps))]
    assert (Slices("middle"), *steps[1:]) in tried
    assert (*steps[:2], Standardise((0.3, 0.4, 0.5), (0.4, 0.3, 0.2))) in tried
    assert any(isinstance(own[1], Crop) and own[1].margin_mm == 10 for own in tried)


def test_words_of_a_crop_tell_what_is_changed_of_it():
    words = {own.words for own in made() if own.about in ("shift", "rounding", "centre")}
    assert "the crop moved by -1, 0, 0 voxels (x, y, z)" in words
    assert "the crop's centre rounded floor instead of nearest" in words
    assert "the crop about the middle of the ROI's box instead of the ROI's centroid" in words


def variant(about, **changes):
    return Variant(about, about, Taking(**{"steps": DECLARED.steps, "layer": "layer3", "pool": "gap"} | changes))


def test_two_changes_are_joined_place_by_place():
    moved = Crop("centroid", (16, 16, 16), shift=(1, 0, 0))
    one = variant("window", steps=(GRID, Window(0, 80), CROP))
    other = variant("shift", steps=(GRID, WINDOW, moved))
    both = joined(one, other, DECLARED)
    assert both.taking.steps == (GRID, Window(0, 80), moved)
    assert both.words == "window and shift"
    flipped = variant("flip", steps=(*DECLARED.steps, Flip("x")))
    assert joined(one, flipped, DECLARED).taking.steps == (GRID, Window(0, 80), CROP, Flip("x"))
    layered = joined(variant("layer", layer="layer2"), one, DECLARED).taking
    assert (layered.layer, layered.steps) == ("layer2", one.taking.steps)


def test_changes_that_clash_are_not_joined():
    one = variant("window", steps=(GRID, Window(0, 80), CROP))
    assert joined(one, variant("window", steps=(GRID, Window(0, 90), CROP)), DECLARED) is None
    assert joined(one, variant("values", steps=(GRID, Window(0, 90), CROP)), DECLARED) is None
    assert joined(variant("mask", steps=(WINDOW, CROP)), variant("spacing", steps=(GRID, CROP)), DECLARED) is None


def test_a_window_is_moved_at_both_ends():
    found = [own.taking.steps[1] for own in windows_about(DECLARED, 100.0)]
    assert Window(-360, 440) in found
    assert WINDOW not in found
    assert all(own.low < own.high for own in found)
    assert windows_about(Taking((CROP,)), 10.0) == ()
