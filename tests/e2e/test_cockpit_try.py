"""Try in a real browser: a slider's numbers are Python's, a link gives them again, nothing is lost when things fail."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

import newind as ni
from newind.pathways.comparing import emissions

TRY = "#/try?v=1&on=world&year=2011&region=CHN"
CARBON = TRY + "&A=x=carbon_price:15:add:HOME:*:industry"
TWO = TRY + "&A=p=carbon-market&B=x=carbon_price:40:add:HOME:*:industry;h=long"
SETTLED = """() => document.querySelector('.cards4:not(.dim)') && !document.querySelector('.prog:not(.hz .prog), .skel')
    && [...document.querySelectorAll('.cmp .rs td')].every(e => e.querySelector('small'))"""
SMALL = """() => [...document.querySelectorAll('button, select, summary, input:not(.vh), .seg label')].filter(e => {
    const r = e.getBoundingClientRect();
    const around = parseFloat(getComputedStyle(e, '::after').top) || 0;
    return r.width && r.height - 2 * Math.min(around, 0) < 44;
}).map(e => e.outerHTML.slice(0, 120))"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def slider(page, name="Carbon price on production"):
    return page.get_by_role("slider", name=name)


def settled(page):
    """Wait until all that was asked has been answered, ranges and contributions too."""
    page.wait_for_function(SETTLED, timeout=90_000)
    return page


def carbon(value):
    return ni.Package([ni.Shock("carbon_price", value, mode="add", region="CHN", industry="industry")])


def headline(page):
    return page.locator(".cards4 .wasnow").all_inner_texts()


def expected(value):
    """What the cards say of a carbon price, computed without the server."""
    s = ni.simulate(ni.load("world", year=2011), carbon(value))
    at = s.baseline.regions.index("CHN")
    shares = tuple(ni.wide(ni.measure(w, "s4.dva_share", "CHN")).iloc[0, 0] for w in (s.baseline, s.accounts))
    tonnes = [emissions(w)[at] / 1000 for w in (s.baseline, s.accounts)]
    return tonnes, [shares]


def test_a_key_press_gives_the_numbers_that_python_gives(visit):
    page = visit(CARBON)
    page.wait_for_selector(".cards4")
    slider(page).press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.lev.mv .typed').value === '16'")
    settled(page)
    (tonnes, fewer), shares = expected(16)
    levels = [("", ""), (f"{tonnes:,.0f} Mt", f"{fewer:,.0f} Mt"), *((f"{a:.1%}", f"{b:.1%}") for a, b in shares)]
    unclear = [bool(c.locator(".un").count()) for c in page.locator(".hc:has(.wasnow)").all()]
    shown = ["" if no or a == b else f"{a} → {b}" for (a, b), no in zip(levels, unclear, strict=True)]
    assert headline(page) == shown
    assert any(shown)


@pytest.mark.parametrize(("lang", "word"), [("en", "range being computed"), ("zh", "区间计算中")])
def test_a_number_is_pending_until_its_range_is_there(visit, lang, word):
    """While the range is awaited there is no number, no sign and no colour, in cards, tables and charts alike."""
    held, closed = [], [True]
    page = visit(TRY + f"&lang={lang}", phone=lang == "zh")
    page.route("**/jobs", lambda route: held.append(route) if closed else route.continue_())
    page.evaluate("hash => { location.hash = hash }", CARBON + f"&lang={lang}")
    page.wait_for_selector(".hc .pend")
    assert set(page.locator(".hc .big").all_inner_texts()) == {word}
    assert page.locator(".hc.better, .hc.worse, .cv.better, .cv.worse, .said.better, .said.worse").count() == 0
    assert not re.search(r"[+−]\d", page.locator("#results").inner_text())
    closed.clear()  # what is asked from now on is not held
    for route in held:
        route.continue_()
    settled(page)
    assert page.locator(".pend").count() == 0
    assert page.locator(".hc.better, .hc.worse").count() > 0


def test_a_link_gives_the_same_scenarios_and_numbers_in_a_fresh_profile(visit):
    first = settled(visit(TWO))
    first.get_by_role("tab").nth(1).click()
    settled(first).wait_for_function("() => location.hash.includes('open=B')")
    again = settled(visit(first.evaluate("location.hash")))
    for part in (".cmp", ".cards4", ".ban", ".tl"):
        assert again.locator(part).inner_text() == first.locator(part).inner_text()


