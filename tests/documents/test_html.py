"""The page: complete, self-contained, every number leads to its source, hostile texts stay texts."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

import sample
from newind.documents.html import environment, page, write_html

VOID = {"meta", "br", "wbr", "link", "input", "hr", "img"}
HOSTILE = '</style><script>alert("x")</script>'


class Reader(HTMLParser):
    """Collects elements, ids and links, and checks that tags close in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.links, self.words = [], [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [v for k, v in attrs if k == "id"]
        self.links += [v for k, v in attrs if k == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)


@pytest.fixture(scope="module", params=["en", "zh"])
def brief(request):
    return sample.brief(request.param)


@pytest.fixture(scope="module")
def read(brief):
    return Reader(page(brief))


def test_it_is_the_same_every_time(brief):
    assert page(brief) == page(brief)


def test_it_declares_its_language_once_and_marks_switches(brief, read):
    assert read.tags[0] == ("html", {"lang": {"en": "en", "zh": "zh-Hans"}[brief.lang]})
    assert all(a.get("lang") == "en" for t, a in read.tags if t == "pre")


def test_it_needs_no_network_and_no_script(brief, read):
    assert {t for t, _ in read.tags} & {"script", "link", "img", "iframe", "object", "embed", "form"} == set()
    assert all(href.startswith("#") for href in read.links)
    assert not re.search(r"@import|url\((?!#)|https?://", re.search(r"<style>(.*?)</style>", page(brief), re.S)[1])
    assert not any(k.startswith("on") for _, attrs in read.tags for k in attrs)


def test_every_link_has_one_target_and_every_number_leads_to_its_source(brief, read):
    assert len(read.ids) == len(set(read.ids))
    assert {h[1:] for h in read.links} <= set(read.ids)
    cards = [*brief.characteristics, *(c for s in brief.systems for c in s.findings)]
    used = {r for refs in [*(k.refs for k in brief.numbers), *(c.refs for c in cards)] for r in refs}
    assert used
    assert {f"#n{r}" for r in used} <= set(read.links)
    assert len(brief.sources) > len(used) == sum(i.startswith("n") for i in read.ids)


def test_everything_that_the_brief_says_is_there(brief, read):
    text = "".join(read.words)
    cards = [*brief.characteristics, *(c for s in brief.systems for c in s.findings)]
    cited = {r for c in (*cards, *brief.numbers) for r in c.refs}
    said = [brief.subtitle, brief.summary, *brief.methods, brief.reproduce.command, brief.reproduce.hash]
    said += [w for c in cards for w in (c.title, c.sentence, c.note, c.number, c.detail, str(c.year))]
    said += [w for k in brief.numbers for w in (k.value, k.unit, k.label, k.note)]
    said += [w for r in brief.sources if r.number in cited for w in (r.label, r.indicator, r.year)]
    assert [w for w in said if w not in text] == []
    assert re.sub(r"\s", "", brief.headline) in re.sub(r"\s", "", text)


def test_every_chart_is_named(brief, read):
    charts = [a for t, a in read.tags if t == "svg"]
    cards = len(brief.characteristics) + sum(len(s.findings) for s in brief.systems)
    assert len(charts) == cards
    assert all(a["role"] == "img" and a["aria-label"] for a in charts)


def test_findings_stand_by_kind_and_those_left_out_are_counted(brief, read):
    groups = [a for t, a in read.tags if t == "h4" and a.get("class") == "tag"]
    assert len(groups) == sum(len({c.kind for c in s.findings}) for s in brief.systems)
    left_out = {"en": "One finding that ranks lower is left out", "zh": "其余1项发现次序靠后"}[brief.lang]
    assert "".join(read.words).count(left_out) == sum(bool(s.more) for s in brief.systems) == 3


def test_hostile_texts_stay_texts(brief):
    card = replace(brief.characteristics[0], sentence=HOSTILE, title=HOSTILE, note=HOSTILE)
    evil = replace(
        brief,
        region=HOSTILE,
        name=HOSTILE,
        headline=HOSTILE,
        summary=HOSTILE,
        characteristics=(card, *brief.characteristics[1:]),
        sources=tuple(replace(s, formula=HOSTILE, source=HOSTILE, label=HOSTILE, note=HOSTILE) for s in brief.sources),
        last_years=((HOSTILE, HOSTILE),),
        names=dict.fromkeys(brief.names, HOSTILE),
    )
    text = page(evil)
    assert "<script" not in text
    assert text.count("</style>") == 1
    Reader(text)


def test_the_other_language_is_linked_only_where_it_lies_beside(brief, read):
    other = Reader(page(brief, other="CHN.zh.html"))
    assert "CHN.zh.html" in other.links
    assert not any(h.endswith(".html") for h in read.links)


def test_a_brief_without_peers_cards_or_more_is_set(brief):
    bare = replace(brief, peers=(), characteristics=(), numbers=(), systems=(), sources=(), last_years=())
    Reader(page(bare))


def test_a_name_that_a_template_misses_is_an_error():
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nobody }}").render()


def test_the_file_is_utf8(brief, tmp_path):
    write_html(brief, tmp_path / "b.html")
    assert (tmp_path / "b.html").read_bytes().decode("utf-8") == page(brief)
