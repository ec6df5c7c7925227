import os

HERE = os.path.dirname(os.path.abspath(__file__))
TMP = os.path.join(HERE, "tmp")
OUTCOME = "pathCR"


def tmpfile(name):
    os.makedirs(TMP, exist_ok=True)
    return os.path.join(TMP, name)
