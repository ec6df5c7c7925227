"""The shape of the house, read from the syntax trees: imports go down, one foreign library has one place."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

import radaudit

ROOT = Path(radaudit.__file__).parent
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))

LAYERS = {
    **dict.fromkeys(["__init__", "__main__", "cli", "session"], 7),
    **dict.fromkeys(["answers_file", "answers_form", "arguments", "checklist_command", "pdf", "raters_view"], 7),
    **dict.fromkeys(["catalogue", "output", "plan_command", "plan_view", "progress", "selfcheck"], 7),
    **dict.fromkeys(["gate_commands", "init_command", "sample_command", "survey_command", "survey_session"], 7),
    "render": 6,
    **dict.fromkeys(["auditing", "judging", "describing", "request", "verdict", "pseudonyms", "baseline"], 5),
    "weighing": 5,
    **dict.fromkeys(["checklists", "comparing", "drafting", "planning", "resources", "samples", "surveying"], 5),
    "checks": 4,
    "evidence": 3,
    **dict.fromkeys(["images", "features", "deep", "harmonisation", "models", "statistics"], 2),
    **dict.fromkeys(["codebase", "environment", "forensics"], 2),
    **dict.fromkeys(["study", "compute"], 1),
    "core": 0,
}
# Within a layer a package imports itself only, but for these; `statistics` takes numbers and gives numbers.
NEIGHBOURS = {
    ("features", "images"),
    ("deep", "images"),
    ("deep", "statistics"),
    ("deep", "features"),
    ("deep", "models"),
    ("harmonisation", "statistics"),
    ("models", "harmonisation"),
    ("forensics", "harmonisation"),
    ("features", "statistics"),
    ("models", "statistics"),
    ("models", "codebase"),
    ("forensics", "features"),
    ("forensics", "statistics"),
    ("auditing", "baseline"),
    ("auditing", "describing"),
    ("auditing", "judging"),
    ("auditing", "request"),
    ("describing", "request"),
    ("auditing", "checklists"),
    ("comparing", "baseline"),
    ("auditing", "pseudonyms"),
    ("auditing", "verdict"),
    ("auditing", "weighing"),
    ("planning", "auditing"),
    ("surveying", "checklists"),
}
# What ships with radaudit is found by two modules that anything from layer 5 up may use.
SHIPPED = {"resources", "samples"}

ONE_PLACE = {
    "radiomics": ("features/radiomics.py", "features/fast/pyradiomics.py"),
    "SimpleITK": "images/",
    "pydicom": "images/",
    "surface_distance": "images/surfaces.py",
    **dict.fromkeys(["torch", "monai", "safetensors", "onnx"], "deep/"),
}
ONE_MODULE = ("neuroHarmonize", "neuroCombat", "distributed", "skops", "stdnum")
# Slow to import: whoever asks for help or an explanation must not wait for them.
HEAVY = {"radiomics", "SimpleITK", "pydicom", "sklearn", "pandas", "pyarrow", "openpyxl", *ONE_MODULE}
HEAVY |= {"torch", "monai", "onnx"}

LONGEST_FILE = 320
LONGEST_FUNCTION = 60


@cache
def tree(module):
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def imports(node):
    """Every module that a syntax tree imports, as it is written, with its line."""
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            for alias in part.names:
                yield alias.name, part.lineno
        elif isinstance(part, ast.ImportFrom):
            assert part.level == 0, "imports are written in full"
            yield part.module, part.lineno
            if part.module == "radaudit":
                for alias in part.names:
                    yield f"radaudit.{alias.name}", part.lineno


@cache
def imports_of(module):
    """Every import of a module; the trees are large, and many tests ask."""
    return tuple(imports(tree(module)))


def own_imports(module):
    """What a module imports of radaudit: dotted names without ``radaudit.``."""
    for name, line in imports_of(module):
        inner = name.removeprefix("radaudit.")
        if inner != name and inner.partition(".")[0] in LAYERS:
            yield inner, line


def part_of(module):
    """The package or top-level module that a file is part of."""
    return module.removesuffix(".py").partition("/")[0]


def foreign_imports():
    for module in MODULES:
        for name, line in imports_of(module):
            yield name.partition(".")[0], module, line


def test_the_house_is_not_empty():
    assert len(MODULES) > 50


def test_every_part_of_the_house_has_a_layer():
    assert {part_of(module) for module in MODULES} <= set(LAYERS)


def allowed(importer, imported):
    if importer == imported or (importer, imported) in NEIGHBOURS:
        return True
    if imported in SHIPPED:
        return LAYERS[importer] >= 5
    if importer == "render":
        return imported == "core"
    if LAYERS[importer] == LAYERS[imported]:
        return LAYERS[importer] == 7  # the front: command line, session, output
    return LAYERS[importer] > LAYERS[imported]


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module):
    up = [
        f"{module}:{line} imports {name}"
        for name, line in own_imports(module)
        if not allowed(part_of(module), name.partition(".")[0])
    ]
    assert up == []


@pytest.mark.parametrize(
    ("importer", "imported", "may"),
    [
        ("checks", "evidence", True),
        ("checks", "statistics", True),
        ("evidence", "checks", False),
        ("core", "study", False),
        ("study", "compute", False),
        ("features", "images", True),
        ("images", "features", False),
        ("statistics", "features", False),
        ("models", "features", False),
        ("render", "core", True),
        ("render", "resources", True),
        ("render", "auditing", False),
        ("render", "study", False),
        ("checks", "resources", False),
        ("checklists", "resources", True),
        ("checklists", "render", False),
        ("cli", "session", True),
        ("auditing", "session", False),
    ],
)
def test_what_the_rule_says(importer, imported, may):
    assert allowed(importer, imported) is may


def job_modules():
    """Modules that define a Job."""
    for module in MODULES:
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.ClassDef) and any("Job" in ast.unparse(base).split(".") for base in node.bases):
                yield module.removesuffix(".py").replace("/", ".")


def test_the_jobs_are_found():
    assert {"features.radiomics", "images.inspect"} <= set(job_modules())


def test_checks_measure_nothing_expensive():
    costly = {"compute", "images", *job_modules()}
    found = [
        f"{module}:{line} imports {name}"
        for module in MODULES
        if part_of(module) == "checks"
        for name, line in own_imports(module)
        if any(name == place or name.startswith(f"{place}.") for place in costly)
    ]
    assert found == []


@pytest.mark.parametrize(("library", "place"), ONE_PLACE.items())
def test_a_foreign_library_has_one_place(library, place):
    found = [f"{module}:{line}" for name, module, line in foreign_imports() if name == library]
    assert [where for where in found if not where.startswith(place)] == []


@pytest.mark.parametrize("library", ONE_MODULE)
def test_a_foreign_library_has_at_most_one_module(library):
    assert len({module for name, module, _ in foreign_imports() if name == library}) <= 1


@pytest.mark.parametrize("module", MODULES)
def test_heavy_libraries_are_imported_where_they_are_used(module):
    found = [
        f"{module}:{line} imports {name}"
        for node in tree(module).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name, line in imports(node)
        if name.partition(".")[0] in HEAVY
    ]
    assert found == []


def test_only_declared_libraries_are_imported():
    import tomllib

    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text())["project"]
    listed = [
        *project["dependencies"],
        *(text for extra in project["optional-dependencies"].values() for text in extra),
    ]
    declared = {text.partition(">")[0].partition("=")[0].partition("<")[0].lower() for text in listed}
    names = {"yaml": "pyyaml", "sklearn": "scikit-learn", "radiomics": "pyradiomics-bhklab"}
    names |= {
        "surface_distance": "surface-distance",
        "skimage": "scikit-image",
        "PIL": "pillow",
        "stdnum": "python-stdnum",
    }
    through = {"pykwalify", "markupsafe"}  # what pyradiomics checks its schema with, and jinja2 its text
    strangers = {
        f"{module}:{line} imports {name}"
        for name, module, line in foreign_imports()
        if name not in sys.stdlib_module_names
        and name not in {"radaudit", "__future__", *through}
        and names.get(name, name).lower() not in declared
    }
    assert strangers == set()


@pytest.mark.parametrize("module", MODULES)
def test_a_file_says_one_thing_and_a_function_fits_on_a_screen(module):
    lines = len((ROOT / module).read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE
    long = [
        f"{module}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_nothing_is_called_a_utility():
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    assert [module for module in MODULES if vague & set(module.removesuffix(".py").split("/"))] == []


@pytest.mark.parametrize("module", MODULES)
def test_study_files_are_never_run_or_unpickled(module):
    """`models` runs a study's code, in a process of its own and only where the auditor trusts it."""
    calls = [ast.unparse(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    dangerous = {"eval", "exec", "pickle.load", "pickle.loads", "yaml.load", "yaml.unsafe_load", "os.system"}
    assert [call for call in calls if call in dangerous] == []
