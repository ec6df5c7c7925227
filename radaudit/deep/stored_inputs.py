"""Images that a shared model file holds besides its weights: listed without running anything.

``torch.export.save`` writes the example inputs into the file, each with its whole storage: of a batch cut out of a
cohort's tensor (``x[:2]``), the other cases too. TorchScript keeps the inputs of its trace, and either format takes
further files (``extra_files``).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from radaudit.deep.weights_only import plain_values
from radaudit.deep.zip_file import DAMAGE, is_within_bounds

Look = Literal["constant", "noise", "image", "unknown"]

_PLACES = ("data/sample_inputs/", "traced_inputs/", "extra/")
_LARGEST = 2**32
_MOST_VALUES = 2**22
# Neighbours in an image are alike, those in drawn numbers aren't: the error of a correlation of none is 1 / sqrt(n),
# 0.06 for the fewest values that are judged.
_FEWEST_VALUES, _ALIKE = 256, 0.3


@dataclass(frozen=True)
class StoredInput:
    """One thing in a model file that is no weight.

    Attributes
    ----------
    member
        Its name in the file.
    shape
        Of the tensor, as it was given to the network; empty if it is none, or torch isn't there to say.
    bytes
        That are stored.
    cases
        As many cases of that shape as the stored bytes hold; 0 if unknown.
    look
        "constant" (zeros or ones), "noise" (drawn numbers), "image" (neighbours are alike), "unknown".
    alike
        Correlation of neighbours along the last axis; None where it can't be known.
    """

    member: str
    shape: tuple[int, ...]
    bytes: int
    cases: int
    look: Look
    alike: float | None = None


def stored_inputs(content: bytes) -> tuple[StoredInput, ...]:
    """What a ``.pt2`` or TorchScript file holds of its makers' inputs; nothing for other files.

    Parameters
    ----------
    content
        The whole file.
    """
    found: list[StoredInput] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                inner = member.filename.partition("/")[2]
                if member.file_size and inner.startswith(_PLACES):
                    found += _read(archive, member, inner)
    except DAMAGE:
        return tuple(found)
    return tuple(found)


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, inner: str) -> list[StoredInput]:
    """What one member holds; if it can't be read, that it is there."""
    try:
        if member.file_size <= _LARGEST:
            return list(_of_member(inner, archive.read(member)))
    except (*DAMAGE, TypeError, AttributeError):  # tensors of rare kinds, too
        pass
    return [StoredInput(inner, (), member.file_size, 0, "unknown")]


def _of_member(name: str, content: bytes) -> Iterator[StoredInput]:
    if name.startswith("traced_inputs/"):
        values = np.frombuffer(content[: len(content) // 4 * 4], dtype="<f4")
        look, alike = look_of(values)
        yield StoredInput(name, (), len(content), 0, look, alike)
        return
    tensors = _tensors(content) if content[:4] == b"PK\x03\x04" else None
    if tensors is None:
        if name.startswith("extra/"):
            yield StoredInput(name, (), len(content), 0, "unknown")
        elif size := _storages(content):
            yield StoredInput(name, (), size, 0, "unknown")
        return
    for tensor in tensors:
        yield _of_tensor(name, tensor)


def _of_tensor(name: str, tensor: Any) -> StoredInput:
    import torch

    storage = tensor.untyped_storage()
    size, shape = storage.nbytes(), tuple(tensor.shape)
    case = tensor[0].numel() * tensor.element_size() if tensor.ndim > 1 and len(tensor) else 0
    whole = torch.empty(0, dtype=tensor.dtype).set_(storage)[:_MOST_VALUES]
    row = shape[-1] if shape else 1
    values = whole.float().numpy()
    look, alike = look_of(values[: len(values) // row * row].reshape(-1, row)) if row else ("unknown", None)
    return StoredInput(name, shape, size, size // case if case else 0, look, alike)


def _tensors(content: bytes) -> list[Any] | None:
    """The tensors in a file of ``torch.save``; None where torch is missing, or the file holds something else."""
    if not is_within_bounds(content, _LARGEST):
        return None
    try:
        found = plain_values(content)
    except Exception:  # whatever a hostile file makes the reader raise
        return None
    return list(_flat(found))


def _flat(found: Any) -> Iterator[Any]:
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list | tuple):
        for own in found:
            yield from _flat(own)
    elif hasattr(found, "untyped_storage"):
        yield found


def _storages(content: bytes) -> int:
    """Bytes of the tensors in a file of ``torch.save``, without torch."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(
                own.file_size for own in archive.infolist() if own.filename.partition("/")[2].startswith("data/")
            )
    except DAMAGE:
        return 0


def look_of(values: np.ndarray) -> tuple[Look, float | None]:
    """What values in rows look like, by the correlation of each with its neighbour in the row."""
    rows = np.atleast_2d(values).astype(np.float64)
    if not rows.size or not np.isfinite(rows).all():
        return "unknown", None
    if np.ptp(rows) == 0:
        return "constant", None
    one, two = rows[:, :-1].ravel(), rows[:, 1:].ravel()
    if one.size < _FEWEST_VALUES or one.std() == 0 or two.std() == 0:
        return "unknown", None
    alike = float(np.corrcoef(one, two)[0, 1])
    return ("image" if alike > _ALIKE else "noise"), alike
