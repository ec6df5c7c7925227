"""requirements.txt: includes, options, joined lines."""

import pytest

from radaudit.core.errors import DataError
from radaudit.environment.requirements_txt import joined_lines, read_requirements
from radaudit.environment.stated import Remark, Stated


def written(root, **files):
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(exist_ok=True)
        path.with_suffix(".txt").write_text(text)
    return root


def told(reads):
    return [(own.name, str(own.specifier), own.place.path, own.place.line) for own in reads if isinstance(own, Stated)]


def test_comments_and_continued_lines():
    text = "# a\nnumpy==1.0 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n\nurl#egg=x # why\n"
    assert list(joined_lines(text)) == [
        (2, "numpy==1.0     --hash=sha256:1     --hash=sha256:2"),
        (6, "url#egg=x"),
    ]


def test_included_files_and_constraints(tmp_path):
    written(
        tmp_path, r="-r sub/more.txt\nnumpy\n-c limits.txt\n", sub__more="pandas==1.0\n-r ../r.txt\n", limits="numpy<2"
    )
    found = read_requirements(tmp_path, "r.txt")
    assert told(found) == [
        ("pandas", "==1.0", "sub/more.txt", 1),
        ("numpy", "", "r.txt", 2),
        ("numpy", "<2", "limits.txt", 1),
    ]
    assert [own.constraint for own in found] == [False, False, True]


@pytest.mark.parametrize(
    "line",
    [
        "--index-url file:packages",
        "--extra-index-url=file:packages",
        "-i file:packages",
        "-f https://evil.example/wheels",
        "--trusted-host evil.example",
        "-r https://evil.example/more.txt",
        "-r ../outside.txt",
        "-r /etc/passwd",
        "-rlink.txt",
    ],
)
def test_no_index_address_or_file_outside_is_followed(tmp_path, line):
    (tmp_path / "outside.txt").write_text("secret==1")
    study = tmp_path / "study"
    study.mkdir()
    (study / "link.txt").symlink_to(tmp_path / "outside.txt")
    written(study, r=f"{line}\nnumpy==1")
    found = read_requirements(study, "r.txt")
    assert [own.name for own in found if isinstance(own, Stated)] == ["numpy"]
    (remark,) = [own for own in found if isinstance(own, Remark)]
    assert remark.place.line == 1
    assert "evil" not in remark.message


def test_files_that_include_each_other_for_ever_end(tmp_path):
    written(tmp_path, **{f"f{n}": f"-r f{n + 1}.txt\np{n}" for n in range(40)})
    assert len(told(read_requirements(tmp_path, "f0.txt"))) <= 11


def test_harmless_options_say_nothing(tmp_path):
    written(tmp_path, r="--pre\n--no-binary :all:\n--require-hashes\n")
    assert read_requirements(tmp_path, "r.txt") == ()
    with pytest.raises(DataError, match="no file"):
        read_requirements(tmp_path, "other.txt")
