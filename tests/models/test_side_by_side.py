from radaudit.models import side_by_side as module
from radaudit.models.side_by_side import side_by_side


def test_what_waits_at_one_time_is_one_round(monkeypatch):
    rounds = []

    def run_all(compute_map, title, wanted, batch):
        rounds.append([runs for _, runs in wanted])
        return [tuple(f"{setup}{run}" for run in runs) for setup, runs in wanted]

    def work(name, *questions):
        answers = []
        for question in questions:
            answers += yield name, question
        return name, answers

    monkeypatch.setattr(module, "run_all", run_all)
    found = side_by_side(None, "", [work("a", [1], [2, 3]), work("none"), work("b", [4])], 10)
    assert found == [("a", ["a1", "a2", "a3"]), ("none", []), ("b", ["b4"])]
    assert rounds == [[[1], [4]], [[2, 3]]]
