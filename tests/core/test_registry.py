"""A new file is enough, and none vanishes."""

import sys

import pytest

from radaudit.core.errors import WiringError
from radaudit.core.registry import discover

HEAD = "from radaudit.core.registry import plugin\n"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Writes the modules of a package and gives its name."""
    names = []

    def write(name, **modules):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        for module, text in modules.items():
            path = folder.joinpath(*module.split("__")).with_suffix(".py")
            path.parent.mkdir(exist_ok=True)
            if path.parent != folder:
                (path.parent / "__init__.py").touch()
            path.write_text(HEAD + text)
        names.append(name)
        return name

    monkeypatch.syspath_prepend(tmp_path)
    yield write
    for name in [module for module in sys.modules if module.partition(".")[0] in names]:
        del sys.modules[name]


def test_plug_ins_are_found_in_sub_packages_and_sorted(package):
    name = package(
        "found_ones",
        zebra='@plugin("animal", "zebra")\ndef z(): ...\n@plugin("plant", "oak")\ndef o(): ...\n',
        deep__ape='@plugin("animal", "ape", value=7)\nclass Ape: ...\n',
    )
    found = discover(name, "animal")
    assert list(found) == ["ape", "zebra"]
    assert found["ape"] == 7
    assert found["zebra"].__name__ == "z"
    assert list(discover(name, "plant")) == ["oak"]
    assert discover(name, "stone") == {}


def test_a_module_that_cannot_be_imported_stops_the_run(package):
    name = package("broken_module", good='@plugin("animal", "ape")\ndef a(): ...\n', bad="import no_such_library\n")
    with pytest.raises(ImportError, match="no_such_library"):
        discover(name, "animal")


def test_a_bug_in_a_sub_package_stops_the_run(package):
    name = package("broken_folder", deep__inner="1 / 0\n")
    with pytest.raises(ZeroDivisionError):
        discover(name, "animal")


def test_two_of_one_name_are_refused_and_both_places_named(package):
    marked = '@plugin("animal", "ape")\ndef a(): ...\n'
    name = package("name_twice", one=marked, two=marked)
    with pytest.raises(WiringError) as error:
        discover(name, "animal")
    assert str(error.value) == (
        "two plug-ins of kind 'animal' are called 'ape': one in name_twice.one, one in name_twice.two"
    )


def test_one_name_in_two_kinds_is_no_clash(package):
    name = package("two_kinds", one='@plugin("animal", "x")\n@plugin("plant", "x")\ndef a(): ...\n')
    assert set(discover(name, "animal")) == set(discover(name, "plant")) == {"x"}


def test_an_import_of_a_plug_in_is_not_a_second_one(package):
    one = '@plugin("animal", "ape")\ndef a(): ...\nalias = a\n'
    name = package("imported_again", one=one, two="from imported_again.one import a\n")
    assert list(discover(name, "animal")) == ["ape"]


def test_subclasses_and_instances_of_a_plug_in_are_no_plug_ins(package):
    name = package("inherited", one='@plugin("animal", "ape")\nclass A: ...\nclass B(A): ...\nmade = A()\n')
    found = discover(name, "animal")
    assert [value.__name__ for value in found.values()] == ["A"]
