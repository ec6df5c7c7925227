"""Inputs of a network put together, passed through it, and the next ones made meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.deep.networks.network import Network
from radaudit.deep.networks.pooling import Pool

Taken = tuple[tuple[str, Pool | None], ...]  # layers and poolings
Work = TypeVar("Work")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Input:
    """One prepared case.

    Attributes
    ----------
    places
        Which results it gives, one for each of `taken`.
    values
        float32, shape (channels, [depth], height, width).
    taken
        What is asked of the network.
    """

    places: tuple[int, ...]
    values: np.ndarray
    taken: Taken


def ahead(make: Callable[[Work], Made], work: Sequence[Work], workers: int, most: int) -> Iterator[Made]:
    """What is made of each piece of work, in order, at most so many pieces ahead of whoever takes them."""
    with ThreadPoolExecutor(workers, thread_name_prefix="input") as pool:
        waiting = [pool.submit(make, own) for own in work[:most]]
        for number in range(len(work)):
            made = waiting.pop(0).result()
            if number + most < len(work):
                waiting.append(pool.submit(make, work[number + most]))
            yield made


def batched(inputs: Iterable[Input], size: int) -> Iterator[list[Input]]:
    """Inputs of one shape that ask for the same, so many at a time; what is left over in smaller batches at the end."""
    held: dict[tuple, list[Input]] = {}
    for own in inputs:
        batch = held.setdefault((own.values.shape, own.taken), [])
        batch.append(own)
        if len(batch) == size:
            yield held.pop((own.values.shape, own.taken))
    yield from held.values()


def passed(
    network: Network, batches: Iterable[list[Input]], size: int
) -> Iterator[tuple[int, np.ndarray | JobFailed, int]]:
    """Features by place, batch by batch.

    Every batch has the same number of cases, the last one filled up with its last case: kernels are chosen by it, and
    another choice changes the last digits. Where memory runs out the number is halved, and stays so.

    Parameters
    ----------
    size
        Cases a batch; a power of two.

    Yields
    ------
    tuple
        A place, its features (float32, shape (features,)) or why there are none, and the cases of its batch.
    """
    for batch, tensor in _on_device(batches, network.device, size):
        first = 0
        while first < len(batch):
            part = batch[first : first + size]
            given = tensor if tensor is not None and len(tensor) == size else _stacked(part, size)
            try:
                found = _several(network, given, part[0].taken)
            except (RuntimeError, MemoryError) as fault:
                if not _out_of_memory(fault):
                    raise
                tensor, given = None, None
                _free(network.device)
                if size == 1:
                    yield from _failed(part, JobFailed("one case alone takes more memory than the device has", False))
                    first += 1
                else:
                    size //= 2
                continue
            for row, own in enumerate(part):
                for place, features in zip(own.places, found, strict=True):
                    yield place, features if isinstance(features, JobFailed) else features[row], size
            first += len(part)


def _several(network: Network, given: Any, taken: Taken) -> list[np.ndarray | JobFailed]:
    """Features of all that is asked; where one layer can't be had, of the others all the same."""
    try:
        return network.several(given, taken)
    except JobFailed as failure:
        if len(taken) == 1:
            return [failure]
    return [own for one in taken for own in _several(network, given, (one,))]


def _failed(inputs: Sequence[Input], failure: JobFailed) -> Iterator[tuple[int, JobFailed, int]]:
    for own in inputs:
        for place in own.places:
            yield place, failure, 1


def _stacked(inputs: Sequence[Input], size: int) -> np.ndarray:
    """So many cases, the last one repeated where there are fewer."""
    values = [own.values for own in inputs]
    return np.stack(values + [values[-1]] * (size - len(values)))


def _on_device(batches: Iterable[list[Input]], device: str, size: int) -> Iterator[tuple[list[Input], Any]]:
    """Each batch with its tensor on a CUDA device, copied while the one before it is worked on; None elsewhere."""
    if not device.startswith("cuda"):
        for batch in batches:
            yield batch, None
        return
    import torch

    stream = torch.cuda.Stream(device)
    before: tuple[list[Input], Any, Any] | None = None
    for batch in batches:
        pinned = torch.from_numpy(_stacked(batch, size)).pin_memory()
        with torch.cuda.stream(stream):
            tensor = pinned.to(device, non_blocking=True)
        if before is not None:
            yield _arrived(before, stream)
        before = (batch, tensor, stream.record_event())
    if before is not None:
        yield _arrived(before, stream)


def _arrived(copied: tuple[list[Input], Any, Any], stream: Any) -> tuple[list[Input], Any]:
    import torch

    batch, tensor, event = copied
    torch.cuda.current_stream(tensor.device).wait_event(event)
    tensor.record_stream(torch.cuda.current_stream(tensor.device))
    return batch, tensor


def _out_of_memory(fault: Exception) -> bool:
    said = str(fault)
    return isinstance(fault, MemoryError) or "out of memory" in said or "can't allocate memory" in said


def _free(device: str) -> None:
    if device.startswith("cuda"):
        import torch

        torch.cuda.empty_cache()
