"""Progress on the terminal: cases done, rate, time left."""

from __future__ import annotations

import time
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

LONG = 20.0  # seconds after which work that is not nearly done is worth a word on how much longer it takes
ENOUGH = 10  # a tenth of the jobs is done before that is told


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed else "", style="dim")


@dataclass
class _Round:
    """Jobs under way where no bar is drawn."""

    title: str
    left: int
    begun: float
    done: int = 0
    said: bool = False

    def told(self, now: float) -> str:
        """One more is done: how long the others will take, said once and only where that is long."""
        self.done, self.left = self.done + 1, self.left - 1
        passed = now - self.begun
        to_go = passed / self.done * self.left
        early = self.done * ENOUGH < self.done + self.left  # large cases come first, and some arrive together
        if self.said or early or passed < LONG or to_go < LONG:
            return ""
        self.said = True
        much = f"{to_go / 60:.0f} min" if to_go >= 90 else f"{to_go:.0f} s"
        return f"{self.title}: {self.left} left, about {much}"


class Bars:
    """A bar over the checks, and one for each round of work.

    Where the output is no terminal, a line says what each round will cost before it starts, and another, after some
    seconds, how much longer it will take.

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
        self._task = None
        self._checks = None
        self._lines = shown and not console.is_terminal
        self._round: _Round | None = None

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
        if total - done > 1 and self._lines:  # a single job is done in a moment
            found = f", {done} done before" if done else ""
            self._console.print(f"{title}: {total - done} to do{found}", highlight=False)
            self._round = _Round(title, total - done, time.monotonic())
        self._task = self._progress.add_task(title, total=total, completed=done)

    def advance(self) -> None:
        self._progress.advance(self._task)
        if self._round is not None and (told := self._round.told(time.monotonic())):
            self._console.print(told, highlight=False)

    def finish(self) -> None:
        self._round = None
        self._progress.remove_task(self._task)
