"""What the sections in depth say: no direction, rank or number that the figures behind it do not bear."""

from __future__ import annotations

from itertools import islice
from types import SimpleNamespace

import pytest

import newind as ni
from newind.analyses.circulation.exposures import PartnerLoss
from newind.analyses.losses import Cut, Loss, Span
from newind.analyses.science.capacity import innovation_capacity
from newind.data.reference import partner_band
from newind.measures.context import Context
from newind.questions import provenance
from newind.questions.circulation import answers, answers_risks, section_tables as circulation_tables
from newind.questions.circulation.findings_risks import ENOUGH
from newind.questions.depth.parts import UNSURE, losses
from newind.questions.depth.voice import SystemWording
from newind.questions.green import section_target
from newind.questions.green.findings_depth import change_over_years
from newind.questions.provenance import References
from newind.questions.science import answers as science, section as science_tables, section_knowledge
from newind.questions.science.findings_risks import by_horizon

LANGS = ("en", "zh")


@pytest.fixture(scope="module")
def world():
    return ni.load("world").until(2011)


@pytest.fixture(params=LANGS)
def voice(request, world):
    return SystemWording(References(Context.from_accounts(world, "USA"), request.param), "s4")


def test_a_loss_of_next_to_nothing_has_no_lower_end():
    """A cut that is caught up with later loses at most something; it gains nothing, and has no five decimals."""
    for low in (-0.0001, -3e-6, 0.0, 5e-7):
        assert answers_risks._format_loss(low, 0.0293) == {"en": "at most 2.93%", "zh": "至多2.93%"}
    assert answers_risks._format_loss(0.009, 0.341) == {"en": "0.9–34.1%", "zh": "0.9%至34.1%"}
    assert answers_risks._format_loss(0.0291, 0.0293) == {"en": "2.9%", "zh": "2.9%"}
    assert [answers_risks._format_middle(v)["en"] for v in (-1e-4, 0.0012, -0.02)] == [
        "next to nothing",
        "0.12%",
        "−2.00%",
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_suppliers_that_the_estimate_does_not_tell_apart_stand_together(lang):
    """No input names one supplier alone where another, or the third, is within the error; one is assumed lost."""
    w, several = ni.load("world", 2022), 0
    voice, r = SystemWording(References(Context.from_accounts(w, "USA"), lang), "s1"), w.regions.index("USA")
    for k, code in enumerate(w.industries):
        sold = w.Z4[:, k, r].sum(axis=1) + w.Y3[:, k, r]
        shares = {c: v / (sold.sum() - sold[r]) for c, v in zip(w.regions.codes, sold, strict=True) if c != "USA"}
        named = dict(zip(w.regions.codes, w.regions.named, strict=True))
        top = sorted((c for c in shares if named[c] and shares[c] > 0), key=lambda c: -shares[c])[:3]
        top = [c for c in top if shares[top[0]] - shares[c] <= 2 * partner_band(w, "s4.largest_supplier_share")]
        said = science_tables._sellers(voice, code)
        assert [c for c in w.regions.codes if voice.label_economy(c) in said] == [
            c for c in w.regions.codes if c in top
        ], code
        option = SimpleNamespace(input=code, suppliers=top[:1])
        lost = next(islice(science_tables._need(voice, option), 1, None)) if top else ""
        assert any(word in lost for word in ("one of", "先后未定")) == (len(top) > 1), (code, lost)
        several += len(top) > 1
    assert several


@pytest.mark.parametrize("counts", [(17, 0, 0), (0, 17, 0), (0, 0, 17), (2, 3, 12), (0, 9, 8)])
def test_directions_of_nobody_are_not_counted(voice, counts):
    said = answers._join_directions(counts, 17)[voice.lang]
    assert " 0 " not in f" {said} "
    assert "0个" not in said
    assert all(str(n) in said for n in counts if n and n != 17)
    assert ("whichever" in said or "无论是哪一个" in said) == (17 in counts)


def test_a_loss_without_equilibrium_in_some_case_is_open_above(voice):
    spans = {"medium": Span(0.039, 0.313, 1.0)}
    cut = Cut("IND", ("CHN",), ("c16",))
    assert "100" not in voice.loss(Loss(cut, spans, ("medium, {}: none",)))
    assert "100" in voice.loss(Loss(cut, spans))


def test_a_range_that_is_open_at_one_horizon_has_no_high_end_there(voice):
    spans = {"short": Span(0.011, 0.023, 0.057), "medium": Span(0.013, 0.017, 0.029), "long": Span(0.007, 0.012, 0.019)}
    loss = Loss(Cut("USA", ("CHN",), ("c14",)), spans, ("short, {}: none",))
    assert loss.is_complete
    said = by_horizon(loss)[voice.lang]
    table = circulation_tables.partners(voice, [PartnerLoss("supply", "CHN", 0.2, 0.1, 0.017, loss)], ())
    for text in (said, *table.rows[0]):
        assert "5.7" not in text
    assert all(figure in said for figure in ("1.1%", "2.9%", "1.9%"))
    assert [any(figure in cell for cell in table.rows[0]) for figure in ("1.1%", "2.9", "1.9")] == [True] * 3
    ends = {f.scenario: f.value for f in losses(voice, "s4.supplier_loss", loss) if f.indicator.endswith(".high")}
    assert ends == {"loss": 0.029, "loss/medium": 0.029, "loss/long": 0.019}
    lowest = Loss(loss.cut, {"medium": Span(-0.01, 0.0, 0.02)}, ("medium, {}: none",))
    assert {f.note for f in losses(voice, "s4.supplier_loss", lowest) if f.indicator == "s4.supplier_loss"} == {UNSURE}


def test_an_hour_is_valued_only_where_enough_hours_are_known(voice):
    exchange = circulation_tables.compute_division(voice).exchange()
    table = circulation_tables.division(voice)
    thin = exchange.loc[exchange["hours_known"] < ENOUGH, f"label_{voice.lang}"]
    assert len(thin)
    rows = {row[0]: row for row in table.rows}
    none = voice.say("none")
    assert {rows[name][-2:] for name in thin} == {(none, none)}
    assert none not in rows[exchange.loc[exchange["hours_known"] >= ENOUGH, f"label_{voice.lang}"].iloc[0]][-2:]
    given = {f.note for f in circulation_tables.figures(voice)}
    assert not given & {f"hour of {g}" for g in exchange.loc[exchange["hours_known"] < ENOUGH, "group"]}


@pytest.mark.parametrize("lang", LANGS)
def test_an_economy_at_the_frontier_is_not_said_to_come_closer(lang, world, monkeypatch):
    columns = ["c15", "c14", "c9", "c8", "c4"], [1.0, 1.0, 0.5, 0.3, 0.1], [0.1, 0.2, 0.1, 0.1, -0.1], ["none"] * 5
    names = ("industry", "distance", "catching_up", "direction")
    known = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    monkeypatch.setattr(science, "list_distances", lambda *_: known)
    said = science._describe_distances(SimpleNamespace(year=2009, probability=0.1), world)[0][lang]
    assert said.startswith({"en": "2 of 5", "zh": "制造业5个行业中有2个处于前沿"}[lang])


@pytest.mark.parametrize("code", ["DEU", "USA"])
def test_a_tip_that_holds_for_all_behind_the_frontier_is_not_given(world, code):
    voice = SystemWording(References(Context.from_accounts(world, code), "en"), "s1")
    card, table = section_knowledge._frontier(voice)
    assert "tips the balance" not in card.note
    assert "Tips towards" not in table.header


def test_effects_of_carbon_have_their_own_names(world):
    """Groups of words of several files share one space: 'intensity' is a kind of cause elsewhere."""
    voice = SystemWording(References(Context.from_accounts(world, "DEU"), "en"), "s3")
    labels = [step.label["en"] for step in change_over_years(voice.ctx).chart.steps]
    assert "CO₂ per unit of output" in labels
    assert all(label[0].isupper() for label in labels)


@pytest.mark.parametrize(("code", "key"), [("IND", "unclear"), ("DEU", "would change most")])
def test_the_direction_of_another_power_mix_is_stated_only_where_it_is_sure(world, code, key):
    voice = SystemWording(References(Context.from_accounts(world, code), "en"), "s3")
    plain, _ = section_target.ask_mixes(voice.ctx, world[2011])
    card = section_target.power_card(voice, world[2011], plain)
    assert key in card.sentence
    (low, high), (a, b) = (r.range for r in card.proof.rows[1:3])
    assert ("in no settled order" in card.sentence) == (a <= high and low <= b)


def test_more_than_all_that_is_explained_is_accounted_for(world):
    voice = SystemWording(References(Context.from_accounts(world, "BRA"), "en"), "s3")
    plain, _ = section_target.ask_mixes(voice.ctx, world[2011])
    assert plain.about["explained"] > 1
    assert "above 100%" in section_target.power_card(voice, world[2011], plain).sentence


def test_notes_name_economies():
    said = provenance.write_note("that done in TWN, IDN, ROW is unknown; GDP of USD and XYZ stays", "en")
    assert said == "that done in Taiwan, Indonesia, Rest of world is unknown; GDP of USD and XYZ stays"


def test_names_with_an_article_begin_a_sentence_with_a_capital(voice):
    found = section_knowledge._research(voice)
    assert not any(part.startswith("the ") for part in found[0].note.split(". "))


def test_what_is_not_covered_names_the_economy_once(world):
    for lang in LANGS:
        voice = SystemWording(References(Context.from_accounts(world, "BRA"), lang), "s1")
        (said,) = science._describe_gaps(innovation_capacity("BRA", ()))
        assert said[lang].count(voice.name()) == 1
