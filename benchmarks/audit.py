"""Wall time and peak memory of a whole audit, with one process and with two, from an empty store and from a full one.

    uv run python benchmarks/audit.py STUDY [--trust]

Memory is the sum of the resident sets of the audit's processes, sampled every 20 ms, and that of the largest one.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table


def measured(command: list[str]) -> tuple[float, float, float]:
    """Seconds, and MB of all processes together and of the largest."""
    started = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    together = largest = 0.0
    while process.poll() is None:
        sizes = [_resident(own) for own in (process, *_children(process))]
        together, largest = max(together, sum(sizes)), max(largest, *sizes)
        time.sleep(0.02)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")
    return time.perf_counter() - started, together / 1e6, largest / 1e6


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _resident(process: psutil.Process) -> float:
    try:
        return process.memory_info().rss
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0.0


def main(study: str, *further: str) -> None:
    table = Table("processes", "store", "seconds", "all processes, MB", "largest process, MB")
    for jobs in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "radaudit", "audit", study, "--jobs", str(jobs), *further]
            command += ["--store", folder, "--out", str(Path(folder) / "report")]
            for store in ("empty", "full"):
                seconds, together, largest = measured(command)
                table.add_row(str(jobs), store, f"{seconds:.1f}", f"{together:.0f}", f"{largest:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main(*sys.argv[1:])
