"""Explore and Data in a real browser: numbers of Python, maps by keyboard, a table of one's own and its mistakes."""

from __future__ import annotations

import re
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe

import newind as ni

EXPLORE = "#/explore?v=1&on=world&year=2022&region=CHN"
PROVINCES = "#/explore?v=1&on=china-2017&year=2017&region=CN-GD"
DATA = "#/data?v=1&on=world&year=2022&region=CHN"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TEXTS = """() => { const copy = document.querySelector('main').cloneNode(true), said = [];
    copy.querySelectorAll('[lang=en], code, svg title, [aria-labelledby=acc-own]').forEach(e => e.remove());
    const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) said.push(walk.currentNode.data);
    return said.join('\\n'); }"""
KNOWN = {"newind", "Natural", "Earth", "CSV", "XLSX", "PNG", "SVG", "GDP", "PPP", "CO", "WIOD", "OECD", "ICIO", "ADB",
         "MRIO", "CEADs", "CC", "BY", "ISC", "MIT", "xlsx", "xlsm", "xlsb", "xls", "csv", "npz", "zip", "CN", "REST",
         "ROW", "MB", "Apache", "BSD", "Clause", "LICENSE", "DATA"}  # fmt: skip


def drawn(page):
    """Wait until cards and their pictures are there."""
    page.wait_for_selector("main svg.ch", timeout=60_000)
    page.wait_for_selector("main .skel", state="detached", timeout=60_000)
    return page


def listed(page):
    page.wait_for_selector(".drop", timeout=60_000)
    return page


# ---- Explore
def test_numbers_of_the_characteristics_are_what_python_measures(visit):
    page = drawn(visit(EXPLORE))
    said = page.locator("main").inner_text()
    w = ni.load("world", year=2022)
    for id in ("quality.manufacturing_value_added_rate", "s2.digital_value_added", "s4.gvc_circulation"):
        value = ni.wide(ni.measure(w, id, "CHN")).iloc[0, 0]
        assert f"{100 * value:.1f}%" in said, id


def test_an_economy_is_chosen_on_the_map_by_keyboard(visit):
    page = drawn(visit(EXPLORE))
    page.locator(".map [role=option][aria-label^=Germany]").press("Enter")
    page.wait_for_function("() => location.hash.includes('region=DEU')")
    headed = "() => document.querySelector('main h1, main h2').innerText.includes('Germany')"
    page.wait_for_function(headed, timeout=60_000)  # the old numbers stay, dimmed, until the new ones are there


def test_provinces_stand_on_a_grid(visit):
    page = drawn(visit(PROVINCES))
    assert page.locator(".map [role=option]").count() == 31
    assert page.evaluate(OVERFLOW) <= 0


def test_a_number_opens_where_it_comes_from(visit):
    page = drawn(visit(EXPLORE))
    page.locator("main button.src, main .src button, main button[aria-label*='comes from']").first.click()
    panel = page.locator("aside, [role=dialog]").last
    for word in ("Formula", "Source", "Status"):
        assert word in panel.inner_text()


def test_lines_over_years_end_where_another_database_begins_and_estimates_are_marked(visit):
    page = drawn(visit("#/explore?v=1&region=CHN"))
    last = ni.load("world").years[-1]
    assert f"year={last}" in page.evaluate("location.hash")
    assert f"in {last}" in page.locator("h1").inner_text()
    assert "estimate" in page.locator("h1").inner_text()
    for line in page.locator(".sys svg.ch path.ln.me").all():
        assert line.get_attribute("d").count("M") == 2
    assert page.locator(".sys svg.ch line.break").count() == page.locator(".sys svg.ch path.ln.me").count() > 0
    page.locator("header .at").click()
    years = page.locator(".ctx .years")
    marked = years.locator("option").evaluate_all("all => all.map(o => [Number(o.value), o.text.includes('◐')])")
    panel = ni.load("world")
    assert dict(map(tuple, marked)) == {y: panel[y].status != "observed" for y in panel.years}


# ---- the frame
SLOW = """const later = setTimeout;
window.setTimeout = (f, ms, ...given) => later(f, ms > 0 && ms <= 100 ? 2000 : ms, ...given);
window.requestAnimationFrame = f => later(() => f(performance.now()), 2000);"""


def test_a_view_that_arrives_after_its_place_was_drawn_is_shown(chromium, cockpit):
    context = chromium.new_context()
    page = context.new_page()
    page.add_init_script(SLOW)  # what follows a drawing follows it by two seconds
    held = []
    page.route("**/data.js", lambda route: held.append(route))
    with page.expect_response("**/accounts/world*", timeout=60_000):
        page.goto(cockpit + DATA)
    page.wait_for_timeout(500)
    held[0].continue_()
    page.wait_for_selector(".drop", timeout=30_000)
    context.close()


# ---- Data
def test_the_template_is_a_workbook_for_the_regions_asked_for(visit, tmp_path):
    page = listed(visit(DATA))
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download template").or_(page.locator(".tpl button.primary")).first.click()
    waited.value.save_as(tmp_path / "table.xlsx")
    with ZipFile(tmp_path / "table.xlsx") as book:
        words = "".join(book.read(n).decode("utf-8") for n in book.namelist() if n.endswith((".xml", ".rels")))
    assert "CN-GD" in words


