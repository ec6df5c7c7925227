"""Progress on the terminal: cases done, rate, time left."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed else "", style="dim")


class Bars:
    """A bar over the checks, and one for each round of work; where the output is no terminal, a line for each round.

    Parameters
    ----------
    console
        Where to draw; standard error, so that standard output stays clean.
    shown
        Whether to draw.
    """

    def __init__(self, console: Console, shown: bool = True):
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
        self._progress = Progress(
            *columns, console=console, transient=True, disable=not (shown and console.is_terminal)
        )
        self._console = console
        self._shown = shown
        self._task = None
        self._checks = None

    def __enter__(self) -> Bars:
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._progress.stop()

    def ask(self, question: str, number: int, total: int) -> None:
        if self._checks is None:
            self._checks = self._progress.add_task(question, total=total)
        self._progress.update(self._checks, description=question, completed=number - 1, total=total)

    def start(self, title: str, total: int, done: int) -> None:
        if total - done > 1 and self._shown and not self._console.is_terminal:  # a single job is done in a moment
            found = f", {done} done before" if done else ""
            self._console.print(f"{title}: {total - done} to do{found}", highlight=False)
        self._task = self._progress.add_task(title, total=total, completed=done)

    def advance(self) -> None:
        self._progress.advance(self._task)

    def finish(self) -> None:
        self._progress.remove_task(self._task)
