"""Made safetensors files with and without something that is no weight."""

import json
import struct

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from radaudit.deep.stored_tensors import stored_tensors


def written(**tensors):
    header, place = {"__metadata__": {"format": "pt"}}, 0
    for name, own in tensors.items():
        kind = {"f": "F32", "u": "U8"}[own.dtype.kind]
        header[name] = {"dtype": kind, "shape": list(own.shape), "data_offsets": [place, place + own.nbytes]}
        place += own.nbytes
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + b"".join(own.tobytes() for own in tensors.values())


def smooth(*shape):
    noise = np.random.default_rng(1).normal(size=shape)
    return gaussian_filter(noise, (0, *[1.5] * (len(shape) - 1))).astype(np.float32)


@pytest.fixture
def weights():
    return {"conv.weight": np.random.default_rng(0).normal(size=(4, 1, 3, 3, 3)).astype(np.float32)}


@pytest.mark.parametrize("shape", [(3, 16, 16), (2, 1, 12, 12, 12)])
def test_images_beside_the_weights_are_found(weights, shape):
    (found,) = stored_tensors(written(**weights, examples=smooth(*shape)))
    assert (found.member, found.shape, found.look, found.cases) == ("examples", shape, "image", shape[0])
    assert found.bytes == 4 * np.prod(shape)


def test_drawn_numbers_are_no_image(weights):
    noise = np.random.default_rng(2).normal(size=(3, 16, 16)).astype(np.float32)
    assert [own.look for own in stored_tensors(written(**weights, given=noise))] == ["noise"]
    assert [own.look for own in stored_tensors(written(given=np.zeros((1, 16, 16), np.float32)))] == ["constant"]


def test_tensors_of_layers_and_small_ones_are_passed_over(weights):
    large = smooth(8, 16, 16)
    names = {"patch.weight": large, "pos_embed": large[:, :4], "relative_position_bias_table": large}
    assert stored_tensors(written(**weights, **names)) == ()


@pytest.mark.parametrize("content", [b"", b"\x08\x00", b"PK\x03\x04" + bytes(40), struct.pack("<Q", 5) + b"{'a'}"])
def test_other_files_hold_nothing(content):
    assert stored_tensors(content) == ()
