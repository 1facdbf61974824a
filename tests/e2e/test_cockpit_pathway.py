"""The view Pathway in a real browser: the numbers of the API, the same again from its address, for everyone."""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

ABOUT = "v=1&on=world&year=2011&region=CHN"
ALONE = f"#/pathway?{ABOUT}"
PRICE = f"{ALONE}&A=x=carbon_price:20:set:HOME"
SERVICES = f"{ALONE}&A=x=services_trade_cost:-0.1:set:HOME"
TARGETS = f"{PRICE}&pathway.map=1"
OWN = """\
name: own
region: CHN
targets:
  - id: income
    label: {en: Income per person, zh: 人均收入}
    indicator: path.gdp_per_person
    unit: index
    kind: binding
    baseline: {year: 2020, value: 100}
    values: {2028: 140}
    owners: [ministry]
    sources: [{title: A plan, date: 2021}]
"""
CALLED = {"en": "scenario A", "zh": "情景A"}
"""What a scenario without a name is called, after its tab."""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PRESSED = "button, select, summary, input:not(.vh):not(.check input), .check, .seg label"
SMALL = f"""() => [...document.querySelectorAll('{PRESSED}')].map(e => [e, e.getBoundingClientRect()])
    .filter(([e, r]) => r.width && r.height < 44).map(([e]) => e.outerHTML.slice(0, 120))"""
JOB = """async ({kind, request}) => {
    const begun = await fetch('api/v1/jobs', {method: 'POST', headers: {'Content-Type': 'application/json'},
        body: JSON.stringify({kind, request})}).then(r => r.json());
    for (;;) {
        const job = await fetch('api/v1/jobs/' + begun.id, {cache: 'no-store'}).then(r => r.json());
        if (job.state === 'done') return fetch('api/v1/jobs/' + begun.id + '/result').then(r => r.text());
        await new Promise(done => setTimeout(done, 200));
    }
}"""


def drawn(page, *, whole: bool = True):
    """Wait until the years are there, and the rest of the view."""
    page.wait_for_selector("main :is(svg.yearly, .bare)", state="attached", timeout=120_000)
    if whole:
        page.wait_for_selector("main .prog", state="detached", timeout=300_000)
        page.wait_for_selector("main .skel", state="detached")
    return page


def percent(value: float, digits: int = 2) -> str:
    text = f"{abs(100 * value):.{digits}f}"
    return ("" if float(text) == 0 else "+" if value > 0 else "−") + text + "%"


def number(value: float, digits: int = 2) -> str:
    text = f"{abs(value):.{digits}f}"
    return ("" if float(text) == 0 else "+" if value > 0 else "−") + text


def asked(page, kind="pathway", **more):
    request = {"on": "world", "year": 2011, "region": "CHN", "horizon": "medium"}
    shocks = [{"lever": "carbon_price", "value": 20, "mode": "set", "region": "CHN"}]
    package = {"name": "scenario", "label": CALLED, "shocks": shocks, "financing": "lump_sum"}
    more = {"range": True, **more}
    until = {"until": 2035} if kind == "pathway" else {}
    return json.loads(page.evaluate(JOB, {"kind": kind, "request": {**request, **until, "package": package, **more}}))


WITHHELD = "Real income in 2035 against the baseline, direction open: market structure"
"""The same where the verdict states no number."""


OPENING = {
    "name": "scenario", "label": CALLED, "financing": "lump_sum",
    "shocks": [{"lever": "services_trade_cost", "value": -0.1, "mode": "set", "region": "CHN"}],
}  # fmt: skip
"""What the address of `SERVICES` says: its real income may be stated."""


def test_what_may_not_be_stated_has_no_number(visit):
    page = drawn(visit(PRICE))
    found = asked(page)
    series = {s["id"]: s for s in found["series"]}
    title = page.locator(".years h2")
    assert found["verdict"] == "structure"
    assert title.inner_text().startswith(WITHHELD)
    assert "There is no headline number for the whole" in page.locator("main").inner_text()
    said = page.locator(".headline h1").inner_text()
    assert said == found["lead"][0]["en"]
    assert said.startswith("Real income of China in 2035 with “scenario A”: direction open (market structure)")
    assert "with one market structure" in said
    assert "no range" not in said
    page.locator(".years label", has_text="CO₂").click()
    co2 = found["range"]["series"]["co2"]
    assert title.inner_text().startswith(f"CO₂ in 2035: {percent(series['co2']['change'][-1])} against the baseline")
    assert all(percent(co2[end][-1]).strip("+%") in title.inner_text() for end in ("low", "high"))
    assert (page.locator(".years label", has_text="Level").count() == 0) == (series["co2"]["path"][-1] is None)
    page.locator(".years label", has_text="GDP").click()
    assert title.inner_text().startswith(WITHHELD.replace("Real income", "GDP"))


