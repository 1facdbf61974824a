"""``newind now``: a page of official figures of any economy, in both languages and as JSON."""

from __future__ import annotations

import csv
import datetime
import html
import io
import re
import sys
from pathlib import Path

import pytest

import newind as ni
from newind.cli import now as command
from newind.cli.output import width
from newind.data.reference.growth import yearly_figures
from newind.data.reference.now import columns, economies
from newind.documents.nowpage import write_now
from newind.questions.now import text as nowtext

DAY = "2026-11-28"


def test_the_page_of_china_has_every_figure_with_year_age_and_source(run):
    shown = run("now", "CHN", "--date", DAY).stdout
    assert shown.startswith("China (CHN): official figures as of 2026-11-28\n")
    line = next(x for x in shown.splitlines() if x.startswith("Manufacturing in value added"))
    assert line.split()[4:7] == ["25.0%", "2024", "1.9"]
    assert line.endswith("UN")
    assert [x.split()[2:5] for x in shown.splitlines() if x.startswith("GDP growth  ")] == [
        ["5.0%", "2025", "0.9"],
        ["5.0%", "2025e", "0.9"],
    ]
    assert all(f"\n{of['en']} " in shown for of in columns().values())
    mix = ni.green.power_mix("CHN")
    power = f"Power ({mix.year}): coal {100 * mix.mix['coal']:.1f}%"
    for text in ("Projected, not observed: GDP growth 4.4% in 2026", "Goods go to (2023): United States 13.2%",
                 "without Taiwan", "24.9% in 2020 (china,", power, "Non-fossil energy",
                 "on track", "15th Five-Year Plan", "Global Carbon Budget 2025"):  # fmt: skip
        assert text in shown


def test_a_goal_that_is_on_track_though_slower_than_needed_says_why(run):
    found = ni.now("CHN", date=DAY)
    slow = [aim for aim in found.targets if aim.status == "on_track" and aim.achieved < aim.elapsed]
    shown = " ".join(run("now", "CHN", "--date", DAY).stdout.split())
    assert slow
    for aim in slow:
        why = f"nearly on track ({aim.achieved / aim.elapsed:.0%} of an even pace)"
        assert f"“{aim.label['en']}”: {why}." in shown
        assert nowtext.stands(aim, "en") == why
    assert shown.count("of an even pace") == len(slow)


def test_the_page_of_china_opens_with_2025_and_fits_a_terminal(run):
    """Its own offices come first; every line, of targets and sources too, has at most 80 columns in both languages."""
    for lang, heading in (("en", "NATIONAL STATISTICS"), ("zh", "【本国统计】")):
        shown = run("now", "CHN", "--date", DAY, "--lang", lang).stdout.splitlines()
        assert shown[3] == heading
        assert shown[4].split()[-3] == "2025"
        assert max(map(width, shown)) <= 80


def test_amounts_in_chinese_are_in_wan_and_yi(run):
    shown = run("now", "CHN", "--date", DAY, "--lang", "zh").stdout
    assert "18.74万亿美元" in shown
    assert "122.89亿吨" in shown
    assert not re.search(r"十亿美元|百万吨|\d百万人|太瓦时", shown)


def test_the_smallest_economy_has_readable_amounts(run):
    shown = run("now", "TUV", "--date", DAY).stdout
    assert "56.4 m USD" in shown
    assert "below 0.001%" in shown
    assert "0.0000" not in shown


def test_the_page_is_one_file_in_both_languages_with_the_same_figures(run, tmp_path):
    made = run("now", "CHN", "--date", DAY, "--out", str(tmp_path), "--lang", "both").stdout.split()
    assert [Path(m).name for m in made] == [f"newind-now-CHN-{x}" for x in ("en.html", "en.csv", "zh.html", "zh.csv")]
    found = ni.now("CHN", date=DAY)
    for lang, other in (("en", "zh"), ("zh", "en")):
        text = (tmp_path / f"newind-now-CHN-{lang}.html").read_text(encoding="utf-8")
        assert f'href="newind-now-CHN-{other}.html"' in text
        assert not re.search(r'(?:src|href)="(?:https?:)?//|<script|@import|url\(', text)
        assert text.count("<svg") > 25
        assert all(nowtext_line.value in html.unescape(text) for nowtext_line in lines(found, lang))
    rows = list(csv.DictReader((tmp_path / "newind-now-CHN-en.csv").read_text(encoding="utf-8").splitlines()))
    last = max((r for r in rows if r["id"] == "co2"), key=lambda r: int(r["year"]))
    assert (float(last["value"]), last["unit"], last["status"]) == (found["co2"].value, "Mt", "observed")
    assert {r["status"] for r in rows} == {"observed", "estimated", "projected"}


def lines(found, lang):
    return [line for section in nowtext.sections(found, lang) for line in section.lines]


def test_a_page_can_be_written_of_any_economy(tmp_path):
    for code in ("TUV", "TWN", "PRK"):
        assert len(write_now(ni.now(code, date=DAY), tmp_path, ("en", "zh"), "newind now")) == 4
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(ni.DataError, match="cannot write there"):
        write_now(ni.now("TUV", date=DAY), file, ("en",), "newind now")


def test_every_economy_has_a_page_in_both_languages(monkeypatch):
    """Whatever is missing is named, nothing is not a number, and no line of figures is wider than a terminal."""
    said: list[str] = []
    monkeypatch.setattr("newind.cli.output.typer.echo", lambda text, **_: said.append(text))
    for code in economies():
        found = ni.now(code, date=DAY)
        for lang in ("en", "zh"):
            said.clear()
            command.show(found, lang)
            text = "\n".join(said)
            assert not re.search(r"\b(nan|inf)\b", text), code
            whole = "".join(text.split())  # lines break at spaces, in Chinese anywhere
            assert all("".join(columns()[name][lang].split()) in whole for name in found.missing)
            assert max(map(width, text.partition("\n\n")[2].partition("\n\n")[0].splitlines())) <= 80, code


