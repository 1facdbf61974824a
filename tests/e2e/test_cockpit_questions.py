"""Every declared question is a card of the cockpit: options and answer, in both languages and at phone width."""

from __future__ import annotations

import re

import pytest

import newind as ni
from newind.questions.question import question, questions

AT = "#/diagnose?v=1&on=world&year=2022&region={region}&lang={lang}&diagnose.tab=ask&diagnose.question={id}"


@pytest.mark.parametrize(("lang", "phone"), [("en", False), ("zh", True)])
def test_a_question_is_answered_in_words(visit, lang, phone):
    page = visit(AT.format(region="DEU", lang=lang, id="green.footprint"), phone=phone)
    card = page.locator("section.answer")
    card.wait_for()
    q = question("green.footprint")
    found = q.ask(ni.load("world"), "DEU").in_language(lang)
    assert card.locator("h2").inner_text() == found.title[lang]
    assert card.locator("p.lede").all_inner_texts() == [said[lang] for said in found.lead]
    assert card.locator("table tbody tr").first.inner_text()
    assert card.locator("img.drawn").evaluate("i => i.decode().then(() => i.naturalWidth)") > 300
    assert "newind green footprint DEU" in card.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_option_changes_the_answer_and_stays_in_the_address(visit):
    page = visit(AT.format(region="CHN", lang="en", id="green.kaya"))
    page.locator("section.answer").wait_for()
    page.get_by_label("First year; the first with figures").fill("2015")
    page.keyboard.press("Tab")
    page.locator("section.answer h2", has_text=re.compile("2015")).wait_for()
    assert "newind green kaya CHN --from 2015" in page.locator("section.answer").inner_text()
    assert "2015" in page.url.partition("diagnose.asked=")[2]


def test_what_a_question_refuses_is_said_and_can_be_put_right(visit):
    page = visit(AT.format(region="CHN", lang="zh", id="green.kaya"), quiet=False)
    page.locator("section.answer").wait_for()
    energy = page.get_by_role("textbox", name=re.compile("能源消费"))
    energy.fill("x")
    energy.press("Tab")
    page.get_by_text("不是名称与数值").wait_for()
    energy.fill("")
    energy.press("Tab")
    page.locator("section.answer h2").wait_for()


def test_what_a_question_needs_is_said_before_it_is_asked(visit):
    page = visit(AT.format(region="CHN", lang="en", id="policies.compare"))
    page.get_by_text(re.compile("This question needs: Two to four")).wait_for()
    packages = page.get_by_role("textbox", name=re.compile("Two to four"))
    packages.fill("shared-data,opening-up")
    packages.press("Tab")
    card = page.locator("section.answer")
    card.get_by_role("heading", name="Packages side by side: China").wait_for()
    assert "newind compare shared-data opening-up --region CHN" in card.inner_text()


def test_a_package_is_tried_with_its_picture(visit):
    page = visit(AT.format(region="CHN", lang="zh", id="policies.simulate"))
    chinese = page.get_by_role("textbox", name=re.compile("名称（见newind levers）"))
    chinese.fill("shared-data")
    page.evaluate("location.hash = location.hash.replace('lang=zh', 'lang=en')")  # drawn again while it is half typed
    english = page.get_by_role("textbox", name=re.compile("Name .newind levers"))
    assert english.input_value() == "shared-data"
    page.evaluate("location.hash += '&lang=zh'")
    chinese.press("Tab")
    card = page.locator("section.answer")
    card.get_by_role("heading", name="数据共享·2022年·中期").wait_for()
    assert card.locator("img.drawn").evaluate("i => i.decode().then(() => i.naturalWidth)") > 300
    assert "newind simulate shared-data" in card.inner_text()


def test_all_questions_can_be_chosen(visit):
    page = visit(AT.format(region="CHN", lang="en", id="green.trade"))
    chosen = page.locator("main .filters select").first
    chosen.wait_for()
    ids = chosen.locator("option").evaluate_all("all => all.map((o) => o.value)")
    assert ids == [q.id for q in questions() if not q.needs_file]
    assert chosen.input_value() == "green.trade"