def test_the_numbers_are_those_of_the_api_and_the_address_gives_them_again(visit):
    page = drawn(visit(SERVICES))
    found = asked(page, package=OPENING)
    title, gdp = page.locator(".years h2"), next(s for s in found["series"] if s["id"] == "gdp")
    page.locator(".years label", has_text="GDP").click()
    page.locator(".years label", has_text="Level").click()
    said = f"GDP in 2035: {100 * gdp['path'][-1]:.1f} with the package, {100 * gdp['baseline'][-1]:.1f} without"
    assert title.inner_text() == said
    page.locator(".years .behind summary").press("Enter")
    row = page.locator(".years .behind tbody tr").last
    assert row.locator("th").inner_text() == "2035"
    cells = row.locator("td").all_inner_texts()
    assert cells[:3] == [f"{gdp['path'][-1]:.3f}", f"{gdp['baseline'][-1]:.3f}", percent(gdp["change"][-1])]
    assert cells[-1] == "assumed growth"
    text = page.locator("main").inner_text()
    assert all(s["en"] in text for s in found["lead"])
    if found["carbon"]:
        power = next(r for r in found["carbon"]["rows"] if r["industry"] == "c17")
        assert f"{power['cumulative']:,.0f}" in page.locator(".t-s4 svg").first.get_attribute("aria-label")
    assert (page.locator(".t-s4").count() > 0) == bool(found["carbon"])
    page.wait_for_function("() => ['pathway.as=level', 'pathway.series=gdp'].every(p => location.hash.includes(p))")
    again = drawn(visit(page.evaluate("location.hash")))
    assert again.locator(".years h2").inner_text() == said


def test_mechanisms_are_shown_where_real_income_may_be_stated(visit):
    page = drawn(visit(SERVICES))
    found = asked(page, package=OPENING)
    assert found["verdict"] == "positive"
    assert "no range" not in page.locator(".years h2").inner_text()
    drawings = page.locator("main svg.ch").evaluate_all("all => all.map(svg => svg.getAttribute('aria-label') ?? '')")
    parts = [f"{part['label']['en']} {percent(part['value'])}" for part in found["mechanisms"]["parts"]]
    assert any(all(part in label for part in parts) for label in drawings)


def test_a_mechanism_is_switched_off_by_keyboard_and_back_by_undo(visit):
    page = drawn(visit(PRICE))
    said = "(document.querySelector('.headline h1').innerText + document.querySelector('.words')?.innerText)"
    before = page.evaluate(said)
    page.get_by_role("checkbox", name="Mix of power").press("Space")
    page.wait_for_function(f"was => {said} !== was", arg=before)
    page = drawn(page)
    found = asked(page, off=["energy"])
    page.locator(".headline h1", has_text=found["lead"][0]["en"]).wait_for()
    assert "pathway.off=energy" in page.evaluate("location.hash")
    page.keyboard.press("Control+z")
    page.wait_for_function(f"was => {said} === was", arg=before)
    assert page.get_by_role("checkbox", name="Mix of power").is_checked()


def test_years_are_pointed_at_zoomed_and_saved(visit, tmp_path):
    page = drawn(visit(f"{SERVICES}&pathway.series=gdp"))
    found = asked(page, package=OPENING)
    page.locator("svg.yearly").scroll_into_view_if_needed()
    box = page.locator("svg.yearly").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 150)
    tip = page.locator("svg.yearly .pointed")
    tip.wait_for()
    assert tip.locator("text").first.text_content() == "2035 · assumed growth"
    assert percent(found["series"][1]["change"][-1]) in tip.text_content()
    page.mouse.move(0, 0)
    assert "2011" in page.locator("svg.yearly").text_content()
    page.locator(".years label", has_text=f"From {found['start']}").click()
    page.wait_for_function("() => !document.querySelector('svg.yearly').textContent.includes('2011')")
    with page.expect_download() as waited:
        page.locator(".years .dl button", has_text="SVG").click()
    waited.value.save_as(tmp_path / "years.svg")
    assert "with the package" in (tmp_path / "years.svg").read_text(encoding="utf-8")


