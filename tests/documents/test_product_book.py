"""The workbook of the product screen: opened again and read."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

import newind as ni
from newind.analyses.science.product_tables import supplier_name
from newind.analyses.science.products import ProductScreen, product_screen
from newind.data.product_layouts import example_products
from newind.data.readers.products import read_products
from newind.documents import productbook
from newind.documents.productbook import write_products
from newind.errors import DataError, UnknownNameError
from newind.questions.science.products import COLUMNS, CRITERIA, GUIDE, SHEETS

HANZI = re.compile(r"[\u4e00-\u9fff]")
EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1")


@pytest.fixture(scope="module")
def screen(tmp_path_factory) -> ProductScreen:
    made = example_products(tmp_path_factory.mktemp("products") / "x.csv", seed=2, products=320)
    trade = read_products(made.path, revision=made.revision)
    names = [f"Product {p}" for p in trade.products]
    names[: len(EVIL)] = EVIL
    found = product_screen(replace(trade, names=tuple(names)), "CHN")
    return found.with_losses(ni.load("world", year=2011), horizons=("medium",))


@pytest.fixture(params=["en", "zh"])
def book(request, screen, tmp_path):
    """Return the language and the rows of each sheet, by key."""
    path = write_products(screen, tmp_path / "a.xlsx", request.param)
    opened = CalamineWorkbook.from_path(str(path))
    assert opened.sheet_names == [words[request.param] for words in SHEETS.values()]
    return request.param, {
        k: opened.get_sheet_by_name(n).to_python() for k, n in zip(SHEETS, opened.sheet_names, strict=True)
    }


def column(rows: list[list[object]], key: str, lang: str, **values: object) -> list[object]:
    values = {"year": 2021, "money": ("million USD", "万美元")[lang == "zh"], **values}
    title = COLUMNS[key][lang].format(**values)
    assert rows[0].count(title) == 1
    return [row[rows[0].index(title)] for row in rows[1:]]


def test_each_sheet_has_its_products(book, screen) -> None:
    lang, sheets = book
    table, near = screen.table(), screen.near_misses()
    assert column(sheets["all"], "hs6", lang) == table["hs6"].tolist()
    assert column(sheets["hits"], "hs6", lang) == table.query("hit")["hs6"].tolist()
    assert column(sheets["near"], "hs6", lang) == near["hs6"].tolist()
    assert column(sheets["industry"], "industry", lang) == screen.by_industry()["industry"].tolist()
    assert all(isinstance(code, str) and len(code) == 6 for code in column(sheets["all"], "hs6", lang))


def test_figures_keep_their_digits_and_money_is_in_the_unit_of_the_language(book, screen) -> None:
    lang, sheets = book
    table = screen.table()
    assert column(sheets["all"], "import_hhi", lang) == pytest.approx(table["import_hhi"].tolist())
    assert column(sheets["all"], "export_hhi", lang, year=2019) == pytest.approx(table["export_hhi_2019"].tolist())
    factor = 100 if lang == "zh" else 1
    assert column(sheets["all"], "imports", lang) == pytest.approx((factor * table["imports"]).tolist())
    rows = table.query("hit")
    for end in ("loss_low", "loss_middle", "loss_high", "share_of_industry"):
        assert column(sheets["hits"], end, lang) == pytest.approx(rows[end].tolist())
    assert column(sheets["hits"], "loss_note", lang) == screen.table(lang).query("hit")["loss_note"].tolist()
    assert column(sheets["hits"], "supplier", lang) == [supplier_name(c, lang) for c in rows["supplier"]]


def test_sensitivity_lists_every_threshold_and_marks_those_of_the_screen(book, screen) -> None:
    lang, sheets = book
    table = screen.sensitivity()
    assert column(sheets["sensitivity"], "hits", lang) == table["hits"].tolist()
    marks = column(sheets["sensitivity"], "is_set", lang)
    assert [bool(m) for m in marks] == table["is_set"].tolist()
    criteria = {CRITERIA[c][lang] for c in ("import_hhi", "export_hhi", "import_ratio", "hold")}
    assert set(column(sheets["sensitivity"], "criterion", lang)) == criteria


def test_the_guide_tells_criteria_thresholds_limits_and_source(book, screen) -> None:
    lang, sheets = book
    guide = dict(sheets["guide"])
    assert len(guide) == len(GUIDE) - 2  # no notes were made, and losses are attached
    for criterion in ("import_hhi", "export_hhi", "import_ratio"):
        assert CRITERIA[criterion][lang].lower() in guide[GUIDE["criteria"]["title"][lang]].lower()
    assert "0.4" in guide[GUIDE["criteria"]["title"][lang]]
    assert str(int(screen.hits.sum())) in guide[GUIDE["found"]["title"][lang]]
    assert "2021" in guide[GUIDE["found"]["title"][lang]]
    assert "2011" in guide[GUIDE["losses"]["title"][lang]]
    assert "GeoDep" in guide[GUIDE["source"]["title"][lang]]
    assert "HS17" in guide[GUIDE["source"]["title"][lang]]


def test_the_book_keeps_to_one_language_and_to_the_words_of_the_house(book) -> None:
    lang, sheets = book
    texts = [c for rows in sheets.values() for row in rows for c in row if isinstance(c, str) and c not in EVIL]
    if lang == "en":
        assert not any(HANZI.search(t) for t in texts)
    else:
        assert all(HANZI.search(t) for t in sheets["hits"][0])
    forbidden = ("choke", "optimal", "significant", "forecast", "卡脖子", "最优", "精准", "必将", "百万美元")
    assert not [t for t in texts if any(word in t for word in forbidden)]


def test_texts_are_never_formulas_and_those_that_look_like_one_are_marked(screen, tmp_path) -> None:
    path = write_products(screen, tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        styles = archive.read("xl/styles.xml").decode()
    assert not any("<f>" in s for s in sheets)
    marked = [k for k, x in enumerate(re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1])) if 'quotePrefix="1"' in x]
    assert len(marked) == 1
    assert len(re.findall(rf'<c r="B\d+" s="{marked[0]}" t="s">', sheets[3])) == len(EVIL)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("All products").to_python()
    assert set(EVIL) <= set(column(rows, "name", "en"))


def test_headers_stay_filters_are_on_and_bars_are_drawn(screen, tmp_path) -> None:
    path = write_products(screen, tmp_path / "a.xlsx", "zh")
    with zipfile.ZipFile(path) as archive:
        for number in range(2, 6):
            sheet = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            assert 'state="frozen"' in sheet
            assert "<autoFilter" in sheet
            assert "dataBar" in sheet
        assert len([n for n in archive.namelist() if n.startswith("xl/charts/chart")]) == 4


def test_equal_screens_give_equal_bytes(screen, tmp_path) -> None:
    one, two = (write_products(screen, tmp_path / f"{k}.xlsx", "zh").read_bytes() for k in "ab")
    assert one == two


def test_a_screen_without_hits_names_or_losses(screen, tmp_path) -> None:
    empty = replace(
        screen, thresholds=replace(screen.thresholds, import_hhi=1.0), names=(), losses=(), notes=("One.", "Two.")
    )
    path = write_products(empty, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(path))
    hits = book.get_sheet_by_name("Hits").to_python()
    assert hits[1][0] == "None."
    assert COLUMNS["name"]["en"] not in hits[0]
    assert COLUMNS["loss_low"]["en"] not in hits[0]
    guide = dict(book.get_sheet_by_name("Reading guide").to_python())
    assert guide["Losses"].startswith("None attached")
    assert guide["Reading the file"] == "One.\nTwo."


def test_products_that_are_not_exported_say_so(screen, tmp_path) -> None:
    exports = screen.measures.exports.copy()
    exports[-1] = 0.0
    none = replace(screen, measures=replace(screen.measures, exports=exports))
    rows = (
        CalamineWorkbook.from_path(str(write_products(none, tmp_path / "a.xlsx"))).get_sheet_by_name("Hits").to_python()
    )
    assert set(column(rows, "import_ratio", "en")) == {"no exports"}


def test_what_cannot_be_written_is_refused(screen, tmp_path) -> None:
    with pytest.raises(DataError, match=r"written as a workbook\. Name it a\.xlsx"):
        write_products(screen, tmp_path / "a.csv")
    with pytest.raises(UnknownNameError, match="unknown language 'fr'"):
        write_products(screen, tmp_path / "a.xlsx", "fr")
    with pytest.raises(DataError, match="cannot write there"):
        write_products(screen, tmp_path / "absent" / "a.xlsx")


def test_a_book_is_written_whole_or_not_at_all(screen, tmp_path, monkeypatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"before")

    def fails(self: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(productbook._ProductWorkbook, "sensitivity", fails)
    with pytest.raises(RuntimeError):
        write_products(screen, path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_every_text_of_the_book_is_in_both_languages() -> None:
    for texts in (SHEETS, CRITERIA, COLUMNS):
        assert all(HANZI.search(t["zh"]) and not HANZI.search(t["en"]) for key, t in texts.items() if key != "hs6")
