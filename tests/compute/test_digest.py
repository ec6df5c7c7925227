"""Equal values have equal digests, in every process."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from radaudit.compute.digest import FileRef, digest, plain


@dataclasses.dataclass(frozen=True)
class Shift:
    x: float
    y: float


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_a_value_has_one_digest(value):
    assert digest(value) == digest(value)


def test_the_order_of_keys_plays_no_part_and_that_of_items_does():
    assert digest({"a": 1, "b": [1, 2]}) == digest({"b": [1, 2], "a": 1})
    assert digest([1, 2]) != digest([2, 1])
    assert digest((1, 2)) == digest([1, 2])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (0.0, -0.0),
        (0.1, np.nextafter(0.1, 1)),
        ("1", 1),
        (None, "None"),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.zeros(2, "float32"), np.zeros(2, "float64")),
        (np.zeros(2), np.array([0.0, -0.0])),
        (Shift(1, 2), Shift(2, 1)),
    ],
)
def test_different_values_have_different_digests(one, other):
    assert digest(one) != digest(other)


def test_arrays_count_by_their_values_and_not_by_how_they_lie_in_memory():
    array = np.arange(12).reshape(3, 4)
    assert digest(array) == digest(np.asfortranarray(array)) == digest(array.repeat(2, axis=1)[:, ::2])
    assert digest(np.zeros((0, 3))) != digest(np.zeros((3, 0)))


def test_numpy_numbers_are_numbers():
    assert digest(np.float64(0.1)) == digest(0.1)
    assert digest(np.int32(3)) == digest(3)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({1, 2}, "a set can't be part of a job"),
        (b"bytes", "a bytes can't be part of a job"),
        (Path("data"), "a path can't be part of a job: use FileRef"),
        (np.array(["a", None], dtype=object), "an array of object can't be part of a job"),
        (lambda: 1, "a function can't be part of a job"),
    ],
)
def test_what_has_no_stable_description_is_refused(value, said):
    with pytest.raises(TypeError, match=said):
        plain({"field": [value]})


def test_a_file_counts_by_its_content(tmp_path):
    for name, text in (("a", "same"), ("b", "same"), ("c", "other")):
        (tmp_path / name).write_text(text)
    a, b, c = (FileRef.of(tmp_path / name) for name in "abc")
    assert digest(a) == digest(b) != digest(c)
    assert a.sha256 == "0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5"


def test_the_digest_is_the_same_in_another_process():
    text = '{"b": [1, 0.1, null, true, NaN], "a": {"é": "x"}}'
    code = "import json, sys; from radaudit.compute.digest import digest; print(digest(json.loads(sys.argv[1])))"
    ran = subprocess.run([sys.executable, "-c", code, text], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == digest(json.loads(text))
