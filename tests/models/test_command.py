import pytest

from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed
from radaudit.models import command
from radaudit.models.command import Produce


@pytest.fixture
def produce(tmp_path):
    (tmp_path / "old.csv").write_text("old")

    def make(code, produces="out/new.csv"):
        (tmp_path / "run.py").write_text(code)
        files = {name: FileRef.of(tmp_path / name) for name in ("run.py", "old.csv")}
        return Produce("m", ("python", "run.py"), files, {"data/features.csv": "case,f\na,1\n"}, produces)

    return make


def test_it_runs_in_a_copy_and_gives_what_was_written(produce, tmp_path):
    job = produce("open('out/new.csv', 'w').write(open('data/features.csv').read() + open('old.csv').read())")
    assert job.run() == {"content": "Y2FzZSxmCmEsMQpvbGQ="}
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("code", "produces", "said"),
    [
        ("pass", "out/new.csv", "the study's command wrote no out/new.csv"),
        ("pass", "old.csv", "the study's command wrote no old.csv"),  # what was there before is not its work
        ("raise SystemExit('no data')", "out/new.csv", "no data"),
        ("import os; os.mkdir('out/new.csv')", "out/new.csv", "out/new.csv is no plain file"),
    ],
)
def test_what_gives_nothing_says_why(produce, code, produces, said):
    with pytest.raises(JobFailed, match=said) as caught:
        produce(code, produces).run()
    assert not caught.value.lasting


def test_a_link_out_of_the_copy_is_not_followed(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "study/new.csv").symlink_to(tmp_path / "secret")
    assert command.unusable(tmp_path / "study", "new.csv") == "new.csv is no plain file"


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "LARGEST", 3)
    (tmp_path / "new.csv").write_text("large")
    assert command.unusable(tmp_path, "new.csv") == "new.csv holds more than 3 bytes"
