"""Small studies on disk."""

import pytest

from radaudit.core.errors import DataError, UsageError
from radaudit.study.load import load_study

CLINICAL = "PatientID,label,centre,set,age\n1,0,north,train,50\n2,1,south,test,60\n"

PARTS = {
    "schema": "radaudit/1",
    "study": "{title: A study, task: binary}",
    "cohort": "{table: data/clinical.csv, patient: PatientID}",
}


class StudyFolder:
    """A study's folder; `write` replaces or adds parts of its manifest, one a line."""

    def __init__(self, root):
        self.root = root
        (root / "data").mkdir()
        (root / "data" / "clinical.csv").write_text(CLINICAL)
        self.write()

    def write(self, **parts):
        return self.text("".join(f"{key}: {value}\n" for key, value in {**PARTS, **parts}.items()))

    def text(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        (self.root / "radaudit.yaml").write_bytes(data)
        return self

    def problems(self):
        """What `load_study` says against it, one line a problem; empty if it loads."""
        try:
            load_study(self.root)
        except UsageError as error:
            return str(error).splitlines()
        return []


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "study"
    root.mkdir()
    return StudyFolder(root)


@pytest.fixture
def refused():
    """The message with which a call is refused."""

    def refused(call):
        with pytest.raises(DataError) as caught:
            call()
        return str(caught.value)

    return refused
