"""Registers: what actions accept, how registers differ, what accounts lack of them, a template to start from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import newind as ni
from each import check_each
from newind.policy.fields import ActionFields
from newind.policy.registerdiff import check_labels
from newind.policy.registerfile import example, template_text, write_template
from newind.policy.registerlayout import SHEETS, help_of, vocabularies
from newind.testing import REGIONS, Structure, build
from registers import SOURCE, action, registers, sample

TARIFF = {"lever": "tariff", "value": 0.1, "region": "CHN"}


# ---- what an action accepts
MISTAKES = {
    "no source": ({"sources": []}, "sources must have a length of at least 1"),
    "a source without title": ({"sources": [SOURCE, {"title": " "}]}, "a source must have a title."),
    "an empty clause": ({"clause": ""}, "clause must have a length of at least 1"),
    "a title in one language": ({"label": {"zh": "一", "en": " "}}, "a label must be given in en and zh"),
    "dates": (
        {"dates": {"announced": "2024-06", "in_force": "2024-05"}},
        "in force 2024-05 is before announced 2024-06",
    ),
    "a unit without a point": ({"budget": {"amount": 1, "unit": "MCNY", "year": 2020}}, "a unit must be a currency"),
    "a fact that is a condition": (
        {"facts": {"public": "yes", "export_contingent": "no"}, "conditions": {"export": "yes"}},
        "export_contingent is stated as 'export' under conditions. Write it there.",
    ),
    "another's shock": (
        {"shocks": [TARIFF | {"action": "other"}]},
        "a shock of an action is counted with it, not with 'other'. Leave out 'action'.",
    ),
    "another family": ({"shocks": [TARIFF | {"family": "market"}]}, "not with 'market'. Leave out 'family'."),
}


@check_each("what", MISTAKES)
def test_what_an_action_refuses(what):
    said, message = MISTAKES[what]
    with pytest.raises(ni.PolicyError) as caught:
        action(**said)
    assert message in str(caught.value)


def test_a_shock_is_counted_with_its_action_however_it_is_written():
    plain = action(shocks=[TARIFF])
    assert action(shocks=[TARIFF | {"action": "one", "family": "industrial"}]) == plain
    (shock,) = plain.package.shocks
    assert (shock.action, shock.family) == ("one", "industrial")


def test_empty_texts_are_no_texts():
    assert action(note={"en": "", "zh": "有"}).note == {"zh": "有"}


# ---- what changed
def test_a_difference_names_actions_and_fields():
    before = sample()
    changed = action("buyers", before["buyers"].label, instrument="consumer-subsidy", stage="consumption",
                     recipient="producer", budget={"amount": 60, "unit": "M.USD", "year": 2022},
                     note=before["buyers"].note, shocks=[TARIFF])  # fmt: skip
    after = ni.Register([changed, before["relief"], action("new")])
    found = before.diff(after)
    assert found.added == ("new",)
    assert found.removed == ("rd-grant", "export-bonus", "rebate", "tariff-cut")
    assert [(c.id, c.field, c.before, c.after) for c in found.changed] == [
        ("buyers", "recipient", "consumer", "producer"),
        ("buyers", "budget.amount", 50, 60),
        ("buyers", "shocks.1.lever", None, "tariff"),
        ("buyers", "shocks.1.value", None, 0.1),
        ("buyers", "shocks.1.region", None, "CHN"),
    ]
    table = found.to_frame()
    assert table["what"].tolist() == ["added"] + ["removed"] * 4 + ["changed"] * 5
    assert tuple(table.columns) == ("id", "what", "field", "before", "after")
    assert found


@settings(max_examples=25)
@given(registers(), registers())
def test_registers_without_a_difference_have_the_same_actions(a, b):
    assert not a.diff(a)
    found, back = a.diff(b), b.diff(a)
    assert (found.added, found.removed) == (back.removed, back.added)
    assert bool(found) == ({x.id: x for x in a} != {x.id: x for x in b})


# ---- what it costs
def test_budgets_of_one_currency_are_added_up_whatever_their_scale():
    given = [(1.5, "bn.CNY"), (500, "M.CNY"), (2e6, "k.CNY"), (1e9, "CNY"), (7, "M.USD")]
    found = ni.Register([
        action(f"a{k}", budget={"amount": amount, "unit": unit, "year": 2020}) for k, (amount, unit) in enumerate(given)
    ])  # fmt: skip
    table = ni.screen(found).portfolio()
    assert dict(zip(table["unit"], table["support"], strict=True)) == {"M.CNY": 5000, "M.USD": 7}


# ---- on accounts
@pytest.fixture(scope="module")
def small():
    return build(Structure(REGIONS[:2], ("c14", "c15", "c30")), 1)


def test_labels_are_looked_up_on_accounts(small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wrong = ni.Register([
        action("a", regions="CHM", industries=["c14", "c15"]),
        action("b", shocks=[TARIFF | {"partner": "UAS"}, TARIFF | {"region": "USA", "industry": "c16x"}]),
        action("c", industries="hightech"),
    ])  # fmt: skip
    for name, places in {
        "r.yaml": ("r.yaml:9:12: ", "r.yaml:", "r.yaml:"),
        "r.xlsx": ("r.xlsx: actions!M3: ", "r.xlsx: shocks!F3: shock 1: ", "r.xlsx: shocks!G4: shock 2: "),
    }.items():
        with pytest.raises(ni.PolicyError) as caught:
            check_labels(ni.Register.read(wrong.save(name)), small)
        lines = str(caught.value).splitlines()
        found = [line[: len(place)] for line, place in zip(lines, places, strict=False)]
        assert found == list(places)
        assert "unknown label or group 'CHM'. Did you mean 'CHN'?" in lines[0]
        assert "unknown label or group 'UAS'. Did you mean 'USA'?" in lines[1]
        assert lines[3] == "… and 1 more."


def test_regions_and_industries_may_be_finer_than_the_accounts(small):
    finer = action(regions=["CN-GD", "rcep"], industries=["c1", "high-tech"], shocks=[TARIFF])
    check_labels(ni.Register([finer]), small)


def test_two_actions_may_set_the_same(small):
    check_labels(ni.Register([action("a", shocks=[TARIFF]), action("b", shocks=[TARIFF])]), small)


# ---- to start from
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["r.yaml", "r.xlsx"])
def test_a_template_is_a_register_in_order(tmp_path, name, lang):
    found = ni.Register.read(write_template(tmp_path / name, lang))
    assert found == example()
    assert found["research-grant"].shocks
    assert found["purchase-subsidy"].no_shock


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_comments_of_a_template_name_every_field_and_word(lang):
    comments = " ".join(line[1:].strip() for line in template_text("r.yaml", lang).splitlines() if line.startswith("#"))
    for name in (f for f in ActionFields.model_fields if f not in ("sources", "shocks")):
        assert f" {name}" in comments
    for columns in SHEETS.values():
        for c in columns:
            assert c.values in ("", "lever") or all(word in comments for word in vocabularies()[c.values])


def test_every_column_and_word_is_explained_in_both_languages():
    texts = [said for name, columns in SHEETS.items() for c in columns for said in help_of(name, c)]
    texts += [said for words in vocabularies().values() for said in words.values()]
    assert all(set(said) == {"en", "zh"} and all(said.values()) for said in texts)
    english = [said["en"] for said in texts]
    assert not [said for said in english if any("\u4e00" <= letter <= "\u9fff" for letter in said)]


def test_closed_lists_are_those_that_the_fields_check():
    """A word of a drop-down list is accepted, and every word that is accepted is in the list."""
    from typing import get_args

    from newind.policy import fields as f

    allowed = {"family": f.Family, "stage": f.Stage, "recipient": f.Recipient, "eligible": f.Eligible,
               "level": f.Level, "motive": f.Motive, "evidence": f.Grade, "systems": f.System,
               "characteristics": f.Characteristic}  # fmt: skip
    assert {k: list(vocabularies()[k]) for k in allowed} == {k: list(get_args(v)) for k, v in allowed.items()}