def test_what_is_saved_opens_elsewhere(visit, tmp_path):
    page = settled(visit(CARBON))
    parts = page.locator(".wide")
    assert parts.locator("label.on").all_inner_texts() == ["CO₂ emissions"]  # first of those with a sign
    parts.locator("label").get_by_text("Real income").click()
    parts.locator("svg, .dl").first.wait_for(state="detached")  # no sign of the whole: nothing to see or save
    parts.locator("label").get_by_text("CO₂ emissions").click()
    saved = {}
    for kind in ("PNG", "SVG"):
        with page.expect_download() as waited:
            parts.locator(".dl").get_by_text(kind).click()
        saved[kind] = tmp_path / waited.value.suggested_filename
        waited.value.save_as(saved[kind])
    with page.expect_download() as waited:
        page.get_by_text("Save as package").click()
    waited.value.save_as(tmp_path / "package.yaml")
    assert saved["PNG"].read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    drawing = ET.parse(saved["SVG"]).getroot()
    assert not [e for e in drawing.iter() if {"class", "style"} & e.attrib.keys()]
    assert {"Carbon price on production", "A"} <= {e.text for e in drawing.iter()}
    assert ni.Package.from_yaml(tmp_path / "package.yaml").shocks == carbon(15).shocks


NAMED = "A%20plan%20with%20a%20name%20that%20is%20far%20too%20long%20for%20a%20tab"
LONG = CARBON.replace("x=", f"n={NAMED};x=") + ";h=long"


def test_what_is_saved_loads_as_the_same_scenario_and_undo_takes_it_back(visit, tmp_path):
    page = settled(visit(LONG))
    with page.expect_download() as waited:
        page.get_by_role("button", name="Save as package").click()
    file = tmp_path / waited.value.suggested_filename
    waited.value.save_as(file)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Load a package").click()
    chooser.value.set_files(file)
    page.wait_for_selector("#tab-1[aria-selected=true]")
    assert page.locator(".got").inner_text().startswith(f"Loaded {file.name}.")  # it goes after a while
    settled(page)
    first, second = page.get_by_role("tab").all_inner_texts()
    assert first.removeprefix("A") == second.removeprefix("B")
    assert page.locator(".cmp tbody tr:not(.rs)").count() == 0  # nothing differs
    shown = [row.locator("td").all_inner_texts() for row in page.locator(".cmp .rs").all()]
    assert all(a == b for a, b in shown)
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_role("tab").count() == 1


def drop(page, name, text):
    """Drop a file on the page."""
    page.evaluate(
        """([name, text]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], name));
            for (const kind of ["dragover", "drop"])
                dispatchEvent(new DragEvent(kind, { dataTransfer, cancelable: true, bubbles: true }));
        }""",
        [name, text],
    )


def test_a_dropped_file_loads_and_one_with_a_mistake_names_its_line_and_changes_nothing(visit):
    page = visit(CARBON, quiet=False)
    page.wait_for_selector(".cards4:not(.dim)")
    was = page.evaluate("location.hash")
    drop(page, "mine.yaml", "shocks:\n- {lever: tarif, value: 1}\n")
    said = page.get_by_role("alert").inner_text()
    for words in ("mine.yaml was not loaded", "Line 2, column 11", "Did you mean 'tariff'"):
        assert words in said
    drop(page, "mine.xlsx", "x")
    page.get_by_text("Tables of your own are read in the view Data").wait_for()
    assert page.evaluate("location.hash") == was
    drop(page, "mine.yaml", carbon(30).to_yaml())
    page.wait_for_selector("#tab-1[aria-selected=true]")
    assert slider(page).get_attribute("aria-valuetext") == "30 USD/t"
    assert page.get_by_role("alert").count() == 0


def test_every_horizon_shows_its_range(visit):
    page = settled(visit(CARBON))
    page.wait_for_function("() => document.querySelectorAll('.hz td .cv').length === 12")
    page.wait_for_selector(".hz .prog", state="detached")
    assert [h.split()[0] for h in page.locator(".hz thead th").all_inner_texts()] == ["Short", "Medium", "Long"]
    medium = page.locator(".hz tbody").nth(1).locator("td").nth(1)
    card = page.locator(".hc").nth(1)
    assert medium.locator("small").inner_text() == card.locator(".rgx").inner_text()
    assert medium.locator(".cv").inner_text() == card.locator(".big").inner_text()


