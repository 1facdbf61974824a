"""Diagnose and Index in a real browser: numbers of Python, weights that stay together, every tab for everyone."""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

import newind as ni

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
    page.wait_for_selector(":is(main svg.ch, main .echart svg path)", timeout=60_000)
    page.wait_for_selector("main .skel", state="detached")
    return page


def test_import_content_is_what_python_measures(visit):
    page = drawn(visit(TABS["dependence"] + "&diagnose.sort=content"))
    w = ni.load("world", year=2011)
    ids = ("s1.knowledge_input_domestic_share_direct", "s1.knowledge_input_domestic_share")
    home = [ni.measure(w, id, "CHN").set_index("industry")["value"]["c14"] for id in ids]
    direct, complete = (f"{100 * (1 - v):.0f}" for v in home)
    row = page.get_by_role("button", name="Electrical and optical equipment;").get_attribute("aria-label")
    assert f"Import content, % {direct}–{complete}%" in row


def test_an_input_is_chosen_by_keyboard_and_a_package_tried_against_it(visit):
    page = drawn(visit(TABS["dependence"]))
    row = page.locator(".inputs .over").first
    name = row.get_attribute("aria-label").split(";")[0]
    row.press("Enter")
    assert page.evaluate("document.activeElement.matches('aside')")
    assert "s1.import_dependence" in page.locator("aside dl").inner_text()
    page.get_by_role("button", name="Open in “One year”").click()
    assert name.lower() in page.get_by_role("tab").inner_text().lower()
    page.wait_for_selector(".cards4")


def test_criteria_of_a_target_stay_at_a_hundred_percent(visit):
    page = drawn(visit(TABS["division"]))
    before = page.locator("svg.ch").get_attribute("aria-label")
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
    assert page.evaluate("document.activeElement.ariaLabel") == cells.nth(len(pillars) + k).get_attribute("aria-label")
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


BARS = """() => [...document.querySelectorAll('.echart svg path')].map(e => e.getBoundingClientRect())
    .filter(r => Math.abs(r.width - 8) < 1.5 && r.height > 8).map(r => [r.x, r.y, r.height])"""


def test_a_flow_is_pointed_at_dragged_saved_and_read_as_a_table(visit, tmp_path):
    page = drawn(visit(TABS["flows"], color_scheme="light"))
    x, y, height = page.evaluate(BARS)[0]
    box = page.locator(".echart").bounding_box()
    page.mouse.move(x + 40, y + height / 2)
    said = page.locator(".echart .tip")
    said.wait_for()
    own = page.evaluate("fetch('api/v1/flows?on=world&year=2011&region=CHN&what=value').then(r => r.json())")
    links = {f"{100 * link['value'] / own['total']:.1f}% of all flows" for link in own["links"]}
    assert any(said.locator("p").first.inner_text().endswith(share) for share in links)
    faint = page.locator(".echart svg path[fill-opacity='0.07']")
    page.wait_for_function("document.querySelectorAll('.echart svg path[fill-opacity=\"0.07\"]').length > 10")
    assert faint.count() < len(own["links"])
    page.mouse.move(x + 4, y + height / 2)
    page.mouse.down()
    page.mouse.move(x + 34, y + height / 2 + 50, steps=6)
    page.mouse.up()
    moved = page.evaluate(BARS)[0]
    assert moved[:2] == pytest.approx([x + 30, y + 50], abs=3)
    page.mouse.move(box["x"], box["y"] - 40)
    with page.expect_download() as waited:
        page.locator(".dl button", has_text="SVG").click()
    waited.value.save_as(tmp_path / "flows.svg")
    text = (tmp_path / "flows.svg").read_text(encoding="utf-8")
    assert text.count("<path") >= len(own["links"])
    assert all(n["label"]["en"] in text for n in own["left"] if n["code"] not in ("other", "unnamed"))
    page.locator(".behind summary").press("Enter")
    rows = page.locator(".behind tbody tr")
    rows.first.wait_for()
    assert rows.count() == len(own["links"])
    light = page.locator(".echart svg text").first.get_attribute("fill")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("was => document.querySelector('.echart svg text').getAttribute('fill') !== was", arg=light)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_for_everyone(visit, view):
    scheme = "dark" if list(VIEWS).index(view) % 2 else "light"
    page = drawn(visit(VIEWS[view] + "&lang=zh", phone=True, color_scheme=scheme, bypass_csp=True))
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(SMALL) == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.evaluate("document.querySelectorAll('main code, main .from code').forEach(e => e.remove())")
    known = {"newind", "CSV", "XLSX", "PNG", "SVG", "GDP"}
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
