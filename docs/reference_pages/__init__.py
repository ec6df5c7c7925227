"""The reference, made from the code: docstrings, signatures, schemas and checklists."""

from __future__ import annotations

from pathlib import Path

from . import checklists, checks, commands, formats, input_steps, keys, python


def pages() -> dict[str, str]:
    """Every page of the reference: its text (MyST) by its path below the reference's folder."""
    made: dict[str, str] = {}
    for maker in (checks, checklists, commands, formats, input_steps, keys, python):
        made |= maker.pages()
    return made


def write_pages(folder: Path) -> None:
    """Write them; those that are as they were keep their date, so that Sphinx reads them only once."""
    made = {folder / name: text for name, text in pages().items()}
    for path in folder.rglob("*.md"):
        if path not in made:
            path.unlink()
    for path, text in made.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