def test_json_is_stable_and_complete(run_json):
    found = run_json("now", "china", "--date", DAY, "--peers", "USA,Germany")
    assert found == run_json("now", "CHN", "--date", DAY, "--peers", "USA,DEU")
    assert set(found) == {
        "schema_version", "command", "economy", "date", "national", "figures", "missing", "accounts", "partners",
        "power_mix", "targets", "peers", "world", "sources",
    }  # fmt: skip
    assert set(found["peers"]) == {"USA", "DEU"}
    growth = next(f for f in found["figures"] if f["id"] == "growth")
    assert (growth["value"], growth["year"], growth["status"], growth["age"]) == (5.0, 2025, "estimated", 0.9)
    assert set(growth["projections"]) == {"2026"}
    assert "2026" not in growth["series"]
    assert {f["source"] for f in found["figures"]} <= set(found["sources"])
    assert len(found["partners"]["imports"]) == 10


def test_ages_are_counted_from_the_day_that_is_given():
    ages = [ni.now("DEU", date=day)["gdp"].age for day in (datetime.date(2025, 1, 1), "2026-01-01", "2030-12-31")]
    assert ages == [0.0, 1.0, 6.0]
    assert ni.now("DEU", date=datetime.date(2020, 1, 1))["gdp"].age == 0


def test_targets_are_those_ahead_and_those_that_have_just_ended_by_document():
    found = ni.now("CHN", date=DAY)
    assert {a.goal[0] for a in found.targets} == {2025, 2030, 2035}
    titles = [table.title for table in nowtext.targets(found, "en")]
    assert len(titles) == len(set(titles)) == len({a.source for a in found.targets})
    assert titles[-1].endswith("(2021-2025), outline (ended 2025)")
    by_label = {a.label["en"]: a for a in found.targets}
    assert "15th" in by_label["R&D spending, trillion CNY"].source  # the document that sets the next value
    assert nowtext.pace(by_label["R&D spending, trillion CNY"], "en") == "+10.0% a year; needed +7.0%"
    assert nowtext.pace(by_label["Non-fossil energy"], "zh") == "年均+1.16个百分点，需+0.66"
    assert nowtext.stands(by_label["Manufacturing in GDP"], "en") == "missed"
    ages = {a["label"]["en"]: a["freshness"] for a in found.to_dict()["targets"]}
    asked = ("Non-fossil energy", "CO₂ against its highest earlier year", "Core digital industries in GDP",
             "CO₂ per GDP, 15th plan, 2025 = 100")  # fmt: skip
    assert [ages[k] for k in asked] == ["fresh", "aging", "old", "old"]
    assert ni.now("CHN", date="2037-01-01").targets == ()
    assert ni.now("VNM", date=DAY).targets == ()
    assert all(a.seen is None or a.seen[0] <= 2024 for a in ni.now("CHN", date="2024-06-01").targets)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["CHX"], "unknown economy 'CHX'. Did you mean 'CHN'? Give one of"),
        (["CHN", "--peers", "USA,JPM"], "unknown economy 'JPM'. Did you mean 'JPN'?"),
        (["CHN", "--date", "today"], "'today' is not a day. Write it as in 2026-11-28."),
    ],
)
def test_a_mistake_is_one_clear_line(run, words, message):
    done = run("now", *words, code=2)
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "。" in run("now", *words, "--lang", "zh", code=2).stderr


def test_targets_without_published_values_are_followed_as_a_roadmap_follows_them():
    """GDP and people of the yearly figures, which paths are calibrated to; what has not begun says when it does."""
    found = {a.label["en"]: a for a in ni.now("CHN", date=DAY).targets}
    grown = yearly_figures()
    row = grown.at("CHN")
    per_person = grown.values["gdp_reported"][row] / grown.values["population"][row]
    aim = found["Real GDP per person, 2020 = 100"]
    last = min(map(grown.find_last_observed_year, ("gdp_reported", "population")))
    assert aim.computed
    assert aim.seen == pytest.approx((last, 100 * per_person[grown.year_at(last)] / per_person[grown.year_at(2020)]))
    assert {a.computed for a in found.values() if a.status != "not_computable"} == {True, False}
    waits = found["CO₂ per GDP, 15th plan, 2025 = 100"]
    assert (waits.seen, waits.status, waits.reason) == (None, "not_computable", "too_early")
    assert [a.label["en"] for a in found.values() if a.seen is None] == ["CO₂ per GDP, 15th plan, 2025 = 100"]
    rows = nowtext.targets(ni.now("CHN", date=DAY), "en")[0].rows
    assert rows[0][-1] == "not known"


def test_a_figure_that_is_missing_is_refused_by_name():
    with pytest.raises(ni.UnknownNameError, match="unknown figure 'rd'"):
        ni.now("TWN", date=DAY)["rd"]


def test_names_follow_the_house_style(run):
    assert "Viet Nam (VNM)" in run("--names", "un", "now", "VNM", "--date", DAY).stdout
    assert "Korea, Rep." in run("--names", "worldbank", "now", "VNM", "--date", DAY).stdout


def test_sparklines_are_plain_where_the_output_cannot_show_them(monkeypatch):
    for encoding, plain in (("ascii", True), ("latin-1", True), ("utf-8", False)):
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, errors="backslashreplace"))
        command.show(ni.now("DEU", date=DAY), "en")
        sys.stdout.flush()
        shown = raw.getvalue()
        assert b"\\u2588" not in shown
        assert ("█".encode() in shown) != plain
        assert (b"#" in shown) == plain
    monkeypatch.undo()
