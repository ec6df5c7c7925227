"""A draft that can't be loaded loses the keys that stand against it, and tells why."""

import pytest

from radaudit.drafting.guess import Guess
from radaudit.drafting.manifest_text import manifest_text
from radaudit.drafting.mend import mended
from radaudit.study.load import load_study
from tests.made_repositories import measured, table

SOUND = (
    (("study", "title"), "T"),
    (("study", "task"), "binary"),
    (("cohort", "table"), "c.csv"),
    (("cohort", "patient"), "ID"),
    (("cohort", "outcome"), "y"),
)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        (("cohort", "site"), "nowhere", "names the column 'nowhere'"),
        (("cohort", "positive"), "7", "'cohort.positive' is '7'"),
        (("features", "table"), "nothing.csv", "there is no file"),
        (("images", "image"), "../out/{ID}.nrrd", "leads out of the study"),
        (("claims", 0), {"id": "a", "metric": "beauty", "value": 1}, "must be"),
        (("models", 0, "artefact"), "gone.skops", "there is no file"),
        (("features", "normalised"), "often", "must be"),
        (("features", "columns"), ["z*"], "none of its columns matches"),
    ],
)
def test_what_is_against_a_key(tmp_path, key, value, said):
    table(tmp_path, "c.csv", [{"ID": f"p{n}", "y": n % 2} for n in range(6)])
    table(tmp_path, "f.csv", measured("ID", [f"p{n}" for n in range(6)]))
    known = [*SOUND, (key, value)]
    known += [(("models", 0, "name"), "m")] if key[0] == "models" else []
    known += [(("features", "table"), "f.csv")] if key[-1] in ("normalised", "columns") else []
    guesses = tuple(Guess(own, what, 0.9, "a guess") for own, what in known)
    whole, against = mended(tmp_path, guesses, lambda some: manifest_text(some, ()))
    assert against == ()
    held = [own for own in whole if not own.live]
    assert held
    assert said in held[0].reason
    assert all(own.live for own in whole if own.key in dict(SOUND))
    (tmp_path / "radaudit.yaml").write_text(manifest_text(whole, ())[0])
    load_study(tmp_path)
    assert not list(tmp_path.glob(".radaudit-*"))
