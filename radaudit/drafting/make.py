"""From a folder to a draft: tables, finders, one guess a key, a text that can be loaded."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from radaudit.core.errors import UsageError
from radaudit.core.words import counted
from radaudit.drafting import (
    about,
    code,
    features,
    models,
    outcome,
    parameters,
    people,
    pictures,
    repeats,
    sets,
    unlisted,
)
from radaudit.drafting.blanks import blanks
from radaudit.drafting.claims import claims_of
from radaudit.drafting.elsewhere import told_places
from radaudit.drafting.folder import Folder, inside, look
from radaudit.drafting.guess import Draft, Guess, Key, MadeTable, resolved
from radaudit.drafting.manifest_text import manifest_text, position
from radaudit.drafting.mend import mended
from radaudit.drafting.placed import placed
from radaudit.drafting.roles import assigned
from radaudit.drafting.seen import Seen, Sheet, read_sheets
from radaudit.drafting.set_files import SET, id_lists, joined, numbered
from radaudit.study.table import Table

FINDERS: tuple[Callable[[Seen], Iterator[Guess]], ...] = (
    about.find, people.find, outcome.find, sets.find, pictures.find, unlisted.find, parameters.find, features.find,
    repeats.find, models.find, code.find,
)  # fmt: skip


def draft(root: Path, overwrite: bool = False, data: Path | None = None) -> Draft:
    """Draft a manifest.

    Parameters
    ----------
    root
        The study's folder. Tables that the manifest needs, and that the study has in parts only, are written into it.
    overwrite
        Whether tables of an earlier draft are written anew.
    data
        The folder inside it that holds the images, whatever it is called and however deep it lies; else they are
        looked for everywhere.

    Raises
    ------
    UsageError
        If nothing there looks like a study, the folder can't be written to, or `data` is not inside it.
    """
    if not root.is_dir():
        raise UsageError(f"{root} is no folder; name the folder that holds the study")
    folder = look(root)
    if data is not None:
        folder = replace(folder, data=look(root, inside(root, data)))
    seen, tables, remarks = _seen(folder)
    if seen.people is None:
        raise UsageError(_nothing(folder))
    guesses = _guesses(seen, tables)
    _write_tables(root, tables, overwrite)
    try:
        guesses, against = mended(root, guesses, _text)
    except OSError as fault:
        raise UsageError(f"{root} can't be written to: {fault.strerror}") from None
    ordered = tuple(sorted(guesses, key=lambda own: [position(own.key[: end + 1]) for end in range(len(own.key))]))
    return Draft(root, _text(guesses)[0], ordered, tables, (*remarks, *against))


def _seen(folder: Folder) -> tuple[Seen, tuple[MadeTable, ...], list[str]]:
    """What the finders look at, the tables that had to be put together, and what there is to say."""
    sheets, remarks = read_sheets(folder)
    parts = list(joined(sheets))
    for table, members in parts:
        sheets = {path: own for path, own in sheets.items() if path not in members} | {table.path: _sheet(table)}
    made = [table for table, _ in parts]
    seen = assigned(folder, sheets)
    if seen.people is None and (table := numbered(sheets) or unlisted.unlisted(folder)):
        made.append(table)
        seen = assigned(folder, sheets | {table.path: _sheet(table)})
    taken = {own.path for own in made}
    if "radaudit-cohort.csv" not in taken and (table := placed(seen)):
        made.append(table)
        left = {path: own for path, own in seen.sheets.items() if path != seen.cohort}
        seen = assigned(folder, left | {table.path: _sheet(table)})
    if not any(sets.split_column(own) for own in [seen.people, *seen.of("split")] if own) and (
        listed := id_lists(seen)
    ):
        made.append(listed)
        seen = replace(
            seen, sheets={**seen.sheets, listed.path: _sheet(listed)}, kinds={**seen.kinds, listed.path: "split"}
        )
    remarks += [f"{counted(folder.links, 'link')} in the folder: none was followed"] if folder.links else []
    if folder.data and not seen.pictures.units:
        remarks.append("no image was found in the folder of --data-root: .nii, .nii.gz, .nrrd, .mha or DICOM")
    if folder.cut and not folder.data:
        remarks.append(
            "the folder holds more files, or deeper folders, than were looked at: --data-root says where images are"
        )
    remarks += told_places(seen)
    return seen, tuple(made), remarks


def _sheet(table: MadeTable) -> Sheet:
    return Sheet(Table(table.path, table.columns, table.rows, tuple(range(2, len(table.rows) + 2)), ","))


def _guesses(seen: Seen, tables: tuple[MadeTable, ...]) -> tuple[Guess, ...]:
    found = [own for find in FINDERS for own in find(seen)]
    found += _split_of_parts(seen, tables)
    found.append(
        Guess(("study", "task"), "binary", 0.0, "nothing says what is predicted, and the key must be given: change it")
    )
    chosen = {own.key: own for own in resolved(found)}
    task = chosen[("study", "task")]
    chosen[task.key] = replace(task, sureness=max(task.sureness, 0.6))
    if task.value == "segmentation" and ("cohort", "outcome") not in chosen:
        chosen.pop(("cohort", "positive"), None)
    return (*_in_force(chosen), *claims_of(seen, models.names_of(chosen)))


def _in_force(chosen: dict[Key, Guess]) -> tuple[Guess, ...]:
    """A key that can't stand without another is a comment where that one is."""
    needed = {
        ("cohort", "split"): "column",
        ("features",): "",
        ("harmonisation",): "method",
        ("images",): "image",
        ("images", "retest"): "image",
        ("stability", "readers"): "table",
        ("stability", "test_retest"): "table",
    }
    needed |= {key[:2]: "name" for key in chosen if key[0] == "models"}
    whole = []
    for key, own in chosen.items():
        lacking = [
            (*part, name)
            for part, name in needed.items()
            if name and key[: len(part)] == part and not getattr(chosen.get((*part, name)), "live", False)
        ]
        own = replace(own, held=True) if lacking and key not in lacking else own
        whole.append(own)
    return tuple(whole)


