"""The house in numbers: lines by room and kind, files, names, suppressions, what commands load, where tests spend time.

``python tools/house.py [FOLDER]`` counts this repository, or another checkout to compare with; ``--run`` also times
`import newind`, `--help`, `measure` and `brief`; ``--tests FILE`` adds up reports of ``pytest --junitxml=FILE``;
``--write`` puts the tables into docs/architecture.md, and the picture beside it.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from pagetables import table

ROOT = Path(__file__).parents[1]
PAGE = "docs/architecture.md"
PICTURE = "docs/img/house.svg"
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
ROOMS = [
    name
    for layer in CONTRACT["contracts"][0]["layers"]
    for name in layer.split(" | ")
    if (ROOT / "src" / "newind" / name).is_dir() and name != "examples"
]
"""From the top down: a room imports from those below it only."""
LOOSE = "top level"
"""The files that are in no room: the public face, errors, types, example files."""
KINDS = ("code", "docstring", "comment", "import", "blank")
IRREGULAR = """
    been begun bent bought broken brought built caught chosen done drawn driven fallen fed felt forgotten given gone
    grown heard held hidden kept known laid led lent lost made meant met paid said sent shown sold sought spent spoken
    stood taken taught thought told torn understood won worn written
"""
NO_PARTICIPLES = {"embed", "exceed", "feed", "indeed", "need", "proceed", "seed", "shed", "speed"}
RIDDLES = {"of"}
GOALS = {
    "source lines (code only)": "105,000",
    "Python files": "500",
    "import lines": "5 %",
    "of them named by a participle": "3 %",
    'docstrings that begin with "What"': "0",
    "Python files that hold Chinese text": "0",
}
"""At most."""
SUPPRESSED = {
    "noqa": r"#\s*noqa\b",
    "type: ignore": r"#\s*type:\s*ignore\b",
    "no cover": r"#\s*pragma:",
    "warning filters": r"\b(?:filterwarnings|simplefilter)\(",
}
COMMAND = "import sys; from newind.cli import main; sys.exit(main())"
RUNS = {
    "import newind": ["import newind"],
    "newind --help": [COMMAND, "--help"],
    "newind measure CHN": [COMMAND, "measure", "CHN"],
    "newind brief CHN": [COMMAND, "brief", "CHN", "--out", "{out}"],
}
COUNTED = """
import atexit, os, sys
from pathlib import Path
counted = lambda: sum(name.split(".")[0] == "newind" for name in sys.modules)
atexit.register(lambda: Path(os.environ["HOUSE_COUNT"]).write_text(str(counted())))
"""
"""Code with which each process writes its count when it ends."""


@dataclass
class House:
    """Counts of one checkout: by room, by kind, by name."""

    lines: dict[str, Counter[str]] = field(default_factory=dict)
    imports: Counter[tuple[str, str]] = field(default_factory=Counter)
    functions: list[str] = field(default_factory=list)
    classes: Counter[str] = field(default_factory=Counter)
    suppressed: Counter[str] = field(default_factory=Counter)
    what: int = 0
    chinese: int = 0
    builders: int = 0

    def sum(self, kind: str) -> int:
        """Return how many of a kind there are in all rooms."""
        return sum(counted[kind] for counted in self.lines.values())


# ---- the source
def read_house(root: Path) -> House:
    """Count the files of a checkout's ``src/newind``."""
    source, house = root / "src" / "newind", House()
    for path in sorted(source.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        nodes = list(ast.walk(ast.parse(text, filename=str(path))))
        room = room_of(path.relative_to(source))
        kinds = count_lines(text, nodes)
        house.lines.setdefault(room, Counter()).update(kinds, files=1, lines=sum(kinds.values()))
        house.imports.update((room, below) for below in list_imported_rooms(nodes) if below != room)
        house.functions += list_functions(nodes)
        house.classes.update(node.name for node in nodes if isinstance(node, ast.ClassDef))
        house.suppressed.update({name: len(re.findall(rule, text)) for name, rule in SUPPRESSED.items()})
        house.what += sum(doc.lower().startswith("what ") for doc in list_docstrings(nodes))
        house.chinese += bool(re.search("[\u4e00-\u9fff]", text))
    builders = (path.read_text(encoding="utf-8") for path in (root / "builders").rglob("*.py"))
    house.builders = sum(text.count("\n") for text in builders)
    return house


def room_of(path: Path) -> str:
    """Return the room of a file, by its path below the package."""
    return path.parts[0] if path.parts[0] in ROOMS else LOOSE


def count_lines(text: str, nodes: list[ast.AST]) -> Counter[str]:
    """Return the number of lines of each of KINDS."""
    lines = [line.strip() for line in text.removesuffix("\n").split("\n")] if text else []
    kinds = ["comment" if line.startswith("#") else "code" if line else "blank" for line in lines]
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            kind = "import"
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            kind = "docstring"
        else:
            continue
        span = slice(node.lineno - 1, node.end_lineno)
        kinds[span] = [kind] * len(kinds[span])
    return Counter(kinds)


def list_imported_rooms(nodes: list[ast.AST]) -> list[str]:
    """Return the room of each import from this package."""
    found = []
    for node in nodes:
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{a.name}" for a in node.names]
        parts = [name.split(".") for name in names]
        found += [p[1] if p[1] in ROOMS else LOOSE for p in parts if p[0] == "newind" and len(p) > 1]
    return found


def list_functions(nodes: list[ast.AST]) -> list[str]:
    """Return the names of functions and methods that are neither properties nor Python's own."""
    return [
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("__")
        and not any("property" in ast.unparse(d) for d in node.decorator_list)
    ]


def list_docstrings(nodes: list[ast.AST]) -> list[str]:
    """Return the docstrings of classes and functions."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [ast.get_docstring(node) or "" for node in nodes if isinstance(node, kinds)]


def is_participle(name: str) -> bool:
    """Tell whether a function is named by its result rather than by a verb and a noun.

    Examples
    --------
    >>> [is_participle(name) for name in ("_kept", "joined_rows", "chunk_done", "read_seed", "join_rows")]
    [True, True, True, False, False]
    """
    words = name.strip("_").lower().removesuffix("value_added").strip("_").split("_")
    return name.strip("_") in RIDDLES or any(
        word in IRREGULAR.split() or (word.endswith("ed") and len(word) > 3 and word not in NO_PARTICIPLES)
        for word in {words[0], words[-1]}
    )


# ---- what runs, and how long
def read_runs(root: Path) -> list[tuple[str, float, int]]:
    """Run each of RUNS in processes of its own; return its name, the least seconds and the modules it loads."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sitecustomize.py").write_text(COUNTED, encoding="utf-8")
        counted = Path(folder) / "count"
        path = os.pathsep.join([folder, str(root / "src")])
        environment = os.environ | {"PYTHONPATH": path, "HOUSE_COUNT": str(counted)}
        for name, words in RUNS.items():
            seconds = []
            for _ in range(1 if "brief" in name else 3):
                command = [sys.executable, "-c", *(w.format(out=Path(folder) / "out") for w in words)]
                begun = time.perf_counter()
                subprocess.run(command, env=environment, check=True, capture_output=True)
                seconds.append(time.perf_counter() - begun)
            found.append((name, min(seconds), int(counted.read_text(encoding="utf-8"))))
    return found


