"""The one door to networks: whatever a study ships becomes a `Network`, or is refused with a sentence."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import zipfile

import numpy as np

from radaudit.deep.networks.fenced import FencedNetwork, is_program
from radaudit.deep.networks.formats import Format, format_of
from radaudit.deep.networks.network import Network, Precision
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.zip_file import DAMAGE, LARGEST

_EXTRAS = {"onnx": ("onnxruntime", "onnx"), "deep": ("torch", "monai", "safetensors")}


def open_network(spec: NetworkSpec, device: str = "cpu", precision: Precision = "float32") -> Network:
    """Open a network; what is a program (a class of the study, TorchScript) runs in the sandbox, on the CPU.

    Parameters
    ----------
    spec
        What the study ships.
    device
        See `deep.device.chosen_device`; an ONNX file runs on the CPU.
    precision
        "float32" is IEEE's; "tf32" (CUDA), "bfloat16", "float16": of the products alone, as autocast does;
        "float64": of everything.

    Raises
    ------
    NetworkRefused
        If it can't be opened, or opening it could run code; if a weight is missing, has no place, or another shape;
        if a library is missing here (not lasting).
    """
    content = content_of(spec)
    format = format_of(content, spec.shown)
    _need(format)
    if is_program(format, spec):
        return FencedNetwork(content, format, spec, precision)
    return opened(content, format, spec, device, precision)


def tried(spec: NetworkSpec, batch: np.ndarray) -> FencedNetwork:
    """Open any network in the sandbox, and pass a batch through it: within bounds of time and memory.

    Raises
    ------
    NetworkRefused
        As `open_network`, and if it needs more than it is given (not lasting).
    """
    content = content_of(spec)
    format = format_of(content, spec.shown)
    _need(format)
    return FencedNetwork(content, format, spec, "float32", batch)


def opened(content: bytes, format: Format, spec: NetworkSpec, device: str, precision: Precision) -> Network:
    """Open a network in this process; of a program only the sandbox's process may ask this."""
    if format == "onnx":
        from radaudit.deep.networks import onnx_file

        return onnx_file.opened(content, spec, precision)
    if format == "pt2":
        from radaudit.deep.networks import exported

        return exported.opened(content, spec, device, precision)
    if format == "torchscript":
        from radaudit.deep.networks import scripted

        return scripted.opened(content, spec, device, precision)
    from radaudit.deep.networks import named

    return named.opened(content, format, spec, device, precision)


def content_of(spec: NetworkSpec) -> bytes:
    """The bytes of the weights: read as a whole, so that what was looked at is what is opened.

    Raises
    ------
    NetworkRefused
        If the file is too large, or another than when the job was made.
    """
    path = spec.weights.path
    if path.stat().st_size > LARGEST:
        raise NetworkRefused("file-large", f"{spec.shown} is larger than 8 GiB", "save the weights in half precision")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != spec.weights.sha256:
        raise NetworkRefused("file-changed", f"{spec.shown} changed during the audit", "audit again", lasting=False)
    return _member(content, spec) if spec.member else content


def _member(content: bytes, spec: NetworkSpec) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(spec.member).file_size > LARGEST:
                raise NetworkRefused("file-large", f"{spec.shown} is larger than 8 GiB", "unpack it")
            return archive.read(spec.member)
    except (KeyError, *DAMAGE) as fault:
        raise NetworkRefused("file-damaged", f"{spec.shown} can't be read ({fault})", "unpack the bundle") from None


def missing_extra(spec: NetworkSpec) -> str:
    """The extra of radaudit that has to be installed before this network can be opened ("deep", "onnx"); or nothing.

    Raises
    ------
    NetworkRefused
        For a file of a kind that no extra opens.
    """
    extra = "onnx" if format_of(content_of(spec), spec.shown) == "onnx" else "deep"
    return extra if any(importlib.util.find_spec(own) is None for own in _EXTRAS[extra]) else ""


def _need(format: Format) -> None:
    extra = "onnx" if format == "onnx" else "deep"
    absent = [own for own in _EXTRAS[extra] if importlib.util.find_spec(own) is None]
    if absent:
        raise NetworkRefused(
            "library-missing",
            f"opening the network needs {' and '.join(absent)}",
            f"pip install 'radaudit[{extra}]'",
            lasting=False,
        )
