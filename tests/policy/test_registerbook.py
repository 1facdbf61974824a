"""Registers as workbooks: read back as written, and every mistake with its sheet and cell."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from python_calamine import CalamineWorkbook

import newind as ni
from newind.policy.registerlayout import SHEETS, vocabularies
from registers import SOURCE, action, registers, sample

ID = ("id", "label_en", "clause", "family", "instrument")
ONE = ("one", "One", "4.trade", "trade", "grant")
SOURCES = [("action", "title"), ("one", "Notice")]
SHOCKS = ("action", "lever", "value")


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Return a function that writes a workbook of sheets, given as rows of cells, and returns its name."""
    monkeypatch.chdir(tmp_path)

    def made(*, merge: str = "", **sheets):
        with xlsxwriter.Workbook("r.xlsx", {"strings_to_formulas": False}) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            given = {"actions": [ID, ONE], "sources": SOURCES} | sheets
            for name, rows in ((k, v) for k, v in given.items() if v is not None):
                sheet = book.add_worksheet(name)
                for i, row in enumerate(rows):
                    for j, cell in enumerate(row):
                        if isinstance(cell, date):
                            sheet.write_datetime(i, j, cell, day)
                        elif isinstance(cell, str) and cell.startswith("{="):
                            sheet.write_formula(i, j, cell[1:-1], None, "#DIV/0!")
                        else:
                            sheet.write(i, j, cell)
                if name == "actions" and merge:
                    sheet.merge_range(merge, "merged")
        return "r.xlsx"

    return made


def column(name, *cells):
    """Return rows of one action with a column more."""
    return [(*ID, name), *((*ONE, cell) for cell in cells)]


def told(file):
    with pytest.raises(ni.PolicyError) as caught:
        ni.Register.read(file)
    return str(caught.value)


# ---- there and back
@settings(max_examples=20)
@given(registers())
def test_whatever_is_written_is_read_back(tmp_path_factory, register):
    """From memory to a workbook, from there to YAML, and back: nothing is lost, nothing becomes a formula."""
    folder = tmp_path_factory.mktemp("registers")
    book = ni.Register.read(register.save(folder / "r.xlsx"))
    assert book == register
    assert ni.Register.read(book.save(folder / "r.yaml")) == register


def test_equal_registers_give_equal_bytes(tmp_path):
    first = sample().save(tmp_path / "a.xlsx").read_bytes()
    again = ni.Register.read(sample().save(tmp_path / "a.yaml"))
    assert again.save(tmp_path / "b.xlsx").read_bytes() == first


def test_texts_are_never_formulas(tmp_path):
    path = sample().save(tmp_path / "a.xlsx")
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("sources")
    assert ["tariff-cut", "=A1 of the customs tariff", "", ""] in sheet.to_python()


