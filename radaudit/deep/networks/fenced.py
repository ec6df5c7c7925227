"""A network in the sandbox, a process for each question: whatever it does, it is stopped in time and the audit goes on.

A class of the study and a TorchScript file are programs and run nowhere else. Any other network is tried here once,
with one case, before it works in the auditing process: what one case takes, each case takes.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from radaudit.deep.networks.formats import GRAPHS, Format
from radaudit.deep.networks.network import Network, Precision
from radaudit.deep.networks.pooling import Pool
from radaudit.deep.networks.refused import EXPORT, NetworkRefused
from radaudit.deep.networks.shapes import Coverage, Layer
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.models.asking import without_folders
from radaudit.models.sandbox.limits import GIB, Limits
from radaudit.models.sandbox.run import run

ORDER, ANSWER, WEIGHTS, BATCH, CODE = "order.json", "answer.json", "weights", "batch.npy", "code"
# torch reserves far more addresses than it uses.
LIMITS = replace(Limits(), memory=24 * GIB, disk=16 * GIB, file_size=8 * GIB, seconds=1800)
LOOK_SECONDS = 600
"""For opening a network and one case through it; an audit passes each case many times."""
_LEAST_MEMORY = 8 * GIB
_LARGEST_ANSWER = 2**26
_LARGEST_FEATURES = 2**31


def features_file(place: int) -> str:
    """Where the process puts the features of the wanted layer of this number."""
    return f"features_{place}.npy"


def is_program(format: Format, spec: NetworkSpec) -> bool:
    """Whether opening the network means running what its authors wrote."""
    return spec.own_code or format == "torchscript"


class FencedNetwork(Network):
    """Runs on the CPU: what the sandbox lets it reach holds no devices.

    Attributes
    ----------
    seen
        Its layers, if it was made with a batch.

    Raises
    ------
    NetworkRefused
        If it can't be opened, the weights don't fit it, or the sandbox stops it.
    """

    def __init__(
        self, content: bytes, format: Format, spec: NetworkSpec, precision: Precision, batch: np.ndarray | None = None
    ):
        self._content, self.format, self._spec, self._precision = content, format, spec, precision
        self.kind = "code" if spec.own_code else "graph" if format in GRAPHS else "named"
        self.digest = spec.weights.sha256
        answer, _ = self._asked({"do": "look"}, batch)
        try:
            self._take(answer)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as fault:
            raise self._failed(f"it left no answer that can be read ({str(fault)[:80]})") from None

    def _take(self, answer: Mapping[str, Any]) -> None:
        told = answer["coverage"]
        lists = ("missing", "unexpected", "set_aside", "harmless")
        self.coverage = Coverage(
            keys=int(told["keys"]),
            mismatched={str(own): (_sizes(one), _sizes(two)) for own, (one, two) in told["mismatched"].items()},
            dtypes={str(own): int(count) for own, count in told["dtypes"].items()},
            key=str(told["key"]),
            prefix=str(told["prefix"]),
            **{own: tuple(map(str, told[own])) for own in lists},
        )
        self.unfixed, self.remarks = tuple(map(str, answer["unfixed"])), tuple(map(str, answer["remarks"]))
        self.parameters = int(answer["parameters"])
        self.seen = _layers(answer)

    def several(self, batch: Any, wanted: Sequence[tuple[str, Pool | None]]) -> list[np.ndarray]:
        _, found = self._asked({"do": "features", "wanted": [list(own) for own in wanted]}, batch)
        if len(found) != len(wanted) or any(own.ndim != 2 or len(own) != len(batch) for own in found):
            raise self._failed("it left no row of features for each case")
        return found

    def layers(self, batch: Any) -> tuple[Layer, ...]:
        answer, _ = self._asked({"do": "look"}, batch)
        try:
            return _layers(answer)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as fault:
            raise self._failed(f"it left no answer that can be read ({str(fault)[:80]})") from None

    def _asked(self, order: Mapping[str, Any], batch: Any = None) -> tuple[dict, list[np.ndarray]]:
        """What the process answers, and the arrays that it leaves."""
        spec = self._spec
        told = {own: getattr(spec, own) for own in ("architecture", "arguments", "key", "prefix", "member")}
        told |= {"weights": spec.weights.path.name, "sha256": spec.weights.sha256}
        with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
            scratch = Path(name)
            for relative, file in spec.code.items():
                (scratch / CODE / relative).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.path, scratch / CODE / relative)
            (scratch / WEIGHTS).write_bytes(self._content)
            more = {"format": self.format, "precision": self._precision}
            (scratch / ORDER).write_text(json.dumps({**order, **told, **more}, default=str))
            if batch is not None:
                given = batch if isinstance(batch, np.ndarray) else np.asarray(batch.cpu())
                np.save(scratch / BATCH, np.ascontiguousarray(given, dtype=np.float32), allow_pickle=False)
            command = (sys.executable, "-m", "radaudit.deep.networks.fenced_process", str(scratch))
            # A file that is no program is not what an auditor has in mind who demands a fence or none.
            demand = spec.sandbox if is_program(self.format, spec) else "best"
            ended = run(command, scratch, _limits(order["do"]), demand=demand)
            if ended.problem:
                said = ended.problem.replace(f"{name}/", "").replace("the study's code", "it")
                raise self._failed(without_folders(said))
            return self._read(scratch, len(order.get("wanted", ())))

    def _read(self, scratch: Path, count: int) -> tuple[dict, list[np.ndarray]]:
        """The process wrote it, so any of it may be anything."""
        try:
            place = scratch / ANSWER
            if place.is_symlink() or place.stat().st_size > _LARGEST_ANSWER:
                raise ValueError("its answer is no file of a sensible size")
            answer = json.loads(place.read_text())
            if answer["refused"]:
                code, said, remedy, lasting = answer["refused"]
                said = without_folders(str(said).replace(f"{scratch}/", ""))
                lasting = bool(lasting) and not is_program(self.format, self._spec)
                raise NetworkRefused(str(code), said, str(remedy), lasting)
            paths = [scratch / features_file(place) for place in range(count)]
            if any(own.is_symlink() for own in paths):
                raise ValueError("its features are links")
            # Mapped: the size that a header claims is compared with the file's before memory is taken.
            found = [np.array(np.load(own, mmap_mode="r", allow_pickle=False)) for own in paths]
            if any(own.dtype.kind != "f" or own.nbytes > _LARGEST_FEATURES for own in found):
                raise ValueError("its features are no numbers, or too many")
            return answer, found
        except (OSError, ValueError, KeyError, TypeError, EOFError, RecursionError) as fault:
            raise self._failed(f"it left no answer ({str(fault)[:80]})") from None

    def _failed(self, said: str) -> NetworkRefused:
        named = self._spec.architecture if self._spec.own_code else self._spec.shown
        return NetworkRefused("code-failed", f"{named}: {said}", EXPORT, lasting=False)


def _limits(do: str) -> Limits:
    """No more memory than three quarters of this machine's, so that the network is stopped and not another program."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else LIMITS.memory
    memory = min(LIMITS.memory, max(_LEAST_MEMORY, pages * 3 // 4))
    return replace(LIMITS, memory=memory, seconds=LOOK_SECONDS if do == "look" else LIMITS.seconds)


def _layers(answer: Mapping[str, Any]) -> tuple[Layer, ...]:
    return tuple(Layer(str(name), _sizes(shape), str(kind)) for name, shape, kind in answer["layers"])


def _sizes(told: Sequence[Any]) -> tuple[int, ...]:
    return tuple(map(int, told))
