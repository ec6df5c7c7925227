import numpy as np
import pytest
from scipy.ndimage import rotate

from radaudit.images.orientations import in_words, quarter_turns, turns, upright


def test_the_symmetries_of_a_cube():
    own = quarter_turns()
    assert (own[0] == np.eye(3)).all()
    assert len({turn.tobytes() for turn in own}) == 48
    assert sorted(np.rint(np.linalg.det(own))) == [-1] * 24 + [1] * 24
    assert np.allclose(turns() @ turns().transpose(0, 2, 1), np.eye(3))


@pytest.mark.parametrize(
    ("linear", "words"),
    [
        (np.eye(3), "none"),
        (np.diag([1, 1, -1]), "flip x"),
        (np.diag([-1, -1, 1]), "flip y, flip z"),
        (np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]]), "rotation 90 about z"),
        (np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0]]), "rotation 120 about a diagonal"),
        (1.2 * np.diag([1, 1, -1]), "flip x, size x 1.20"),
        (np.array([[0.9848, -0.1736, 0], [0.1736, 0.9848, 0], [0, 0, 1]]), "turned by 10 degrees"),
    ],
)
def test_words(linear, words):
    assert in_words(linear) == words


def test_turned_images_are_set_upright():
    random = np.random.default_rng(3)
    common = random.normal(size=(6, 6, 6))
    own = common + 0.3 * random.normal(size=common.shape)
    others = [common + 0.3 * random.normal(size=common.shape) for _ in range(8)]
    turned, taken = upright(np.stack([*others, own[:, ::-1], rotate(own, 90, axes=(0, 2), order=0)]))
    assert (turned[:8] == np.stack(others)).all()
    assert np.allclose(turned[8:], own)
    assert [in_words(one) for one in taken[7:]] == ["none", "flip y", "rotation 90 about y"]
