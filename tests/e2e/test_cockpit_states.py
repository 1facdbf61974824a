"""The cockpit in a real browser, beside its answers: one history, what is kept, and what is said when something fails."""

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
