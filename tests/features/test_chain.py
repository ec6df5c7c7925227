"""Chains: recorded values in one order, sets whose beginnings never change, seeds of their own."""

import numpy as np
import pytest

from radaudit.compute.digest import digest
from radaudit.features.chain import VOLUMES, Chain, Step, drawn, imaging, kinds, settings

PLACES = ("rotation", "translation")


def test_every_kind_is_found_and_says_what_it_does():
    names = {"rotation", "translation", "noise", "volume", "contour", "spacing", "bins", "interpolator"}
    assert set(kinds()) == names
    for kind in kinds().values():
        assert kind.words(kind.none)


def test_a_chain_is_told_in_words_and_refuses_another_order():
    chain = Chain((Step("contour", 1.0), Step("volume", -0.1), Step("noise", 1.0), Step("rotation", -4.0)))
    assert chain.words == "contour drawn again, volume -10 %, noise of the image's own level, turned by -4 degrees"
    assert Chain().words == "as it is"
    with pytest.raises(ValueError, match="mask, then the image, then the settings"):
        Chain((Step("noise", 1.0), Step("volume", 0.1)))


def test_thirty_are_six_images_with_five_rois_each_half_turned_and_half_moved():
    chains = imaging(30)
    images = {chain.shared for chain in chains}
    assert len(images) == 6
    assert sorted(image[-1].kind for image in images) == ["rotation"] * 3 + ["translation"] * 3
    for image in images:
        assert tuple(own.steps[1].size for own in chains if own.shared == image) == VOLUMES


def test_a_larger_set_begins_with_the_smaller_one_seeds_included():
    assert imaging(40)[:30] == imaging(30)
    assert drawn(imaging(40), [0, 7])[:30] == drawn(imaging(30), [0, 7])
    assert len({digest(chain) for chain in drawn(imaging(200), [0, 7])}) == 200


def test_seeds_are_shared_with_the_image_and_differ_between_cases_and_chains():
    chains = drawn(imaging(10), [0, 7])
    noise = [next(step.seed for step in chain.steps if step.kind == "noise") for chain in chains]
    assert [len(set(noise[:5])), len(set(noise[5:])), len(set(noise))] == [1, 1, 2]
    contours = [chain.steps[0].seed for chain in chains]
    assert len(set(contours)) == 10
    other = drawn(imaging(10), [0, 8])
    assert not set(contours) & {chain.steps[0].seed for chain in other}
    assert np.all([seed >= 0 for seed in contours])


def test_settings_come_one_at_a_time():
    assert all(len(chain.steps) == 1 and chain.shared for chain in settings())
