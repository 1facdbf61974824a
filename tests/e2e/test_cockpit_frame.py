"""The frame in a real browser: five places, Start, help, paper, old addresses; keyboard and finger, both languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

import newind as ni

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OUTSIDE = """picture => [...document.querySelectorAll(picture)].flatMap(svg => {
    const whole = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter(t => { const b = t.getBoundingClientRect();
        return b.left < whole.left - 1 || b.right > whole.right + 1 || b.bottom > whole.bottom + 1 })
        .map(t => t.textContent) })"""
BEYOND = """() => [...document.querySelectorAll('.bx')].flatMap(g => {
    const box = g.querySelector('rect').getBoundingClientRect();
    return [...g.querySelectorAll('text')].filter(t => { const b = t.getBoundingClientRect();
        return b.left < box.left || b.right > box.right || b.bottom > box.bottom }).map(t => t.textContent) })"""
PLACES = {
    "now": ["now", "six", "index"],
    "findings": ["findings", "dependence", "circulation", "flows", "smile"],
    "try": ["try", "pathway", "budget", "division"],
    "data": ["data", "ask"],
}


def shown(page):
    page.wait_for_selector(".startp .four li", timeout=60_000)
    return page


def current(page, nav):
    return page.locator(f"{nav} [aria-current]").get_attribute("href").removeprefix("#/")


@pytest.mark.parametrize(("lang", "phone", "scheme"), [("en", False, "light"), ("zh", True, "dark")])
def test_a_first_visit_opens_start_and_every_door_and_place_is_open(visit, lang, phone, scheme):
    page = shown(visit(f"#/?lang={lang}", phone=phone, color_scheme=scheme, bypass_csp=True))
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(BEYOND) == []
    assert Axe().run(page).violations_count == 0
    drawn = page.locator(".flowchart").get_attribute("aria-label")
    w = ni.load("world", year=2022)
    assert all(str(n) in drawn for n in (w.R, w.S, len(ni.levers())))
    assert page.locator(".four li").count() == 4
    assert {"en": "Nothing saved yet", "zh": "暂无保存"}[lang] in page.locator(".intro .pan").inner_text()
    nav = "nav.bot" if phone else "header nav"
    for n, views in enumerate(PLACES.values(), 1):
        place = page.locator(f"{nav} a").nth(n)
        place.tap() if phone else place.click()
        for view in views:
            page.locator(f".within a[href='#/{view}']").click()
            page.wait_for_function("view => location.hash.startsWith(`#/${view}?`)", arg=view)
            page.wait_for_selector("main h1", state="attached")
            assert current(page, ".within") == view
            assert current(page, nav) == views[0]
            name = page.locator(".within [aria-current=page]").inner_text()
            page.wait_for_function("name => document.title === `${name} · newind`", arg=name)
        if phone:
            assert page.evaluate(OVERFLOW) <= 0


def test_later_visits_open_start_unless_a_link_says_else_and_old_addresses_hold(visit):
    page = visit("#/diagnose?v=1&region=DEU&diagnose.tab=smile")
    page.wait_for_function("() => location.hash.startsWith('#/smile?')")
    assert "diagnose.tab" not in page.evaluate("location.hash")
    for old, new in {"diagnose": "findings", "explore": "six", "search": "budget"}.items():
        page.evaluate("old => { location.hash = `#/${old}?v=1&region=DEU` }", old)
        page.wait_for_function(
            "new_ => document.querySelector('.within [aria-current]')?.hash === `#/${new_}`", arg=new
        )
    home = page.url.split("#")[0]
    page.goto("about:blank")
    page.goto(home)
    shown(page)
    assert current(page, "header nav") == "start"


@pytest.mark.parametrize(("lang", "phone"), [("en", False), ("zh", True)])
def test_help_keeps_the_focus_and_gives_it_back(visit, lang, phone):
    page = visit(f"#/dependence?v=1&lang={lang}", phone=phone, bypass_csp=True)
    page.wait_for_selector("main .pan h2")
    button = page.locator("header .hlp")
    button.focus()
    page.keyboard.press("F1" if phone else "?")
    page.wait_for_selector("dialog.help h2")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert page.evaluate(OUTSIDE, "dialog .mark") == []
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.help", state="detached")
    assert button.evaluate("b => b === document.activeElement")


def test_paper_has_the_choices_and_nothing_to_press(visit):
    page = visit("#/try?v=1&on=world&year=2022&region=CHN&A=x=carbon_price:15:add:HOME:*:industry", color_scheme="dark")
    page.wait_for_selector(".cards4:not(.dim)", timeout=120_000)
    page.wait_for_selector(".onlyprint b", state="attached")
    page.emulate_media(media="print")
    said = page.locator(".onlyprint").inner_text()
    for words in ("China", "World 2022", "Carbon price on production 15 USD/t", "Horizon", "Trade balance"):
        assert words in said
    for chrome in ("header.app", ".within", ".levers", ".dl", "input[type=range]"):
        assert page.locator(chrome).first.is_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