def read_tests(files: list[Path]) -> dict[str, tuple[int, float]]:
    """Return items and seconds of each test file, from reports of pytest."""
    found: dict[str, tuple[int, float]] = {}
    for file in files:
        for case in ET.parse(file).iter("testcase"):  # written by our own run
            name = (case.get("classname") or "").replace(".", "/") + ".py"
            many, seconds = found.get(name, (0, 0.0))
            found[name] = (many + 1, seconds + float(case.get("time") or 0))
    return found


# ---- tables
def write_measures(house: House, before: dict[str, str]) -> str:
    """Return the table of what the house is judged by: before (today where nothing is known), now, and the goal."""
    lines, code = house.sum("lines"), house.sum("code")
    participles = sum(is_participle(name) for name in house.functions)
    several = sum(many > 1 for many in house.classes.values())
    rows = [
        ("source lines (code only)", f"{lines:,} ({code:,})"),
        ("lines of builders, outside the package", f"{house.builders:,}"),
        ("Python files", f"{house.sum('files'):,}"),
        ("import lines", f"{100 * house.sum('import') / lines:.1f} %"),
        ("functions and methods", f"{len(house.functions):,}"),
        ("of them named by a participle", f"{100 * participles / len(house.functions):.1f} %"),
        ('docstrings that begin with "What"', f"{house.what:,}"),
        ("class names (with several meanings)", f"{len(house.classes):,} ({several})"),
        ("Python files that hold Chinese text", f"{house.chinese:,}"),
        ("suppressions", ", ".join(f"{name} {house.suppressed[name]}" for name in SUPPRESSED)),
    ]
    return table(["measure", "before", "now", "goal"], [(n, before.get(n, v), v, GOALS.get(n, "")) for n, v in rows])


def read_before(page: str) -> dict[str, str]:
    """Return what the page's table of measures has as before, by measure."""
    rows = [line.split(" | ") for line in page.partition("<!-- measures -->")[2].partition("<!-- /")[0].splitlines()]
    return {row[0].removeprefix("| "): row[1] for row in rows if len(row) > 1}


def write_rooms(house: House) -> str:
    """Return the table of lines by room and kind."""
    rows = [
        [room, *(f"{house.lines[room][k]:,}" for k in ("files", "lines", *KINDS))]
        for room in [*ROOMS, LOOSE]
        if room in house.lines
    ]
    rows.append(["all", *(f"{house.sum(k):,}" for k in ("files", "lines", *KINDS))])
    return table(["room", "files", "lines", *KINDS], rows)


