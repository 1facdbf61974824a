"""The house stands in order, also where imports are written as text, and pandas is imported only when it is used.

Imports themselves are checked by ``lint-imports``, which reads the same contract in ``pyproject.toml``.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import newind
from sources import Import, Source, read_source, read_text

ROOT = Path(newind.__file__).parent
CONTRACT = tomllib.loads((ROOT.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
ROOMS = {
    room.strip(): height
    for height, rooms in enumerate(reversed(CONTRACT["contracts"][0]["layers"]))
    for room in rooms.split("|")
}
"""Height of each room and single module."""
PANDAS = {"index", "pathways", "questions", "documents", "web"}
"""Rooms whose modules may import pandas at once."""
NAMED = re.compile(rf"newind\.(?:{'|'.join(ROOMS)})(?:\.\w+)*(?=:\w+$|$)")
"""A module named in a text, to be imported when it is needed."""


def room_of(path: Path) -> str:
    """Return the room, or the single module at the top, that a file is in."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def modules() -> Iterator[tuple[str, str, Path]]:
    """Yield place, room and file of each module but the public face and the old names."""
    for path in sorted(ROOT.rglob("*.py")):
        if path not in (ROOT / "__init__.py", ROOT / "aliases.py"):  # which lead anywhere
            yield path.relative_to(ROOT).as_posix(), room_of(path), path


def named_rooms(source: Source) -> Iterator[tuple[int, str]]:
    """Yield line and room of each text that names a module, and of each public name taken from ``newind`` itself."""
    for line, text in source.strings:
        if found := NAMED.match(text):
            yield line, found[0].split(".")[1]
    for node in source.imports:
        if isinstance(node, ast.ImportFrom) and node.module == "newind":
            homes = (getattr(newind, a.name).__module__ for a in node.names if a.name in newind.__all__)
            yield from ((node.lineno, home.split(".")[1]) for home in homes)
        elif isinstance(node, ast.Import) and any(a.name == "newind" for a in node.names):
            yield node.lineno, "cli"  # the whole of it stands for all that it can lead to


def packages(node: Import) -> set[str]:
    """Return the packages of an import."""
    names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return {name.split(".")[0] for name in names}


def test_texts_name_modules_of_rooms_below():
    wrong = [
        f"{place}:{line} names {below}"
        for place, room, path in modules()
        for line, below in named_rooms(read_source(path))
        if ROOMS[below] > ROOMS[room]
    ]
    assert not wrong, "\n".join(wrong)


def test_pandas_is_imported_only_when_used():
    wrong = [
        f"{place}:{node.lineno}"
        for place, room, path in modules()
        if room not in PANDAS
        for node in read_source(path).at_once
        if packages(node) & {"pandas", "pyarrow", "matplotlib"}
    ]
    assert not wrong, "\n".join(wrong)


def test_the_contract_is_from_the_top_down_and_names_every_room():
    assert ROOMS["cli"] > ROOMS["documents"] > ROOMS["questions"] > ROOMS["measures"] > ROOMS["data"] > ROOMS["kernels"]
    assert {room for _, room, _ in modules()} | {"aliases"} == set(ROOMS)


def test_rooms_named_in_texts_are_seen():
    source = read_text(
        "MODULES = ('newind.cli.app', 'newind.documents:brief', 'newind brief CHN', 'see newind.cli')\n"
        "def f():\n    from newind import load, __version__\n    import newind"
    )
    assert sorted(named_rooms(source)) == [(1, "cli"), (1, "documents"), (3, "data"), (4, "cli")]


def test_only_imports_that_run_on_import_count_as_such():
    source = read_text(
        "if TYPE_CHECKING:\n    import a\nclass K:\n    import b.c\n    def f():\n        import c\n"
        "try:\n    from d.e import f\nfinally: 1"
    )
    assert [packages(node) for node in source.at_once] == [{"b"}, {"d"}]
