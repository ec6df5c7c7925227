"""Ids that may name one patient in two spellings.

Two kinds of rules. Spelling: upper and lower case, separators and leading zeros tell nobody apart. Parts: a side, a
lesion or a visit at the end, or the name of a site in front, are often no part of the patient's name; whether they are
is a guess about the study's way of numbering.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

LARGEST = 9  # ids of one patient: more of them are numbers of a series
MOST_SHARE = 0.1  # of the ids: a rule that joins more may have found how patients are numbered
MOST_LESIONS = 0.5  # the same for lesions and visits, of which every patient may have several
FEW = 2  # groups that are told of in a cohort of any size
LONGEST = 6  # parts of an id: what has more is a UID

_PART = re.compile(r"[^\W\d_]+|\d+")
_SIDES = {"l", "r", "left", "right", "lt", "rt"}
_WORDS = {
    "lesion", "les", "nodule", "nod", "tumor", "tumour", "roi", "visit", "v", "t", "tp", "timepoint", "scan", "session",
    "ses", "baseline", "bl", "followup", "fu", "pre", "post", "week", "month", "day",
}  # fmt: skip


@dataclass(frozen=True)
class Joined:
    """Ids that one rule makes equal.

    Attributes
    ----------
    rule
        In words: "upper and lower case, separators and leading zeros ignored", ...
    spelling
        Whether the rule only concerns spelling; others guess what a part of the id stands for.
    groups
        Positions of ids that become one, two or more in each.
    share
        Of the ids that are in such a group.
    plausible
        Whether that is few enough for chance findings: a rule that joins much of the cohort says how ids are made.
    """

    rule: str
    spelling: bool
    groups: tuple[tuple[int, ...], ...]
    share: float
    plausible: bool


def joined(ids: Sequence[str]) -> tuple[Joined, ...]:
    """Groups of different ids that may be one patient, by rule; a group is told under the mildest rule only.

    Parameters
    ----------
    ids
        All different.
    """
    parts = [_parts(own) for own in ids]
    found, told = [], set()
    for rule, spelling, most, keys in (
        (
            "upper and lower case, separators and leading zeros ignored",
            True,
            MOST_SHARE,
            [_plain(own) for own in parts],
        ),
        ("a side, lesion or visit at the end left out", False, MOST_LESIONS, [_without_end(own) for own in parts]),
        ("the name of a site or collection in front left out", False, MOST_SHARE, _without_front(parts)),
    ):
        made = defaultdict(list)
        for place, key in enumerate(keys):
            if key:
                made[key].append(place)
        groups = tuple(tuple(own) for own in made.values() if len(own) > 1 and tuple(own) not in told)
        if groups:
            told |= set(groups)
            share = sum(map(len, groups)) / len(ids)
            few = share <= most or len(groups) <= FEW
            plausible = few and max(map(len, groups)) <= LARGEST
            found.append(Joined(rule, spelling, groups, share, plausible))
    return tuple(found)


def _parts(text: str) -> tuple[str, ...]:
    text = text.strip()
    head = text.removesuffix(".0")
    return tuple(_PART.findall((head if head.isdigit() else text).casefold()))


def _plain(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(own.lstrip("0") or "0" if own.isdigit() else own for own in parts)


def _without_end(parts: tuple[str, ...]) -> tuple[str, ...] | None:
    """What names the patient; None for ids that don't look as if anything else stood in them."""
    left = list(parts) if len(parts) <= LONGEST else []
    while len(left) > 1 and _is_end(left):
        left.pop()
        if left[-1] in _WORDS:
            left.pop()
    return _plain(left) if any(own.isdigit() for own in left) else None


def _is_end(parts: Sequence[str]) -> bool:
    """Whether the last part is a side, a word for a visit, its number, or a letter or short number after a long one."""
    last, before = parts[-1], parts[-2]
    if last.isdigit():
        return len(last) <= 2 and (before in _WORDS or (before.isdigit() and len(before) >= 3))
    return before.isdigit() and (last in _SIDES | _WORDS or last in "abcd")


def _without_front(parts: Sequence[tuple[str, ...]]) -> list[tuple[str, ...] | None]:
    """For an id that ends in another whole id, that id; for others their own.

    Two that end in one are strangers, and then what stands in front of either is the name of a place that counts anew.
    """
    plain = [_plain(own) for own in parts]
    long = [any(part.isdigit() and len(part) > 1 for part in own) for own in parts]
    known = {own for own, enough in zip(plain, long, strict=True) if enough}
    inner = [_inner(own, known) if len(own) <= LONGEST else None for own in plain]
    times = Counter(own for own in inner if own)
    fronts = [mine[: len(mine) - len(own)] if own else () for own, mine in zip(inner, plain, strict=True)]
    places = {front for own, front in zip(inner, fronts, strict=True) if own and times[own] > 1}
    return [own if own and front not in places else mine for own, mine, front in zip(inner, plain, fronts, strict=True)]


def _inner(own: tuple[str, ...], known: set[tuple[str, ...]]) -> tuple[str, ...] | None:
    for start in range(1, len(own)):
        if own[start:] in known and not own[start - 1].isdigit():
            return own[start:]
    return None
