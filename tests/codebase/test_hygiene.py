import pytest

from radaudit.codebase.hygiene import remarks
from radaudit.codebase.source import Source, parsed


def found(text):
    return [(own.kind, own.place.line) for own in remarks(Source("a.py", text, parsed(text)))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("from sklearn.model_selection import train_test_split\ntrain_test_split(X)", "no-seed"),
        ("import m\nm.KFold(5, shuffle=True)", "no-seed"),
        ("import m\nm.RandomForestClassifier(100)", "no-seed"),
        ("import m\nm.SMOTE()", "no-seed"),
        ("import numpy as np\nnp.random.default_rng()", "no-seed"),
        ("import pickle\npickle.load(f)", "unsafe-load"),
        ("import joblib as j\nj.load('x')", "unsafe-load"),
        ("from pickle import load\nload(f)", "unsafe-load"),
        ("import torch\ntorch.load('x')", "unsafe-load"),
        ("import numpy as np\nnp.load('x', allow_pickle=True)", "unsafe-load"),
        ("import yaml\nyaml.load(f)", "unsafe-load"),
        ("x = 1\ny = '/home/jane/data'", "absolute-path"),
        ("x = 1\ny = r'D:\\data\\x.csv'", "absolute-path"),
        ("x = 1\ny = 'C:/Users/x'", "absolute-path"),
        ("x = 1\ny = '~/data/x.csv'", "absolute-path"),
    ],
)
def test_what_a_line_shows(text, kind):
    assert found(text) == [(kind, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "train_test_split(X, random_state=1)",
        "train_test_split(X, shuffle=False)",
        "train_test_split(X, **options)",
        "import numpy as np\nnp.random.seed(1)\ntrain_test_split(X)",
        "KFold(5)",
        "import torch\ntorch.load('x', weights_only=True)",
        "import numpy as np\nnp.load('x.npy')",
        "import json\njson.load(f)",
        "import yaml\nyaml.load(f, Loader=yaml.SafeLoader)",
        '"""Read /home/jane/data first."""',
        "x = '/'\ny = 'https://example.org/home/x'\nz = 'data/home/x'",
        "x = '/api/v1'",
    ],
)
def test_what_is_in_order(text):
    assert found(text) == []


def test_the_rest_of_a_path_is_not_shown():
    text = "x = '/home/jane.doe/secret'"
    [remark] = remarks(Source("a.py", text, parsed(text)))
    assert remark.what == "/home/j"
