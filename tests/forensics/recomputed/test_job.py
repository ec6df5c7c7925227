import json

from radaudit.forensics.recomputed.job import Recompute, found_of
from radaudit.forensics.recomputed.recipe import Recipe
from radaudit.forensics.recomputed.search import search
from tests.made_harmonised import made, side_by_side


def test_what_is_stored_is_what_was_found():
    job = Recompute(side_by_side(made(old=True, reference="A")), Recipe("all rows", "site"))
    again = found_of(json.loads(json.dumps(job.run())))
    assert again == search(job.tables, job.declared)
    assert again.met[0].recipe.method.reference == "A"


def test_the_key_is_of_both_tables_and_of_what_is_declared():
    one, two = (Recompute(side_by_side(made(**options)), None) for options in ({}, {"old": True}))
    assert len({one.key, two.key, Recompute(one.tables, Recipe("all rows", "site")).key}) == 3
