"""A fitted model's own process: opens the file, applies the model, writes scores. Run as a program."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from radaudit.models.artefact import read_order
from radaudit.models.frame import frame_of
from radaudit.models.horizons import with_horizons
from radaudit.models.request import Answer, RunResult, write_answer
from radaudit.models.scoring import scores_of
from radaudit.models.steps import leaves

# How an entry of the external data of an ONNX tensor starts: a key of eight letters, "location".
_EXTERNAL = b"\x0a\x08location"


class NotOpened(Exception):
    """A model file that is not opened, or can't be; says why."""


def main(folder: Path) -> None:
    order, features = read_order(folder)
    table = frame_of(order["columns"], features, order["clinical"])
    try:
        result = _applied(folder / f"model{order['suffix']}", folder / "code", order, table)
    except NotOpened as reason:
        result = RunResult(str(reason))
    except Exception as fault:
        result = RunResult(" ".join(f"{type(fault).__name__}: {fault}".split())[:300])
    write_answer(folder, Answer("", (result,)))


def _applied(path: Path, code: Path, order: Mapping, table: object) -> RunResult:
    if order["suffix"] == ".onnx":
        return _by_onnx(path, order, table)
    model = from_skops(path, order["trusted"]) if order["suffix"] == ".skops" else _from_pickle(path, code)
    named = _Named(model, order["classes"]) if order["task"] in ("binary", "multiclass") else model
    scores, probabilities = scores_of(named, table, order["task"], len(order["classes"]))
    scores, unanswered = with_horizons(model, table, scores, order.get("horizons", ()))
    found = tuple(leaves(model))
    names, kinds = tuple(name for name, _ in found), tuple(kind for _, kind in found)
    return RunResult("", tuple(map(tuple, scores.tolist())), probabilities, names, kinds, unanswered=unanswered)


def from_skops(path: Path, trusted: bool) -> object:
    """A model of types that skops trusts by itself; of others only where the auditor trusts the study."""
    from skops.io import get_untrusted_types, load

    strange = get_untrusted_types(file=path)
    if strange and not trusted:
        raise NotOpened(
            f"it holds types that are not known to be harmless: {', '.join(sorted(strange))} (--trust opens it)"
        )
    return load(path, trusted=strange)


def _from_pickle(path: Path, code: Path) -> object:
    import joblib

    folders = sorted({code, *(own.parent for own in code.rglob("*.py"))})
    sys.path[:0] = map(str, folders)
    return joblib.load(path)


class _Named:
    """A classifier whose classes are numbers, whatever its own are called."""

    def __init__(self, model: object, classes: list[str]):
        self._model = model
        number = {_alike(name): place for place, name in enumerate(classes)}
        own = [_alike(name) for name in getattr(model, "classes_", ())]
        if not set(own) <= set(number) and set(own) <= set(range(len(classes))):
            number = {float(place): place for place in range(len(classes))}
        strange = [name for name in own if name not in number]
        if strange:
            raise NotOpened(f"it knows a class {strange[0]!r}, which the cohort's outcome column does not hold")
        self.classes_ = np.array([number[name] for name in own])
        for method in ("predict_proba", "decision_function"):
            if hasattr(model, method):
                setattr(self, method, getattr(model, method))

    def predict(self, table: object) -> np.ndarray:
        names = dict(zip(getattr(self._model, "classes_", ()), self.classes_, strict=True))
        return np.array([names.get(own, own) for own in self._model.predict(table)])


def _alike(name: object) -> float | str:
    """Equal for 1, 1.0 and "1"; for yes and Yes."""
    try:
        return float(name)
    except (TypeError, ValueError):
        return str(name).strip().casefold()


def _by_onnx(path: Path, order: Mapping, table: object) -> RunResult:
    try:
        import onnxruntime
    except ImportError:
        raise NotOpened("opening it needs onnxruntime: pip install 'radaudit[onnx]'") from None
    content = path.read_bytes()
    if _EXTERNAL in content:
        raise NotOpened("it keeps part of its weights in other files; save it as one file")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    found = session.run(None, _fed(session.get_inputs(), table))
    scores, probabilities = _of_outputs(found, order)
    unanswered = "an ONNX file gives its risks alone" if order.get("horizons", ()) else ""
    rows = tuple(map(tuple, scores.tolist()))
    return RunResult("", rows, probabilities, ("ONNX",), ("model",), unanswered=unanswered)


def _fed(inputs: list, table: object) -> dict[str, np.ndarray]:
    """The table as one tensor, or a column an input."""
    kinds: dict[str, Callable] = {"tensor(float)": np.float32, "tensor(double)": np.float64}
    strange = [own.type for own in inputs if own.type not in kinds]
    if strange:
        raise NotOpened(f"it takes {strange[0]}; only inputs of floats are known")
    if len(inputs) == 1:
        return {inputs[0].name: np.ascontiguousarray(table.to_numpy(dtype=kinds[inputs[0].type]))}
    return {own.name: table[[own.name]].to_numpy(dtype=kinds[own.type]) for own in inputs}


def _of_outputs(found: list, order: Mapping) -> tuple[np.ndarray, bool]:
    """Probabilities of classes, as skl2onnx writes them (a tensor, or a mapping a case); else the last output."""
    task, classes = order["task"], len(order["classes"])
    last = found[-1]
    if isinstance(last, list) and last and isinstance(last[0], dict):
        last = np.array([[row[name] for name in sorted(row)] for row in last])
    scores = np.asarray(last, dtype=float)
    scores = scores.reshape(len(scores), -1)
    if task == "binary":
        if not 1 <= scores.shape[1] <= 2:
            raise NotOpened(f"it gives {scores.shape[1]} numbers a case where a binary model gives one or two")
        scores = scores[:, [-1]]
    elif scores.shape[1] != (classes if task == "multiclass" else 1):
        raise NotOpened(f"it gives {scores.shape[1]} numbers a case, which fits no {task} model")
    within = bool(((scores >= 0) & (scores <= 1)).all())
    return scores, within and task in ("binary", "multiclass")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
