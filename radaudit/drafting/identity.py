"""Which columns of a table identify patients and cases."""

from __future__ import annotations

from radaudit.drafting.seen import Ids, Sheet
from radaudit.drafting.vocabulary import CASE, PATIENT, PLAIN_ID, first_named, plain

_NOTHING = Ids(None, None, 0.0, "no column has the values of an id")


def ids_of(sheet: Sheet) -> Ids:
    """Patient and case of a table: by name, and by values that identify rows.

    A column that is called "id" and never repeats a value is taken for the patient's; one that is called after
    something a patient may have several of (lesion, scan) is not, because only the authors know.
    """
    able = [name for name in sheet.others if _may_be_id(sheet, name)]
    patients = first_named(able, PATIENT)
    cases = [name for name in first_named(able, CASE) if sheet.unique(name)]
    rows = len(sheet.table)
    if patients:
        patient = patients[0]
        different = len(sheet.distinct(patient))
        about = f"{patient!r} of {sheet.path} holds {different} ids in {rows} rows"
        if different == rows:
            return Ids(patient, _other(cases), 0.95, about)
        if cases:
            return Ids(patient, cases[0], 0.95, f"{about}, {cases[0]!r} one a row")
        return Ids(patient, None, 0.4, f"{about}, and no column identifies the rows")
    if cases:
        name = cases[0]
        about = f"{name!r} of {sheet.path} holds another value in each of {rows} rows"
        if plain(name) in PLAIN_ID:
            return Ids(name, None, 0.75, f"{about}; taken for the patient's id")
        return Ids(None, name, 0.85, about)
    first = next((name for name in able[:3] if sheet.unique(name) and not sheet.numeric(name)), None)
    if first is None:
        return _NOTHING
    return Ids(
        None, first, 0.65, f"{first!r} of {sheet.path} is the first column whose text differs in all {rows} rows"
    )


def _other(cases: list[str]) -> str | None:
    """Beside a patient's id, a number of the row or a file's name says nothing new."""
    weak = {"id", "name", "image", "filename", "file", "key", "uid", "record", "recordid"}
    return next((name for name in cases if plain(name) not in weak), None)


def _may_be_id(sheet: Sheet, name: str) -> bool:
    if plain(name) not in {*PATIENT, *CASE} and name not in sheet.others[:3]:
        return False
    return sheet.complete(name) and not sheet.has_fractions(name)
