"""Figures that are told beyond doubt: metric, set and value, in tables of results, JSON and the README."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from radaudit.drafting.folder import Folder
from radaudit.drafting.guess import Guess
from radaudit.drafting.manifest_text import Number
from radaudit.drafting.seen import Seen, Sheet
from radaudit.drafting.vocabulary import plain, set_of, words

METRICS = {
    "auc": "auc", "rocauc": "auc", "auroc": "auc", "aucroc": "auc", "accuracy": "accuracy", "acc": "accuracy",
    "balancedaccuracy": "balanced_accuracy", "sensitivity": "sensitivity",
    "recall": "sensitivity", "sens": "sensitivity",
    "specificity": "specificity", "spec": "specificity", "ppv": "ppv", "precision": "ppv", "npv": "npv", "f1": "f1",
    "f1score": "f1", "brier": "brier", "brierscore": "brier", "cindex": "c_index", "concordanceindex": "c_index",
    "ci": "c_index", "r2": "r2", "mae": "mae", "rmse": "rmse", "dice": "dice", "dsc": "dice", "iou": "iou",
    "hd95": "hd95",
}  # fmt: skip
_IN_TEXT = {name: own for name, own in METRICS.items() if name not in ("ci", "acc", "sens", "spec", "r2", "recall")}
_BOUNDED = frozenset(METRICS.values()) - {"mae", "rmse", "hd95", "r2"}
_FIGURE = r"(?P<value>\d*\.\d+|\d{1,3}(?:\.\d+)?\s?%)"
_SAID = re.compile(
    r"\b(?P<metric>[A-Za-z][A-Za-z0-9]*(?:[- ](?:index|score|roc|accuracy))?)\s*(?:of|was|is|=|:|\|)?\s*(?:=\s*)?\**"
    rf"{_FIGURE}",
    re.I,
)
_INTERVAL = re.compile(r"\(?\s*(?:95\s?%\s*)?CI\D{0,4}(\d*\.\d+)\s*(?:-|–|to|,)\s*(\d*\.\d+)", re.I)
_NUMBER = re.compile(r"\d*\.\d+|\d+(?:\.\d+)?")
_RESULTS = frozenset({"metrics", "results", "performance", "scores", "evaluation", "summary"})
MOST = 40


@dataclass(frozen=True)
class Told:
    """One figure and where it stands."""

    metric: str
    set: str
    value: str
    source: str
    sureness: float
    model: str = ""
    ci: tuple[str, str] | None = None


def claims_of(seen: Seen, models: list[str]) -> Iterator[Guess]:
    """Claims; what is told with two different values stands as a comment.

    Parameters
    ----------
    models
        Names of the drafted models: a figure of another model is left out, because the manifest could not say of which.
    """
    found = [*_in_tables(seen), *_in_json(seen.folder), *_in_readme(seen.folder)]
    named = {plain(own.model) for own in found if own.model}
    alone = models[0] if len(models) == 1 else None
    groups: dict[tuple[str, str], dict[str, Told]] = {}
    for own in found:
        if own.model and len(named) > 1 and plain(own.model) not in map(plain, models):
            continue
        model = next((name for name in models if plain(name) == plain(own.model)), alone)
        if model is not None or not own.model or len(named) == 1:
            groups.setdefault((model or "", f"{own.metric}-{own.set}"), {}).setdefault(own.value, own)
    number = 0
    for (model, name), values in groups.items():
        for own in list(values.values())[:3]:
            if number < MOST:
                several = len(values) > 1
                yield _claim(number, own, model, f"{name}-{number}" if several or len(models) > 1 else name, several)
                number += 1


def _claim(number: int, own: Told, model: str, name: str, several: bool) -> Guess:
    said: dict[str, object] = {"id": name} | ({"model": model} if model else {})
    said |= {"metric": own.metric, "set": own.set, "value": Number(own.value)}
    said |= {"ci": [Number(end) for end in own.ci]} if own.ci else {}
    reason = f"{own.source} says so" + ("; another value is told for the same, say which is claimed" if several else "")
    return Guess(("claims", number), said | {"source": own.source}, own.sureness, reason, held=several)


def _in_tables(seen: Seen) -> Iterator[Told]:
    for sheet in seen.of("figures"):
        columns = {plain(name): name for name in sheet.others}
        place = next(
            (columns[name] for name in ("set", "split", "dataset", "cohort", "subset", "group") if name in columns),
            None,
        )
        model = next(
            (columns[name] for name in ("model", "classifier", "method", "signature") if name in columns), None
        )
        for row in range(len(sheet.table)):
            own = set_of((sheet.values(place)[row] or "") if place else "") or _set_in([sheet.path])
            if own is None:
                continue
            line = sheet.table.place(row).line
            source = f"{sheet.path}:{line}" if line else sheet.path
            called = (sheet.values(model)[row] or "") if model else ""
            for metric, text in _cells(sheet, columns, row):
                if value := _value(metric, text):
                    yield Told(metric, own, value, source, 0.8, called)


def _cells(sheet: Sheet, columns: Mapping[str, str], row: int) -> Iterator[tuple[str, str]]:
    """Metric and text of a row: one a column, or named in a column beside the value."""
    if "metric" in columns and "value" in columns:
        metric = METRICS.get(plain(sheet.values(columns["metric"])[row] or ""))
        if metric:
            yield metric, sheet.values(columns["value"])[row] or ""
        return
    for name, column in columns.items():
        if name in METRICS:
            yield METRICS[name], sheet.values(column)[row] or ""


def _in_json(folder: Folder) -> Iterator[Told]:
    for name in folder.ending_in(".json"):
        if not words(name) & _RESULTS:
            continue
        text = folder.text(name)
        try:
            data = json.loads(text, parse_float=str)  # as printed: 0.90 has two decimals
        except (ValueError, RecursionError):
            continue
        for keys, value in _leaves(data):
            metric, own = METRICS.get(plain(keys[-1])), _set_in(keys[:-1]) or _set_in([name])
            figure = _value(metric, str(value)) if metric and own else None
            if figure:
                at = next(
                    (
                        n
                        for n, line in enumerate(text.splitlines(), 1)
                        if f'"{keys[-1]}"' in line and str(value) in line
                    ),
                    1,
                )
                called = next((key for key in keys[:-1] if set_of(key) is None and plain(key) not in _RESULTS), "")
                yield Told(metric, own, figure, f"{name}:{at}", 0.8, called)


def _leaves(data: object, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(data, dict) and len(keys) < 4:
        for key, value in data.items():
            yield from _leaves(value, (*keys, str(key)))
    elif keys and isinstance(data, str | int | float) and not isinstance(data, bool):
        yield keys, data


def _in_readme(folder: Folder) -> Iterator[Told]:
    name = next((own for own in folder.files if own.lower() in ("readme.md", "readme.rst", "readme.txt")), None)
    for number, line in enumerate(folder.text(name).splitlines() if name else (), start=1):
        for sentence in re.split(r"(?<=[a-z0-9)%])[.;]\s", line[:2000]):
            sets = {own for word in re.findall(r"[A-Za-z]+", sentence) if (own := set_of(word)) and len(word) > 3}
            found = [own for own in _SAID.finditer(sentence) if _metric(own["metric"])]
            if len(sets) == 1 and len(found) == 1:
                metric = _metric(found[0]["metric"])
                interval = _INTERVAL.search(sentence)
                if value := _value(metric, found[0]["value"]):
                    yield Told(
                        metric, *sets, value, f"{name}:{number}", 0.65, ci=interval.groups() if interval else None
                    )


def _metric(said: str) -> str | None:
    return _IN_TEXT.get(plain(said)) or _IN_TEXT.get(plain(said.split()[-1]))


def _set_in(keys: Iterable[str]) -> str | None:
    """The one set that names speak of."""
    found = {own for key in keys for word in words(key) if (own := set_of(word))}
    return found.pop() if len(found) == 1 else None


def _value(metric: str, text: str) -> str | None:
    """A figure as printed; percents as shares; None where it can't be one of this metric."""
    percent = text.strip().endswith("%")
    found = _NUMBER.fullmatch(text.strip().rstrip("% "))
    if found is None:
        return None
    if percent:
        decimals = len(found[0].partition(".")[2]) + 2
        return f"{float(found[0]) / 100:.{decimals}f}"
    if metric in _BOUNDED and not 0 <= float(found[0]) <= 1:
        return None
    return found[0]
