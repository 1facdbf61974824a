"""The cockpit in a real browser: one history, what is kept between visits, what is said when something fails."""

from __future__ import annotations

TRY = "#/try?v=1&on=world&year=2011&region=CHN"
CARBON = TRY + "&A=x=carbon_price:15:add:HOME:*:industry"


def slider(page, name="Carbon price on production"):
    return page.get_by_role("slider", name=name)


def says(page, text):
    """Wait until the carbon price is said to be this."""
    page.wait_for_function("text => document.querySelector('.lev.mv [type=range]')?.ariaValueText === text", arg=text)


def test_undo_and_back_go_through_one_history(visit):
    page = visit(CARBON)
    undo, redo = (page.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    slider(page).press("ArrowRight")
    page.wait_for_timeout(1000)  # changes within a moment are one step
    slider(page).press("ArrowRight")
    page.locator("nav").first.get_by_role("link", name="Data").click()
    page.get_by_text("中文").first.click()  # no step
    page.wait_for_function("() => document.title.startsWith('数据')")
    page.go_back()
    says(page, "17美元/吨")
    page.get_by_text("English").first.click()
    undo.click()
    says(page, "16 USD/t")
    page.go_back()
    says(page, "15 USD/t")
    assert undo.is_disabled()
    page.go_forward()
    says(page, "16 USD/t")
    redo.click()
    says(page, "17 USD/t")
    redo.click()
    page.wait_for_function("() => document.title.startsWith('Data')")
    assert redo.is_disabled()


def test_a_lever_is_found_by_what_people_call_it_in_either_language(visit):
    asked = {"CBAM": "Carbon border adjustment", "研发": "Subsidy to research", "R&D": "Subsidy to research",
             "关税": "Tariff", "carbon tax": "Carbon price on production", "电价": "Cost of energy"}  # fmt: skip
    page = visit(TRY)
    find = page.get_by_role("searchbox")
    for words, lever in asked.items():
        find.fill(words)
        assert lever in page.locator(".lev > :first-child").all_inner_texts(), words
    page.get_by_text("中文").first.click()
    for words, lever in {"subsidy": "生产补贴", "R & D": "研发补贴", "tariff": "关税", "ETS": "生产端碳价"}.items():
        find.fill(words)
        assert lever in page.locator(".lev > :first-child").all_inner_texts(), words
    find.fill("no such")
    assert page.locator(".lev").count() == 0
