"""An answer has one status in a brief: what its card says is what the list of sources says."""

from __future__ import annotations

import pytest

import newind as ni
from newind.measures.context import Context
from newind.measures.registry import analyses
from newind.questions.provenance import References


def cards(brief):
    """Yield every card of a brief."""
    yield from brief.characteristics
    for system in brief.systems:
        yield from (*system.findings, *system.more)
    for section in brief.sections:
        yield from section.cards


def two(brief):
    """Return the cards with a status that no source of theirs has, and analyses whose cards differ."""
    rows = {row.number: row for row in brief.sources}
    odd, said = [], {}
    for card in cards(brief):
        if card.status not in {rows[n].status for n in card.refs}:
            odd.append((card.sentence, card.status, [(rows[n].indicator, rows[n].status) for n in card.refs]))
        first = rows[card.refs[0]].indicator
        if first in analyses() and said.setdefault(first, card.status) != card.status:
            odd.append((first, card.status, said[first]))
    return odd


def test_a_card_has_the_status_of_its_source(both, regional):
    for brief in (*both.values(), *regional.values()):
        assert two(brief) == []
    assert {c.status for c in cards(both["en"])} == {"observed", "estimated", "proxy", "simulated"}


def test_a_simulated_quantity_is_simulated_in_every_row(measures):
    wanted = {id for id, entry in analyses().items() if entry.status == "simulated"}
    told = [r for r in measures if r["indicator"].removesuffix(".low").removesuffix(".high") in wanted]
    assert {r["status"] for r in told} == {"simulated"}


@pytest.mark.parametrize(("year", "status"), [(2011, "observed"), (2022, "estimated")])
def test_what_is_read_off_a_table_has_its_status(year, status):
    ctx = Context.from_accounts(ni.load("world").until(year), "CHN")
    refs = References(ctx, "en")
    refs.number_indicators([id for id, entry in analyses().items() if entry.status == "observed"], year)
    assert {row.status for row in refs.rows()} == {status}
