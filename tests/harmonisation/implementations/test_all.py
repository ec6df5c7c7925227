from radaudit.harmonisation.implementations.all import IMPLEMENTATIONS, USUAL


def test_the_usual_one_comes_first_and_needs_no_extra():
    assert next(iter(IMPLEMENTATIONS)) == USUAL
    assert (IMPLEMENTATIONS[USUAL].installed, IMPLEMENTATIONS[USUAL].extra) == (True, "")


def test_what_is_missing_says_how_it_is_installed(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    own = IMPLEMENTATIONS["inmoose"]
    assert not own.installed
    assert own.missing == "not installed: pip install 'radaudit[harmonisers]' (GPL-3.0-or-later, 90 MB)"
