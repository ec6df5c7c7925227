"""How much a study's code may use."""

from __future__ import annotations

from dataclasses import dataclass

GIB = 2**30


@dataclass(frozen=True)
class Limits:
    """What all processes of one run may use together, but where it says "each".

    Attributes
    ----------
    seconds
        Wall time; also the computing time of each process.
    memory
        Bytes: address space of each process, and memory held by all of them.
    file_size
        Bytes of each file it writes, its output included.
    processes
        Processes that live at the same time (threads: four times as many).
    open_files
        Of each process.
    disk, files
        Bytes and number of files in its scratch folder.
    """

    seconds: int = 600
    memory: int = 8 * GIB
    file_size: int = GIB
    processes: int = 64
    open_files: int = 1024
    disk: int = 4 * GIB
    files: int = 100_000


def amount(size: int) -> str:
    """Bytes in words: 8 GiB, 512 MiB."""
    for unit, step in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if size >= step:
            return f"{size / step:.3g} {unit}"
    return f"{size} bytes"
