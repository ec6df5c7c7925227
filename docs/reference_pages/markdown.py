"""Plain text as Markdown that shows it letter for letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\*_<>\[\]|$#~{}])")
_DOI = re.compile(r"doi:(10\.\d{4,9}/[^\s,;)]*[^\s,;.)])")
_CODE = re.compile(r"(``.+?``|`[^`]+`)")


def shown(text: object) -> str:
    """Text as it stands, on one line: no letter of it is markup but backticks; DOIs become links."""
    parts = _CODE.split(" ".join(str(text).split()))
    return "".join(_span(part) if part.startswith("`") else _plain(part) for part in parts)


def code(text: object) -> str:
    """Text in the letters of code, or nothing for no text."""
    return _span(f"`{text}`") if str(text) else ""


def paragraphs(text: str) -> str:
    """Several paragraphs of plain text."""
    return "\n\n".join(shown(own) for own in re.split(r"\n\s*\n", text) if own.strip())


def reference(source: str) -> str:
    """A source, ``doi:...`` or an address, as a link."""
    address = f"https://doi.org/{source[4:]}" if source.startswith("doi:") else source
    written = _SPECIAL.sub(r"\\\1", source)
    return f"[{written}](<{address}>)"


def fields(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of named facts; those without text are left out."""
    return "\n".join(f":{name}: {text}" for name, text in pairs if text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell or " " for cell in line) + " |" for line in lines)


def check_link(name: str) -> str:
    """A check, with a link to where it is told."""
    return f"[{name}](#{check_anchor(name)})"


def check_anchor(name: str) -> str:
    return f"check-{name.replace('/', '-')}"


def _span(marked: str) -> str:
    """Code may hold anything but a bar, which would end a table's cell."""
    return f"`{marked.strip('`')}`".replace("|", "\\|")


def _plain(text: str) -> str:
    found = _DOI.split(text)
    return "".join(reference(f"doi:{own}") if odd % 2 else _SPECIAL.sub(r"\\\1", own) for odd, own in enumerate(found))
