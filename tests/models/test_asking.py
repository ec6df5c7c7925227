import pytest

from radaudit.core.errors import JobFailed
from radaudit.models import asking
from radaudit.models.asking import Question, answers
from radaudit.models.request import Answer, Request, Run, RunResult, request_folders, write_answer
from radaudit.models.sandbox.level import Layers, level_of
from radaudit.models.sandbox.run import Ended
from tests.models.test_rerun import EVENTS, TRAIN, VALUES


def question(runs=1):
    request = Request("m.py:f", "binary", ("a", "b"), VALUES, {}, EVENTS, TRAIN[:2], (Run(TRAIN),) * runs)
    return Question({}, "best", request)


def ended(monkeypatch, answered=(), problem=""):
    def run(command, scratch, limits, demand):
        for folder, answer in zip(request_folders(scratch), answered, strict=False):
            write_answer(folder, answer)
        return Ended(problem, level_of(Layers()))

    monkeypatch.setattr(asking, "run", run)


def test_each_question_has_its_own_answer(monkeypatch):
    good = RunResult("", ((0.5,),) * 10)
    ended(monkeypatch, [Answer("", (good,)), Answer("it broke"), Answer("", (good,))])
    first, broken, short, none = answers([question(), question(), question(runs=2), question()])
    assert first == (good,)
    assert [str(own) for own in (broken, short, none)] == [
        "it broke",
        "the study's code left 1 results for 2 runs",
        "the study's code left no scores",
    ]


def test_a_process_that_did_not_end_well_answers_nothing(monkeypatch):
    ended(monkeypatch, [Answer("", ())], "it was stopped")
    with pytest.raises(JobFailed, match="it was stopped"):
        answers([question()])
    assert answers([]) == []