def test_without_a_package_there_is_the_baseline_and_a_way_on(visit):
    page = drawn(visit(ALONE))
    text = page.locator("main").inner_text()
    assert "this is the baseline alone" in text
    assert "without any package" in page.locator(".years h2").inner_text()
    page.get_by_role("button", name="Shared data").click()
    page.wait_for_function("() => location.hash.includes('A=p=shared-data')")
    page.wait_for_selector("main .switches", timeout=120_000)
    assert "against the baseline" in page.locator(".years h2").inner_text()
    page.get_by_role("button", name="Change it in “One year”").click()
    page.wait_for_selector(".cards4")


def test_a_long_run_tells_how_far_it_is_and_stops(visit):
    page = drawn(visit(f"{PRICE}&pathway.until=2031"), whole=False)
    page.locator(".ban .prog progress").wait_for(timeout=60_000)
    assert page.locator(".headline h1").inner_text() == "China to 2031: the numbers come with their range"
    page.locator(".ban .prog button", has_text="Stop").click()
    page.locator(".ban .prog", has_text="Stopped").wait_for()
    page.get_by_role("button", name="Run again").wait_for()


def _milestones(found):
    return [m for t in found["targets"] for m in t["milestones"]]


def test_targets_are_set_against_the_path_and_open_by_keyboard(visit, tmp_path):
    page = drawn(visit(PRICE))
    page.get_by_role("button", name="Check the targets").press("Enter")
    page.locator(".tg").first.wait_for(timeout=120_000)
    page = drawn(page)
    found = asked(page, "roadmap")
    rows = page.locator(".tg")
    assert page.locator(".road .head b").inner_text() == found["lead"][0]["en"]
    assert "one market structure" in found["lead"][1]["en"] or not any(m["range"] for m in _milestones(found))
    assert found["silent"][0]["en"] in page.locator(".targets > .above").inner_text()
    assert rows.count() == len(found["targets"])
    for k, target in enumerate(found["targets"]):
        text = rows.nth(k).inner_text()
        assert target["label"]["en"] in text
        for m in target["milestones"]:
            said = m["reason"] if m["status"] == "on_track" and m["reason"] else m["status_label"]
            assert f"{m['year']}: {said['en']}" in text
            assert m["status"] in ("met", "missed", "due") or m["year"] > 2025
    peak = next(t for t in found["targets"] if t["id"] == "co2-peak")
    (milestone,) = peak["milestones"]
    row = page.locator(".tg", has=page.get_by_role("button", name=peak["label"]["en"], exact=True))
    if milestone["projected"] is not None:
        assert f"path leads to {milestone['projected']:.1f}%" in row.inner_text()
    else:
        assert row.locator(".ms2 > .ms").nth(1).inner_text() == "—"
    row.get_by_role("button").press("Enter")
    bars = row.locator(".tg-open svg").last.get_attribute("aria-label")
    for action in milestone["actions"]:
        assert f"{action['label']['en']} {number(action['closes'])}" in bars
    cited = peak["sources"][0]  # some authorities publish no address that lasts
    assert cited["date"] in row.locator("dd").last.inner_text()
    links = row.locator("dd a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert not cited["href"] or links[0] == cited["href"]
    with page.expect_download() as waited:
        row.locator(".dl").first.get_by_role("button", name="SVG").click()
    waited.value.save_as(tmp_path / "target.svg")
    assert "observed" in (tmp_path / "target.svg").read_text(encoding="utf-8")
    with page.expect_download() as waited:
        page.locator(".targets > .dl").get_by_role("button", name="CSV").click()
    waited.value.save_as(tmp_path / "targets.csv")
    assert (tmp_path / "targets.csv").read_text(encoding="utf-8-sig").count("\n") >= 1 + len(found["targets"])
    time = page.locator(".time svg").first.get_attribute("aria-label")
    for a in found["timetable"]:
        assert f"{a['label']['en']}: from {a['start']}, in force in full {a['full']}" in time
    page.wait_for_function("() => location.hash.includes('pathway.open=co2-peak')")
    again = drawn(visit(page.evaluate("location.hash")))
    assert again.locator(".tg-open svg").last.get_attribute("aria-label") == bars
    page.keyboard.press("Control+z")
    page.wait_for_function("() => !document.querySelector('.tg-open') && !location.hash.includes('pathway.open')")


@pytest.mark.parametrize("hash", [ALONE, PRICE])
def test_targets_are_judged_under_what_is_done_and_nothing_else(visit, hash):
    page = drawn(visit(f"{hash}&pathway.map=1"))
    page.locator(".tg").first.wait_for(timeout=120_000)
    heads = page.locator(".tg-h .ms2 b").all_inner_texts()
    assert heads == ["So far", "By its year, without a policy" if hash == ALONE else "By its year, with “scenario A”"]
    nothing = {"package": {"shocks": []}} if hash == ALONE else {}
    found = asked(page, "roadmap", **nothing)
    assert page.locator(".road .head p").nth(1).inner_text().startswith(found["lead"][1]["en"])
    (income,) = (m for m in _milestones(found) if m["projected"] is not None)
    row = page.locator(".tg", has_text="Real GDP per person").locator(".ms")
    assert f"{income['year']}: on track as of 2024" in row.nth(0).inner_text()
    said = row.nth(1).inner_text()
    assert f"By {income['year']}: missed by {income['remains']:.1f}" in said
    assert f"{100 * income['pace']:+.1f}% a year, slower than so far" in said
    pledge = next(m for m in _milestones(found) if m["status"] == "on_track" and m["reason"])
    assert pledge["reason"]["en"] in page.locator(".tgs").inner_text()


def test_targets_of_ones_own_stay_in_the_browser(visit, tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(OWN.replace("2028: 140", "2028: 40"), encoding="utf-8")
    page = drawn(visit(f"{TARGETS}&pathway.own=elsewhere", quiet=False))
    assert "a file that this browser does not have" in page.locator(".road").inner_text()
    page.locator(".road input[type=file]").set_input_files(file)
    failed = page.locator(".failed")
    failed.wait_for(timeout=60_000)
    assert "mine.yaml:10:" in failed.inner_text()
    file.write_text(OWN, encoding="utf-8")
    page.locator(".road input[type=file]").set_input_files(file)
    page.locator(".tg", has_text="Income per person").wait_for(timeout=60_000)
    page = drawn(page)
    (target,) = asked(page, "roadmap", targets=OWN, file="mine.yaml")["targets"]
    assert f"path leads to {target['milestones'][0]['projected']:.1f}" in page.locator(".tg").inner_text()
    page.reload()
    drawn(page).locator(".tg", has_text="Income per person").wait_for()


def test_draws_in_another_world_are_bands_of_the_api(visit):
    page = drawn(visit(f"{PRICE}&pathway.until=2028&pathway.world=slow-world&pathway.draws=3"))
    found = asked(page, until=2028, scenario="slow-world", draws=3)
    drawn_of = found["draws"]["series"]["real_income"]["change"]
    world = page.locator(".ban .as", has_text="World around the policy").locator("select")
    assert world.evaluate("e => e.options[e.selectedIndex].text") == "A slow world"
    assert found["scenario"]["note"]["en"] in page.locator(".world").inner_text()
    assert drawn_of["doubt"]["en"] in page.locator(".years").inner_text()
    assert page.locator(".settled h2").inner_text() == "After 3 draws the bands of 2028 have not settled yet"
    chart = page.locator("svg.yearly").inner_html()
    assert f"5 to 95% of {found['draws']['done']} draws" in chart
    page.locator(".years .behind summary").press("Enter")
    cells = page.locator(".years .behind tbody tr").last.locator("td").all_inner_texts()
    assert cells[3:8] == [percent(v[-1]) for v in drawn_of["values"]]
    steps = page.locator(".settled svg").first.get_attribute("aria-label")
    assert f"3: {', '.join(percent(v[-1], 1 if abs(v[-1]) >= 0.001 else 2) for v in drawn_of['values'])}" in steps
    page.get_by_label("Random trials of the assumptions").select_option("")
    page.wait_for_function("() => !location.hash.includes('pathway.draws')")
    page.keyboard.press("Control+z")
    page.wait_for_function("() => location.hash.includes('pathway.draws=3')")
    page.locator(".settled").wait_for()


@pytest.mark.parametrize(("phone", "scheme"), [(True, "light"), (True, "dark"), (False, "dark")])
def test_the_view_is_for_everyone(visit, phone, scheme):
    more = "&pathway.draws=2&pathway.open=co2-peak,non-fossil"
    page = drawn(visit(f"{TARGETS}{more}&lang=zh", phone=phone, color_scheme=scheme, bypass_csp=True))
    assert page.evaluate(OVERFLOW) <= 0
    if phone:
        assert page.evaluate(SMALL) == []
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true; })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.evaluate("document.querySelectorAll('main code, main pre, main .scope').forEach(e => e.remove())")
    meta = page.evaluate("fetch('api/v1/accounts/world?year=2011').then(r => r.json())")
    words = page.locator("main").inner_text().replace(meta["source_label"]["zh"], "")
    assert set(re.findall(r"[A-Za-z]{2,}", words)) - {"newind", "CSV", "XLSX", "PNG", "SVG", "GDP", "Wilson"} == set()
