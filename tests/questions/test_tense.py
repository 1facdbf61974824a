"""The past tense of what is old: every sentence that findings are made of, in both languages."""

from __future__ import annotations

import re

import pytest

import newind as ni
from newind.accounts.panel import Panel
from newind.data.reference import now
from newind.language.tense import PAST, RECENT, date_sentence, old, past, today
from newind.measures.context import Context
from newind.questions import opening
from newind.questions.characteristics import characteristics

PRESENT = re.compile(
    r"(?<!would )\b(is(?! unclear)|are|has|have|makes?|takes|keeps?|comes?|carries|stands|adds?|ends|earns?|buys?|"
    r"pulls?|push|uses|causes|provides?|sells?|goes|crosses|receives|returns)\b"
)
LATEST = [("world-annual", "CHN"), ("world-2020", "VNM"), ("china-2017", "CN-GD")]


@pytest.fixture(scope="module")
def contexts():
    """Return shipped accounts of the last two years, or of their only one."""
    panels = ((ni.load(name), code) for name, code in LATEST)
    return [Context.from_accounts(p.select(years=p.years[-2:]), code, model=False) for p, code in panels]


@pytest.fixture(scope="module")
def findings(contexts):
    return [f for c in contexts for f in ni.diagnose(Panel(dict(c.accounts)), c.region, model=False)]


def test_the_age_of_a_figure_is_counted_from_the_newest_official_ones_that_are_shipped():
    newest = max(s.last for s in now.series("CHN").values())
    assert newest <= today() <= newest + 1
    assert [old(today() - k) for k in (RECENT + 1, RECENT, 0, -9)] == [True, False, False, False]


def test_findings_on_old_accounts_are_in_the_past_without_the_year_of_the_title(findings, contexts):
    years = {c.region: c.year for c in contexts}
    assert all(map(old, years.values()))
    of_accounts = [f for f in findings if f.year in years.values() and " would " not in f.sentence["en"]]
    assert len(of_accounts) > 40
    for f in of_accounts:
        assert not PRESENT.search(f.sentence["en"]), f.sentence["en"]
        assert not f.sentence["en"].startswith(f"In {f.year}")
        assert not f.sentence["zh"].startswith(f"{f.year}年")


def test_findings_on_recent_figures_are_in_the_present(findings):
    recent = [f.sentence["en"] for f in findings if not old(f.year) and "median" in f.sentence["en"]]
    assert recent
    assert all("comes from" in said and "the peers’ median is" in said for said in recent)


def test_characteristics_and_headline_of_old_accounts_are_in_the_past(contexts):
    for c in contexts:
        said = [card.sentence["en"] for card in characteristics(c)]
        diagnosis = ni.diagnose(c.w, c.region, model=False)
        said += [opening.headline(c, diagnosis, "en"), opening.summary("", c, diagnosis, "en")]
        assert not [s for s in said if PRESENT.search(s)]


def test_a_year_other_than_that_of_the_accounts_is_said(findings):
    for f in findings:
        told = date_sentence(f.sentence, 2010, 2022)
        assert "2010" in told["en"]
        assert "2010年" in told["zh"]
        assert date_sentence(f.sentence, today(), 2022) == f.sentence


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("China would have less and takes more", "China would have less and took more"),
        ("what it lacks to 100 lies there", "what it lacked to 100 lay there"),
        ("what others earn is not known", "what others earned is not known"),
        ("whether it rose is unclear", "whether it rose is unclear"),
    ],
)
def test_what_has_no_tense_stays(said, then):
    assert past(said, today() - RECENT - 1) == then
    assert past(said, today() - RECENT) == said


def test_every_past_differs_from_its_present():
    assert all(present != past for present, past in PAST.items())


def test_a_finding_on_an_old_figure_is_told_so():
    """Labour shares of the estimate end in 2014; of economies without newer tables their card is in the past."""
    card = next(c for c in characteristics(Context.from_accounts(ni.load("world"), "DEU")) if c.topic == "people")
    assert card.reading.year == 2014
    assert "received" in card.sentence["en"]
    assert "2014" in card.sentence["en"]
    assert "2014年" in card.sentence["zh"]
