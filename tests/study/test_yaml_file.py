"""YAML with line numbers; hostile YAML is refused quickly."""

import time

import pytest

from radaudit.core.errors import ManifestError, PolicyError, UsageError
from radaudit.study import yaml_file
from radaudit.study.yaml_file import read_yaml


@pytest.fixture
def read(tmp_path):
    def read(text, error=ManifestError):
        path = tmp_path / "radaudit.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_yaml(path, "radaudit.yaml", error)

    return read


@pytest.fixture
def refusal(read):
    def refusal(text):
        with pytest.raises(ManifestError) as caught:
            read(text)
        return str(caught.value)

    return refusal


def test_lines_of_keys_items_and_nested_parts(read):
    file = read("# a comment\nstudy:\n  title: T\nclaims:\n  - id: a\n    value: 0.90\n  - {id: b, value: 1}\n")
    assert file.line(("study",)) == 2
    assert file.line(("study", "title")) == 3
    assert file.line(("claims", 0, "value")) == 6
    assert file.line(("claims", 1, "id")) == 7


def test_a_part_that_does_not_exist_has_the_line_of_the_part_around_it(read):
    file = read("a: 1\nstudy:\n  title: T\n")
    assert file.line(("study", "task", "deeper")) == 2
    assert file.line(("nothing",)) == 1
    assert read("").line(("nothing",)) is None


def test_scalars_keep_how_they_were_written(read):
    file = read("claims:\n- {value: 0.90, ci: [0.80, 1e-3]}\nn: 007\nb: yes\n")
    assert file.scalars["claims/0/value"] == "0.90"
    assert file.scalars["claims/0/ci/0"] == "0.80"
    assert file.scalars["claims/0/ci/1"] == "1e-3"
    assert file.scalars["n"] == "007"
    assert file.data["claims"][0]["value"] == 0.9


def test_aliases_and_merge_keys_work_and_keep_the_line_of_their_use(read):
    file = read("a: &a\n  x: 1\nb: *a\nc:\n  <<: *a\n  y: 2\n")
    assert file.data == {"a": {"x": 1}, "b": {"x": 1}, "c": {"x": 1, "y": 2}}
    assert file.line(("b",)) == 3
    assert file.line(("c", "x")) == 4


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(read):
    file = read(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert file.data == {"a": 1, "b": 2}
    assert file.line(("b",)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1\nb: 2\n", "radaudit.yaml:2: is not valid YAML: while parsing a flow sequence expected ',' or ']'"),
        ("a:\n\tb: c\n", "radaudit.yaml:2: is not valid YAML: while scanning for the next token found character '\\t'"),
        ("a: 1\n---\nb: 2\n", "radaudit.yaml:2: is not valid YAML: expected a single document"),
        ("a: *nowhere\n", "radaudit.yaml:1: is not valid YAML: found undefined alias 'nowhere'"),
        ("a: 1\n? [b, c]\n: d\n", "radaudit.yaml:2: is not valid YAML: while constructing a mapping found unhashable"),
        ("a: b\n\x01c: 1\n", "radaudit.yaml:2: holds the character U+0001, which YAML forbids"),
        ("x: y\ndate: 2023-02-30\n", "radaudit.yaml:2: '2023-02-30' can't be read as a date; mend it, or put it in"),
        ("a: 1\n2023-02-30: 1\n", "radaudit.yaml:2: '2023-02-30' can't be read as a date"),
        ("a: " + "9" * 5000, "radaudit.yaml:1: '99999"),
        ("a: !!int ''", "radaudit.yaml:1: '' can't be read as a number"),
        ("a: !!bool perhaps", "radaudit.yaml:1: 'perhaps' can't be read as a yes or no"),
        (b"a: \xff\n", "radaudit.yaml: is not UTF-8 text (byte 3); save it as UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", "radaudit.yaml: is not UTF-8 text (byte 0)"),
    ],
)
def test_what_is_not_yaml_is_refused_with_the_line(refusal, text, said):
    assert refusal(text).startswith(said)
    assert "\n" not in refusal(text)


def test_every_key_that_is_given_twice_is_named(refusal):
    assert refusal("a: 1\nb: {c: 1, c: 2}\na: 2\n").splitlines() == [
        "radaudit.yaml:3: the key 'a' was already given in line 1",
        "radaudit.yaml:2: the key 'c' was already given in line 2",
    ]


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system ['true']", "!!python/name:os.system ''", "!own x"])
def test_tags_that_would_run_something_are_refused(refusal, tag):
    assert "could not determine a constructor for the tag" in refusal(f"a: {tag}\n")


def _bomb():
    lines = ["a: &a [x,x,x,x,x,x,x,x,x,x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_bomb(), "radaudit.yaml: holds too many values (aliases that repeat aliases?)"),
        ("a: &a [*a]", "radaudit.yaml:1: is nested more than 50 levels deep"),
        ("a: &a {<<: *a}", "radaudit.yaml:1: is nested more than 50 levels deep"),
        ("a: " + "[" * 60 + "]" * 60, "radaudit.yaml:1: is nested more than 50 levels deep"),
        ("{a: " * 3000 + "1" + "}" * 3000, "radaudit.yaml: is not valid YAML: nested more than 50 levels deep"),
    ],
)
def test_a_file_made_to_harm_is_refused_quickly(refusal, text, said):
    start = time.monotonic()
    assert refusal(text) == said
    assert time.monotonic() - start < 5


def test_a_file_that_is_too_long_is_refused_unread(refusal, monkeypatch):
    monkeypatch.setattr(yaml_file, "LARGEST_FILE", 10)
    assert refusal("a: 1\nb: 2\nc: 3\n") == "radaudit.yaml: is 15 bytes long; at most 10 are read"


def test_a_file_that_is_not_there_says_so_without_its_folder(tmp_path):
    with pytest.raises(UsageError) as caught:
        read_yaml(tmp_path / "none.yaml", "none.yaml")
    assert str(caught.value) == "none.yaml: can't be read: No such file or directory"


def test_the_kind_of_error_is_the_callers(read):
    with pytest.raises(PolicyError):
        read("a: [", PolicyError)
