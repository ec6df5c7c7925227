"""Apply a fitted model that the study gives as a file."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.models.asking import without_folders
from radaudit.models.request import read_answer
from radaudit.models.sandbox.run import Demand, run

SAFE = (".skops", ".onnx")
PICKLED = (".pkl", ".pickle", ".joblib")
_ORDER, _FEATURES = "apply.json", "features.npy"


@dataclass(frozen=True)
class Apply(Job):
    """A fitted model, applied to all cases.

    A pickle runs code of the study when it is opened: such a job is made only when the auditor said so. ``run``
    gives the fields of `models.request.RunResult`.

    Attributes
    ----------
    file, suffix
        The model; ``.skops``, ``.onnx``, or one of `PICKLED`.
    task, classes
        As in `evidence.target.Target`.
    columns, features, clinical
        As in `models.rerun.Setup`, with the columns that the model is given and no others.
    code
        Modules of the study that a pickle may need, by path in the study; empty for the other formats.
    trusted
        Whether types are loaded from a ``.skops`` file that skops doesn't know to be harmless (trees among them).
    sandbox
        How far it has to be fenced off, see `sandbox.run`.
    horizons
        Of a time to an event: see `request.Request`.
    """

    revision: ClassVar[int] = 2
    libraries: ClassVar[tuple[str, ...]] = ("scikit-learn", "numpy", "scipy", "pandas", "skops")

    model: str = field(metadata=NAME_ONLY)
    file: FileRef
    suffix: str
    task: str
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    features: np.ndarray
    clinical: Mapping[str, tuple[str | None, ...]]
    code: Mapping[str, FileRef] = field(default_factory=dict)
    trusted: bool = False
    sandbox: Demand = field(default="best", metadata=NAME_ONLY)
    horizons: tuple[float, ...] = ()

    @property
    def title(self) -> str:
        return self.model

    def run(self) -> dict:
        with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
            scratch = Path(name)
            shutil.copyfile(self.file.path, scratch / f"model{self.suffix}")
            for relative, file in self.code.items():
                (scratch / "code" / relative).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.path, scratch / "code" / relative)
            told = ("suffix", "task", "classes", "columns", "clinical", "trusted", "horizons")
            order = {own: getattr(self, own) for own in told}
            (scratch / _ORDER).write_text(json.dumps(order))
            np.save(scratch / _FEATURES, self.features, allow_pickle=False)
            command = (sys.executable, "-m", "radaudit.models.applied", str(scratch))
            ended = run(command, scratch, demand=self.sandbox).problem
            answer = read_answer(scratch)
        problem = ended or ("the model file left no scores" if answer is None or len(answer.runs) != 1 else "")
        problem = problem or answer.runs[0].problem or _unusable(answer.runs[0].matrix, len(self.features))
        if problem:  # not lasting: it may be a library that is missing here, or its version
            raise JobFailed(without_folders(problem.replace(f"{name}/", "")), lasting=False)
        return asdict(answer.runs[0])


def _unusable(scores: np.ndarray, cases: int) -> str:
    if len(scores) != cases:
        return f"the model gave {len(scores)} scores for {cases} cases"
    strange = cases - int(np.isfinite(scores).all(axis=1).sum())
    return f"{strange} of the model's {cases} scores are not finite (NaN or infinity)" if strange else ""


def read_order(folder: Path) -> tuple[dict, np.ndarray]:
    """What is to be done, and the features; read in the model's own process."""
    return json.loads((folder / _ORDER).read_text()), np.load(folder / _FEATURES, allow_pickle=False)
