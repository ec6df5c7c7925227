"""Sets in files of their own (``features_train.csv`` and ``features_test.csv``, lists of ids): put into one table."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from radaudit.drafting.folder import Folder, stem
from radaudit.drafting.guess import MadeTable
from radaudit.drafting.identity import ids_of
from radaudit.drafting.roles import kinds_of
from radaudit.drafting.seen import Seen, Sheet
from radaudit.drafting.vocabulary import SETS, set_of, words

SET, SOURCE, CASE = "radaudit_set", "radaudit_source", "radaudit_case"
_WORDS = sorted((word for known in SETS.values() for word in known), key=len, reverse=True)
_WORD = re.compile(rf"(?<![a-z0-9])({'|'.join(_WORDS)})(?:set|[-_ ]?cohort)?(?![a-z0-9])", re.I)
_FEWEST_IDS = 4


def joined(sheets: Mapping[str, Sheet]) -> Iterator[tuple[MadeTable, tuple[str, ...]]]:
    """Tables that are parts of one, with the parts that each is made of.

    Of one kind, of the same columns (nine in ten), their paths equal but for the word of the set.
    """
    kinds, groups, taken = kinds_of(sheets), {}, set()
    for path, sheet in sheets.items():
        found = _WORD.search(path)
        if found and kinds[path] in ("clinical", "features") and not words(path) & {"retest"}:
            groups.setdefault((_WORD.sub("*", path), kinds[path]), []).append((set_of(found[1]), sheet))
    for (pattern, kind), parts in groups.items():
        shared = _shared([sheet for _, sheet in parts])
        if len(parts) < 2 or not any(name == "train" for name, _ in parts) or not shared or kind in taken:
            continue
        taken.add(kind)
        base = "features" if kind == "features" else "cohort"
        yield _put_together(f"radaudit-{base}.csv", pattern, parts, shared), tuple(sheet.path for _, sheet in parts)


def _shared(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    columns = [name for name in sheets[0].table.columns if name and all(name in own.table.columns for own in sheets)]
    widest = max(len(own.table.columns) for own in sheets)
    return tuple(columns) if len(columns) >= 0.9 * widest else ()


def _put_together(path: str, pattern: str, parts: list[tuple[str, Sheet]], shared: tuple[str, ...]) -> MadeTable:
    key = ids_of(parts[0][1]).key
    columns, texts = (SET, SOURCE, *shared), []
    for name, sheet in parts:
        cells = zip(*(sheet.table.texts(column) for column in shared), strict=True)
        for row, own in enumerate(cells):
            line = sheet.table.place(row).line
            texts.append((name, f"{sheet.path}:{line}" if line else sheet.path, *own))
    counts = ", ".join(f"{len(sheet.table)} rows of {sheet.path} ({name})" for name, sheet in parts)
    reason = f"{counts}; {len(shared)} columns that they share"
    if key in shared:
        columns, texts, more = _told_apart(key, columns, texts, restarted([sheet for _, sheet in parts], key))
        reason += more
    return MadeTable(path, columns, tuple(texts), reason)


def _told_apart(
    key: str, columns: tuple[str, ...], rows: list[tuple[str, ...]], restarts: bool
) -> tuple[tuple[str, ...], list[tuple[str, ...]], str]:
    """An id for each row, where ids occur several times.

    Where every file counts from the start, equal numbers are not the same patient, and the column gets a name that
    nobody takes for a patient's.
    """
    at = columns.index(key)
    ids = [row[at] for row in rows]
    if len(set(ids)) == len(ids):
        return columns, rows, ""
    seen: Counter[str] = Counter()
    named = []
    for row in rows:
        own = f"{row[0]}-{row[at].strip()}"
        seen[own] += 1
        named.append((own if seen[own] == 1 else f"{own}-{seen[own]}", *row))
    more = f"; ids in {key!r} occur several times, so {CASE!r} names the rows"
    if restarts:
        columns = tuple(f"{name}_in_file" if name == key else name for name in columns)
        more += "; each file counts from the start, so equal ids are not taken for the same patient"
    return (CASE, *columns), named, more


def restarted(sheets: Sequence[Sheet], column: str) -> bool:
    """Whether every file counts its patients from the same small number: equal ids are then not the same patient."""
    firsts = set()
    for sheet in sheets:
        values = [value or "" for value in sheet.values(column)]
        if not all(value.isdigit() for value in values):
            return False
        firsts.add(min(map(int, values)))
    return len(firsts) == 1 and firsts <= {0, 1}


def numbered(sheets: Mapping[str, Sheet]) -> MadeTable | None:
    """A table of patients with several rows each, none of which has an id: the rows get one."""
    for path, sheet in sheets.items():
        patient = ids_of(sheet).patient
        if patient is None or kinds_of({path: sheet})[path] not in ("clinical", "features") or sheet.unique(patient):
            continue
        seen: Counter[str] = Counter()
        rows = []
        for number, own in enumerate(zip(*(sheet.table.texts(name) for name in sheet.table.columns), strict=True)):
            name = own[sheet.table.columns.index(patient)].strip()
            seen[name] += 1
            line = sheet.table.place(number).line
            rows.append((f"{name}-{seen[name]}", f"{path}:{line}" if line else path, *own))
        reason = f"{len(rows)} rows of {len(seen)} patients in {path}; no column told the rows apart, {CASE!r} does"
        columns = tuple(name or f"column{at}" for at, name in enumerate(sheet.table.columns, start=1))
        return MadeTable("radaudit-cohort.csv", (CASE, SOURCE, *columns), tuple(rows), reason)
    return None


def id_lists(seen: Seen) -> MadeTable | None:
    """A split that stands in lists of ids: ``splits.json`` with a list a set, or ``train.txt`` beside ``test.txt``."""
    if not seen.cases:
        return None
    for path, lists in _listed(seen.folder):
        named = {name: [own for own in ids if own in seen.cases] for name, ids in lists.items()}
        number = sum(map(len, named.values()))
        once = len({own for ids in named.values() for own in ids}) == number
        if once and number >= max(_FEWEST_IDS, len(seen.cases) / 2) and named.get("train") and len(named) > 1:
            rows = tuple((own, name) for name, ids in named.items() for own in ids)
            counts = ", ".join(f"{name}: {len(ids)}" for name, ids in named.items())
            return MadeTable("radaudit-split.csv", (seen.ids.key or "case", "set"), rows, f"{path} ({counts})")
    return None


def _listed(folder: Folder) -> Iterator[tuple[str, dict[str, list[str]]]]:
    for name in folder.ending_in(".json"):
        if words(name) & {"split", "splits", "partition", "partitions", "dataset", "sets", "cases"}:
            try:
                data = json.loads(folder.text(name))
            except (ValueError, RecursionError):
                continue
            lists = data if isinstance(data, dict) else {}
            found = {set_of(str(key)): _texts(own) for key, own in lists.items() if set_of(str(key)) and _texts(own)}
            if found:
                yield name, found
    texts: dict[str, dict[str, list[str]]] = {}
    for name in folder.ending_in(".txt"):
        parts = stem(name).replace("-", "_").split("_")
        meant = next((own for part in parts if (own := set_of(part))), None)
        if meant:
            place = name.rpartition("/")[0]
            texts.setdefault(place, {})[meant] = [
                line.strip() for line in folder.text(name).splitlines() if line.strip()
            ]
    yield from ((f"the lists in {place or 'the folder'}", lists) for place, lists in texts.items() if len(lists) > 1)


def _texts(value: object) -> list[str]:
    return [str(own) for own in value if isinstance(own, str | int)] if isinstance(value, list) else []
