import numpy as np
import pytest
from scipy.ndimage import rotate

from radaudit.images.alignment import aligned
from radaudit.images.fingerprint import cube_of, fingerprint_of
from radaudit.images.match import Match
from radaudit.images.screening import ROWS, candidates
from tests.made_pictures import a_body

CHANGES = {
    "flip x": lambda own: own[:, :, ::-1],
    "rotation 90 about z": lambda own: np.rot90(own, axes=(1, 2)),
    "turned by 10 degrees": lambda own: rotate(own, 10, axes=(1, 2), reshape=False, order=1, mode="nearest"),
    "size x 1.11": lambda own: own[1:-2, 2:-1, 1:-2],
    "none": lambda own: 40 * own + np.random.default_rng(2).normal(0, 20, own.shape),
}
PEOPLE = 20


@pytest.fixture(scope="module")
def cubes():
    """Twenty patients, and a changed copy of each of the first."""
    images = [a_body(number) for number in range(PEOPLE)]
    images += [change(images[number]) for number, change in enumerate(CHANGES.values())]
    return tuple(fingerprint_of(own, None, (1.0,) * 3)["whole"] for own in images)


def matched(cubes, patients=None, images=None):
    numbers = tuple(range(len(cubes)))
    pairs = Match("whole", tuple(cubes), patients or numbers, images or numbers).run()["pairs"]
    return {(one, other): (correlation, words) for one, other, correlation, words in pairs}


def test_copies_are_more_alike_than_strangers(cubes):
    found = matched(cubes)
    copies = {(number, PEOPLE + number): words for number, words in enumerate(CHANGES)}
    assert min(found[pair][0] for pair in copies) > 0.9
    assert max(found[pair][0] for pair in found if pair not in copies) < 0.85
    assert {pair: found[pair][1] for pair in list(copies)[:3]} == {pair: copies[pair] for pair in list(copies)[:3]}


def test_one_patient_and_equal_voxels_are_not_compared(cubes):
    numbers = list(range(len(cubes)))
    numbers[PEOPLE] = 0
    own = tuple(numbers)
    assert (0, PEOPLE) not in matched(cubes, patients=own)
    assert (0, PEOPLE) not in matched(cubes, images=own)


def test_blocks_of_rows_change_nothing(cubes, monkeypatch):
    stack = np.stack([cube_of(text) for text in cubes])
    names = np.arange(len(stack))[None]
    at_once = candidates(stack, names, 3)
    assert len(stack) < ROWS
    monkeypatch.setattr("radaudit.images.screening.ROWS", 7)
    in_parts = candidates(stack, names, 3)
    pairs = [set(zip(own.first.tolist(), own.second.tolist(), strict=True)) for own in (at_once, in_parts)]
    assert pairs[0] == pairs[1]


def test_an_affine_map_is_found():
    random = np.random.default_rng(1)
    from scipy.ndimage import affine_transform, gaussian_filter

    one = gaussian_filter(random.normal(size=(16, 16, 16)), 2).astype(np.float32)
    one /= one.std()
    true = np.array([[1.05, 0.08, 0], [-0.06, 0.97, 0.05], [0, 0.03, 1.04]])
    middle = np.full(3, 7.5)
    other = affine_transform(one, true, middle - true @ middle + [0.4, -0.6, 0.3], order=3, mode="nearest")
    strangers = gaussian_filter(random.normal(size=(8, 16, 16, 16)), (0, 2, 2, 2))
    stack = np.concatenate([[one, other], strangers / strangers.std()]).astype(np.float32)
    correlation, linear = aligned(stack, np.array([0]), np.array([1]), np.eye(3)[None])
    assert correlation[0] > 0.97
    assert np.abs(linear[0] @ true - np.eye(3)).max() < 0.05


def test_one_image_alone(cubes):
    assert matched(cubes[:1]) == {}
