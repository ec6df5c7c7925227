"""A recipe as a value."""

from radaudit.compute.digest import digest
from radaudit.deep.recipe import Recipe
from radaudit.study.input_steps import Crop, Flip, Planes, Window

RECIPE = Recipe((Window(-1000, 400), Crop(margin_mm=5)))


def test_words():
    assert RECIPE.words == "window -1000 to 400 onto 0 to 1; cropped to the ROI's box and 5 mm around it"
    assert Recipe().words == "the image as it is"


def test_variants_leave_it_alone():
    assert RECIPE.with_step(1, margin_mm=3.0).of(Crop) == (Crop(margin_mm=3),)
    assert RECIPE.placed(0, Window(0, 1)).steps[0].high == 1
    assert RECIPE.added(0, Flip("x")).steps[1:] == RECIPE.steps
    assert RECIPE.without(0).steps == RECIPE.steps[1:]
    assert RECIPE.steps[0].low == -1000


def test_dimensions_and_address():
    assert (RECIPE.dims, RECIPE.added(2, Planes((8, 8))).dims) == (3, 2)
    assert digest(RECIPE) == digest(Recipe((Window(-1000, 400), Crop(margin_mm=5))))
    assert digest(RECIPE) != digest(Recipe(RECIPE.steps[::-1]))
