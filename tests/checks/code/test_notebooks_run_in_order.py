import pytest

from radaudit.checks.code.notebooks_run_in_order import notebooks_run_in_order
from radaudit.core.errors import NotApplicable
from tests.made_code import some_code
from tests.made_evidence import only

CELLS = ((1, 1), (2, 1), (3, 1))


def notebook(*counts):
    return some_code("a = 1\nb = 2\nc = 3", "n.ipynb", cells=CELLS, counts=counts)


def test_cells_run_in_another_order():
    finding = only(notebooks_run_in_order(notebook(1, 9, 3)))
    assert finding.rows == ({"notebook": "n.ipynb", "execution counts": "1, 9, 3"},)
    assert finding.where[0].line is None


@pytest.mark.parametrize("counts", [(1, 2, 3), (None, None, None), (4, None, 9)])
def test_cells_run_in_order_or_not_at_all(counts):
    assert only(notebooks_run_in_order(notebook(*counts)), "pass")


def test_without_notebooks_there_is_no_order():
    with pytest.raises(NotApplicable):
        list(notebooks_run_in_order(some_code()))
