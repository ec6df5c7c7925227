"""Keys that a study may want and that were not found, each with what to put there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from radaudit.drafting.guess import Guess
from radaudit.drafting.manifest_text import Blank

_CLAIM = {"id": "auc-test", "metric": "auc", "set": "test", "value": 0.87, "source": "Table 2"}
# Section, key, example, what to put there.
_ALL = (
    ("cohort", "patient", "PatientID", "the column that says which rows are of one patient"),
    ("cohort", "outcome", "label", "the column of the outcome; of survival {time: os_days, event: os_event}"),
    ("cohort", "positive", 1, "the value that counts as the event"),
    ("cohort", "site", "centre", "the column of the hospital, for checks on multicentre studies"),
    ("cohort", "scanner", "scanner", "the column of the scanner"),
    ("cohort", "date", "scan_date", "the column of the date of the scan"),
    ("cohort", "covariates", ["age", "sex"], "clinical variables that are no radiomic features"),
    ("cohort", "split", "column", "set", "the column that says which set a case is in; of another table with 'file'"),
    ("cohort", "split", "train", ["train"], "its values for the training set"),
    ("cohort", "split", "test", ["test"], "its values for the test set"),
    ("images", "image", "images/{CaseID}.nii.gz", "where images are; braces hold a column of the cohort table"),
    ("images", "mask", "masks/{CaseID}.nii.gz", "where masks are"),
    ("features", "settings", "params.yaml", "pyradiomics' parameter file"),
    ("features", "table", "features.csv", "features as extracted; often kept outside the repository: put them here"),
    ("harmonisation", "method", "combat", "if features were harmonised; with 'batch', 'fitted_on' and 'table'"),
    ("models", 0, "name", "signature", "one entry a model"),
    ("models", 0, "estimator", "code/model.py:build", "a function without arguments that gives an estimator"),
    ("models", 0, "predictions", "results/predictions.csv", "columns case, probability (survival: risk) and set"),
    ("claims", 0, _CLAIM, "figures of the paper"),
    ("stability", "test_retest", {"table": "retest.csv", "case": "CaseID"}, "features of repeated scans"),
    ("code", "include", ["code/**/*.py"], "the code of the analysis"),
    ("checklists", "rqs-2017", "answers", "checklists/rqs.yaml", "the authors' answers; see 'radaudit checklist'"),
)


def blanks(guesses: Iterable[Guess], task: str) -> Iterator[Blank]:
    """Those that no guess is about, and that make sense for the task."""
    known = {own.key[:end] for own in guesses for end in range(1, len(own.key) + 1)}
    without = {"segmentation": {"outcome", "positive"}, "binary": set()}.get(task, {"positive"})
    for *key, example, hint in _ALL:
        once = key[0] in ("claims", "checklists") and (key[0],) in known
        if tuple(key) not in known and not once and not (key[0] == "cohort" and key[1] in without):
            yield Blank(tuple(key), example, hint)
