"""The house stands in order: a module may import only from its own layer and from those to the left."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import newind

ORDER = (
    "errors",
    "kernels",
    "parameters",
    "accounts",
    "equilibrium",
    "policy",
    "systems",
    "index",
    "pathways",
    "briefs",
    "web",
    "cli",
)
ANYWHERE = {"typing", "datafiles", "frozen", "aliases"}
"""Types, reading of data files, closed values, old names: import nothing of newind; every layer may import them."""
OUTSIDE = {"__init__", "testing", "paper", "examples"}
"""The public face, test helpers, the clause map and example files may import every layer but the command line."""
READS_PAPER = {"systems", "index", "pathways", "briefs", "web", "cli"}
LAZY_PANDAS = {
    "errors",
    "typing",
    "datafiles",
    "paper",
    "examples",
    "kernels",
    "parameters",
    "accounts",
    "equilibrium",
    "policy",
    "systems",
    "cli",
}

ROOT = Path(newind.__file__).parent
MODULES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
TOPS = "|".join(sorted({path.parts[0].removesuffix(".py") for path in MODULES} - {"__init__"}))
NAMED = re.compile(rf"newind\.(?:{TOPS})(?:\.\w+)*(?=:\w+$|$)")
"""A module named in a text, to be imported when it is needed."""


def layer(path: Path) -> str:
    """Return the layer (or module name at the top) that a file belongs to."""
    return path.parts[0].removesuffix(".py")


def imports(tree: ast.AST, package: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield line and absolute dotted name of every import below a node, also those inside functions.

    A text that is nothing but the name of a module counts as an import: that is how registries name their modules.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join((*base, *(node.module or "").split("."))).rstrip(".")
            yield from ((node.lineno, f"{stem}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := NAMED.match(node.value)):
            yield node.lineno, found[0]


def home(name: str) -> str | None:
    """Return the layer that a dotted name of newind comes from, None for the version and other packages.

    A public name taken from ``newind`` itself, or ``newind`` as a whole, stands for all that it can lead to.
    """
    first, _, rest = name.partition(".")
    if first != "newind":
        return None
    part = rest.partition(".")[0]
    if (ROOT / part).is_dir() or (ROOT / f"{part}.py").exists():
        return part or "__init__"
    return None if part.startswith("__") else newind._HOMES.get(part, "newind.__init__").split(".")[1]


def top_level(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield the import statements run on import of a module: not those in functions or under TYPE_CHECKING."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        elif not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from top_level(child)


def parse(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def allowed(source: str, target: str) -> bool:
    """Tell whether a module of layer ``source`` may import from layer ``target``."""
    if target in ANYWHERE or source in OUTSIDE:
        return source not in ANYWHERE and (target != "cli" or source == "cli")
    if target in ("paper", "examples"):
        return source in READS_PAPER
    return target in ORDER and source in ORDER and ORDER.index(target) <= ORDER.index(source)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_module_has_its_place(path):
    assert layer(path) in {*ORDER, *ANYWHERE, *OUTSIDE}, f"{path}: not in a layer; give it one (DESIGN: The house)"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_point_to_the_left(path):
    package = ("newind", *path.parts[:-1])
    found = [(line, name, home(name)) for line, name in imports(parse(path), package)]
    wrong = [
        f"{path}:{line} imports {name}"
        for line, name, target in found
        if target is not None and not allowed(layer(path), target)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", [p for p in MODULES if layer(p) in LAZY_PANDAS], ids=str)
def test_pandas_is_imported_only_when_used(path):
    wrong = [
        f"{path}:{line} imports {name} on import of the module"
        for node in top_level(parse(path))
        for line, name in imports(node, ("newind",))
        if name.split(".")[0] in {"pandas", "pyarrow", "matplotlib"}
    ]
    assert not wrong, "\n".join(wrong)


def test_the_rule_itself_tells_left_from_right():
    assert allowed("briefs", "kernels")
    assert allowed("kernels", "errors")
    assert allowed("accounts", "accounts")
    assert not allowed("kernels", "accounts")
    assert not allowed("accounts", "systems")
    assert not allowed("accounts", "nonsense")
    assert not allowed("kernels", "paper")
    assert not allowed("briefs", "__init__")


def test_relative_and_nested_imports_are_seen():
    tree = ast.parse("def f():\n    from ..cli import main\n    import newind.web.app\n")
    assert [name for _, name in imports(tree, ("newind", "kernels"))] == ["newind.cli.main", "newind.web.app"]


def test_modules_named_in_texts_are_seen():
    tree = ast.parse("MODULES = ('newind.cli.app', 'newind.briefs:brief', 'newind brief CHN', 'see newind.cli')")
    assert [name for _, name in imports(tree, ())] == ["newind.cli.app", "newind.briefs"]


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("newind.kernels.carbon.footprint", "kernels"),
        ("newind.brief", "briefs"),
        ("newind.load", "accounts"),
        ("newind", "__init__"),
        ("newind.__version__", None),
        ("numpy.linalg", None),
    ],
)
def test_public_names_stand_for_the_layer_they_come_from(name, layer):
    assert home(name) == layer


def test_only_imports_that_run_on_import_count_as_such():
    tree = ast.parse(
        "if TYPE_CHECKING:\n    import a\nclass K:\n    import b\n    def f():\n        import c\n"
        "try:\n    import d\nfinally: 1"
    )
    assert [name for node in top_level(tree) for _, name in imports(node, ())] == ["b", "d"]
