"""The cockpit in a real browser: one history, what is kept between visits, what is said when something fails."""

from __future__ import annotations

import re

import pytest

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


OUTSIDE = {
    "en": ("Carbon price on production: not possible like this", "It may be 0 to 1,000 USD/t; it is set to 5,000"),
    "zh": ("生产端碳价：不能这样设置", "取值应为0至1,000美元/吨，现为5,000美元/吨"),
}
TECHNICAL = re.compile(r"\w_\w|\bc\d+\b|\b(cells?|shock|JSON|Body|mode|add)\b|单元|冲击")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_link_beyond_the_limits_says_so_and_loses_that_lever_alone(visit, lang):
    link = f"{TRY}&lang={lang}&A=x=tariff:1.1:scale:HOME:*:manufacturing/carbon_price:5000:add:HOME:*:industry"
    page = visit(link, quiet=False)
    title, why = OUTSIDE[lang]
    said = page.locator(".failed")
    assert title in said.inner_text()
    assert why in said.inner_text()
    assert not TECHNICAL.search(said.inner_text())
    said.get_by_role("button", name={"en": "Remove this lever", "zh": "移除此政策工具"}[lang]).click()
    page.wait_for_selector(".cards4")
    assert page.locator(".lev.mv .typed").input_value() == "+10%"
    page.evaluate("hash => { location.hash = hash }", link.replace("/try", "/pathway"))
    page.get_by_role("button", name={"en": "Remove this lever", "zh": "移除此政策工具"}[lang]).click()
    page.wait_for_function("() => !location.hash.includes('carbon_price')")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("wrong", ["tariff:0.2:add:XXX", "rd_subsidy:0.8:add:HOME/rd_subsidy:0.8:add:HOME:*:c14",
                                   "carbon_price:15:add:HOME:*:industry::coverage@3"])  # fmt: skip
def test_what_a_link_has_wrong_is_said_in_words_and_can_be_removed(visit, lang, wrong):
    page = visit(f"{TRY}&lang={lang}&A=x=tariff:1.1:scale:HOME/{wrong}", quiet=False)
    said = page.locator(".failed")
    said.wait_for()
    assert not TECHNICAL.search(said.inner_text())
    assert bool(re.search(r"[一-鿿]", said.inner_text())) == (lang == "zh")
    said.locator("button.primary").click()
    page.wait_for_selector(".cards4")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_findings_name_their_indicators_and_show_no_ids(visit, lang):
    page = visit(f"#/findings?v=1&on=world&year=2022&region=CHN&lang={lang}")
    page.wait_for_selector(".from .id")
    for more in page.locator(".system > p > button").all():
        more.click()
    assert not TECHNICAL.search(page.locator("main").inner_text())


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "opens on this computer only"), ("zh", "只能在运行newind的本机打开")]
)
def test_a_link_that_nobody_else_can_open_says_so_and_the_file_is_offered(visit, lang, words):
    page = visit(CARBON + f"&lang={lang}")
    page.wait_for_selector(".cards4:not(.dim)")
    page.get_by_role("button", name={"en": "Share link", "zh": "分享链接"}[lang]).click()
    told = page.locator(".tabs .got")
    assert words in told.inner_text()
    with page.expect_download() as waited:
        told.locator(".primary").click()
    assert waited.value.suggested_filename.endswith(".yaml")


def test_language_and_theme_are_kept_for_the_next_visit(visit):
    page = visit(TRY, locale="zh-CN")
    page.wait_for_function("() => document.documentElement.lang === 'zh-Hans'")
    page.get_by_text("English").first.click()
    page.locator(".thb").click()
    page.wait_for_function("() => document.documentElement.dataset.theme === 'light'")
    start = page.url.split("#")[0]
    page.goto("about:blank")
    page.goto(start + TRY)
    page.wait_for_selector("header .at")
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    assert page.locator("html").get_attribute("data-theme") == "light"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_brief_and_a_job_go_on_when_the_view_is_left(visit, lang):
    begun = []
    page = visit(f"#/index?v=1&on=world&year=2011&region=CHN&lang={lang}")
    page.on("request", lambda r: begun.append(r.post_data_json) if r.method == "POST" and "jobs" in r.url else None)
    nav = page.locator("nav").first.get_by_role("link")
    page.locator(".model .primary").click(timeout=90_000)
    page.locator("main .prog").wait_for()
    nav.nth(3).click()
    button = page.get_by_role("button", name={"en": "Brief of the economy", "zh": "经济体简报"}[lang])
    button.click()
    page.locator(".menu .primary").click()
    page.locator(".menu .prog").wait_for()
    page.evaluate("location.hash = location.hash.replace('#/try', '#/index')")
    page.locator(".model").wait_for()
    assert page.locator(".model .primary").count() == 0  # it runs, or is done
    nav.nth(3).click()
    assert {"en": "Making the brief", "zh": "正在生成简报"}[lang] in button.inner_text()
    button.click()
    assert {"en": "The brief on China, 2011", "zh": "中国2011年简报"}[lang] in page.locator(".menu").inner_text()
    page.locator(".menu .prog button").click()
    assert page.locator(".menu .primary").is_enabled()
    kinds = [b["kind"] for b in begun]
    assert kinds.count("index") == 1
    assert kinds.count("brief") == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_value_is_typed_beyond_the_slider_and_refused_beyond_the_limits(visit, lang):
    page = visit(CARBON + f"&lang={lang}")
    unit = {"en": " USD/t", "zh": "美元/吨"}[lang]
    field = page.locator(".lev.mv .typed")
    field.fill("150")
    says(page, f"150{unit}")  # at rest
    assert f"50{unit}" in page.locator(".lev.mv .told").inner_text()  # the reference value, before the slider ends
    field.press("Escape")
    says(page, f"15{unit}")
    field.fill("1,200")
    wrong = {"en": "0 to 1,000 USD/t. You typed 1,200.", "zh": "应为0至1,000美元/吨，输入为1,200。"}[lang]
    page.locator(".told.bad").wait_for()
    field.press("Enter")
    field.blur()
    assert page.locator(".told.bad").inner_text() == wrong
    assert field.input_value() == "1,200"
    says(page, f"15{unit}")
    page.locator(".res .still").wait_for()  # the answer is to the setting before
    field.fill("20")
    field.press("Enter")
    says(page, f"20{unit}")
    page.wait_for_function("() => !document.querySelector('.told')")


@pytest.mark.parametrize(
    ("lang", "setting"), [("en", "Carbon price on production 15 USD/t"), ("zh", "生产端碳价 15美元/吨")]
)
def test_the_old_answer_stays_whole_and_says_what_it_answers(visit, lang, setting):
    page = visit(CARBON + f"&lang={lang}")
    whole = "() => document.querySelector('.cards4:not(.dim) .rgx') && !document.querySelector('.prog, .skel, .pend')"
    page.wait_for_function(whole, timeout=120_000)
    was = page.locator("#results").inner_text()
    held, closed = [], [True]
    page.route("**/jobs", lambda route: held.append(route) if closed else route.continue_())
    with page.expect_response("**/simulate"):
        slider(page, {"en": "Carbon price on production", "zh": "生产端碳价"}[lang]).press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.still')")
    page.wait_for_timeout(700)  # the range has been asked for
    assert setting in page.locator(".still").inner_text()
    assert page.locator("#results").inner_text() == was
    assert page.locator(".cards4.dim").count() == 1
    closed.clear()
    for route in held:
        route.continue_()
    page.wait_for_selector(".still", state="detached", timeout=120_000)
    page.wait_for_function(whole, timeout=120_000)
    assert page.locator("#results").inner_text() != was