def test_the_workbook_says_what_each_column_means(tmp_path):
    path = sample().save(tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == [*SHEETS, "help", "lists"]
    explained = {(row[0], row[1]) for row in book.get_sheet_by_name("help").to_python()}
    assert {(name, c.id) for name, columns in SHEETS.items() for c in columns} <= explained
    listed = {(row[0], row[1]) for row in book.get_sheet_by_name("lists").to_python()}
    assert {(name, word) for name, words in vocabularies().items() for word in words} <= listed


def test_actions_and_fields_know_their_cells(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = ni.Register.read(sample().save("s.xlsx"))
    assert found["rd-grant"].where() == "s.xlsx: actions!A3"
    assert found["rd-grant"].where("stage") == "s.xlsx: actions!I3"
    assert found["tariff-cut"].where("shocks.1.options") == "s.xlsx: shocks!L5"
    assert found["tariff-cut"].package.shocks[1].where("region") == "s.xlsx: shocks!E5"


# ---- as people fill them in
def test_few_columns_are_needed_and_their_order_is_free(write):
    rows = [("family", "instrument", "id", "label_zh", "clause"), ("trade", "grant", "one", "一", 4.1), ("",), ()]
    wanted = action(label="一", clause="4.1", family="trade", sources=[{"title": "Notice"}])
    assert ni.Register.read(write(actions=rows)) == ni.Register([wanted], name="r")


@pytest.mark.parametrize(
    ("cell", "said"),
    [(date(2024, 6, 30), "2024-06-30"), (datetime(2024, 6, 30), "2024-06-30"), (2024, "2024"), ("2024-06", "2024-06")],
    ids=["day", "midnight", "number", "month"],
)
def test_dates_may_be_those_of_a_spreadsheet(write, cell, said):
    assert ni.Register.read(write(actions=column("in_force", cell)))["one"].dates.in_force == said


@pytest.mark.parametrize(("cell", "said"), [(True, "yes"), (False, "no"), ("unknown", "unknown"), ("", "unknown")])
def test_conditions_may_be_truth_values(write, cell, said):
    assert ni.Register.read(write(actions=column("export", cell)))["one"].conditions.export == said


@pytest.mark.parametrize(
    ("cell", "said"),
    [("CHN", "CHN"), ("CHN, USA", ("CHN", "USA")), ("CHN，USA、JPN", ("CHN", "USA", "JPN")), ("CHN,", ("CHN",))],
)
def test_lists_are_separated_by_commas_of_either_language(write, cell, said):
    assert ni.Register.read(write(actions=column("regions", cell)))["one"].regions == said


def test_an_action_may_have_several_sources_in_any_place(write):
    sources = [("action", "title", "date"), ("two", "B", ""), ("one", "A", date(2020, 1, 2)), ("two", "C", 2021)]
    found = ni.Register.read(write(actions=[ID, ONE, ("two", *ONE[1:])], sources=sources))
    assert [(s.title, s.date) for a in found for s in a.sources] == [("A", "2020-01-02"), ("B", ""), ("C", "2021")]


# ---- mistakes
MISTAKES = {
    "a word that is none": (
        {"actions": column("stage", "research")}, "actions!F2: stage must be 'rd', 'production', 'consumption'",
    ),
    "unknown instrument": (
        {"actions": [ID, (*ONE[:4], "grnt")]}, "actions!E2: unknown instrument 'grnt'. Did you mean 'grant'?",
    ),
    "number stored as text": (
        {"actions": [(*ID, "amount", "unit", "year"), (*ONE, "1,200", "M.CNY", 2021)]},
        "actions!F2: amount must be a number, not '1,200'. Take out the thousands separators",
    ),
    "year stored as text": (
        {"actions": [(*ID, "amount", "unit", "year"), (*ONE, 5, "M.CNY", "2021")]},
        "actions!H2: year must be a whole number, not '2021'. These are numbers stored as text",
    ),
    "half a year": (
        {"actions": [(*ID, "amount", "unit", "year"), (*ONE, 5, "M.CNY", 2021.5)]},
        "actions!H2: year must be a whole number, not 2021.5.",
    ),
    "budget without unit": (
        {"actions": [(*ID, "amount", "unit", "year"), (*ONE, 5, "", 2021)]}, "actions!G2: no 'unit'. It must be given.",
    ),
    "unit": (
        {"actions": [(*ID, "amount", "unit", "year"), (*ONE, 5, "yuan", 2021)]}, "actions!G2: a unit must be a",
    ),
    "dates out of order": (
        {"actions": [(*ID, "announced", "in_force"), (*ONE, 2022, date(2021, 5, 1))]},
        "actions!G2: in force 2021-05-01 is before announced 2022. Put dates in order.",
    ),
    "impossible date": (
        {"actions": column("removed", "2021-02-30")}, "actions!F2: a date must be a year, a month or a day",
    ),
    "unknown column": (
        {"actions": column("stag", "rd")}, "actions!F1: unknown column 'stag'. Did you mean 'stage'? Known are id,",
    ),
    "column twice": ({"actions": column("family", "trade")}, "actions!F1: column 'family' stands twice. Keep one."),
    "missing column": (
        {"actions": [ID[:3], ONE[:3]]}, "actions!D1: no column 'family', 'instrument'. Row 1 holds the names",
    ),
    "no title": (
        {"actions": [("id", "clause", "family", "instrument"), ("one", "4", "trade", "grant")]},
        "actions!E1: no column 'label_en'",
    ),
    "a title above": ({"actions": [("Our register",), ID, ONE]}, "actions!A1: unknown column 'Our register'."),
    "cell without column": ({"actions": [ID, (*ONE, "", "x")]}, "actions!G2: a cell without a column."),
    "id twice": ({"actions": [ID, ONE, ONE]}, "actions!A3: id 'one' stands in A2 too. Give each action its own."),
    "no id": ({"actions": [ID, ("", *ONE[1:]), ONE]}, "actions!A2: no 'id'. It must be given."),
    "an id of words": (
        {"actions": [ID, ("EV", *ONE[1:])], "sources": [("action", "title"), ("EV", "N")]},
        "actions!A2: an id is lower-case words joined by hyphens, such as",
    ),
    "no source": ({"sources": [("action", "title")]}, "actions!A2: no source. Give the action a row in sheet sources."),
    "no title of a source": ({"sources": [("action", "title", "href"), ("one", "", "x")]}, "sources!B2: no 'title'."),
    "source of nothing": (
        {"sources": [*SOURCES, ("ome", "N")]}, "sources!A3: unknown action 'ome'. Did you mean 'one'? Its id",
    ),
    "source without action": ({"sources": [*SOURCES, ("", "N")]}, "sources!A3: no action. Give the id of one"),
    "shock of nothing": ({"shocks": [SHOCKS, ("two", "tariff", 0.1)]}, "shocks!A2: unknown action 'two'."),
    "unknown lever": (
        {"shocks": [SHOCKS, ("one", "tarif", 0.1)]}, "shocks!B2: unknown lever 'tarif'. Did you mean 'tariff'?",
    ),
    "value as text": (
        {"shocks": [SHOCKS, ("one", "tariff", "10%")]},
        "shocks!C2: value must be a number, not '10%'. Write a number without the percent sign.",
    ),
    "value out of bounds": ({"shocks": [SHOCKS, ("one", "tariff", 20)]}, "shocks!C2: value 20 is out of bounds"),
    "phase-in that ends before it begins": (
        {"shocks": [(*SHOCKS, "start", "phase_in", "until"), ("one", "tariff", 0.1, 2026, 5, 2028)]},
        "shocks!F2: until 2028 is too early: the shock starts in 2026 and is phased in until 2031.",
    ),
    "option": (
        {"shocks": [(*SHOCKS, "options"), ("one", "carbon_price", 1, "coverag=1")]},
        "shocks!D2: carbon_price has no option 'coverag'. Did you mean 'coverage'?",
    ),
    "two that set": (
        {"shocks": [SHOCKS, ("one", "tariff", 0.1), ("one", "tariff", 0.2)]}, "shocks!A3: sets tariff where",
    ),
    "merged header": ({"merge": "F1:G1"}, "actions!F1: merged cells to G1. Unmerge them and fill in each."),
    "a formula gone wrong": ({"actions": column("amount", "{=1/0}")}, "actions!F2: a formula that went wrong."),
    "unknown sheet": (
        {"sources": None, "source": SOURCES}, "source!A1: unknown sheet 'source'. Did you mean 'sources'?",
    ),
    "unknown name": ({"about": [("nam", "x")]}, "about!A1: unknown name 'nam'. Did you mean 'name'?"),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_named_with_its_sheet_and_cell(what, write, tmp_path):
    sheets, message = MISTAKES[what]
    said = told(write(**sheets))
    assert f"r.xlsx: {message}" in said
    assert [p.name for p in tmp_path.iterdir()] == ["r.xlsx"]


def test_three_mistakes_are_told_in_the_order_of_the_workbook(write):
    shocks = [SHOCKS, ("one", "tarif", 0.1), ("two", "tariff", 0.1)]
    file = write(actions=[(*ID, "stage", "level"), (*ONE, "x", "y")], shocks=shocks)
    lines = told(file).splitlines()
    assert lines[0] == "4 mistakes in r.xlsx, the first 3:"
    assert [line.split(": ")[1] for line in lines[1:]] == ["actions!F2", "actions!G2", "shocks!B2"]


def test_a_title_in_one_language_stands_for_both_and_a_note_does_not(write):
    found = ni.Register.read(write(actions=column("note_en", "Only in English.\n")))["one"]
    assert (found.title("zh"), dict(found.note)) == ("One", {"en": "Only in English.\n"})


# ---- files
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("r.xlsx", b"", "truncated, corrupt or not a workbook"),
        ("r.xlsx", b"id,label\n", "truncated, corrupt or not a workbook"),
        ("r.xls", b"\xd0\xcf\x11\xe0", "registers are .yaml or .xlsx. Save a sheet of another kind as .xlsx"),
        ("r.csv", b"id,label\n", "registers are .yaml or .xlsx."),
        ("r.xlsx", None, "cannot be read (no such file)"),
        ("r.yaml", b"", "r.yaml:1:1: not a register. It has keys name, label and actions"),
    ],
    ids=["empty", "csv by another name", "xls", "csv", "missing", "empty yaml"],
)
def test_what_is_no_register_is_refused(tmp_path, name, content, message):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert message in told(path)


def test_a_workbook_of_something_else_is_refused(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "r.xlsx")) as book:
        book.add_worksheet("Sheet1")
    assert "not a register: no sheet 'actions'. newind register template register.xlsx" in told(tmp_path / "r.xlsx")


def test_a_register_is_saved_whole_or_not_at_all(tmp_path):
    with pytest.raises(ni.DataError, match="cannot write there"):
        sample().save(tmp_path / "missing" / "r.xlsx")
    long = ni.Register([action(note="x" * 40_000)])
    with pytest.raises(ni.PolicyError, match=r"actions!AD3: a text of 40,000 characters; a cell takes 32,767\."):
        long.save(tmp_path / "r.xlsx")
    with pytest.raises(ni.PolicyError, match=r"r\.csv: registers are \.yaml or \.xlsx"):
        sample().save(tmp_path / "r.csv")
    assert list(tmp_path.iterdir()) == []
    assert ni.Register.read(long.save(tmp_path / "r.yaml"))["one"].note["en"] == "x" * 40_000


def test_sources_keep_title_address_and_date(tmp_path):
    found = ni.Register.read(sample().save(tmp_path / "s.xlsx"))["rd-grant"].sources[0]
    assert found.model_dump() == SOURCE