def test_what_is_no_table_is_told_and_nothing_is_taken(visit, tmp_path):
    page = listed(visit(DATA, quiet=False))
    (tmp_path / "broken.csv").write_text("this,is\nno,table\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(tmp_path / "broken.csv")
    page.wait_for_selector(".out.bad", timeout=60_000)
    assert "broken.csv" in page.locator(".out.bad").inner_text()
    (tmp_path / "note.txt").write_text("no", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(tmp_path / "note.txt")
    page.wait_for_function("() => document.querySelector('.out.bad').innerText.includes('note.txt')")


def test_a_table_of_ones_own_is_used_and_removed(visit, tmp_path):
    page = listed(visit(DATA))
    w = ni.load("world", year=2011).aggregate(regions={"CHN": ["CHN"], "USA": ["USA"], "ROW": "*"})
    w.save(tmp_path / "mine.npz")
    page.locator("input[type=file]").set_input_files(tmp_path / "mine.npz")
    page.wait_for_selector(".out.good", timeout=60_000)
    page.locator(".out.good").get_by_role("button", name="Try").click()
    page.wait_for_function("() => /on=t-[0-9a-f]{16}/.test(location.hash)")
    page.locator("input[type=range]").first.wait_for(timeout=60_000)
    name = re.search(r"on=(t-[0-9a-f]{16})", page.evaluate("location.hash"))[1]
    page.evaluate(f"fetch('api/v1/tables/{name}', {{method: 'DELETE'}})")
    page.wait_for_timeout(300)
    assert name not in page.evaluate("fetch('api/v1/catalog').then(r => r.text())")


@pytest.fixture(scope="module")
def flows():
    """Flows of two economies that balance: seller → buyer → figure, in the order of the template for i1 and i2."""
    sellers = [("JPN", "i1"), ("JPN", "i2"), ("KOR", "i1"), ("KOR", "i2")]
    sales = [[10.0, 4, 2, 1], [3, 8, 1, 2], [1, 2, 6, 3], [2, 1, 4, 9]]
    used = [[30.0, 5], [20, 8], [4, 25], [6, 30]]
    found = {}
    for seller, row, final in zip(sellers, sales, used, strict=True):
        found |= {(seller, buyer): v for buyer, v in zip(sellers, row, strict=True)}
        found |= {(seller, (r, "households")): v for r, v in zip(("JPN", "KOR"), final, strict=True)}
    return found


def filled(book, flows, target, **faults):
    """Save a downloaded template with flows written into its cells, and some cells of the sheet written over."""
    from openpyxl import load_workbook

    given = load_workbook(book)
    sheet = given["flows"]
    for row in sheet.iter_rows(min_row=5):
        for cell in row[2:]:
            buyer = (sheet.cell(2, cell.column).value, sheet.cell(3, cell.column).value)
            value = flows.get(((row[0].value, row[1].value), buyer))
            if value is not None:
                cell.value = value
    for address, value in faults.items():
        sheet[address] = value
    given.save(target)
    return target


def test_a_template_filled_in_becomes_accounts_to_explore_and_faults_are_told_in_place(visit, flows, tmp_path):
    page = listed(visit(DATA + "&lang=zh", quiet=False))
    page.get_by_text("多个地区", exact=True).click()
    form = page.locator(".tpl")
    form.get_by_label("地区代码").fill("JPN, KOR")
    form.get_by_label("行业分类").select_option("other")
    form.get_by_label("行业个数").fill("2")
    form.get_by_label("年份").fill("2017")
    form.get_by_label("单位").select_option("M.USD")
    with page.expect_download() as waited:
        form.locator("button.primary").click()
    waited.value.save_as(book := tmp_path / "table.xlsx")

    def sent(name, *words, **faults):
        page.locator("input[type=file]").set_input_files(filled(book, flows, tmp_path / name, **faults))
        page.locator(".out", has_text=name).wait_for()
        assert page.locator(".out [lang=en]").count() == 0
        said = page.locator(".out").inner_text()
        assert [w for w in words if w not in said] == []

    sent("text.xlsx", "工作表flows", "单元格D6", "不是数字", D6="缺")
    sent("label.xlsx", "工作表flows", "单元格B6", "代码不全", B6=None)
    sent("unbalanced.xlsx", "工作表flows", "单元格D3", "投入超过产出", D6=900)
    sent("negative.xlsx", "负流量", "中间使用中有1个单元为负", D6=-1)
    sent("mine.xlsx", "2个地区×2个行业")
    page.locator(".out").get_by_role("button").first.click()
    drawn(page)
    assert re.search(r"on=t-[0-9a-f]{16}&year=2017&region=(JPN|KOR)", page.evaluate("location.hash"))


# ---- both, for everyone
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", [EXPLORE, PROVINCES, DATA], ids=["world", "provinces", "data"])
def test_axe_finds_nothing(visit, place, scheme):
    page = visit(place, color_scheme=scheme, bypass_csp=True)
    (listed if place == DATA else drawn)(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("place", [EXPLORE, PROVINCES, DATA], ids=["world", "provinces", "data"])
def test_a_phone_in_chinese_has_no_english_and_does_not_scroll_sideways(visit, place):
    page = visit(place + "&lang=zh", phone=True)
    (listed if place == DATA else drawn)(page)
    assert page.evaluate(OVERFLOW) <= 0
    left = set(re.findall(r"[A-Za-z]{2,}", page.evaluate(TEXTS))) - KNOWN
    assert left == set()
