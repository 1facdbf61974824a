"""Diagnose and Index in a real browser: numbers of Python, weights that stay together, every tab for everyone."""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

import newind as ni
from newind.analyses.green.sharing import divide_target
from newind.analyses.green.sharing_target import Target

ABOUT = "v=1&on=world&year=2011&region=CHN"
TABS = {tab: f"#/diagnose?{ABOUT}&diagnose.tab={tab}" for tab in
        ("findings", "dependence", "circulation", "flows", "smile", "division")}  # fmt: skip
VIEWS = TABS | {"index": f"#/index?{ABOUT}"}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('button, select, summary, input:not(.vh), .seg label')].filter(e => {
    const r = e.getBoundingClientRect();
    const around = parseFloat(getComputedStyle(e, '::after').top) || 0;
    return r.width && r.height - 2 * Math.min(around, 0) < 44;
}).map(e => e.outerHTML.slice(0, 120))"""


def drawn(page):
    """Wait until the picture of a view is there."""
    page.wait_for_selector("main svg.ch", timeout=60_000)
    page.wait_for_selector("main .skel", state="detached")
    return page


def test_a_row_of_dependence_says_what_python_measures_and_its_input_is_tried(visit):
    page = drawn(visit(TABS["dependence"] + "&diagnose.sort=content"))
    w = ni.load("world", year=2011)
    ids = ("s1.knowledge_input_domestic_share_direct", "s1.knowledge_input_domestic_share")
    home = [ni.measure(w, id, "CHN").set_index("industry")["value"]["c14"] for id in ids]
    direct, complete = (f"{100 * (1 - v):.0f}" for v in home)
    row = page.get_by_role("button", name="Electrical and optical equipment;")
    assert f"Import content {direct}%–{complete}%" in row.get_attribute("aria-label")
    page.locator(".over").first.focus()
    while not page.evaluate("document.activeElement.ariaLabel.startsWith('Electrical and optical')"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Electrical and optical equipment")
    page.wait_for_function("() => document.activeElement.matches('aside')")
    assert panel.get_by_role("img").count() == 1
    panel.get_by_role("button", name="Try losing it").click()
    assert "Without imported products of electrical" in page.get_by_role("tab").inner_text()
    page.wait_for_selector(".cards4")


def test_criteria_of_a_target_stay_at_a_hundred_percent(visit):
    page = drawn(visit(TABS["division"]))
    before = page.locator("svg.ch").get_attribute("aria-label")
    cut = page.get_by_label("Cut from the peak to 2035")
    cut.fill("120")  # it stays as it is typed, and is refused in words
    cut.press("Tab")
    page.get_by_role("alert").get_by_text("1% to 100%. You typed 120.").wait_for()
    assert (cut.input_value(), page.locator("svg.ch").get_attribute("aria-label")) == ("120", before)
    page.get_by_role("status").get_by_text("Still the answer for 2030 / 2035 −10% / 2060 −90%.").wait_for()
    cut.fill("-20")  # a cut, as 20 is
    cut.press("Tab")
    page.wait_for_function("() => location.hash.includes('2035%3A-20') && !document.querySelector('.still')")
    page.keyboard.press("Control+z")
    page.wait_for_function("was => document.querySelector('svg.ch').getAttribute('aria-label') === was", arg=before)
    equal = [float(s.removesuffix("%")) for s in page.locator(".sliders output").all_inner_texts()]
    assert equal == [100 / len(equal)] * len(equal)
    for _ in range(40):  # far enough to be seen in figures without decimals
        page.get_by_role("slider").nth(1).press("ArrowRight")
    shown = [float(s.removesuffix("%")) for s in page.locator(".sliders output").all_inner_texts()]
    assert shown[1] == equal[1] + 40
    assert sum(shown) == pytest.approx(100, abs=0.2)
    assert page.locator("svg.ch").get_attribute("aria-label") != before
    page.wait_for_function("now => location.hash.includes(now)", arg=f"{shown[1] * 10:.0f}")
    assert drawn(visit(page.evaluate("location.hash"))).locator("svg.ch").get_attribute("aria-label") == (
        page.locator("svg.ch").get_attribute("aria-label")
    )


PARTS = """region,industry,emissions,population,gdp
North,power,310,42,60
North,steel,180,42,110
Coast,power,220,78,90
Coast,steel,60,78,80
"""


@pytest.mark.parametrize("sort", ["short", "long"])
def test_every_line_of_dependence_has_its_label_on_a_phone(visit, sort):
    page = drawn(visit(f"{TABS['dependence']}&diagnose.sort={sort}", phone=True))
    page.wait_for_selector("svg.ch .loss.short", timeout=90_000)
    places = "all => all.map(e => Math.round(e.getAttribute(e.tagName === 'line' ? 'x1' : 'x')))"
    lines, labels = (page.locator(f".inputs svg {of}").evaluate_all(places) for of in ("line.grid", "text.ax.num"))
    assert len(lines) > 1
    assert lines == labels


def test_numbers_of_a_division_are_read_from_its_axis(visit):
    page = drawn(visit(TABS["division"]))
    assert (
        "Emissions, 2030 = 100; the number beside the dot is the change from 2030" in page.locator(".lede").inner_text()
    )
    change, y, hundred, zero = page.evaluate("""() => {
        const cell = document.querySelector('[data-figure=division] svg g');
        const at = text => +[...cell.querySelectorAll('text')].find(e => e.textContent === text).getAttribute('y') - 4;
        const [said, dot] = [cell.querySelector('.lb').textContent, cell.querySelector('circle')];
        return [said, +dot.getAttribute('cy'), at('100'), at('0')];
    }""")
    assert 100 * (zero - y) / (zero - hundred) - 100 == pytest.approx(
        float(change.rstrip("%").replace("−", "-")), abs=0.6
    )


def test_a_target_is_divided_among_the_parts_of_a_file_in_both_languages(visit, tmp_path):
    page = visit(TABS["division"], bypass_csp=True, quiet=False)  # a refusal is told on the console, too
    page.locator(".among label", has_text="Regions or industries from your own file").click()
    with page.expect_download() as waited:
        page.get_by_role("button", name="Get the template").click()
    template = waited.value.path().read_text(encoding="utf-8-sig")
    assert "region,industry,emissions,population" in template
    (tmp_path / "parts.csv").write_text(template.split("region,industry,emissions")[0] + PARTS, encoding="utf-8")
    page.locator(".among input[type=file]").set_input_files(tmp_path / "parts.csv")
    page.get_by_label("Growth a year at first").fill("1")
    page.get_by_label("Growth a year at first").press("Tab")
    page.wait_for_selector("svg.ch[aria-label*='from 2030 to 2035']")
    page.locator("label", has_text="Sums by region").click()
    page.wait_for_selector("svg.ch[aria-label^='Of 2 parts']")
    page.locator("summary", has_text="How the target is divided").click()
    expected = divide_target(
        tmp_path / "parts.csv", Target(2030, {2035: "-10%", 2060: "-90%"}, growth=0.01), year=2011
    ).totals("region")
    at = [expected.years.index(y) for y in (2030, 2035)]
    changes = [
        f"{n} {100 * (p[at[1]] / p[at[0]] - 1):.0f}%" for n, p in zip(("North", "Coast"), expected.paths, strict=True)
    ]
    said = page.locator("svg.ch").get_attribute("aria-label").replace("−", "-")
    assert all(c in said for c in changes), (said, changes)
    command = page.locator("main pre code").inner_text()
    assert command.startswith("newind green divide parts.csv --peak 2030")
    assert "--growth 0.01 --year 2011 --order heavy-first --weights capacity=" in command
    assert Axe().run(page).violations_count == 0
    hash = page.evaluate("location.hash")
    (tmp_path / "bad.csv").write_text(PARTS.replace("180", "much"), encoding="utf-8")
    page.locator(".among input[type=file]").set_input_files(tmp_path / "bad.csv")
    page.get_by_text("bad.csv: row 3, column emissions: 'much' is not a number. Write numbers only.").wait_for()
    assert page.get_by_role("button", name="Back to").count() == 0
    page.evaluate("location.hash += '&lang=zh'")
    page.get_by_text("bad.csv：第3行emissions列的“much”不是数字。只填数字。").wait_for()
    assert Axe().run(page).violations_count == 0
    other = visit(hash + "&lang=zh", phone=True)  # where the file is not
    other.get_by_role("alert").get_by_text("不在本浏览器中").wait_for()
    assert other.evaluate(OVERFLOW) <= 0
    assert other.evaluate(SMALL) == []


def test_an_index_under_other_weights_is_that_of_the_server(visit):
    page = drawn(visit(VIEWS["index"] + "&index.weights=index:green=1,digital=3"))
    known = page.evaluate("fetch('api/v1/index?on=world&year=2011').then(r => r.json())")["weights"]
    others = {w["code"]: 0 for w in known if w["parent"] == "index" and w["code"] not in ("green", "digital")}
    asked = {"weights": others | {"green": 0.25, "digital": 0.75}}
    post = """body => fetch('api/v1/index', {method: 'POST', headers: {'Content-Type': 'application/json'},
        body: JSON.stringify(body)}).then(r => r.json())"""
    found = page.evaluate(post, asked | {"on": "world", "year": 2011})
    own = next(u for u in found["units"] if u["code"] == "CHN")
    said = page.locator("svg.ch").first.get_attribute("aria-label")
    assert f"{own['rank']} China {own['score']:.1f}" in said
    assert f"1 {found['units'][0]['label']['en']} " in said


def test_every_number_of_the_index_opens_its_source_by_click_and_by_keyboard(visit):
    page = drawn(visit(VIEWS["index"]))
    found = page.evaluate("fetch('api/v1/index?on=world&year=2011').then(r => r.json())")
    units, pillars = found["units"], [w for w in found["weights"] if w["parent"] == "index"]
    ranks, heat = page.get_by_role("grid").all()
    assert ranks.get_by_role("gridcell").count() == 3 * len(units)
    cells = heat.get_by_role("gridcell")
    assert cells.count() == len(units) * len(pillars)
    second = units[1]
    inside = [[w for w in found["weights"] if w["parent"] == p["code"]] for p in pillars]
    k = next(i for i, own in enumerate(inside) if len(own) > 1)
    cells.nth(len(pillars) + k).click()
    panel = page.get_by_role("dialog")
    said = panel.inner_text()
    assert f"{second['parts'][pillars[k]['code']]:.1f}" in said
    assert f"index.{found['id']}.{pillars[k]['code']}" in said
    for w in inside[k]:
        assert f"{w['label']['en']} {second['indicators'][w['code']]:.1f} ({100 * w['weight']:.0f}%)" in said
    page.keyboard.press("Escape")
    opened = cells.nth(len(pillars) + k).get_attribute("aria-label")
    page.wait_for_function("opened => document.activeElement.ariaLabel === opened", arg=opened)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert f"{units[2]['parts'][pillars[0]['code']]:.1f}" in panel.inner_text()
    page.keyboard.press("Escape")
    assert page.locator("[role=grid] [tabindex='0']").count() == 2
    ranks.get_by_role("gridcell").nth(1).press("Enter")
    assert f"{units[0]['score']:.1f}" in panel.inner_text()
    assert f"Score of {units[0]['label']['en']}" in panel.inner_text()


def test_accounts_that_end_at_a_border_lead_to_those_of_the_world(visit):
    page = visit(TABS["flows"].replace("world", "china").replace("2011", "2017"))
    page.get_by_role("button", name=f"Open World, {ni.load('world').years[-1]}").click()
    assert "exports is made at home" in drawn(page).locator("main").inner_text()


def test_a_flow_is_chosen_in_the_picture_and_in_lists_and_saved(visit, tmp_path):
    page = drawn(visit(TABS["flows"]))
    own = page.evaluate("fetch('api/v1/flows?on=world&year=2011&region=CHN&what=value').then(r => r.json())")
    links, total = own["links"], own["total"]
    assert page.locator("svg.sankey .flow").count() == len(links)
    with page.expect_download() as waited:
        page.locator(".dl button", has_text="SVG").click()
    waited.value.save_as(tmp_path / "flows.svg")
    text = (tmp_path / "flows.svg").read_text(encoding="utf-8")
    assert text.count("<path") >= len(links)
    page.locator("svg.sankey .node", has_text="China").locator("rect").first.click()
    page.mouse.move(0, 0)
    chip = page.get_by_role("button", name="Only with China")
    industry = own["middle"][0]
    part = next(x["value"] for x in links if x["source"] == "left:CHN" and x["target"] == f"middle:{industry['code']}")
    page.locator(".seg label", has_text="Bars").click()
    share = f"{100 * part / own['left'][0]['value']:.0f}%"
    assert page.get_by_role("button", name=f"{industry['label']['en']} {share}").count() == 1
    chip.click()
    assert page.get_by_role("button", name=f"{industry['label']['en']} {100 * industry['value'] / total:.0f}%").count()
    page.emulate_media(media="print")
    assert page.locator(".steps").is_visible()


def test_a_figure_is_presented_by_keyboard_and_the_address_keeps_the_slide(visit):
    page = drawn(visit(TABS["circulation"]))
    page.get_by_role("button", name="Present:").first.click()
    stage = page.get_by_role("dialog")
    first = stage.get_by_role("heading").inner_text()
    size = page.evaluate("""() => Math.min(...[...document.querySelectorAll(".stage :is(h2, .by, svg.ch text)")]
        .map(e => {
        const svg = e.closest('svg');
        const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
        return parseFloat(getComputedStyle(e).fontSize) * scale;
    }))""")
    assert size >= 0.013 * 1440 - 0.1
    page.keyboard.press("ArrowRight")
    page.wait_for_function("was => document.querySelector('.stage h2')?.textContent !== was", arg=first)
    page.wait_for_function("() => location.hash.includes('present.at=supply')")
    page.keyboard.press("n")
    assert stage.get_by_role("note").count() == 1
    page.keyboard.press("Escape")
    stage.wait_for(state="detached")
    page.wait_for_function("() => !location.hash.includes('present.at')")
    page.wait_for_function("() => document.activeElement.matches('[data-figure=supply] .present')")


def test_a_figure_stands_alone_inside_another_page(visit, cockpit):
    page = drawn(visit(TABS["smile"], color_scheme="dark"))
    page.get_by_role("button", name="Embed:").click()
    snippet = page.locator(".snippet code").inner_text()
    address = re.search(r'src="([^"]+)"', snippet)[1].replace("&amp;", "&")
    assert address.startswith(cockpit + "embed/smile.smile?")
    page.set_viewport_size({"width": 320, "height": 500})
    page.goto(address)
    page.wait_for_selector(".only svg.ch circle", timeout=60_000)
    assert page.evaluate(OVERFLOW) <= 0
    assert page.get_by_role("navigation").count() == page.get_by_role("combobox").count() == 0
    assert page.get_by_role("link").all_inner_texts() == ["Open in newind"]
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open in newind").click()
    opened.value.wait_for_url("**/#/smile?**")


ASTRAY = """() => [...document.querySelectorAll('main svg.ch[aria-label]')].flatMap(svg => {
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    return [...svg.querySelectorAll('text')].filter(t => t.getBoundingClientRect().width).flatMap(t => {
        const r = t.getBoundingClientRect();
        const said = [...t.childNodes].filter(n => n.nodeName !== 'title').map(n => n.textContent).join('');
        const out = r.left < box.left - 1.5 || r.right > box.right + 1.5
            || r.top < box.top - 2.5 || r.bottom > box.bottom + 2.5;
        const small = parseFloat(getComputedStyle(t).fontSize) * scale < 11.9;
        return out || small || said.includes('…') ? [[said, out, small]] : [];
    });
})"""


@pytest.mark.parametrize("phone", [False, True])
def test_no_text_of_a_chart_leaves_its_picture_is_cut_or_too_small(visit, phone):
    shown = {tab: TABS[tab] for tab in ("dependence", "flows", "circulation")} | {"index": VIEWS["index"]}
    page = visit("", phone=phone)
    for lang in ("en", "zh"):
        for hash in shown.values():
            page.evaluate("h => { location.hash = h }", f"{hash}&lang={lang}")
            page.wait_for_function("l => document.documentElement.lang.startsWith(l)", arg=lang)
            if "dependence" in hash:
                page.wait_for_selector("svg.ch .loss.short", timeout=90_000)
            drawn(page)
            page.wait_for_timeout(100)  # for charts to take the width of their place
            assert page.evaluate(ASTRAY) == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_for_everyone(visit, view):
    scheme = "dark" if list(VIEWS).index(view) % 2 else "light"
    page = drawn(visit(VIEWS[view] + "&lang=zh", phone=True, color_scheme=scheme, bypass_csp=True))
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(SMALL) == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.evaluate("document.querySelectorAll('main code, main .from code').forEach(e => e.remove())")
    known = {"newind", "CSV", "XLSX", "PNG", "SVG", "GDP", "China", "Economist"}  # the journal of an order of parts
    assert set(re.findall(r"[A-Za-z]{2,}", page.locator("main").inner_text())) - known == set()


def test_pictures_and_proofs_are_described(visit):
    page = drawn(visit(TABS["findings"]))
    labels = [s.get_attribute("aria-label") for s in page.locator("main svg").all()]
    assert len(labels) >= 12
    assert all(labels)
    found = json.loads(page.evaluate("fetch('api/v1/diagnose?on=world&year=2011&region=CHN').then(r => r.text())"))
    first: dict[str, str] = {}
    for f in found["findings"]:
        first.setdefault(f["system"], f["sentence"]["en"])
    assert set(first) == {"s1", "s2", "s3", "s4"}
    titles = page.locator(".finding h2").evaluate_all(
        "all => all.map(h => h.firstChild.data)"
    )  # before year and status
    assert set(first.values()) <= set(titles)
