"""Fitted models as files: opened where that is harmless, refused with a reason where it isn't."""

import struct

import joblib
import numpy as np
import pandas as pd
import pytest
import skops.io
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed
from radaudit.models import applied
from radaudit.models.artefact import Apply
from radaudit.models.frame import frame_of

VALUES = np.random.default_rng(0).normal(size=(30, 2))
TABLE = pd.DataFrame(VALUES, columns=["a", "b"])
LABELS = np.where(VALUES[:, 0] + VALUES[:, 1] ** 2 > 0.3, "yes", "no")
ORDER = {"task": "binary", "classes": ["no", "yes"], "columns": ["a", "b"], "clinical": {}, "trusted": False}


def apply(path, **changes):
    order = ORDER | {"suffix": path.suffix} | changes
    return applied._applied(path, path.parent / "code", order, frame_of(["a", "b"], VALUES, {}))


@pytest.mark.parametrize("save", [skops.io.dump, joblib.dump])
def test_a_fitted_model_gives_its_probabilities(tmp_path, save):
    path = tmp_path / ("model.skops" if save is skops.io.dump else "model.joblib")
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(TABLE, LABELS)
    save(model, path)
    result = apply(path)
    np.testing.assert_allclose(result.vector, model.predict_proba(TABLE)[:, 1])
    assert (result.steps, result.probabilities) == (("StandardScaler", "LogisticRegression"), True)
    turned = apply(path, classes=["yes", "no"])
    np.testing.assert_allclose(turned.vector, model.predict_proba(TABLE)[:, 0])


def test_numbers_stand_for_classes_and_other_names_do_not(tmp_path):
    skops.io.dump(LogisticRegression().fit(TABLE, LABELS == "yes"), tmp_path / "model.skops")
    assert len(apply(tmp_path / "model.skops").scores) == 30
    skops.io.dump(LogisticRegression().fit(TABLE, np.where(LABELS == "yes", "ill", "well")), tmp_path / "other.skops")
    with pytest.raises(applied.NotOpened, match="knows a class 'ill'"):
        apply(tmp_path / "other.skops")


def test_several_classes_and_values(tmp_path):
    three = np.arange(30) % 3
    skops.io.dump(RandomForestClassifier(3, random_state=0).fit(TABLE, three), tmp_path / "model.skops")
    several = {"task": "multiclass", "classes": ["0", "1", "2"]}
    with pytest.raises(applied.NotOpened, match=r"harmless: sklearn.tree._tree.Tree \(--trust opens it\)"):
        apply(tmp_path / "model.skops", **several)
    found = apply(tmp_path / "model.skops", **several, trusted=True)
    assert found.matrix.shape == (30, 3)
    skops.io.dump(LinearRegression().fit(TABLE, VALUES[:, 0]), tmp_path / "line.skops")
    np.testing.assert_allclose(apply(tmp_path / "line.skops", task="regression").vector, VALUES[:, 0], atol=1e-12)


def test_types_that_nobody_vouches_for_are_named_and_refused(tmp_path):
    skops.io.dump(
        make_pipeline(FunctionTransformer(shape_of), LogisticRegression()).fit(TABLE, LABELS), tmp_path / "m.skops"
    )
    with pytest.raises(applied.NotOpened, match=r"not known to be harmless: .*shape_of"):
        apply(tmp_path / "m.skops")


def shape_of(table):
    return table


def test_the_job_runs_it_in_a_process_of_its_own(tmp_path):
    (tmp_path / "model.skops").write_bytes(b"no zip file")
    file = FileRef.of(tmp_path / "model.skops")
    job = Apply("m", file, ".skops", "binary", ("no", "yes"), ("a", "b"), VALUES, {})
    with pytest.raises(JobFailed, match="BadZipFile: File is not a zip file") as caught:
        job.run()
    assert not caught.value.lasting


def field(number, value):
    """One field of a protobuf message: bytes, text, or a whole number."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    content = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value):
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def tensor(name, *sizes):
    """A ValueInfoProto of floats; a size of None is free."""
    dimensions = b"".join(field(1, field(2, "n") if size is None else field(1, size)) for size in sizes)
    return field(1, name) + field(2, field(1, field(1, 1) + field(2, dimensions)))


def onnx_model(weights, external=False):
    """sigmoid(x @ weights), as onnx.proto3 writes it."""
    content = field(9, struct.pack(f"<{weights.size}f", *weights.ravel()))
    if external:
        content = field(13, field(1, "location") + field(2, "weights.bin")) + field(14, 1)
    initial = b"".join(field(1, size) for size in weights.shape) + field(2, 1) + content + field(8, "w")
    nodes = field(1, field(1, "x") + field(1, "w") + field(2, "y") + field(4, "MatMul"))
    nodes += field(1, field(1, "y") + field(2, "p") + field(4, "Sigmoid"))
    graph = nodes + field(2, "g") + field(5, initial)
    graph += field(11, tensor("x", None, weights.shape[0])) + field(12, tensor("p", None, weights.shape[1]))
    return field(1, 8) + field(7, graph) + field(8, field(2, 13))


def test_onnx(tmp_path):
    weights = np.array([[1.0], [-2.0]])
    (tmp_path / "model.onnx").write_bytes(onnx_model(weights))
    result = apply(tmp_path / "model.onnx")
    np.testing.assert_allclose(result.vector, 1 / (1 + np.exp(-VALUES @ weights[:, 0])), rtol=1e-5)
    assert result.probabilities


def test_onnx_with_weights_in_another_file_is_refused(tmp_path):
    (tmp_path / "model.onnx").write_bytes(onnx_model(np.array([[1.0], [-2.0]]), external=True))
    with pytest.raises(applied.NotOpened, match="part of its weights in other files"):
        apply(tmp_path / "model.onnx")


def test_onnx_of_another_shape_is_refused(tmp_path):
    (tmp_path / "model.onnx").write_bytes(onnx_model(np.ones((2, 3))))
    with pytest.raises(applied.NotOpened, match="gives 3 numbers a case"):
        apply(tmp_path / "model.onnx")
