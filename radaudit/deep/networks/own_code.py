"""A network whose class is code of the study: made and run in the sandbox, a process for each batch."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from radaudit.deep.networks.formats import Format
from radaudit.deep.networks.network import Network, Precision
from radaudit.deep.networks.pooling import Pool
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.shapes import Coverage, Layer
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.models.rerun import without_folders
from radaudit.models.sandbox.limits import GIB, Limits
from radaudit.models.sandbox.run import run

ORDER, ANSWER, WEIGHTS, BATCH, CODE = "order.json", "answer.json", "weights", "batch.npy", "code"
# torch reserves far more addresses than it uses.
LIMITS = replace(Limits(), memory=24 * GIB, disk=16 * GIB, file_size=8 * GIB, seconds=1800)
_LARGEST_ANSWER = 2**26


def features_file(place: int) -> str:
    """Where the study's process puts the features of the wanted layer of this number."""
    return f"features_{place}.npy"


def opened(content: bytes, format: Format, spec: NetworkSpec, precision: Precision) -> CodeNetwork:
    """The network, made once in the sandbox to see how the weights fit.

    Raises
    ------
    NetworkRefused
        If the class can't be made, the weights don't fit it, or the sandbox stops it.
    """
    return CodeNetwork(content, format, spec, precision)


class CodeNetwork(Network):
    """A class of the study. It runs on the CPU: what the sandbox lets it reach holds no devices."""

    kind = "code"

    def __init__(self, content: bytes, format: Format, spec: NetworkSpec, precision: Precision):
        self._content, self.format, self._spec, self._precision = content, format, spec, precision
        self.digest = spec.weights.sha256
        about = self._asked({"do": "look"})[0]
        told = about["coverage"]
        mismatched = {str(own): (tuple(one), tuple(two)) for own, (one, two) in told.pop("mismatched").items()}
        lists = ("missing", "unexpected", "set_aside", "harmless")
        told |= {own: tuple(map(str, told[own])) for own in lists}
        self.coverage = Coverage(**told, mismatched=mismatched)
        self.unfixed, self.remarks = tuple(map(str, about["unfixed"])), tuple(map(str, about["remarks"]))
        self.parameters = int(about["parameters"])

    def several(self, batch: Any, wanted: Sequence[tuple[str, Pool | None]]) -> list[np.ndarray]:
        _, found = self._asked({"do": "features", "wanted": [list(own) for own in wanted]}, batch)
        if len(found) != len(wanted) or any(own.ndim != 2 or len(own) != len(batch) for own in found):
            raise self._failed("the study's network left no row of features for each case")
        return found

    def layers(self, batch: Any) -> tuple[Layer, ...]:
        answer, _ = self._asked({"do": "layers"}, batch)
        return tuple(Layer(str(name), tuple(map(int, shape)), str(kind)) for name, shape, kind in answer["layers"])

    def _asked(self, order: Mapping[str, Any], batch: Any = None) -> tuple[dict, list[np.ndarray]]:
        """What the study's process answers, and the arrays that it leaves."""
        spec = self._spec
        told = {own: getattr(spec, own) for own in ("architecture", "arguments", "key", "prefix")}
        with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
            scratch = Path(name)
            for relative, file in spec.code.items():
                (scratch / CODE / relative).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.path, scratch / CODE / relative)
            (scratch / WEIGHTS).write_bytes(self._content)
            more = {"format": self.format, "name": spec.shown, "precision": self._precision}
            (scratch / ORDER).write_text(json.dumps({**order, **told, **more}))
            if batch is not None:
                given = batch if isinstance(batch, np.ndarray) else np.asarray(batch.cpu())
                np.save(scratch / BATCH, np.ascontiguousarray(given, dtype=np.float32), allow_pickle=False)
            command = (sys.executable, "-m", "radaudit.deep.networks.own_process", str(scratch))
            ended = run(command, scratch, LIMITS, demand=spec.sandbox)
            if ended.problem:
                raise self._failed(without_folders(ended.problem.replace(f"{name}/", "")))
            return self._read(scratch, len(order.get("wanted", ())))

    def _read(self, scratch: Path, count: int) -> tuple[dict, list[np.ndarray]]:
        """The study's process wrote it, so any of it may be anything."""
        try:
            place = scratch / ANSWER
            if place.is_symlink() or place.stat().st_size > _LARGEST_ANSWER:
                raise ValueError("its answer is no file of a sensible size")
            answer = json.loads(place.read_text())
            if answer["refused"]:
                code, said, remedy = map(str, answer["refused"])
                raise NetworkRefused(code, without_folders(said.replace(f"{scratch}/", "")), remedy, lasting=False)
            paths = [scratch / features_file(place) for place in range(count)]
            if any(own.is_symlink() for own in paths):
                raise ValueError("its features are links")
            found = [np.load(own, allow_pickle=False) for own in paths]
            if any(own.dtype.kind != "f" for own in found):
                raise ValueError("its features are no numbers")
            return answer, found
        except (OSError, ValueError, KeyError, TypeError, EOFError, RecursionError) as fault:
            raise self._failed(f"the study's network left no answer ({str(fault)[:80]})") from None

    def _failed(self, said: str) -> NetworkRefused:
        remedy = "export the network with torch.export.save (.pt2) or torch.onnx.export (.onnx)"
        return NetworkRefused("code-failed", f"{self._spec.architecture}: {said}", remedy, lasting=False)