def test_long_names_stay_in_one_line(visit):
    page = visit(LONG + "&B=x=tariff:0:scale:HOME")
    page.wait_for_selector(".cards4")
    tab, short = page.get_by_role("tab").all()
    assert tab.bounding_box()["height"] == short.bounding_box()["height"]
    assert tab.get_attribute("title") == "A · A plan with a name that is far too long for a tab"


def test_provinces_are_offered_what_their_accounts_have(visit):
    page = visit("#/try?v=1&on=china-2017%2Babroad&year=2017&region=CN-GZ&A=x=trade_cost:-0.02:add:HOME")
    page.wait_for_selector(".cards4:not(.dim)")
    assert page.locator(".pk option").all_inner_texts() == [
        "None: levers moved by hand", "Investment inland and gateways",
    ]  # fmt: skip
    page.get_by_role("button", name="About this lever: Cost of trade other than tariffs").click()
    offered = page.get_by_label("Towards").locator("option").all_inner_texts()
    codes = json.loads(page.evaluate("fetch('api/v1/accounts/china-2017%2Babroad').then(r => r.text())"))["regions"]
    assert offered == ["all", *(r["en"] for r in codes)]
    page.get_by_role("searchbox", name="Find a lever").fill("carbon price")
    assert "Needs CO₂" in page.locator(".lev.off").inner_text()


def test_undo_and_redo_go_through_changes(visit):
    page = visit(CARBON)
    page.wait_for_selector(".cards4")
    page.select_option(".pk select", "green-turn")
    assert page.get_by_role("tab").inner_text() == "A · Green turn"
    page.get_by_role("button", name="Undo").click()
    assert slider(page).get_attribute("aria-valuetext") == "15 USD/t"
    page.keyboard.press("Control+y")
    assert page.get_by_role("tab").inner_text() == "A · Green turn"


def test_a_setting_without_a_solution_keeps_the_levers_and_knows_the_way_back(visit):
    page = settled(visit(CARBON, quiet=False))
    was = headline(page)
    error = {"kind": "ConvergenceError", "message": "no equilibrium: the market for utilities in India does not close"}
    page.route("**/api/v1/simulate", lambda r: r.fulfill(status=409, json={"schema_version": 1, "error": error}))
    slider(page).press("ArrowRight")
    assert "utilities in India" in page.locator(".failed").inner_text()
    assert slider(page).get_attribute("aria-valuetext") == "16 USD/t"
    assert headline(page) == was
    page.unroute("**/api/v1/simulate")
    page.get_by_role("button", name="Go back to Carbon price on production 15 USD/t").click()
    page.wait_for_selector(".cards4:not(.dim)")
    assert slider(page).get_attribute("aria-valuetext") == "15 USD/t"
    assert page.locator(".failed").count() == 0


def test_a_lost_connection_is_told_and_work_goes_on_when_it_is_back(visit):
    page = visit(CARBON, quiet=False)
    page.wait_for_selector(".cards4:not(.dim)")
    page.context.set_offline(True)
    slider(page).press("ArrowRight")
    page.wait_for_selector(".offline")
    page.context.set_offline(False)
    page.wait_for_selector(".offline", state="detached")
    page.wait_for_selector(".cards4:not(.dim)")
    assert slider(page).get_attribute("aria-valuetext") == "16 USD/t"


def test_a_link_of_another_version_opens_and_says_what_has_changed(visit):
    old = "#/try?v=0.5&nv=0.0.1&on=atlantis&year=2011&region=CHN"
    page = visit(old + "&A=x=carbon_price:15:add:HOME:*:industry/warp_drive:1&B=p=new-deal")
    page.wait_for_selector(".cards4")
    said = page.locator(".stale").inner_text()
    for word in ("0.0.1", "atlantis", "warp_drive", "new-deal"):
        assert word in said
    assert slider(page).get_attribute("aria-valuetext") == "15 USD/t"
    page.get_by_role("button", name="Dismiss").click()
    assert page.locator(".stale").count() == 0


def test_accounts_that_end_at_the_border_lead_to_those_of_the_world(visit):
    page = visit("#/try?v=1&on=china&year=2017&region=CHN&A=p=green-turn")
    page.get_by_role("button", name="Open the world accounts").click()
    page.wait_for_selector(".cards4")
    assert "Compared with China in 2017" in page.locator(".ban").inner_text()


