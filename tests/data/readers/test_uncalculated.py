"""Formulas without a value are named instead of being read as blank."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

import newind as ni
from nbs_layout import LEFT, TOP, Layout, made
from newind.data.readers.hidden import check_formulas, find_formula_errors
from newind.data.readers.sheets import Sheet
from newind.errors import DataError


def patched(path: Path, sheet: int, change: dict[str, str]) -> Path:
    """Replace texts in the XML of a sheet."""
    content = path.read_bytes()
    with ZipFile(BytesIO(content)) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8", errors="surrogateescape")
            for part, other in change.items() if name == f"xl/worksheets/sheet{sheet}.xml" else ():
                assert text.count(part) == 1, part
                text = text.replace(part, other)
            new.writestr(name, text.encode("utf-8", errors="surrogateescape"))
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a workbook with every kind of formula."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("s")
        sheet.write_number("A1", 1.0)
        sheet.write_formula("B1", "=A1*2", None, 2.0)
        sheet.write_formula("C1", "=A1*3", None, 331.5)
        sheet.write_formula("D1", "=A1*4", None, 441.5)
        sheet.write_formula("A2", "=#REF!", None, "#REF!")
        sheet.write_formula("B2", '=IF(A1=1,"",1)', None, "said")
        sheet.write_string("C2", "text")
    return patched(path, 1, {"<v>331.5</v>": "", "<v>441.5</v>": "<v></v>", "<v>said</v>": "<v></v>"})


def test_formulas_without_a_value_and_errors_are_found(book: Path) -> None:
    assert find_formula_errors(Sheet(book, "s", [])) == ({"C1", "D1"}, {"A2"})
    with pytest.raises(DataError, match=r"sheet 's': formulas without a value: 'C1', 'D1'\. Open .* wrong: 'A2'"):
        check_formulas(Sheet(book, "s", []), range(2), range(4))


def test_formulas_elsewhere_are_of_no_concern(book: Path) -> None:
    check_formulas(Sheet(book, "s", []), range(2), [1])
    check_formulas(Sheet(book, "s", []), range(5, 9), range(4))


def test_text_files_have_none(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("=A1\n")
    assert find_formula_errors(Sheet(path, "t", [])) == (set(), set())


def test_a_chinese_table_with_one_is_refused(tmp_path: Path) -> None:
    single = made()
    path = Layout(cells={(TOP + 3, LEFT + 2): 424242.5}).write(single, tmp_path)
    at = f"F{TOP + 4}"
    patched(path, 2, {f'<c r="{at}"><v>424242.5</v></c>': f'<c r="{at}"><f>1+1</f></c>'})
    with pytest.raises(DataError, match=rf"formulas without a value: '{at}'\. Open the file in Excel or WPS"):
        ni.read(path)
    patched(path, 2, {f'<c r="{at}"><f>1+1</f></c>': f'<c r="{at}" t="e"><v>#DIV/0!</v></c>'})
    with pytest.raises(DataError, match=rf"formulas that went wrong: '{at}'\. Put them right"):
        ni.read(path)
