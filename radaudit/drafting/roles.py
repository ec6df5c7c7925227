"""What each table of a folder is: cohort, features, harmonised, repeats, predictions, figures, split, or a log."""

from __future__ import annotations

from collections.abc import Mapping

from radaudit.drafting.folder import Folder
from radaudit.drafting.identity import ids_of
from radaudit.drafting.outcome import endpoints
from radaudit.drafting.seen import Ids, Seen, Sheet
from radaudit.drafting.sets import is_folds, split_column
from radaudit.drafting.vocabulary import RATER, plain, words

FEWEST = 5  # columns of features that make a feature table
MANY = 20  # columns of measurements that do so without any such name
_REPEATED = {"retest", "reader", "readers", "rater", "raters", "observer", "interobserver", "intraobserver", "repeat"}
_LOGS = {"log", "audit", "inventory", "manifest", "run", "errors", "dictionary", "codebook", "uids", "pairs"}
_CLINICAL = {"clinical", "cohort", "patients", "patient", "metadata", "labels", "label", "outcome", "outcomes", "crf"}
_CLINICAL |= {"cases", "participants", "subjects", "demographics", "info", "list"}
_FEATURES = {"features", "feature", "radiomics", "radiomic", "pyradiomics", "extracted", "handcrafted"}
_SETS = {"split", "splits", "fold", "folds", "partition", "assignment"}
_FIGURES = {"auc", "metric", "metrics", "accuracy", "sensitivity", "cindex", "dice"}
PROBABILITY = ("probability", "prob", "risk", "score", "proba", "yprob", "yproba", "yscore", "predproba", "predprob",
               "predictedprobability", "probability1", "prob1", "ypredproba", "oof", "oofprob", "riskscore", "value",
               "prediction", "predicted", "ypred", "pred")  # fmt: skip


def kinds_of(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """The kind of each table, by path."""
    return {path: _kind(sheet) for path, sheet in sheets.items()}


def _kind(sheet: Sheet) -> str:
    said = words(sheet.path)
    ids = ids_of(sheet)
    named = {plain(name) for name in sheet.others}
    features = len(sheet.features) >= FEWEST or _numbers_called_features(sheet, said)
    if features and (said & _REPEATED or named & set(RATER)):
        return "repeats"
    if features and any(word.startswith(("combat", "harmoni", "neuroharmoni")) for word in said):
        return "harmonised"
    if features:
        return "features"
    if named & _FIGURES:
        return "figures"
    if _is_predictions(sheet, said, ids):
        return "predictions"
    if ids.patient is None and ids.case is None:
        return "other"
    if len(sheet.others) <= 4 and (split_column(sheet) or any(is_folds(sheet, name) for name in sheet.others)):
        return "split" if said & _SETS or not (endpoints(sheet) or said & _CLINICAL) else "clinical"
    return "log" if said & _LOGS else "clinical"


def _numbers_called_features(sheet: Sheet, said: frozenset[str]) -> bool:
    """A table of other software's names: called after features and mostly numbers, or many numbers with decimals."""
    sampled = sheet.others[1:60]
    if said & _FEATURES and len(sheet.table.columns) > FEWEST:
        return sum(sheet.numeric(name) for name in sampled) >= max(FEWEST, 0.8 * len(sampled))
    measured = [name for name in sampled if sheet.numeric(name) and sheet.has_fractions(name)]
    return len(measured) >= max(MANY, 0.8 * len(sampled))


def _is_predictions(sheet: Sheet, said: frozenset[str], ids: Ids) -> bool:
    """Scores by name; a table that is not called after predictions must be small and have an id for each row."""
    scored = [name for name in sheet.others if plain(name) in PROBABILITY or plain(name).startswith(("prob", "risk"))]
    called = said & {
        "predictions",
        "prediction",
        "preds",
        "pred",
        "oof",
        "scores",
        "riskscores",
        "probabilities",
        "risk",
    }
    alone = ids.key is not None and len(sheet.others) <= 6
    return any(sheet.numeric(name) for name in scored) and (bool(called) or alone)


def assigned(folder: Folder, sheets: Mapping[str, Sheet]) -> Seen:
    """Which table is the cohort's and which holds the features."""
    kinds = kinds_of(sheets)
    able = [(path, ids_of(sheets[path])) for path, kind in kinds.items() if kind in ("clinical", "features")]
    able = [(path, ids) for path, ids in able if ids.key and sheets[path].unique(ids.key)]
    if not able:  # nothing but a list of who is in which set
        listed = [(path, ids_of(sheets[path])) for path, kind in kinds.items() if kind == "split"]
        able = [(path, ids) for path, ids in listed if ids.key and sheets[path].unique(ids.key)]
    tables = {path for path, kind in kinds.items() if kind == "features"}
    known = {path: set(sheets[path].values(ids.key)) for path, ids in able}
    covered = set().union(*(known[path] for path in tables & set(known)))

    def worth(own: tuple[str, Ids]) -> tuple:
        path, ids = own
        outcome = any(end.sureness >= 0.6 for end in endpoints(sheets[path]))
        overlap = len(known[path] & covered) / len(known[path])
        clinical = kinds[path] == "clinical" and (overlap > 0 or not covered)
        score = 3 * outcome + 2 * clinical + bool(words(path) & _CLINICAL) + overlap
        return score + bool(split_column(sheets[path])), len(known[path]), ids.sureness

    cohort, ids = max(able, key=worth, default=(None, Ids(None, None, 0.0, "")))
    seen = Seen(folder, sheets, kinds, cohort, None, ids)
    return Seen(folder, sheets, kinds, cohort, _features(seen, sorted(tables)), ids)


def _features(seen: Seen, tables: list[str]) -> str | None:
    """The feature table that names the most cases; of several the one that was changed least since extraction."""

    def worth(path: str) -> tuple:
        joined = (seen.cohort == path and 1.0) or (seen.joining(seen.sheets[path]) or ("", 0.0))[1]
        later = words(path) & {
            "selected",
            "scaled",
            "normalized",
            "normalised",
            "standardized",
            "zscore",
            "reduced",
            "old",
        }
        return joined >= 0.5, -len(later), joined, len(seen.sheets[path].features)

    best = max(tables, key=worth, default=None)
    return best if best is not None and worth(best)[0] else None
