"""Each control changes its own region alone, keeps what it says it keeps, and can be made again from its seed."""

import numpy as np
import pytest

from radaudit.features.controls.control import REGIONS, controlled, fillers, in_words, parts_of
from tests.features.perturbations.made import lesion

IMAGE, INSIDE = lesion()
ALL = [f"{way}_{region}" for way in fillers() for region in REGIONS]


def test_there_are_readiis_nine():
    assert sorted(fillers()) == ["randomized", "randomized_sampled", "shuffled"]
    assert len(ALL) == 9
    assert [parts_of(name) for name in ("randomized_sampled_roi", "shuffled_non_roi")] == [
        ("randomized_sampled", "roi"),
        ("shuffled", "non_roi"),
    ]
    assert in_words("shuffled_roi") == "voxels of the ROI shuffled"


@pytest.mark.parametrize("name", ALL)
def test_what_a_control_changes_and_keeps(name):
    way, region = parts_of(name)
    where = REGIONS[region](INSIDE)
    made = controlled(IMAGE, INSIDE, name, (1, 2))
    before, after = IMAGE.voxels, made.voxels
    assert (after.dtype, after.shape, made.spacing) == (before.dtype, before.shape, IMAGE.spacing)
    assert (after[~where] == before[~where]).all()
    assert (after[where] != before[where]).mean() > 0.8
    assert before[where].min() <= after[where].min() <= after[where].max() <= before[where].max()
    if way == "shuffled":
        assert sorted(after[where]) == sorted(before[where])
    if way == "randomized_sampled":
        assert set(after[where]) <= set(before[where])
        assert after[where].mean() == pytest.approx(before[where].mean(), abs=3)


def test_the_same_seed_gives_the_same_voxels_and_another_others():
    one, two, other = (controlled(IMAGE, INSIDE, "shuffled_roi", (seed,)).voxels for seed in (5, 5, 6))
    assert (one == two).all()
    assert (one != other).any()


def test_fractions_stay_fractions():
    image, inside = lesion(dtype="float32")
    made = controlled(image, inside, "randomized_roi", (1,)).voxels
    assert made.dtype == np.float32
    assert (made[inside] % 1 != 0).any()


def test_an_unknown_control_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"no negative control 'shuffled_tumour'; there are randomized_full, "):
        controlled(IMAGE, INSIDE, "shuffled_tumour", (1,))
