import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter

from radaudit.images.burnt_in import longest_line, text_lines


def scan(seed=0, size=128):
    """A bright body with texture, bones and noise on a dark ground."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:size, :size] - size / 2
    body = ((x / 50) ** 2 + (y / 40) ** 2 < 1) * (400 + 60 * gaussian_filter(rng.normal(size=(size, size)), 2))
    for angle in np.linspace(0, 2 * np.pi, 14):  # ribs: small, bright and in a row
        body += 600 * ((x - 42 * np.cos(angle)) ** 2 + (y - 33 * np.sin(angle)) ** 2 < 9)
    return np.rint(body + 12 * rng.normal(size=body.shape)).astype(np.int16)


def written(plane, text, value, at=(4, 4)):
    drawn = Image.new("1", plane.shape[::-1])
    ImageDraw.Draw(drawn).text(at, text, font=ImageFont.load_default(11), fill=1)
    return np.where(np.asarray(drawn), value, plane)


@pytest.mark.parametrize("seed", range(6))
def test_anatomy_and_noise_hold_no_text(seed):
    plane = scan(seed)
    assert longest_line(plane) < 5
    assert longest_line(plane, dark=True) < 5
    assert longest_line(np.random.default_rng(seed).integers(0, 256, (128, 128))) < 5


def test_a_line_in_a_corner_is_found():
    plane = scan()
    assert longest_line(written(plane, "AMSEL BERTA 1947", 1500)) >= 8
    assert longest_line(1000 - written(plane, "AMSEL BERTA 1947", 1500), dark=True) >= 8


def test_what_is_no_line_of_text():
    assert longest_line(written(scan(), "L", 1500)) < 5
    assert longest_line(np.zeros((64, 64))) == 0
    assert longest_line(np.full((64, 64), np.nan)) == 0
    assert longest_line(np.ones((3, 3))) == 0


def test_slices_are_counted():
    stack = np.stack([scan(seed) for seed in range(3)])
    stack[1] = written(stack[1], "AMSEL BERTA", 1500)
    found = text_lines(stack)
    assert (found["slices"], found["looked_at"]) == (1, 3)
    assert found["signs"] >= 5
    assert text_lines(stack[0])["slices"] == 0