def test_chinese_has_no_english_left(visit):
    page = settled(visit(TWO + "&lang=zh"))
    page.get_by_text("复现此结果").wait_for()
    meta = json.loads(page.evaluate("fetch('api/v1/accounts/world?year=2011').then(r => r.text())"))
    shown = page.locator("body").inner_text().replace(meta["source_label"]["zh"], "")
    known = {"newind", "CSV", "XLSX", "PNG", "SVG", "English", "GDP", "WTO", "RCEP"}
    assert set(re.findall(r"[A-Za-z]{2,}", shown)) - known == set()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"


def test_a_policy_brief_of_both_scenarios_is_downloaded_in_the_order_that_was_chosen(visit):
    """Of the shelf: the older scenario is ticked first, so it is A; scenarios have the names that they have there."""
    page = settled(visit(TWO))
    page.locator("#tab-1").click()
    names = ["Carbon price on production 40 USD/t", "A carbon market and supporting policies"]
    page.locator(".shf tbody tr", has_text=names[0]).wait_for(timeout=60_000)
    rows = page.locator(".shf tbody tr")
    assert [row.splitlines()[0] for row in rows.locator("th").all_inner_texts()] == names
    for row in (rows.nth(1), rows.nth(0)):
        row.locator("input").check()
    assert rows.locator(".tick b").all_inner_texts() == ["B", "A"]
    page.locator(".shf").get_by_role("button", name="Policy brief").click()
    page.get_by_label("Your question").fill("Which <b>first</b>?")
    page.get_by_label("Format").select_option("html")
    with page.expect_download(timeout=90_000) as made:
        page.get_by_role("button", name="Make it").click()
    assert made.value.suggested_filename == "newind-policy-chn-2011-en.html"
    html = Path(made.value.path()).read_text(encoding="utf-8")
    assert "Which &lt;b&gt;first&lt;/b&gt;?" in html
    assert 0 < html.index(names[1]) < html.index(names[0])
    assert html.count('class="sc sc-b"') > 3
    assert "Open in newind" in html
    page.get_by_text("is in your downloads").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, scheme):
    page = settled(visit(TWO, color_scheme=scheme, bypass_csp=True))
    page.locator(".lev.mv").get_by_role("button", name="About this lever").first.click()
    page.get_by_role("button", name="Policy brief").click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_phone_shows_results_first_and_has_room_for_fingers(visit):
    page = settled(visit(TWO, phone=True))
    order = (".headline", ".tabs", ".chips", ".ban", ".cards4", ".shf", ".levers")
    tops = [page.locator(part).bounding_box()["y"] for part in order]
    assert tops == sorted(tops)
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(SMALL) == []
    page.get_by_role("button", name="all levers").tap()
    page.wait_for_function("() => document.querySelector('.levers').getBoundingClientRect().top < innerHeight / 2")
    page.locator(".lev.mv").get_by_role("button", name="About this lever").first.tap()
    assert page.locator(".why dt").all_inner_texts() == ["What it does", "How large is usual", "It cannot tell"]
    assert page.evaluate(OVERFLOW) <= 0


def test_the_headline_is_the_answer_in_a_sentence_and_assumptions_are_choices_in_one(visit):
    page, came = visit(CARBON), []
    page.on("response", lambda r: came.append(r) if "/result" in r.url else None)
    settled(page)
    said = next(found["headline"] for found in (r.json() for r in came) if "headline" in found)
    assert page.locator(".headline h1").inner_text() == said["en"]
    assert page.get_by_role("heading", level=1).count() == 1
    sentence = page.locator(".as").inner_text()
    assert sentence.startswith("Compared with China in 2011,")
    assert [s.input_value() for s in page.locator(".as select").all()] == ["medium", "share", "lump_sum"]
    alone = page.locator(".alone li").all_inner_texts()
    assert alone
    assert "real income" in page.locator(".alone .note").first.inner_text()
    slider(page).press("End")
    page.locator(".still", has_text="Still the answer for: Carbon price on production 15 USD/t").wait_for()
    assert page.locator(".headline h1").inner_text() == said["en"]  # with its numbers, until the new ones are there
    settled(page)
    page.wait_for_function("was => document.querySelector('.headline h1').innerText !== was", arg=said["en"])
    page.locator(".headline [role=status]", has_text=page.locator(".headline h1").inner_text()).wait_for()  # read out


SAVED = """() => new Promise(done => { const asked = indexedDB.open('newind', 1);
    asked.onsuccess = () => { const all = asked.result.transaction('shelf').objectStore('shelf').getAll();
        all.onsuccess = () => done(all.result); }; })"""
