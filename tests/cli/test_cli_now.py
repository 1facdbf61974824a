"""``newind now``: a page of official figures of any economy, in both languages and as JSON."""

from __future__ import annotations

import datetime
import io
import re
import sys

import pytest

import newind as ni
from newind.accounts.reference.now import columns, economies
from newind.cli import now as command
from newind.cli.output import width

DAY = "2026-11-28"


def test_the_page_of_china_has_every_figure_with_year_age_and_source(run):
    shown = run("now", "CHN", "--date", DAY).stdout
    assert shown.startswith("China (CHN): official figures as of 2026-11-28\n")
    line = next(x for x in shown.splitlines() if x.startswith("Manufacturing in value added"))
    assert line.split()[4:8] == ["25.0", "%", "2024", "1.9"]
    assert line.endswith("UN")
    assert next(x for x in shown.splitlines() if x.startswith("GDP growth ")).split()[4:6] == ["2025e", "0.9"]
    assert all(f"\n{of['en']} " in shown for of in columns().values())
    for text in ("Projected, not observed: GDP growth 4.4 % in 2026", "Goods go to (2023): United States 13.2 %",
                 "without Taiwan", "24.9 % in 2020 (china,", "Power (2024): coal 57.8 %", "Non-fossil energy",
                 "on track", "15th Five-Year Plan", "Global Carbon Budget 2025"):  # fmt: skip
        assert text in shown
    page = shown.partition("\nTargets ")[0].splitlines()
    assert max(map(width, page)) <= 80


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
            assert all(
                columns()[name][lang] in text.replace("\n", " " if lang == "en" else "") for name in found.missing
            )
            assert max(map(width, text.partition("\n\n")[2].partition("\n\n")[0].splitlines())) <= 80, code


def test_json_is_stable_and_complete(run_json):
    found = run_json("now", "china", "--date", DAY, "--peers", "USA,Germany")
    assert found == run_json("now", "CHN", "--date", DAY, "--peers", "USA,DEU")
    assert set(found) == {
        "schema_version", "command", "economy", "date", "figures", "missing", "accounts", "partners", "power_mix",
        "targets", "peers", "world", "sources",
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


def test_targets_are_those_still_to_be_reached():
    assert {a.goal[0] for a in ni.now("CHN", date=DAY).targets} == {2030, 2035}
    assert ni.now("CHN", date="2036-01-01").targets == ()
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
