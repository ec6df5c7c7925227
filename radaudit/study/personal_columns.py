"""What a column of a table holds that could name a person, by its heading and by the look of its cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from radaudit.study import personal
from radaudit.study.national import national_numbers

# Headings as `_plain` writes them: lower case letters only.
NAMES = {
    *("patientname", "fullname", "lastname", "surname", "familyname", "firstname", "givenname", "forename"),
    *("nameofpatient", "vorname", "nachname", "patientenname", "nom", "prenom", "nomdefamille", "cognome", "nome"),
    *("apellido", "apellidos", "nombre", "naam", "achternaam", "voornaam", "imie", "nazwisko", "physician", "surgeon"),
}
BIRTH = ("birth", "born", "dob", "geburt", "gebdat", "naissance", "nascita", "nacimiento", "geboorte")
PHONE = {"phone", "phonenumber", "telephone", "tel", "mobile", "telefon", "handy", "fax", "telefono", "contactnumber"}
ADDRESS = {"address", "street", "adresse", "strasse", "anschrift", "homeaddress", "indirizzo", "direccion", "adres"}
POSTAL = {"zip", "zipcode", "postcode", "postalcode", "plz", "postleitzahl", "cap", "codepostal"}
RECORD = {
    *("mrn", "medicalrecordnumber", "hospitalnumber", "hospitalid", "hospitalno", "patientnumber", "patientno"),
    *("recordnumber", "accession", "accessionnumber", "accessionno", "fallnummer", "fallzahl", "patientennummer"),
    *("ssn", "socialsecuritynumber", "nhsnumber", "insurancenumber", "versichertennummer", "healthcardnumber"),
}
AGE = {"age", "ages", "ageyears", "ageatdiagnosis", "alter", "patientage", "ageatscan"}
OLDEST = 89  # 45 CFR 164.514(b)(2)(i)(C): higher ages are given as "90 or older"
MOST = 0.7  # of the cells, from which a column is what they look like
_DECIMAL = re.compile(r"[+-]?(?:\d+[.,]\d*|[.,]\d+|\d{1,5}|\d+(?:[.,]\d+)?[eE][+-]?\d+)")


@dataclass(frozen=True)
class Personal:
    """What a column holds.

    Attributes
    ----------
    kind
        In words for a reader.
    weight
        "person" (names somebody), "detail" (narrows down who it is), "untold" (can't be told from the table).
    cells, of
        Cells that look like it, and cells that hold anything.
    p
        Chance of the check digits, where these tell; None where only the look does.
    """

    kind: str
    weight: str
    cells: int
    of: int
    p: float | None = None


def personal_column(heading: str, texts: Sequence[str | None]) -> Personal | None:
    """What a column holds; None where nothing in it looks like an identifier.

    Parameters
    ----------
    heading
        Its name.
    texts
        Its cells; None where nothing is given.
    """
    cells = [text.strip() for text in texts if text and text.strip()]
    name = _plain(heading)
    if not cells:
        return None
    if all(_DECIMAL.fullmatch(text) for text in cells[:12]) and all(map(_DECIMAL.fullmatch, cells)):
        return _numbers(name, cells)
    if found := _official(cells):
        return found
    for told in (_by_heading(name), *_BY_LOOK):
        if told and (found := told(cells)):
            return found
    return None


def _by_heading(name: str) -> Callable[[list[str]], Personal | None] | None:
    """How to look at a column of this heading."""
    if any(part in name for part in BIRTH):
        return lambda cells: _counted("birth dates", "person", cells, personal.is_date)
    for headings, kind, weight, test in (
        (NAMES, "names", "person", _is_letters),
        (PHONE, "telephone numbers", "person", lambda text: sum(map(str.isdigit, text)) >= 7),
        (ADDRESS, "addresses", "person", lambda text: any(map(str.isalpha, text)) and len(text) > 5),
        (POSTAL, "full postal codes", "detail", lambda text: 4 <= len(text) <= 10 and any(map(str.isdigit, text))),
        (RECORD, "record numbers", "person", lambda text: sum(map(str.isdigit, text)) >= 5),
    ):
        if name in headings:
            return lambda cells, kind=kind, weight=weight, test=test: _counted(kind, weight, cells, test)
    return None


def _numbers(name: str, cells: list[str]) -> Personal | None:
    """Of a column of short or broken numbers only its heading tells: postal codes, record numbers, ages."""
    if name in AGE:
        old = sum(float(text.replace(",", ".")) > OLDEST for text in cells)
        return Personal(f"ages above {OLDEST}", "detail", old, len(cells)) if old else None
    told = _by_heading(name) if name in POSTAL | RECORD else None
    return told(cells) if told else None


def _official(cells: list[str]) -> Personal | None:
    national = national_numbers(cells)
    if national:
        return Personal(f"{national.kind}s", "person", national.valid, national.values, national.p)
    bare = [text for text in cells if personal.is_official(text)]
    distinct = {int(text) for text in bare}
    if len(distinct) < MOST * len(cells) or len(distinct) < 4:
        return None
    scattered = max(distinct) - min(distinct) > 10 * len(distinct)
    return Personal("numbers as hospitals give them", "untold", len(bare), len(cells)) if scattered else None


def _mails(cells: list[str]) -> Personal | None:
    return _counted("e-mail addresses", "person", cells, personal.EMAIL.search, share=0)


def _dates(cells: list[str]) -> Personal | None:
    return _counted("full dates", "untold", cells, personal.is_date, share=0.5)


def _phones(cells: list[str]) -> Personal | None:
    return _counted("telephone numbers", "person", cells, personal.PHONE.fullmatch)


def _streets(cells: list[str]) -> Personal | None:
    return _counted("addresses", "person", cells, personal.STREET.search, share=0.5)


def _written_names(cells: list[str]) -> Personal | None:
    """Names as registers write them, family name first: few other columns hold two words and a comma."""
    found = [text for text in cells if re.search(r"[,^]", text) and personal.is_name(text)]
    if len(set(found)) >= max(4, MOST * len(cells)):
        return Personal("names", "person", len(found), len(cells))
    return None


def _remarks(cells: list[str]) -> Personal | None:
    """Identifiers inside longer texts."""
    holding = [kinds for text in cells if " " in text and (kinds := personal.kinds_in(text))]
    kinds = sorted({kind for own in holding for kind in own} - {"full date"})
    if kinds:
        return Personal(f"texts with a {', '.join(kinds)}".replace("a e-", "an e-"), "person", len(holding), len(cells))
    return Personal("texts with full dates", "untold", len(holding), len(cells)) if holding else None


_BY_LOOK = (_mails, _written_names, _dates, _phones, _streets, _remarks)


def _counted(kind: str, weight: str, cells: list[str], test: Callable, share: float = MOST) -> Personal | None:
    found = sum(bool(test(text)) for text in cells)
    return Personal(kind, weight, found, len(cells)) if found and found >= share * len(cells) else None


def _is_letters(text: str) -> bool:
    """One word is enough of a name under a heading that promises names; codes with digits and placeholders are not."""
    return bool(re.fullmatch(r"[^\W\d_][^\d_]{2,}", text)) and not personal.is_placeholder(text)


def _plain(heading: str) -> str:
    flat = unicodedata.normalize("NFKD", heading.replace("ß", "ss")).casefold()
    return "".join(sign for sign in flat if sign.isalpha() and sign.isascii())