def _split_of_parts(seen: Seen, tables: tuple[MadeTable, ...]) -> Iterator[Guess]:
    """A split that the names of files tell."""
    for table in sorted(tables, key=lambda own: own.path != seen.cohort):
        if SET not in table.columns:
            continue
        key, sheet = ("cohort", "split"), seen.sheets[table.path]
        yield Guess((*key, "column"), SET, 0.85, f"sets are in files of their own: {table.reason}")
        if table.path != seen.cohort:
            case = seen.joining(sheet)
            yield Guess((*key, "file"), table.path, 0.85 if case else 0.4, "put together from those files")
            yield Guess((*key, "case"), case[0] if case else "", 0.85 if case else 0.4, "names the cohort's cases")
        for name in sheet.distinct(SET):
            yield Guess((*key, name), [name], 0.85, "after the names of the files")
        return


def _text(guesses: tuple[Guess, ...]) -> tuple[str, dict[int, Key]]:
    task = next(own.value for own in guesses if own.key == ("study", "task"))
    return manifest_text(guesses, blanks(guesses, str(task)))


def _nothing(folder: Folder) -> str:
    shown = ", ".join(folder.files[:5]) or "no file"
    return (
        f"nothing in {folder.root} looks like a study: no table with an id for each row, and fewer than "
        f"{unlisted.FEWEST} images ({shown}); put the cohort table (.csv, .tsv, .xlsx, .parquet) or the images there, "
        "or name another folder"
    )


def _write_tables(root: Path, tables: tuple[MadeTable, ...], overwrite: bool) -> None:
    for table in tables:
        path = root / table.path
        if path.exists() and not overwrite:
            raise UsageError(f"{path} exists already; --force writes it anew")
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([table.columns, *table.rows])
        try:
            path.write_text(text.getvalue(), encoding="utf-8")
        except OSError as fault:
            raise UsageError(f"{path} can't be written: {fault.strerror}") from None
