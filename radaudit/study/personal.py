"""What a text looks like that could name a person. Every answer is a kind of content, never the content.

The kinds follow the eighteen identifiers of HIPAA's Safe Harbor (45 CFR 164.514(b)(2)), as far as a text's look tells.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable

EMAIL = re.compile(r"(?<![\w.])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+")
# A number that begins with + or 0 and is written in groups: bare digits are too often something else.
PHONE = re.compile(r"(?<![\w.])(?:\+\d{1,3}[ /-]?\(?\d{1,5}\)?|\(?0\d{1,5}\)?)(?:[ /-]\d{2,9}){1,5}(?![\w.])")
STREET = re.compile(
    r"\b\d{1,5}[a-z]? (?:[A-Z][\w.'-]+ ){1,3}(?:street|st|road|rd|avenue|ave|lane|drive|court|square)\b"
    r"|\b\w{3,}(?:straße|strasse|str\.|weg|gasse|platz|straat|laan) ?\d{1,4}\b"
    r"|\b\d{1,4},? (?:rue|avenue|boulevard|place) (?:de |du |des )?\w{3,}"
    r"|\b(?:via|viale|calle|rua) (?:[A-Z][\w.']+ ?){1,3},? \d{1,4}\b",
    re.IGNORECASE,
)
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Mme|Herr|Frau|Sig|Sra)\b\.? ?[A-ZÀ-Þ][a-zß-ÿ]{2,}")
DATE = re.compile(
    r"(?<![\d.-])(?:(?P<y>(?:19|20)\d\d)(?P<s>[-/._]?)(?P<m>\d\d)(?P=s)(?P<d>\d\d)"
    r"|(?P<d2>\d{1,2})(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<y2>(?:19|20)\d\d))(?![\d-])"
)
_WORD = r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?"
NAME = re.compile(rf"{_WORD}(?:[\s,^]+{_WORD}){{1,4}}\^*")
# What de-identification leaves: said to be nothing, or made of one sign.
PLACEHOLDER = re.compile(
    r"(?:anon|de-?ident|deid|pseudo|removed|redacted|unknown|none|null|n/?a|no name|test|phantom|dummy|hidden|not given"
    r"|qa|patient|subject|case|name|volunteer|id)[\s\w^.-]*|(\W|_|x|0|1|9)\1*",
    re.IGNORECASE,
)
UID = re.compile(r"[0-2](?:\.\d+){4,}")
HASH = re.compile(r"[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
DUMMY_DATES = {"19000101", "19700101", "20000101", "19010101", "18000101", "10000101"}
# Words that stand in paths and, in made-up names such as BRAIN^PHANTOM, name nobody.
ORDINARY = re.compile(
    r"images?|masks?|scans?|data|test|train|study|series|slice|dicom|phantom|patient|case|subject|volunteer|control|"
    r"tumou?r|lesion|label|results|brain|head|neck|lung|liver|breast|prostate|chest|abdomen|kidney|heart|pelvis|"
    r"male|female|site|hospital|cent(?:er|re)|first|last|unknown"
)
SHORT = 4  # characters of a cell that names nobody
FEWEST_ROWS, MOST_LISTED = 3, 10  # rows of a value that is no single patient's; values in a message
FEWEST_DIGITS = 6  # of a number that a hospital or an office gives


def kinds_in(text: str) -> tuple[str, ...]:
    """What stands in a free text, by its look: ``e-mail address``, ``telephone number``, ..."""
    found = {
        "e-mail address": EMAIL.search(text),
        "telephone number": PHONE.search(DATE.sub(" ", text)),
        "street address": STREET.search(text),
        "name with a title": TITLED.search(text),
        "full date": has_date(text),
    }
    return tuple(kind for kind, match in found.items() if match)


def shape(text: str) -> str:
    """What a value is made of, without saying what it is: ``two words of letters``, ``8 digits``, ``a full date``."""
    text = text.strip()
    if is_date(text):
        return "a full date"
    if kinds := kinds_in(text):
        return f"holds a {kinds[0]}".replace("a e-", "an e-")
    words = re.findall(r"[^\W_]+", text)
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    if letters and digits:
        return f"{letters} letter{'s' * (letters != 1)} and {digits} digit{'s' * (digits != 1)}"
    if digits:
        return f"{digits} digit{'s' * (digits != 1)}"
    return f"{len(words)} word{'s' * (len(words) != 1)} of letters" if letters else f"{len(text)} signs"


def is_placeholder(text: str) -> bool:
    """Whether a value says that there is none: empty, ANON..., REMOVED, XXX, 000, a hash, a UID."""
    text = text.strip(" \0^")
    return not text or any(pattern.fullmatch(text) for pattern in (PLACEHOLDER, UID, HASH))


def is_name(text: str) -> bool:
    """Whether a text is built like a person's name: two to five words of letters."""
    return bool(NAME.fullmatch(text.strip(" \0"))) and not is_placeholder(text)


def is_date(text: str) -> bool:
    """Whether a text is a day, and not one that stands for none, such as 19000101."""
    match = DATE.fullmatch(text.strip()[:10].removesuffix("T"))
    return bool(match) and _day(match)


def has_date(text: str) -> bool:
    """Whether a full date stands in a text."""
    return any(_day(match) for match in DATE.finditer(text))


def is_official(text: str) -> bool:
    """Whether a value is a bare number as hospitals give them to patients: nothing but six to twelve digits."""
    text = text.strip()
    return text.isdigit() and len(text.lstrip("0")) >= FEWEST_DIGITS and len(text) <= 12 and not is_date(text)


def digest(text: str) -> str:
    """Tells equal from different: of letters and digits only, in lower case; empty for none. Never for a report."""
    plain = "".join(sign for sign in text.casefold() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()[:16] if plain else ""


def name_digests(text: str) -> tuple[str, ...]:
    """Of each word of a name that is longer than two letters and no ordinary word."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    return tuple(digest(word) for word in words if not ORDINARY.fullmatch(word.casefold()))


def _day(match: re.Match) -> bool:
    parts = [match[own] for own in ("y", "m", "d")] if match["y"] else [match[own] for own in ("y2", "m2", "d2")]
    year, month, day = map(int, parts)
    if f"{year:04}{month:02}{day:02}" in DUMMY_DATES:
        return False
    for own in ((year, month, day), (year, day, month)):
        try:
            datetime.date(*own)
        except ValueError:
            continue
        return True
    return False


def shown(text: str) -> str:
    """A cell for a message: as it stands where that says nothing of a person, otherwise what it is made of."""
    text = text.strip()
    number = re.fullmatch(r"[<>+-]*\d{1,6}(?:[.,]\d{1,6})?(?:[eE][+-]?\d+)?%?", text)
    if len(text) <= SHORT or (number and not is_official(text) and not is_date(text)):
        return repr(text)
    return f"a cell of {shape(text)}"


def listed(texts: Iterable[str | None]) -> str:
    """The values of a column for a message: those of many rows; where most rows have their own, only how many."""
    counts = Counter(text.strip() for text in texts if text and text.strip())
    if len(counts) > max(MOST_LISTED, sum(counts.values()) / 4):
        return f"{len(counts)} different values"
    told = sorted(value for value, count in counts.items() if count >= FEWEST_ROWS or len(value) <= SHORT)
    rest = len(counts) - len(told)
    more = [f"{rest} value{'s' * (rest != 1)} of few rows"] if rest else []
    return ", ".join([*told[:MOST_LISTED], *more]) or "nothing"
