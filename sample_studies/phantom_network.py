"""A small 3D residual network in plain NumPy, its weights as a safetensors file, and the features that it gives.

It is MONAI's resnet10 with a sixteenth of the channels, a stem of 3 voxels without stride, and no pooling after it.
Written out here, so that the phantom studies can be made where there is no torch, and so that whoever takes the same
features with torch has something independent to compare with.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np

CHANNELS = (4, 8, 16, 32)  # of the four stages
CUBE = 16  # voxels along each axis of the input
EPSILON = 1e-5  # of the normalisation

Weights = dict[str, np.ndarray]


def draw_weights(seed: int) -> Weights:
    """Weights as training would begin with them (He et al. 2015), in MONAI's order and names; float32."""
    random = np.random.default_rng(seed)
    found: Weights = {}

    def convolution(name: str, into: int, of: int, size: int) -> None:
        deviation = np.sqrt(2 / (of * size**3))
        found[f"{name}.weight"] = random.normal(0, deviation, (into, of, size, size, size)).astype(np.float32)

    def normalisation(name: str, channels: int) -> None:
        found[f"{name}.weight"] = random.uniform(0.7, 1.3, channels).astype(np.float32)
        found[f"{name}.bias"] = random.normal(0, 0.2, channels).astype(np.float32)
        found[f"{name}.running_mean"] = np.zeros(channels, np.float32)
        found[f"{name}.running_var"] = np.ones(channels, np.float32)
        found[f"{name}.num_batches_tracked"] = np.array(100, np.int64)

    convolution("conv1", CHANNELS[0], 1, 3)
    normalisation("bn1", CHANNELS[0])
    before = CHANNELS[0]
    for stage, own in enumerate(CHANNELS, 1):
        block = f"layer{stage}.0"
        convolution(f"{block}.conv1", own, before, 3)
        normalisation(f"{block}.bn1", own)
        convolution(f"{block}.conv2", own, own, 3)
        normalisation(f"{block}.bn2", own)
        if before != own:
            convolution(f"{block}.downsample.0", own, before, 1)
            normalisation(f"{block}.downsample.1", own)
        before = own
    return found


def settle(weights: Weights, cubes: np.ndarray) -> None:
    """Set the running means and variances to those of these inputs, as training does.

    Parameters
    ----------
    cubes
        float32, shape (cases, 1, depth, height, width).
    """
    features(weights, cubes, learn=True)


def features(weights: Weights, cubes: np.ndarray, layer: int = 3, learn: bool = False) -> np.ndarray:
    """Mean of each channel after a stage.

    Returns
    -------
    numpy.ndarray
        float32, shape (cases, channels of the stage).
    """
    found = np.maximum(_normalised(weights, "bn1", _convolved(weights, "conv1", cubes), learn), 0)
    for stage in range(1, (4 if learn else layer) + 1):
        found = _block(weights, f"layer{stage}.0", found, 1 if stage == 1 else 2, learn)
    return found.mean(axis=(2, 3, 4), dtype=np.float64).astype(np.float32)


def _block(weights: Weights, name: str, given: np.ndarray, stride: int, learn: bool) -> np.ndarray:
    inner = _convolved(weights, f"{name}.conv1", given, stride)
    inner = np.maximum(_normalised(weights, f"{name}.bn1", inner, learn), 0)
    inner = _normalised(weights, f"{name}.bn2", _convolved(weights, f"{name}.conv2", inner), learn)
    if f"{name}.downsample.0.weight" in weights:
        given = _convolved(weights, f"{name}.downsample.0", given, stride)
        given = _normalised(weights, f"{name}.downsample.1", given, learn)
    return np.maximum(inner + given, 0)


def _convolved(weights: Weights, name: str, given: np.ndarray, stride: int = 1) -> np.ndarray:
    """Correlation with the kernels, the edge padded with zeros; case by case, to spare memory."""
    kernels = weights[f"{name}.weight"]
    size = kernels.shape[-1]
    edge = [(0, 0)] + 3 * [(size // 2, size // 2)]
    windows = (
        np.lib.stride_tricks.sliding_window_view(np.pad(one, edge), (size,) * 3, axis=(1, 2, 3))[
            :, ::stride, ::stride, ::stride
        ]
        for one in given
    )
    return np.stack([np.tensordot(kernels, own, axes=([1, 2, 3, 4], [0, 4, 5, 6])) for own in windows])


def _normalised(weights: Weights, name: str, given: np.ndarray, learn: bool) -> np.ndarray:
    if learn:
        # Rounded, so that the file is the same wherever it is made, however sums are ordered there.
        means, variances = given.mean((0, 2, 3, 4), dtype=np.float64), given.var((0, 2, 3, 4), dtype=np.float64)
        weights[f"{name}.running_mean"] = np.round(means, 3).astype(np.float32)
        weights[f"{name}.running_var"] = np.round(variances, 3).astype(np.float32)
    shape = (1, -1, 1, 1, 1)
    mean, variance, scale, shift = (
        weights[f"{name}.{own}"].reshape(shape) for own in ("running_mean", "running_var", "weight", "bias")
    )
    return (given - mean) / np.sqrt(variance + np.float32(EPSILON)) * scale + shift


def write_safetensors(path: Path, weights: Mapping[str, np.ndarray]) -> None:
    """Write tensors as the format's description says: length of the header, header in JSON, numbers.

    https://github.com/huggingface/safetensors#format
    """
    kinds = {np.dtype(np.float32): "F32", np.dtype(np.int64): "I64"}
    header, place = {}, 0
    for name, own in weights.items():
        header[name] = {
            "dtype": kinds[own.dtype],
            "shape": list(own.shape),
            "data_offsets": [place, place + own.nbytes],
        }
        place += own.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(own.tobytes() for own in weights.values()))
