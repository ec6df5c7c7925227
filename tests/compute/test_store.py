"""Results on disk: whole or not at all, bit for bit, found again by content."""

import dataclasses
import json
import math
import struct
from typing import ClassVar

import pytest

from radaudit.compute import job as job_module
from radaudit.compute.digest import FileRef
from radaudit.compute.job import NAME_ONLY, Failure, Job
from radaudit.compute.store import Store
from tests.compute.toys import STRANGE, OfFile, Square


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def test_what_was_stored_is_found_by_an_equal_job(store):
    assert store.get(Square(3)) is None
    store.put(Square(3), {"square": 9})
    assert store.get(Square(3)) == {"square": 9}
    assert store.get(Square(4)) is None


def test_floats_come_back_bit_for_bit(store):
    store.put(Square(1), STRANGE)
    found = store.get(Square(1))
    for name, value in STRANGE.items():
        assert struct.pack("d", found[name]) == struct.pack("d", value)
    assert math.copysign(1, found["zero"]) == -1


def test_a_failure_is_stored_like_a_result(store):
    failure = Failure("the mask is empty: no voxel is marked")
    store.put(Square(3), failure)
    assert store.get(Square(3)) == failure


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "5", '"text"', "null", "{}", '{"failure": 5}', '{"failure": {"x": 1}}', "\x00", "\udcff"]
)
def test_a_file_that_cannot_be_understood_counts_as_not_there(store, content):
    store.put(Square(3), {"square": 9})
    store.path(Square(3)).write_bytes(content.encode(errors="surrogateescape"))
    assert store.get(Square(3)) is None
    store.put(Square(3), {"square": 9})
    assert store.get(Square(3)) == {"square": 9}


def test_a_folder_in_the_place_of_a_result_counts_as_not_there(store):
    store.path(Square(3)).mkdir(parents=True)
    assert store.get(Square(3)) is None


def test_a_half_written_file_is_never_seen(store):
    place = store.path(Square(3))
    place.parent.mkdir(parents=True)
    (place.parent / "tmpabc.part").write_text('{"job": "Square", "result": {"squ')
    assert store.get(Square(3)) is None
    store.put(Square(3), {"square": 9})
    assert store.get(Square(3)) == {"square": 9}


def test_a_result_that_json_cannot_hold_leaves_nothing_behind(store):
    with pytest.raises(TypeError):
        store.put(Square(3), {"square": {9}})
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_a_stored_result_can_be_read_by_a_person(store):
    store.put(Square(3), {"square": 9})
    assert json.loads(store.path(Square(3)).read_text()) == {
        "job": "Square",
        "title": "square of 3",
        "result": {"square": 9},
    }


def test_the_key_depends_on_the_content_of_a_file_and_not_on_its_place(tmp_path):
    (tmp_path / "a").write_text("same")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "b").write_text("same")
    (tmp_path / "c").write_text("other")
    a, b, c = (OfFile(FileRef.of(tmp_path / name)) for name in ("a", "deeper/b", "c"))
    assert a.key == b.key != c.key


def test_the_key_depends_on_the_fields_the_revision_and_the_kind():
    @dataclasses.dataclass(frozen=True)
    class Cube(Job):
        number: int

    first = Cube(3).key
    assert Cube(3).key == first
    assert Cube(4).key != first
    assert Square(3).key != first
    Cube.revision = 2
    assert Cube(3).key != first


def test_a_name_for_people_is_no_part_of_the_key():
    @dataclasses.dataclass(frozen=True)
    class Cube(Job):
        case: str = dataclasses.field(metadata=NAME_ONLY)
        number: int = 3

    assert Cube("case 1").key == Cube("case 2").key != Cube("case 1", 4).key


def test_the_key_depends_on_the_versions_of_the_libraries(monkeypatch):
    @dataclasses.dataclass(frozen=True)
    class Cube(Job):
        libraries: ClassVar[tuple[str, ...]] = ("numpy",)

    first = Cube().key
    monkeypatch.setattr(job_module, "version", lambda library: "99")
    assert Cube().key != first
