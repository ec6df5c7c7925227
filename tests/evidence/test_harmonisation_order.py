import pytest

from radaudit.core.errors import NotApplicable
from radaudit.evidence.harmonisation_order import harmonisation_order
from tests.made_sites import COMBAT, examined, features, study

READ = "import pandas as pd\ndata = pd.read_csv('f.csv'); y = data.pop('event')\n"
SELECT = "from sklearn.feature_selection import SelectKBest\ndata = SelectKBest(k=9).fit_transform(data, y)\n"
COMBINE = "from neuroCombat import neuroCombat\ndata = neuroCombat(dat=data.T, covars=c, batch_col='site')['data'].T\n"
TESTED = "from scipy.stats import ttest_ind\ndata = data[[n for n in data if ttest_ind(data[n], y).pvalue < .1]]\n"


class Analysed:
    def __init__(self, *upon):
        class analysis:
            pass

        self.analysis = analysis
        analysis.upon = upon


def of_text(tmp_path, text):
    from radaudit.codebase.analysis import analyse
    from radaudit.codebase.source import read_source

    file = tmp_path / "a.py"
    file.write_text(text)
    return harmonisation_order(study(), None, Analysed(*analyse([read_source(file, "a.py")], ["event"]).upon))


@pytest.mark.parametrize("select", [SELECT, TESTED])
def test_lines_of_the_code(tmp_path, select):
    first = of_text(tmp_path, READ + select + COMBINE)
    assert (len(first.selected_first), len(first.harmonised_first)) == (1, 0)
    assert (first.selected_first[0].made.line, first.selected_first[0].place.line) == (4, 6)
    later = of_text(tmp_path, READ + COMBINE + select)
    assert (len(later.selected_first), len(later.harmonised_first)) == (0, 1)


def test_what_authors_and_tables_say():
    own = study(harmonisation=COMBAT | {"order": "after selection"})
    tables = examined(features()), examined(features()[:, :3], "harmonised")
    found = harmonisation_order(own, tables, None)
    assert (found.declared, found.measured, found.harmonised) == ("after selection", 8, 3)
    others = tables[0], examined(features(), "deep")
    assert harmonisation_order(own, others, None).measured is None


def test_without_harmonisation():
    with pytest.raises(NotApplicable, match="declares no harmonisation"):
        harmonisation_order(study(), None, None)
