"""What shipped files cite is the publication of who issued it, never a mirror or a report of others about it."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from newind.pathways.targets import targets_of
from newind.policy.actions import actions

OWN = {"doi.org", "gov.cn", "unfccc.int", "ustr.gov", "icapcarbonaction.com", "example.org"}
"""Publishers of their own documents: journals, states, the UNFCCC; ICAP publishes the mean price that is cited."""
REPOSITORIES = ("https://github.com/tradewartracker/trade-war-redux-2025",)
"""Where authors publish their own figures."""
ADDRESS = re.compile(r"https?://(?:[\w-]+\.)*?([\w-]+\.\w+)(?=[/\"\s,}]|$)")

NUMBER = re.compile(r"〔\d{4}〕\d+号|\d{4}年第\d+号|令第\d+号")
"""Number of a document in its Chinese form."""


def hosts(text: str) -> set[str]:
    """Return the registered domains of the addresses in a text."""
    for own in REPOSITORIES:
        text = text.replace(own, "")
    return {m.lower() for m in ADDRESS.findall(text)}


@pytest.mark.parametrize("folder", ["policy/actions", "policy/packages", "pathways/roadmaps", "pathways/scenarios"])
def test_no_shipped_file_cites_a_mirror(folder: str):
    found = {p.name: hosts(p.read_text(encoding="utf-8")) - OWN for p in (files("newind") / folder).iterdir()
             if p.name.endswith(".yaml")}  # fmt: skip
    assert found
    assert {name: others for name, others in found.items() if others} == {}


def test_a_mirror_is_seen():
    assert hosts("href: https://www.etnet.com.hk/www/tc, https://hk.crntt.com/doc https://www.gov.cn/x") == {
        "com.hk", "crntt.com", "gov.cn",
    }  # fmt: skip


def test_every_source_of_a_target_names_title_authority_and_date():
    for target in targets_of("CHN").targets:
        for source in target.sources:
            authority, comma, title = source.title.partition(", ")
            assert comma, source.title
            assert authority[0].isupper()
            assert re.search("[一-鿿]{4}", title), source.title
            assert re.fullmatch(r"\d{4}(-\d\d){0,2}", source.date), source.title


def test_a_document_that_an_action_rests_on_is_a_source_with_its_authority_and_title():
    """A number alone says nothing to check: it stands behind the title, and once."""
    numbered = 0
    for action in actions():
        titles = [s.title for s in action.sources]
        for number in NUMBER.findall(action.legal_basis):
            (title,) = [t for t in titles if number in t]
            numbered += 1
            assert re.match(r"[A-Z][^,]+(, [^一-鿿]+)? [一-鿿、“”]{4}.*（.*号）$", title), title
    assert numbered > 10


def test_no_title_is_that_of_a_draft():
    titles = [s.title for cited in (*actions(), *targets_of("CHN").targets) for s in cited.sources]
    assert [t for t in titles if re.search("草案|征求意见|draft", t)] == []