def write_runs(runs: list[tuple[str, float, int]]) -> str:
    """Return the table of commands."""
    return table(["run", "seconds", "modules of newind"], [(n, f"{s:.2f}", many) for n, s, many in runs])


def write_tests(tests: dict[str, tuple[int, float]], longest: int = 10) -> str:
    """Return the table of test files, those that take longest first."""
    ranked = sorted(tests.items(), key=lambda pair: -pair[1][1])
    rows = [(name, f"{many:,}", f"{seconds:.0f}") for name, (many, seconds) in ranked[:longest]]
    others = ranked[longest:]
    rows += [write_sum(f"{len(others)} other files", dict(others)), write_sum("all", tests)]
    return table(["test file", "items", "seconds"], rows)


def write_sum(name: str, tests: dict[str, tuple[int, float]]) -> tuple[str, str, str]:
    """Return the row of several test files together."""
    return name, f"{sum(many for many, _ in tests.values()):,}", f"{sum(seconds for _, seconds in tests.values()):.0f}"


# ---- the picture
WIDTH, HIGH, LEFT, GAP = 860, 30, 120, 8
FILLS = {"code": "#2f6f8f", "docstring": "#8fb8cc", "import": "#d08c3c"}


def draw_house(house: House) -> str:
    """Return the rooms one above the other as SVG: their lines by kind, and the imports from room to room."""
    rooms = [room for room in [*ROOMS, LOOSE] if room in house.lines]
    most = max(sum(house.lines[r][k] for k in FILLS) for r in rooms)
    scale = 0.52 * WIDTH / most
    drawn = [draw_room(house, room, k, scale) for k, room in enumerate(rooms)]
    high = len(rooms) * (HIGH + GAP) + 46
    legend = "".join(
        f'<rect x="{LEFT + 130 * k}" y="{high - 24}" width="12" height="12" fill="{fill}"/>'
        f'<text x="{LEFT + 130 * k + 18}" y="{high - 14}">{kind}</text>'
        for k, (kind, fill) in enumerate(FILLS.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" font-family="sans-serif" font-size="12" '
        f'fill="#222" role="img"><title>The rooms of newind: lines by kind, and who imports whom</title>'
        f'<rect width="{WIDTH}" height="{high}" fill="#fff"/>{"".join(drawn)}{legend}</svg>\n'
    )


def draw_room(house: House, room: str, place: int, scale: float) -> str:
    """Return one room: its name, a bar of lines by kind, files, and the three rooms that it imports most from."""
    y, x, counted = place * (HIGH + GAP) + GAP, float(LEFT), house.lines[room]
    parts = [f'<text x="{LEFT - 10}" y="{y + 19}" text-anchor="end" font-weight="600">{room}</text>']
    for kind, fill in FILLS.items():
        wide = counted[kind] * scale
        parts.append(f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="{HIGH}" fill="{fill}"/>')
        x += wide
    below = sorted(((many, b) for (a, b), many in house.imports.items() if a == room and b != LOOSE), reverse=True)[:3]
    named = " · ".join(f"{b} {many}" for many, b in below)
    parts.append(
        f'<text x="{x + 8:.1f}" y="{y + 13}">{counted["lines"]:,} lines, files: {counted["files"]}</text>'
        f'<text x="{x + 8:.1f}" y="{y + 27}" fill="#666" font-size="11">{"imports: " + named if named else ""}</text>'
    )
    return "".join(parts)


# ---- the page
def put(page: str, name: str, text: str) -> str:
    """Return a page with what stands between the markers of a name replaced."""
    rule = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not rule.search(page):
        raise SystemExit(f"{PAGE} has no place for {name}: <!-- {name} --> ... <!-- /{name} -->")
    return rule.sub(lambda found: f"{found[1]}\n{text}\n{found[2]}", page)


def main() -> None:
    """Print or write the tables."""
    parser = argparse.ArgumentParser(description="The house in numbers: lines, files, names, suppressions, runs, tests")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT, help="a checkout (this one by default)")
    parser.add_argument("--run", action="store_true", help="also run the commands")
    parser.add_argument("--tests", nargs="+", type=Path, default=[], metavar="FILE", help="of pytest --junitxml")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE}, the picture into {PICTURE}")
    asked = parser.parse_args()
    if asked.write and asked.folder != ROOT:
        parser.error("--write is for this repository: leave out the folder")
    house = read_house(asked.folder)
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    tables = {"measures": write_measures(house, read_before(page)), "lines": write_rooms(house)}
    if asked.run:
        tables["runs"] = write_runs(read_runs(asked.folder))
    if asked.tests:
        tables["tests"] = write_tests(read_tests(asked.tests))
    print("\n".join(tables.values()))
    if asked.write:
        for name, text in tables.items():
            page = put(page, name, text)
        (ROOT / PAGE).write_text(page, encoding="utf-8")
        (ROOT / PICTURE).write_text(draw_house(house), encoding="utf-8")


if __name__ == "__main__":
    main()
