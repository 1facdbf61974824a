"""Messages in both languages: the catalogue is whole, what is raised stands in it, and Chinese is Chinese."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from pathlib import Path
from string import Formatter

from pydantic_core._pydantic_core import list_all_errors

import newind
from newind.errors import (
    BilingualMessage,
    DataError,
    MessagePart,
    catalogue,
    in_chinese,
    join_items,
    sentences,
    tell,
    unknown,
    within,
)

ROOT = Path(newind.__file__).parent
SOURCES = sorted([*ROOT.rglob("*.py"), *(ROOT.parents[1] / "builders").rglob("*.py")])
"""Modules of the package, and of the builders beside it."""
LIBRARY = {"error", "layout", "table", "lacking", "field_type", "expected_plural", "class_name"}
"""Values that are English words of a library or of Python: the Chinese text may leave them out."""
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]*")
NAMES = {
    # programs, formats, units
    "shipped", "china-2017", "FILE", "DIR", "brief", "question", "against", "pdf", "full",
    "newind", "serve", "data", "template", "Python", "Excel", "WPS", "JSON", "YAML", "PDF", "UTF-8", "KB", "MB", "GB",
    "csv", "xlsx", "npz", "html", "docx", "svg", "CO2", "USD", "M.USD", "M.CNY", "bn.USD", "10K.CNY", "100M.CNY", "EUR",
    "K.CNY", "NaN",
    # what files and the interface call their parts
    "A", "B", "Z", "Y", "about", "regions", "flows", "boundary", "yes", "no", "en", "zh", "link", "package", "actions",
    "yaml", "sum", "mean", "NAME", "none", "low", "high", "world", "abroad", "demand_shift", "productivity",
    "recycling", "shares", "markup", "observed", "market", "firm", "share", "sales", "total", "year", "attach",
    "peak-by", "manufacturing", "concentration", "FILE.csv",
    "user", "Accounts", "Accounts.save", "ev-purchase-subsidy", "CN-GD", "FU101", "FU201", "FU302", "TII", "GO",
    "NEWIND_DEBUG", "EX", "OF", "NOF", "VA001", "VA004", "F", "M",
    # of runs: commands, kinds of workers, what Dask, Python and SQL call things
    "runs", "resume", "list", "Dask", "dask", "scheduler", "worker", "nthreads", "tcp", "host", "serial", "processes",
    "auto", "if", "__name__", "__main__", "name__", "main__", "SELECT", "DESCRIBE", "select", "from", "results",
    "rows", "source", "status", "human_capital", "newind.read_projections", "assumed", "estimated", "skill",
    "pay.high", "pay.medium", "pay.low",
    # what an index is asked with, its methods, keys and columns
    "all", "on", "scenario", "set", "aggregate", "geometric", "AHP", "Box-Cox", "CRITIC", "EM", "Mazziotta-Pareto",
    "PCA", "TOPSIS", "X", "a_ii", "a_ij", "a_ji", "at", "ahp", "by_year", "changes", "code", "copeland", "denominator",
    "direction", "em", "equal", "False", "false", "given", "goalposts", "group", "importance", "impute", "index.scores",
    "left_out", "lower", "upper", "median", "minmax", "name", "null", "p", "parent", "parts", "reason", "remove",
    "target", "type", "unit", "weight", "weights", "zscore", "combined", "noise", "pandas", "csv.gz",
    # commands and functions that list what there is, and keys of registers
    "indicators", "levers", "paper", "redesign", "register", "register.xlsx", "newind.actions", "Package.from_yaml",
    "WIOD", "phi", "kappa", "scale",
    # of tables: publishers, their files, rows and codes, and columns of users' own
    "EXIOBASE", "GLORIA", "Eora26", "pymrio", "pip", "install", "ReadMe", "GLORIA_MRIOs_VERSION_YEAR", "id",
    "calc_extensions", "labels.json", "zip", "xls", "xlsb", "AUS_A03", "TLS", "VA", "OUT", "E", "x", "HS", "ISO", "GBK",
    "CHN", "CN-BJ", "CN-XJ", "ROW", "M.EUR", "B.USD", "K.USD", "units", "reporter", "revision", "publisher", "import",
    "export", "sources", "region", "industry", "value", "satellites", "facts", "co2", "ni.Region", "kind",
    "country", "wiod26", "home", "label_en", "label_zh",
}  # fmt: skip
"""Names and codes that stand in Chinese as they are."""


def fields(text: str) -> set[str]:
    """Return the names of the values that a text takes."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@cache
def parsed() -> list[tuple[Path, list[ast.Call | ast.Constant]]]:
    """Return the calls and constants of the package's sources, file by file."""
    return [
        (path, [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, (ast.Call, ast.Constant))])
        for path in SOURCES
    ]


def calls() -> Iterator[tuple[Path, int, str, set[str]]]:
    """Yield file, line, name and values of every message that the package raises under a name written out."""
    for path, every in parsed():
        for node in every:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tell" and node.args:
                for id in written(node.args[0]):
                    yield path, node.lineno, id, {str(k.arg) for k in node.keywords}


