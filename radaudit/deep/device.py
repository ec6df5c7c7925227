"""On what a network runs, and the settings under which it gives the same bits twice."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager

from radaudit.core.errors import JobFailed

INSTALL = "pip install 'radaudit[deep]'"


def chosen_device(wanted: str = "auto") -> str:
    """The device: ``cuda`` where there is one, then ``mps``, then ``cpu``.

    Raises
    ------
    JobFailed
        If the wanted one is not there.
    """
    import torch

    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wanted == "auto":
        return next(name for name, found in there.items() if found)
    if not there.get(wanted.partition(":")[0], False):
        found = ", ".join(name for name, is_there in there.items() if is_there)
        raise JobFailed(f"this machine has no device {wanted!r} that torch can use (it has {found})", lasting=False)
    return wanted


def described(device: str) -> dict[str, str]:
    """What a report says of the device: names and versions, nothing that could tell one machine from its twin."""
    import torch

    found = {"device": device.partition(":")[0], "torch": torch.__version__, "threads": str(torch.get_num_threads())}
    if device.startswith("cuda"):
        found |= {"gpu": torch.cuda.get_device_name(device), "cuda": str(torch.version.cuda)}
        found["cudnn"] = str(torch.backends.cudnn.version())
    else:
        found |= {"processor": platform.machine(), "instructions": torch.backends.cpu.get_cpu_capability()}
    return found


@contextmanager
def steady(device: str = "cpu", precision: str = "float32", threads: int | None = None) -> Iterator[None]:
    """Deterministic algorithms, no search for the fastest kernel, no TF32 unless it is asked for.

    PyTorch promises nothing across releases, devices or processors; within one environment these settings gave the
    same bits in every repetition (PyTorch's notes on reproducibility; deep.md of the project, measured).

    Parameters
    ----------
    device
        Where the network runs.
    precision
        ``tf32`` lets CUDA's matrix units round to 10 bits; float32 is IEEE's.
    threads
        Of the CPU; None leaves the number as it is.
    """
    import torch

    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # read when CUDA starts
    backends = torch.backends
    kind = "tf32" if precision == "tf32" else "ieee"
    on_gpu = device.startswith("cuda")
    places = [(backends.cudnn.conv, kind), (backends.cuda.matmul, kind)] if on_gpu else []
    before = [(place, place.fp32_precision) for place, _ in places]
    was = torch.are_deterministic_algorithms_enabled(), torch.is_deterministic_algorithms_warn_only_enabled()
    searched, threaded = backends.cudnn.benchmark, torch.get_num_threads()
    try:
        for place, value in places:
            place.fp32_precision = value
        torch.use_deterministic_algorithms(True, warn_only=True)
        backends.cudnn.benchmark = False
        if threads:
            torch.set_num_threads(threads)
        yield
    finally:
        for place, value in before:
            place.fp32_precision = value
        torch.use_deterministic_algorithms(was[0], warn_only=was[1])
        backends.cudnn.benchmark = searched
        if threads:
            torch.set_num_threads(threaded)
