"""Tensors and plain values out of a file of ``torch.save``, without running anything. The one caller of torch.load."""

from __future__ import annotations

import io

OLDEST_TORCH = (2, 10)
"""Before it, reading weights could corrupt memory (CVE-2026-24747)."""


class TorchTooOld(Exception):
    """The installed torch has a hole in reading weights."""


def plain_values(content: bytes) -> object:
    """What the file holds.

    Parameters
    ----------
    content
        The whole file; if it is a zip file, see `zip_file.is_within_bounds` first.

    Raises
    ------
    TorchTooOld
        If the installed torch is older than `OLDEST_TORCH`.
    Exception
        Whatever a file that holds anything else makes the reader raise.
    """
    import torch

    if tuple(int(part) for part in torch.__version__.split(".")[:2]) < OLDEST_TORCH:
        raise TorchTooOld
    return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
