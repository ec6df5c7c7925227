"""Made studies for all tests; nothing is kept in, or taken from, the user's cache."""

import os

import pytest

from tests.made_study import Pictures, write_study

LONGEST = ("test_sample_studies.py", "test_interruption.py", "test_audit_report.py")


def pytest_collection_modifyitems(items):
    """The files that take minutes come first, so that no process is left alone with one of them."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def shared_store(tmp_path_factory):
    """Where results are kept: one folder for all tests, so that equal work is done once."""
    folder = tmp_path_factory.mktemp("store")
    before, os.environ["RADAUDIT_STORE"] = os.environ.get("RADAUDIT_STORE"), str(folder)
    yield folder
    del os.environ["RADAUDIT_STORE"]
    if before is not None:
        os.environ["RADAUDIT_STORE"] = before


@pytest.fixture(scope="session")
def pictures(tmp_path_factory, shared_store):
    return Pictures.drawn(tmp_path_factory.mktemp("pictures"), shared_store)


@pytest.fixture
def make_study(tmp_path, pictures):
    """Write a study: ``make_study(images=True, manifest=change)``; see `write_study`."""
    made = iter(range(100))

    def make(**options):
        return write_study(tmp_path / f"study{next(made)}", pictures, **options)

    return make