AGED = """k => new Promise(done => { const asked = indexedDB.open('newind', 1);
    asked.onsuccess = () => { const put = asked.result.transaction('shelf', 'readwrite').objectStore('shelf').put(k);
        put.onsuccess = () => { asked.result.close(); done(); }; }; })"""


def test_what_is_tried_stands_on_the_shelf_after_a_reload_and_says_when_it_is_old(visit, tmp_path):
    page = settled(visit(CARBON, quiet=False))
    row = page.locator(".shf tbody tr")
    row.wait_for()
    card = page.locator(".hc").nth(1)
    assert card.locator(".rgx").inner_text() in row.locator("td").nth(2).inner_text()
    page.locator(".saved").wait_for()
    slider(page).press("ArrowRight")
    while page.evaluate(SAVED)[0]["scenario"]["shocks"][0]["value"] != 16:
        page.wait_for_timeout(100)
    assert row.count() == 1  # the same work with another value
    with page.expect_download() as waited:
        row.locator("input").check()
        page.get_by_role("button", name="Export file").click()
    file = tmp_path / "kept.yaml"
    waited.value.save_as(file)
    assert ni.Package.from_yaml(file).shocks == carbon(16).shocks
    assert "# real income:" in file.read_text()
    (kept,) = page.evaluate(SAVED)
    page.evaluate(AGED, kept | {"id": "old", "version": "0.0.1"})
    page.goto("about:blank")
    page.go_back()
    page.locator(".shf .warn", has_text="computed with 0.0.1").wait_for()
    page.locator(".shf tbody input").nth(0).check()
    page.locator(".shf tbody input").nth(1).check()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_selector("#tab-1")
    page.get_by_role("button", name="Delete all").click()
    page.get_by_role("button", name="Undo").last.click()
    assert page.locator(".shf tbody tr").count() == 2
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import a file").click()
    broken = tmp_path / "broken.yaml"
    broken.write_text("shocks:\n- {lever: tarif, value: 1}\n")
    chooser.value.set_files(broken)
    assert "Did you mean 'tariff'" in page.get_by_role("alert").inner_text()
    assert page.locator(".shf tbody tr").count() == 2


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("Object.defineProperty(window, 'indexedDB', { value: undefined })", "keeps nothing after you close it"),
        (
            "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }",
            "no room for more",
        ),
    ],
)
def test_a_browser_without_room_keeps_the_visit_and_says_so(visit, broken, said):
    page = visit(CARBON)
    page.add_init_script(broken)
    page.reload()
    page.locator(".shf .warn", has_text=said).wait_for()
    page.locator(".shf tbody tr").wait_for()


def test_the_tour_goes_through_the_places(visit):
    page = visit("#/try?demo=1")
    for n, place in enumerate(["now", "dependence", "try", "try", "try", "try"], 1):
        page.wait_for_function("place => location.hash.startsWith(`#/${place}`)", arg=place)
        assert f"Step {n} of 6" in page.locator(".tour").inner_text()
        page.wait_for_selector(".lit")
        page.locator(".tour .primary").click()
    assert page.locator(".tour").count() == 0


def test_the_kind_of_a_tariff_is_chosen_beside_its_value(visit):
    page = settled(visit(TRY + "&A=x=tariff:1.5:scale:HOME:*:manufacturing"))
    row = page.locator(".lev.mv")
    assert row.locator(".kind option").all_inner_texts()[1] == "the new rate, one for all"
    row.get_by_label("How it is typed").select_option("set")
    page.wait_for_function("() => /^\\d[\\d.]*%$/.test(document.querySelector('.lev.mv .typed').value)")
    row.locator(".typed").fill("12")
    row.locator(".typed").press("Enter")
    page.wait_for_function("() => location.hash.includes('tariff:0.12:set:HOME:*:manufacturing')", timeout=10_000)


def test_the_server_says_which_scenario_is_ahead_and_parts_of_the_budget_add_up(visit):
    page = settled(visit(TWO))
    page.wait_for_selector(".ahead")
    assert re.match(r"^\w+.* in each of \d+ cases|.*none is always ahead", page.locator(".ahead").inner_text())
    parts, whole = page.locator(".hc").last.locator("p").last.inner_text().split(", sum ")
    number = re.compile(r"[+−]\d+(?:\.\d+)?")
    each = [float(v.replace("−", "-")) for v in number.findall(parts)]
    assert round(sum(each), 6) == float(number.search(whole)[0].replace("−", "-"))