def written(node: ast.expr) -> list[str]:
    """Return the names that an expression may be, nothing for one that is put together."""
    if isinstance(node, ast.IfExp):
        return written(node.body) + written(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def faults(en: str, zh: str) -> Iterator[str]:
    """Yield what is wrong with a message."""
    bare = "".join(text for text, *_ in Formatter().parse(zh))
    if not (en and zh):
        yield "a language is missing"
    if not fields(zh) <= fields(en) <= fields(zh) | LIBRARY:
        yield f"values differ: {fields(en) ^ fields(zh)}"
    if odd := {w.strip(".-") for w in LATIN.findall(bare)} - NAMES:
        yield f"words that are no names: {odd}"
    if re.search(r"(?<![0-9A-Za-z.])[,;:?!]|\.$", bare):
        yield "punctuation of Chinese is full-width"


def test_every_message_says_the_same_in_both_languages() -> None:
    wrong = {id: found for id, m in catalogue().items() if (found := list(faults(m["en"], m["zh"])))}
    assert not wrong


def test_what_is_raised_stands_in_the_catalogue_with_its_values() -> None:
    wrong = [
        f"{path.name}:{line} {id}"
        for path, line, id, given in calls()
        if id not in catalogue() or not fields(catalogue()[id]["en"]) <= given
    ]
    assert not wrong


READERS = [
    *sorted((ROOT / "data" / "readers").rglob("*.py")),
    *(
        ROOT / "data" / f"{name}.py"
        for name in ("abroad", "attach", "attach_rows", "product_layouts", "single", "template")
    ),
    ROOT / "policy" / "registerbook.py",
]
"""Modules that refuse tables of users."""
PLAIN = (ast.JoinedStr, ast.Constant, ast.BinOp)
"""Text that is written out or put together, in English alone."""


def test_refusals_of_tables_of_users_are_in_both_languages() -> None:
    raised = [
        (path.name, node.lineno, node.args[-1])
        for path, every in parsed()
        if path in READERS
        for node in every
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("DataError", "PolicyError", "UnknownNameError", "unknown", "found.add")
    ]
    assert len(raised) > 150
    assert not [f"{name}:{line}" for name, line, said in raised if isinstance(said, PLAIN)]


def test_what_levers_must_hold_stands_in_the_catalogue() -> None:
    trees = [ast.parse(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "equilibrium" / "levers").glob("*.py"))]
    checks = [
        n for t in trees for n in ast.walk(t) if isinstance(n, ast.Call) and ast.unparse(n.func) == "refuse_unless"
    ]
    assert len(checks) > 10
    assert not [id for c in checks for id in written(c.args[5]) if id not in catalogue()]


def nodes() -> Iterator[ast.AST]:
    """Yield every node of the package's sources."""
    return (node for _, every in parsed() for node in every)


def put_together() -> Iterator[re.Pattern[str]]:
    """Yield a pattern of each name of a message that is put together where it is told: its parts stand in groups."""
    for node in nodes():
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.JoinedStr):
            continue
        if ast.unparse(node.func) in ("tell", "catalogue().get"):
            parts = node.args[0].values
            yield re.compile("".join(re.escape(p.value) if isinstance(p, ast.Constant) else "(.+)" for p in parts))


def test_every_message_is_raised_somewhere() -> None:
    constants = {str(node.value) for node in nodes() if isinstance(node, ast.Constant)}
    constants |= {str(e["type"]) for e in list_all_errors()} | {str(int(status)) for status in HTTPStatus}
    patterns = set(put_together())
    found = {id: [m.groups() for p in patterns if (m := p.fullmatch(id))] for id in catalogue() if id not in constants}
    assert patterns
    assert not [id for id, parts in found.items() if not any(map(constants.issuperset, parts))]


def test_mistakes_of_requests_are_those_of_pydantic() -> None:
    known = {e["type"]: e["message_template_python"] for e in list_all_errors()}
    ours = {id.removeprefix("request."): m["en"] for id, m in catalogue().items() if id.startswith("request.")}
    assert {k: v for k, v in ours.items() if k not in ("more", "no_json")} == {
        k: known[k] for k in ours if k not in ("more", "no_json")
    }


def test_an_error_keeps_its_chinese_on_the_way() -> None:
    error = pickle.loads(pickle.dumps(unknown("economy", "CHM", ["CHN"], "")))
    assert (str(error), in_chinese(error)) == (
        "unknown economy 'CHM'. Did you mean 'CHN'?",
        "没有名为“CHM”的经济体。是否指“CHN”？",
    )
    placed = within("a.csv", error)
    assert placed == f"a.csv: {error}"
    assert placed.zh == f"a.csv：{in_chinese(error)}"
    assert sentences([placed, error], "\n").zh == f"{placed.zh}\n{in_chinese(error)}"


def test_without_chinese_of_a_part_the_whole_has_none() -> None:
    english = DataError("only in English.")
    assert in_chinese(english) == within("a.csv", english).zh == sentences([english]).zh == ""
    assert tell("model.bills", which=MessagePart("some")).zh == ""
    assert tell("model.bills", which=BilingualMessage("some", "")).zh == ""
    assert tell("model.bills", which=join_items(["CHN", "USA"])).zh == "财政成本使CHN、USA没有收入"
