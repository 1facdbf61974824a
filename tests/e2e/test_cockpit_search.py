"""Spend a budget in a real browser: the numbers of the API, the same again from its address, for everyone."""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

ABOUT = "v=1&on=world&year=2011&region=CHN"
SMALL_SEARCH = "search.pick=opening-up,carbon-market&search.until=2028&search.effort=4&search.worlds=slow-world"
ASKED = f"#/search?{ABOUT}&{SMALL_SEARCH}"
REQUEST = {
    "on": "world", "year": 2011, "region": "CHN", "goals": ["real_income", "co2"],
    "actions": ["opening-up", "carbon-market"], "budget": "0.5%GDP", "until": 2028, "evaluations": 4,
    "scenarios": ["slow-world"],
}  # fmt: skip
"""What the view asks from that address."""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PRESSED = "button, select, summary, input:not(.vh):not(.check input), .check, .seg label"
SMALL = f"""() => [...document.querySelectorAll('{PRESSED}')].map(e => [e, e.getBoundingClientRect()])
    .filter(([e, r]) => r.width && r.height < 44).map(([e]) => e.outerHTML.slice(0, 120))"""
JOB = """async request => {
    const begun = await fetch('api/v1/jobs', {method: 'POST', headers: {'Content-Type': 'application/json'},
        body: JSON.stringify({kind: 'search', request})}).then(r => r.json());
    for (;;) {
        const job = await fetch('api/v1/jobs/' + begun.id, {cache: 'no-store'}).then(r => r.json());
        if (job.state === 'done') return fetch('api/v1/jobs/' + begun.id + '/result').then(r => r.text());
        await new Promise(done => setTimeout(done, 200));
    }
}"""


def searched(page):
    """Wait until all is found."""
    page.wait_for_selector("svg.front", timeout=120_000)
    page.wait_for_selector("main .prog", state="detached", timeout=120_000)
    page.wait_for_selector("main .skel", state="detached")
    return page


@pytest.fixture
def found(visit):
    """A page on which packages were looked for, its address, and what the API says."""
    page = visit(ASKED)
    page.get_by_role("button", name="Look for packages", exact=True).click()
    searched(page)
    page.wait_for_function("() => location.hash.includes('search.go=')")
    return page, page.evaluate("location.hash"), json.loads(page.evaluate(JOB, REQUEST))


def percent(value: float) -> str:
    size = abs(100 * value)
    text = f"{size:.{2 if size >= 0.1 or size < 5e-5 else 3 if size >= 5e-4 else 4}f}"
    return ("" if float(text) == 0 else "+" if value > 0 else "−") + text + "%"


def test_the_numbers_are_those_of_the_api_and_the_address_gives_them_again(visit, found):
    page, address, told = found
    chosen = told["points"][told["chosen"]]
    title = page.locator(".one h2").inner_text()
    assert title == (
        f"Package {told['chosen'] + 1}: real income in 2028 {percent(chosen['figures']['real_income'])}, "
        f"CO₂ in 2028 {percent(chosen['figures']['co2'])}"
    )
    text = page.locator("main").inner_text()
    assert all(s["en"] in text for s in told["lead"])
    rows = page.locator(".one tbody tr")
    assert rows.count() == len(told["marginals"]) >= 1
    for k, m in enumerate(told["marginals"]):
        cells = rows.nth(k).locator("td").all_inner_texts()
        income, co2, sign, cost = cells[1:]
        for cell, value in ((income, m["adds"]["real_income"]), (co2, m["adds"]["co2"]), (cost, m["cost"])):
            assert cell == percent(value) if value is not None else not re.search(r"\d", cell)  # withheld
        assert sign == m["sign"]["label"]["en"]
    axes = page.locator("svg.front .ax:not(.num)").all_text_contents()
    assert axes == ["← CO₂ in 2028, less is better", "↑ real income in 2028, more is better"]
    label = page.locator("svg.front").get_attribute("aria-label")
    for p in told["points"]:
        assert f"Package {p['number']}: real income in 2028 {percent(p['figures']['real_income'])}" in label
    first = told["robust"]["rows"][0]
    cell = page.locator(".holds tbody tr").first.locator("td").first.inner_text()
    assert cell.removesuffix(" †") == percent(first["values"][0])
    again = searched(visit(address))
    assert again.locator(".one h2").inner_text() == title
    assert again.locator("svg.front").get_attribute("aria-label") == label


