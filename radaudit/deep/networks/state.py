"""Weights by name from a file that holds nothing else: read without running anything."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from typing import Any

from radaudit.deep.networks.formats import Format
from radaudit.deep.networks.refused import EXPORT, NetworkRefused, torch_old
from radaudit.deep.weights_only import TorchTooOld, plain_values
from radaudit.deep.zip_file import is_within_bounds

# Where training scripts put the weights beside epochs and optimisers.
WRAPPERS = ("state_dict", "model_state_dict", "trunk_state_dict", "net", "model")
_RESAVE = f"save the weights alone, torch.save(model.state_dict(), ...) or safetensors, or {EXPORT}"

State = dict[str, Any]


def read_state(content: bytes, format: Format, key: str, name: str) -> tuple[State, str]:
    """The tensors of a file by name.

    Parameters
    ----------
    content
        The whole file.
    format
        "safetensors" or "state dict".
    key
        Where they stand in a larger mapping, with dots; empty: the one of `WRAPPERS` that is there.
    name
        Of the file, for messages.

    Returns
    -------
    state, key
        The key that was unwrapped.

    Raises
    ------
    NetworkRefused
        For a file that holds more than tensors and plain values; nothing in it was run.
    """
    whole = _safetensors(content, name) if format == "safetensors" else _weights_only(content, name)
    return _unwrapped(whole, key, name)


def _safetensors(content: bytes, name: str) -> State:
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        return load(content)
    except (SafetensorError, KeyError, ValueError, RuntimeError) as fault:
        raise NetworkRefused("file-damaged", f"{name} is damaged ({_short(fault)})", "copy it anew") from None


def _weights_only(content: bytes, name: str) -> object:
    from torch.serialization import get_unsafe_globals_in_checkpoint

    if not is_within_bounds(content):
        raise NetworkRefused("file-damaged", f"{name} is damaged, or unpacks to more than 8 GiB", _RESAVE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return plain_values(content)
    except TorchTooOld:
        raise torch_old(name) from None
    except Exception as fault:  # whatever a hostile file makes the reader raise
        try:
            strange = sorted(get_unsafe_globals_in_checkpoint(io.BytesIO(content)))
        except Exception:
            strange = re.findall(r"GLOBAL (\S+)", str(fault))
        if strange or "nsupported" in str(fault) or "Weights only" in str(fault):
            held = f": it names {', '.join(strange[:4])}" if strange else ""
            said = f"{name} holds Python objects, whose opening would run code, so it was not opened{held}"
            raise NetworkRefused("pickled-module", said, _RESAVE) from None
        raise NetworkRefused("file-damaged", f"{name} can't be read as weights ({_short(fault)})", _RESAVE) from None


def _unwrapped(whole: object, key: str, name: str) -> tuple[State, str]:
    if key:
        for part in _parts(whole, key):
            if not isinstance(whole, Mapping) or part not in whole:
                held = ", ".join(map(str, list(whole)[:8])) if isinstance(whole, Mapping) else type(whole).__name__
                raise NetworkRefused("key-unknown", f"{name} has no {key!r}", f"'deep.network.key' is one of: {held}")
            whole = whole[part]
        return _tensors(whole, name), key
    if isinstance(whole, Mapping) and not _all_tensors(whole):
        there = [own for own in WRAPPERS if isinstance(whole.get(own), Mapping)]
        if len(there) > 1:
            raise NetworkRefused(
                "key-missing", f"{name} holds weights under {' and '.join(there)}", "say which by 'deep.network.key'"
            )
        if there:
            return _tensors(whole[there[0]], name), there[0]
    return _tensors(whole, name), ""


def _parts(whole: object, key: str) -> list[str]:
    return [key] if isinstance(whole, Mapping) and key in whole else key.split(".")


def _tensors(whole: object, name: str) -> State:
    if isinstance(whole, Mapping) and whole and _all_tensors(whole):
        return {str(own): tensor for own, tensor in whole.items()}
    strange = (
        next((str(own) for own, value in whole.items() if not hasattr(value, "shape")), "")
        if isinstance(whole, Mapping)
        else type(whole).__name__
    )
    if isinstance(whole, Mapping) and not whole:
        raise NetworkRefused("no-weights", f"{name} holds no tensor", _RESAVE)
    raise NetworkRefused(
        "no-weights", f"{name} holds more than tensors by name ({strange})", "say where they are by 'deep.network.key'"
    )


def _all_tensors(whole: Mapping) -> bool:
    import torch

    return all(isinstance(value, torch.Tensor) for value in whole.values())


def _short(fault: Exception) -> str:
    return " ".join(str(fault).split())[:120]
