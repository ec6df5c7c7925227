"""Where the authors say it is written: a place, a file of the study, words quoted from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from radaudit.core.errors import DataError
from radaudit.study.places import existing

LARGEST_TEXT = 20_000_000  # bytes of a file that quoted words are looked for in
FEWEST_WORDS = 3
SHOWN = 60


@dataclass(frozen=True)
class Statement:
    """What the authors say for a claim.

    Attributes
    ----------
    pointer
        Section, page or line.
    words
        What they state, in their words; a quotation will do.
    file
        A file of the study that the pointer is into.
    quote
        Words that stand in that file.
    found
        Whether the quoted words were found; None if they weren't looked for.
    fault
        Why the pointer leads nowhere; empty if it doesn't.
    """

    pointer: str = ""
    words: str = ""
    file: str = ""
    quote: str = ""
    found: bool | None = None
    fault: str = ""

    @property
    def points(self) -> bool:
        """Whether it says where, and nothing is wrong with it."""
        return bool(self.pointer or self.file) and not self.fault

    @property
    def counts(self) -> bool:
        """Whether it will do where only people can answer: a statement, and where it is written."""
        return self.points and bool(self.words or self.quote)

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.file, self.pointer) if part)

    @property
    def told(self) -> tuple[str, ...]:
        """What the authors say, as sentences."""
        told = [f"The authors point to: {self.place}"] if self.place else []
        told += [f"They state: {self.words}"] if self.words else []
        told += [f"The words {_short(self.quote)} stand in {self.file}."] if self.found else []
        return (*told, *((self.fault,) if self.fault else ()))

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing for it to count, as sentences."""
        if self.fault:
            return (self.fault,)
        lacks = [] if self.pointer or self.file else ["A pointer to where it is written is missing from the answer."]
        if not (self.words or self.quote):
            lacks.append("A statement of what was done is missing from the answer.")
        return tuple(lacks)


NOTHING_SAID = Statement()


def looked_up(said: Statement, root: Path) -> Statement:
    """The same statement, its file looked into.

    Parameters
    ----------
    said
        As the authors gave it.
    root
        The study's folder, in which the file must lie.

    Raises
    ------
    DataError
        If there is no such file in the study.
    """
    if not said.file:
        if not said.quote:
            return said
        return replace(said, fault="Words are quoted, but not from which file (key 'file').")
    path = existing(root, said.file)
    if not said.quote:
        return said
    if len(said.quote.split()) < FEWEST_WORDS:
        return replace(said, fault=f"Quote at least {FEWEST_WORDS} words; {_short(said.quote)} may stand anywhere.")
    text = _text(path)
    if text is None:
        return said  # a PDF or a scan: that it exists is all that can be said
    found = _plain(said.quote) in _plain(text)
    fault = "" if found else f"The words {_short(said.quote)} do not stand in {said.file}."
    return replace(said, found=found, fault=fault)


def _text(path: Path) -> str | None:
    """The file's text; None if it is none, or too long to be a manuscript."""
    try:
        if path.stat().st_size > LARGEST_TEXT:
            return None
        raw = path.read_bytes()
    except OSError as fault:
        raise DataError(f"the file {path.name!r} can't be read: {fault.strerror}") from fault
    if b"\0" in raw or raw.startswith((b"%PDF", b"PK\x03\x04")):
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _plain(text: str) -> str:
    """Without line breaks, case and typographic quotation marks, which copying changes."""
    for fancy, plain in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-")):
        text = text.replace(fancy, plain)
    return " ".join(text.split()).casefold()


def _short(words: str) -> str:
    return f"“{words if len(words) <= SHOWN else words[: SHOWN - 1] + '…'}”"