def test_a_package_is_chosen_by_keyboard_and_by_pointer_and_followed(found, tmp_path):
    page, _, told = found
    before = page.locator(".one h2").inner_text()
    radios = page.locator(".picked .seg input")
    assert radios.count() == len(told["points"]) >= 2
    radios.nth(told["chosen"]).press("ArrowRight")
    at = (told["chosen"] + 1) % len(told["points"])
    page.wait_for_function("was => document.querySelector('.one h2').innerText !== was", arg=before)
    assert page.locator(".one h2").inner_text().startswith(f"Package {at + 1}:")
    page.wait_for_function(f"() => location.hash.includes('search.at={at + 1}')")
    page.keyboard.press("Control+z")
    page.wait_for_function("was => document.querySelector('.one h2').innerText === was", arg=before)
    page.locator("svg.front .pick", has_text=f"Package {at + 1}:").locator(".hit").click(force=True)
    page.wait_for_function("was => document.querySelector('.one h2').innerText !== was", arg=before)
    page.keyboard.press("Control+z")
    with page.expect_download() as waited:
        page.locator(".picked .dl button", has_text="SVG").click()
    waited.value.save_as(tmp_path / "front.svg")
    assert "recommended" in (tmp_path / "front.svg").read_text(encoding="utf-8")
    page.get_by_role("button", name="Follow year by year").click()
    page.wait_for_selector("main .years h2", timeout=120_000)
    value = 100 * told["points"][told["chosen"]]["figures"]["real_income"]
    page.wait_for_function("() => document.querySelector('.years h2').innerText.includes('2028')", timeout=60_000)
    page.locator(".years .behind summary").press("Enter")
    shown = page.locator(".years .behind tbody tr").last.locator("td").nth(2).inner_text()
    assert float(shown.rstrip("%").replace("−", "-")) == pytest.approx(value, abs=0.005)  # two decimals


def test_a_question_that_changes_is_told_and_limits_that_contradict(found):
    page = found[0]
    shown = page.locator(".one h2").inner_text()
    page.get_by_label("Budget at most").fill("0.4")
    page.locator(".ask .prog", has_text="press Look for packages").wait_for()
    assert page.locator(".one.dim h2").inner_text() == shown
    page.get_by_label("Budget at most").fill("0.5")
    page.wait_for_selector(".one:not(.dim) h2")
    page.locator(".ask .more summary").click()
    page.get_by_label("CO₂ of all years may change by at most").fill("-50")
    page.get_by_role("button", name="Look for packages", exact=True).click()
    page.locator(".failed h2", has_text="No package meets the constraints").wait_for(timeout=120_000)
    assert "CO2 of all years at most -50%" in page.locator(".failed").inner_text()
    page.locator("header .lng label", has_text="中文").click()
    page.locator(".failed", has_text="累计二氧化碳排放变化不高于-50%").wait_for()


@pytest.mark.parametrize(("phone", "scheme"), [(True, "light"), (True, "dark"), (False, "dark")])
def test_the_view_is_for_everyone(visit, found, phone, scheme):
    address = found[1]
    page = searched(visit(f"{address}&lang=zh", phone=phone, color_scheme=scheme, bypass_csp=True))
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true; })")
    assert page.evaluate(OVERFLOW) <= 0
    if phone:
        assert page.evaluate(SMALL) == []
    checked = Axe().run(page)
    assert checked.violations_count == 0, checked.generate_report()
    page.evaluate("document.querySelectorAll('main code, main pre').forEach(e => e.remove())")
    meta = page.evaluate("fetch('api/v1/accounts/world?year=2011').then(r => r.json())")
    words = page.locator("main").inner_text().replace(meta["source_label"]["zh"], "")
    words = re.sub(r"(?:[0-9a-f]{2}-)+[0-9a-f]{2}", "", words)  # of the outlook: the beginning of its hash
    assert set(re.findall(r"[A-Za-z]{2,}", words)) - {"newind", "CSV", "XLSX", "PNG", "SVG", "RCEP"} == set()
