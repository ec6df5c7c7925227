"""What kind of file a network's weights are: by content, since endings say little (``.pt`` is five formats)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Literal

from radaudit.deep.networks.refused import EXPORT, NetworkRefused
from radaudit.deep.zip_file import DAMAGE

Format = Literal["safetensors", "state dict", "pt2", "torchscript", "onnx"]
GRAPHS: tuple[Format, ...] = ("pt2", "onnx", "torchscript")

# What PyTorch before 1.6 begins a file with: a pickled number of its own.
_OLD_TORCH = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
_HDF5 = b"\x89HDF\r\n\x1a\n"
_POINTER = b"version https://git-lfs.github.com/spec/"
_MXNET = (0x112).to_bytes(8, "little")
_RESAVE = "save its weights alone: safetensors.torch.save_file(model.state_dict(), 'weights.safetensors')"


def format_of(content: bytes, name: str) -> Format:
    """The format of a file of weights.

    Parameters
    ----------
    content
        The whole file.
    name
        What it is called in messages.

    Raises
    ------
    NetworkRefused
        For a file of another kind, with what to do instead; nothing in it was run.
    """
    for begins, code, said, remedy in _FOREIGN:
        if begins(content):
            raise NetworkRefused(code, f"{name} {said}", remedy)
    if content[:4] == b"PK\x03\x04":
        return _of_zip(content, name)
    if _is_safetensors(content):  # before pickles: the length of its header may begin like one
        return "safetensors"
    if content.startswith(_OLD_TORCH) or content[:1] == b"\x80":
        return "state dict"  # an old torch file, or a bare pickle: torch.load(weights_only=True) tells them apart
    if _is_onnx(content):
        return "onnx"
    if b"ustar" in content[257:263]:
        return "state dict"  # the tar files of PyTorch before 0.1.10
    raise NetworkRefused("format-unknown", f"{name} is no file of weights that radaudit knows", EXPORT)


def _of_zip(content: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [member.filename for member in archive.infolist()]
    except DAMAGE as fault:
        raise NetworkRefused("file-damaged", f"{name} is a damaged zip file ({fault})", "copy it anew") from None
    below = {inner.partition("/")[2] for inner in names}
    if any(inner.startswith("models/") and inner.endswith(".json") for inner in below):
        return "pt2"
    if {"serialized_exported_program.json", "serialized_state_dict.json"} & (below | set(names)):
        raise NetworkRefused(
            "format-old", f"{name} was exported by torch before 2.8", "export it anew with torch >= 2.8"
        )
    if "constants.pkl" in below or any(inner.startswith("code/") for inner in below):
        return "torchscript"
    if "data.pkl" in below:
        return "state dict"
    if "config.json" in names and "model.weights.h5" in names:
        raise NetworkRefused("keras", f"{name} is a Keras file, which may hold code", _KERAS)
    raise NetworkRefused(
        "container",
        f"{name} is a zip file without a network",
        "if it is a MONAI bundle, name it as 'deep.network.bundle'",
    )


def _is_safetensors(content: bytes) -> bool:
    size = int.from_bytes(content[:8], "little")
    if len(content) < 10 or not 2 <= size <= len(content) - 8 or content[8:9] != b"{":
        return False
    try:
        return isinstance(json.loads(content[8 : 8 + size]), dict)
    except (ValueError, RecursionError):
        return False


def _is_onnx(content: bytes) -> bool:
    """Field 1 (the IR version, a small number), then a field of text or the graph."""
    return content[:1] == b"\x08" and 1 <= int.from_bytes(content[1:2], "little") <= 20 and len(content) > 16


def _begin(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(starts)


_KERAS = "export the network with tf2onnx or keras' model.export(..., format='onnx')"
_FOREIGN: tuple[tuple[Callable[[bytes], bool], str, str, str], ...] = (
    (lambda content: not content, "file-empty", "is empty", "copy it anew"),
    (_begin(_POINTER), "file-pointer", "is a pointer of Git LFS, not the weights", "fetch it with 'git lfs pull'"),
    (_begin(_HDF5), "keras", "is an HDF5 file (Keras), whose layers may hold code", _KERAS),
    (_begin(b"MATLAB 5.0"), "matlab", "is a MATLAB file", "export the network with exportONNXNetwork"),
    (_begin(_MXNET), "mxnet", "is a file of MXNet, which is no longer maintained", "export it with mxnet.onnx"),
    (lambda content: content[4:8] == b"TFL3", "tensorflow", "is a TensorFlow Lite file", "export it with tf2onnx"),
    (_begin(b"\x93NUMPY"), "format-unknown", "is a NumPy array", _RESAVE),
    (_begin(b"<!DOCTYPE", b"<html", b"<HTML"), "file-page", "is a web page, not the weights", "download it anew"),
)
