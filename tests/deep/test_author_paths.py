"""User names in the paths that exporters write."""

import io
import json
import zipfile

import pytest

from radaudit.deep.author_paths import author_paths


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_json", ".json"), content)
    return stream.getvalue()


def safetensors(about):
    header = json.dumps({"__metadata__": {"from": about}}).encode()
    return len(header).to_bytes(8, "little") + header + b"/home/weights/"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (zipped(n__models__model_json='File "/home/anna/net.py", "/home/anna/data/"'), {"anna": 2}),
        (zipped(n__models__model_json=r"C:\\Users\\b.meyer\\net.py"), {"b.meyer": 1}),
        (zipped(n__data__weights="/home/anna/x"), {}),
        (safetensors("/Users/carla/run/"), {"carla": 1}),
        (b"\x08\x08 stack_trace /home/dora/x.py /home/runner/work/x.py", {"dora": 1}),
        (b"\x08\x08 /opt/conda/lib/python3.11/site-packages/torch/", {}),
        (b"PK\x03\x04 cut off /home/anna/", {}),
    ],
)
def test_people_are_found_and_machines_are_not(content, found):
    assert author_paths(content) == found
