"""What starting up may import: help and errors answer at once only if nothing heavy is loaded for them."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest

STARTS_WITH = {
    "annotated_doc",  # typer and what it imports
    "click",
    "shellingham",
    "typer",
    "typing_extensions",
    "newind",
}
"""Third-party modules, by top name, that ``newind --help`` may load."""

LISTING = """
import json, sys
before = set(sys.modules)
{statement}
tops = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(json.dumps(sorted(t for t in tops if t not in sys.stdlib_module_names and not t.startswith("_"))))
"""


def loaded_by(statement: str) -> set[str]:
    """Return the top names of third-party modules that a statement loads in a fresh interpreter."""
    code = LISTING.format(statement=statement)
    out = subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True).stdout
    return set(json.loads(out.splitlines()[-1]))


HELP = """
import contextlib, io
from newind.cli import main
with contextlib.redirect_stdout(io.StringIO()) as shown, contextlib.suppress(SystemExit):
    sys.argv = ["newind", "--help"]
    main()
assert "Usage" in shown.getvalue()
"""


@pytest.mark.parametrize("statement", ["import newind.cli", HELP], ids=["import", "help"])
def test_the_command_line_starts_with_few_modules(statement):
    assert loaded_by(statement) <= STARTS_WITH


def test_import_newind_loads_no_third_party_module():
    assert loaded_by("import newind") == {"newind"}


def test_naming_the_public_functions_does_not_load_pandas():
    assert "pandas" not in loaded_by("import newind; newind.load; newind.measure; newind.indicators")


def test_measuring_loads_no_findings_and_no_charts():
    """Rooms that a table of indicators does not need stay closed."""
    measure = (
        "import sys, contextlib, io; sys.argv = ['newind', 'measure', 'CHN', '--ids', 's4.dva_share']; "
        "from newind.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main()\n"
        "print(sorted({'.'.join(m.split('.')[:2]) for m in sys.modules if m.startswith('newind.')}))"
    )
    out = subprocess.run([sys.executable, "-I", "-c", measure], check=True, capture_output=True, text=True).stdout
    rooms = set(ast.literal_eval(out))
    assert "newind.measures" in rooms
    assert not rooms & {"newind.charts", "newind.analyses", "newind.documents", "newind.equilibrium", "newind.policy"}


def test_every_indicator_is_computed_without_pandas():
    """Tables are made of the results at the end: nothing on the way there imports pandas."""
    compute = (
        "import newind; from newind.measures.measure import compute_indicator; "
        "last, w = (newind.load('world', year=y) for y in (2006, 2007)); "
        "assert all(compute_indicator(w, i, last) for i in newind.indicators().ids)"
    )
    assert not {"pandas", "pyarrow", "matplotlib", "hypothesis"} & loaded_by(compute)


def test_an_answer_is_shown_and_written_without_pandas(tmp_path):
    """Only a question whose figures are frames imports pandas: no way of giving its answer does."""
    give = f"""
from newind.cli.answers import give
from newind.documents.answers import write_csv, write_xlsx
from newind.questions.answers import Answer
from newind.questions.table import DataTable
from newind.web.answers.questions import format_answer
table = DataTable.from_rows([{{'region': 'CHN', 'share': 0.5}}, {{'region': 'USA'}}])
made = Answer({{'en': 'T', 'zh': '题'}}, {{'one': table}}, {{}}, divided={{'one': 'region'}})
assert write_csv(made, {str(tmp_path / "a.csv")!r}) and write_xlsx(made, {str(tmp_path / "a.xlsx")!r})
assert format_answer(made)['tables'][0]['rows'][1]['share'] is None
give(made, 'zh', as_json=False, out=None)
give(made, 'en', as_json=True, out=None)
"""
    assert not {"pandas", "pyarrow", "matplotlib", "hypothesis"} & loaded_by(give)
    assert (tmp_path / "a.csv").read_text("utf-8-sig") == "region,share\nCHN,0.5\nUSA,\n"


def test_the_listing_would_notice():
    assert "numpy" in loaded_by("import numpy")
