"""Numbers that states give to persons, told by their check digits (python-stdnum)."""

from __future__ import annotations

import importlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

# Module of python-stdnum, what it is called, and digits (with letters) that its numbers have.
KINDS = {
    "be.nn": ("Belgian national number", (11,)),
    "bg.egn": ("Bulgarian personal number", (10,)),
    "br.cpf": ("Brazilian CPF", (11,)),
    "ca.sin": ("Canadian social insurance number", (9,)),
    "ch.ssn": ("Swiss AHV number", (13,)),
    "cn.ric": ("Chinese identity number", (18,)),
    "cz.rc": ("Czech birth number", (10,)),
    "de.idnr": ("German tax identification number", (11,)),
    "dk.cpr": ("Danish CPR number", (10,)),
    "ee.ik": ("Estonian or Lithuanian personal code", (11,)),
    "es.dni": ("Spanish DNI", (9,)),
    "fi.hetu": ("Finnish personal identity code", (10,)),
    "fr.nir": ("French NIR", (15,)),
    "gb.nhs": ("NHS number", (10,)),
    "in_.aadhaar": ("Aadhaar number", (12,)),
    "it.codicefiscale": ("Italian codice fiscale", (16,)),
    "kr.rrn": ("Korean resident number", (13,)),
    "nl.bsn": ("Dutch BSN", (8, 9)),
    "no.fodselsnummer": ("Norwegian birth number", (11,)),
    "pl.pesel": ("Polish PESEL", (11,)),
    "ro.cnp": ("Romanian CNP", (13,)),
    "se.personnummer": ("Swedish personal number", (10, 12)),
    "tr.tckimlik": ("Turkish identification number", (11,)),
}
CHANCE = 0.12  # of a number without meaning to have the right check digit: at most 1 in 9 (measured in the tests)
LEAST_SHARE = 0.9
LARGEST_P = 1e-4  # after the correction for all kinds that are tried


@dataclass(frozen=True)
class National:
    """What a column of numbers is.

    Attributes
    ----------
    kind
        Name of the number.
    valid, values
        Different values with the right check digits, and all different values.
    p
        Chance that numbers without meaning would do as well, times the kinds tried.
    """

    kind: str
    valid: int
    values: int
    p: float


def national_numbers(texts: Sequence[str]) -> National | None:
    """The kind of national number that a column holds; None where chance explains its check digits.

    One number in ten has the right check digit by chance, so a single one says nothing and a column of them
    everything: the count of valid values is compared with a binomial of `CHANCE`, with Bonferroni's correction.

    Parameters
    ----------
    texts
        The cells, without missing ones.
    """
    values = sorted({re.sub(r"[\s./-]", "", text) for text in texts})
    lengths = {len(value) for value in values}
    if not values or len(values) < 4 or sum(map(str.isdigit, "".join(values))) < 7 * len(values):
        return None
    tried = [key for key, (_, own) in KINDS.items() if lengths & set(own)]
    best = None
    for key in tried:
        valid = sum(is_valid(key, value) for value in values)
        p = min(1.0, len(tried) * _tail(valid, len(values)))
        if valid >= LEAST_SHARE * len(values) and p < LARGEST_P and (best is None or p < best.p):
            best = National(KINDS[key][0], valid, len(values), p)
    return best


def is_valid(key: str, value: str) -> bool:
    """Whether a number has the check digits (and the date, the county) of this kind."""
    try:
        return bool(importlib.import_module(f"stdnum.{key}").is_valid(_written(key, value)))
    except KeyError:  # an unknown county, in a Chinese number that is none
        return False


def _written(key: str, value: str) -> str:
    """As the library wants it: the Finnish sign of the century was taken out with the other separators."""
    return f"{value[:6]}-{value[6:]}" if key == "fi.hetu" and len(value) == 10 else value


def _tail(valid: int, count: int) -> float:
    """Chance of at least so many successes."""
    return sum(math.comb(count, k) * CHANCE**k * (1 - CHANCE) ** (count - k) for k in range(valid, count + 1))
