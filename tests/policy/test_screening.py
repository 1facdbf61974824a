"""The triage: worked cases by article, what holds for every action, and how it is worded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from each import check_each
from newind.datafiles import parse_yaml
from newind.errors import PolicyError, UnknownNameError
from newind.policy.actions import actions
from newind.policy.register import Action, Register
from newind.policy.screening import SERIOUS, deciding, screen
from newind.policy.triage import FACTS, TAGS, facts, instruments, rules
from newind.policy.triage.answers import LIMITS, answers_of, remarks
from newind.policy.triage.told import format_citation, years_of
from newind.questions.policies.screen_memo import memo

CASES = {c["id"]: c for c in parse_yaml((Path(__file__).parent / "triage_cases.yaml").read_text(encoding="utf-8"))}
CJK = re.compile(r"[\u4e00-\u9fff]")
RULING = re.compile(
    r"violat|illegal|unlawful|breach|guilty|is inconsistent with|违反|违法|非法(?!律)|违规|裁定为|不合法"
)
"""Words in which a panel speaks, and a triage does not."""
STATED = {"export_contingent": "export", "local_content": "local_content", "objective": "objective"}
ANSWERS = st.sampled_from(("yes", "no", "unknown"))


def action_of(fields, id="a"):
    """An action of given fields, the rest as plain as can be."""
    plain = {"label": id, "clause": "4.industrial", "family": "industrial", "sources": [{"title": "a case"}]}
    return Action(id=id, **plain | fields)


def stating(action, **answers):
    """An action that states further answers, wherever they belong."""
    said = action.to_dict()
    ties = {STATED[k]: v for k, v in answers.items() if k in STATED}
    rest = {k: v for k, v in answers.items() if k not in STATED}
    conditions, others = said.get("conditions", {}) | ties, said.get("facts", {}) | rest
    return Action(**said | {"conditions": conditions, "facts": others})


@st.composite
def drawn(draw):
    """Any action that a register can hold, as far as the triage looks at it."""
    instrument = draw(st.sampled_from(tuple(instruments())))
    rates = st.sampled_from((0.0, 0.09, 0.13, 0.17))
    stated = draw(st.dictionaries(st.sampled_from([f for f in FACTS if f not in STATED]), ANSWERS, max_size=3))
    return action_of(
        {
            "instrument": instrument,
            "stage": draw(st.sampled_from((None, "rd", "production", "consumption", "export"))),
            "recipient": draw(st.sampled_from((None, "producer", "consumer"))),
            "eligible": draw(st.sampled_from(tuple(LIMITS))),
            "level": draw(st.sampled_from(("national", "province"))),
            "regions": draw(st.sampled_from(("CHN", "CN-GD", "IND", "*"))),
            "industries": draw(st.sampled_from(("*", "c1", "c14", "c22", ("c23t26", "c30"), ("c14", "c30")))),
            "conditions": {k: draw(ANSWERS) for k in STATED.values()},
            "facts": stated,
            "motive": draw(st.sampled_from(("climate", "other"))),
            "tax": {"borne": draw(rates), "rebate": draw(rates)} if draw(st.booleans()) else None,
        }
    )


def triage(action):
    return screen(action)[0]


# ---- worked cases
@check_each("id", CASES)
def test_a_worked_case_gets_its_tag_article_and_reason(id):
    case = CASES[id]
    t = triage(action_of(case["action"], id))
    assert t.tag == case["tag"]
    assert case["article"] in t.article
    if t.tag == "unclear":
        assert t.tags == tuple(case["possible"])
        assert t.rule is None
    else:
        assert t.rule is not None
        assert t.rule.id == case["rule"]
        assert "possible" not in case
    assert t.open
    assert case["says"].endswith(".")


def test_every_rule_and_every_article_has_a_worked_case():
    found = [triage(action_of(c["action"], id)) for id, c in CASES.items()]
    assert {t.rule.id for t in found if t.rule} == {r.id for r in rules()}
    assert {t.tag for t in found} == set(TAGS)
    unclear = {r.id for t in found if not t.rule for r in t.reached}
    assert unclear >= {"private", "rebate-within-tax", "market-terms", "export", "local-content", "limited", "in-fact"}
    asked = {f for t in found for f in t.decisive}
    assert asked == set(FACTS)
    assert len({c["from"] for c in CASES.values() if "from" in c}) >= 15


# ---- for every action
@given(drawn())
def test_every_action_gets_a_tag_an_article_and_facts(action):
    t = triage(action)
    assert t.tag in TAGS
    assert t.tags
    assert t.article
    assert t.decisive
    assert (t.rule is None) == (len(t.tags) > 1)
    assert all(r.tag in t.tags for r in t.reached)
    assert set(t.open) <= set(t.turns)


@given(drawn(), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(action, random):
    shuffled = dict(random.sample(sorted(action.facts.items()), len(action.facts)))
    other = triage(Action(**action.to_dict() | {"facts": shuffled}))
    t = triage(action)
    assert (other.tag, other.article, other.turns, other.notes) == (t.tag, t.article, t.turns, t.notes)


@given(drawn(), st.sampled_from(FACTS), st.sampled_from(("yes", "no")))
def test_what_becomes_known_only_narrows(action, fact, answer):
    before = triage(action)
    if before.answers[fact].answer == "unknown":
        after = triage(stating(action, **{fact: answer}))
        assert set(after.tags) <= set(before.tags)


@given(st.tuples(*[ANSWERS] * len(FACTS)), st.integers(0, len(FACTS) - 1), st.sampled_from(("yes", "no")))
def test_rules_narrow_too(answers, i, answer):
    if answers[i] == "unknown":
        known = (*answers[:i], answer, *answers[i + 1 :])
        assert {r.id for r in deciding(known)} <= {r.id for r in deciding(answers)}


@given(drawn())
def test_every_turn_does_what_it_says(action):
    t = triage(action)
    for turn in t.turns:
        after = triage(stating(action, **{turn.fact: turn.then}))
        assert after.tags == turn.tags != t.tags
        assert turn.now == t.answers[turn.fact].answer != turn.then


@given(drawn())
def test_where_nothing_single_would_change_the_tag_two_things_stand_for_it(action):
    t = triage(action)
    if not t.open:
        assert t.rule is not None
        for fact, answer in t.rule.when.items():
            other = triage(stating(action, **{fact: "no" if answer == "yes" else "yes"}))
            assert other.tags == t.tags
            assert other.rule != t.rule or len(t.rule.when) > 1


def test_shipped_actions_can_all_be_turned():
    for t in screen(actions()):
        assert t.open, t
        assert t.article
        assert t.decisive


def test_the_protocol_of_china_binds_china_only():
    fields = {"instrument": "grant", "facts": {"state_owned": "yes", "concentrated": "no"}}
    ties = {"conditions": {"export": "no", "local_content": "no"}}
    assert triage(action_of(fields | ties | {"regions": "CHN"})).tag == "actionable"
    assert triage(action_of(fields | ties | {"regions": "CN-GD"})).tag == "actionable"
    said = triage(action_of(fields | ties | {"regions": "IND"}))
    assert said.tag == "not specific"
    assert not [n for n in said.notes if "Protocol" in n["en"]]


@check_each(
    ("regions", "china", "others"),
    [
        ("CHN", True, False), (["CN-GD", "CHN"], True, False), ("IND", False, True), ("g7", False, True),
        ("*", True, True), (["CHN", "IND"], True, True), ("rcep", True, True), (["eu", "CN-GD"], True, True),
    ],
)  # fmt: skip
def test_china_is_bound_wherever_it_is_among_those_who_act(regions, china, others):
    facts = {"state_owned": "yes", "concentrated": "no"}
    ties = {"conditions": {"export": "no", "local_content": "no"}, "facts": facts}
    t = triage(action_of({"instrument": "grant", "regions": regions} | ties))
    assert t.tag == ("actionable" if china else "not specific")
    assert (t.answers["state_owned"].basis == "authority") == (not china)
    said = triage(action_of({"instrument": "export-subsidy", "regions": regions})).notes
    assert (remarks()["accession"] in said, remarks()["annex-vii"] in said) == (china, others)


def test_all_that_has_lapsed_is_said():
    fields = {"instrument": "grant", "eligible": "region", "stage": "rd", "motive": "climate", "regions": "CN-GD"}
    said = triage(action_of(fields)).notes
    assert [key for key in ("rd", "region", "climate") if remarks()[key] not in said] == []


def test_what_is_stated_to_be_unknown_overrules_what_would_follow():
    entrusted = action_of({"instrument": "grant", "facts": {"public": "unknown"}})
    assert answers_of(entrusted)["public"].answer == "unknown"
    assert "out of scope" in triage(entrusted).tags


@pytest.mark.parametrize("rebate", [0.0, 0.05, 0.13, 0.131, 0.2])
def test_a_rebate_is_measured_against_the_tax(rebate):
    fields = {"instrument": "export-rebate", "regions": "CHN", "tax": {"borne": 0.13, "rebate": rebate}}
    t = triage(action_of(fields))
    assert t.tag == ("prohibited-suspect" if rebate > 0.13 else "out of scope")
    gap = f"{abs(100 * (rebate - 0.13)):.4g}"
    assert gap in t.notes[0]["en"] or rebate == 0.13
    assert t.answers["benefit"].answer == ("yes" if rebate > 0.13 else "no")


# ---- notes
NOTED = {
    "accession": {"instrument": "export-subsidy", "regions": "CHN"},
    "annex-vii": {"instrument": "export-subsidy", "regions": "IND"},
    "prohibited": {"instrument": "export-subsidy"},
    "de-minimis": {"instrument": "grant", "eligible": "firm", "regions": "IND"},
    "de-minimis-china": {"instrument": "grant", "eligible": "firm", "regions": "CHN"},
    "rd": {"instrument": "grant", "eligible": "firm", "stage": "rd"},
    "region": {"instrument": "grant", "eligible": "region"},
    "climate": {"instrument": "grant", "eligible": "firm", "motive": "climate"},
    "notify": {"instrument": "grant", "eligible": "firm", "regions": "IND"},
    "notify-china": {"instrument": "export-subsidy", "regions": "CHN"},
    "benchmark": {"instrument": "state-loan", "eligible": "firm", "regions": "CHN"},
    "tax-rates": {"instrument": "tax-relief", "level": "province"},
    "agriculture": {"instrument": "grant", "industries": "agriculture", "regions": "USA"},
    "agriculture-china": {"instrument": "grant", "industries": ["c3", "c14"], "regions": "CHN"},
    "buyers": {"instrument": "consumer-subsidy", "recipient": "consumer"},
    "rebate-above": {"instrument": "export-rebate", "tax": {"borne": 0.1, "rebate": 0.2}},
    "rebate-below": {"instrument": "export-rebate", "tax": {"borne": 0.2, "rebate": 0.1}},
    "rebate-equal": {"instrument": "export-rebate", "tax": {"borne": 0.1, "rebate": 0.1}},
}


@check_each("key", remarks())
def test_every_note_has_its_occasion(key):
    rates = {"borne": "20", "rebate": "10", "gap": "10"}
    if key == "rebate-above":
        rates |= {"borne": "10", "rebate": "20"}
    if key == "rebate-equal":
        rates |= {"borne": "10", "gap": "0"}
    said = [n["en"] for n in triage(action_of(NOTED[key])).notes]
    assert remarks()[key]["en"].format(**rates) in said
    plain = [n["en"] for n in triage(action_of({"instrument": "import-tariff"})).notes]
    assert remarks()[key]["en"].format(**rates) not in plain


# ---- wording
def test_rules_facts_and_instruments_are_complete():
    assert tuple(facts()) == FACTS
    for fact in facts().values():
        assert fact.article
        for text in (fact.question, fact.yes, fact.no, fact.evidence):
            assert CJK.search(text["zh"])
            assert not CJK.search(text["en"])
        assert fact.question["en"].endswith("?")
        assert fact.question["zh"].endswith("？")
    for rule in rules():
        assert set(rule.when) <= set(FACTS)
        assert rule.tag in SERIOUS
        assert rule.because["en"].endswith(".")
        assert rule.because["zh"].endswith("。")
    for means in instruments().values():
        assert set(means.facts) <= set(FACTS)
        assert CJK.search(means.label["zh"])
        assert set(means.other) in (set(), {"en", "zh"})
        assert re.fullmatch(r"[A-PT]?", means.mast)
        assert means.supports == (means.gives != "none")


def test_every_article_is_cited_in_both_languages():
    for article in [*(r.article for r in rules()), *(f.article for f in facts().values())]:
        assert format_citation(article, "en") == article
        assert CJK.search(format_citation(article, "zh"))
        assert not re.search(r"Art\.|para\.|Annex|Part", format_citation(article, "zh"))


def test_rules_leave_no_case_out():
    assert deciding(("unknown",) * len(FACTS))
    assert {r.tag for r in deciding(("unknown",) * len(FACTS))} == {r.tag for r in rules()}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_triage_never_speaks_as_a_panel(lang):
    register = Register([*(action_of(c["action"], id) for id, c in CASES.items()), *actions()])
    table = screen(register).to_frame(lang)
    assert len(table) == len(register)
    for column in ("tag", "article", "because", "facts", "would_change", "notes", "caution"):
        said = " ".join(table[column])
        assert not RULING.search(said), column
        assert bool(CJK.search(said)) == (lang == "zh")
        assert "{" not in said
    assert table["caution"].str.len().min() > 20
    assert table["would_change"].str.len().min() > 20
    text = " ".join(table["because"]) + " ".join(table["facts"])
    if lang == "zh":
        assert not re.search(r"[\u4e00-\u9fff][,;:!?]", text)


def test_terms_of_the_agreement_in_chinese():
    said = " ".join(screen([action_of(c["action"], id) for id, c in CASES.items()]).to_frame("zh").astype(str).sum())
    terms = "禁止性补贴 可诉补贴 专向性 财政资助 出口实绩 国产货物而非进口货物 不利影响 某些企业"
    assert [t for t in terms.split() if t not in said] == []


@pytest.mark.parametrize(
    ("dates", "own", "years"),
    [
        ({}, 2021, range(2021, 2022)), ({"in_force": "2020-06"}, 2021, range(2020, 2022)),
        ({"in_force": "2020-06", "removed": "2022-01"}, 2021, range(2020, 2023)),
        ({"in_force": "2020"}, 2017, range(2020, 2021)),
        ({"in_force": "2018", "removed": "2019"}, 2021, range(2018, 2020)),
        ({"removed": "2019"}, 2021, range(2019, 2020)), ({"removed": "2023"}, 2021, range(2021, 2024)),
    ],
)  # fmt: skip
def test_support_is_counted_in_the_years_in_force(dates, own, years):
    budget = {"amount": 6, "unit": "M.CNY", "year": own, "per": "total"}
    action = action_of({"instrument": "grant", "budget": budget, "dates": dates})
    table = screen(action).portfolio()
    assert years_of(action) == years
    assert table["year"].tolist() == list(years)
    assert table["support"].sum() == pytest.approx(6)


@pytest.mark.parametrize(("stating", "of", "told"), [(1, 4, False), (1, 3, False), (2, 4, True), (3, 4, True)])
def test_shares_of_support_need_half_of_the_budgets(stating, of, told):
    """In the table and in the sentence above it, in both languages; the sum is told either way."""
    plain = {"instrument": "grant", "stage": "rd", "recipient": "producer"}
    budget = {"budget": {"amount": 6, "unit": "M.CNY", "year": 2021}}
    screening = screen([action_of(plain | (budget if k < stating else {}), f"a{k}") for k in range(of)])
    table = screening.portfolio()
    shares = table[["share_rd", "share_consumers", "share_prohibited_suspect"]]
    assert table["support"].tolist() == [6.0 * stating]
    assert (shares.notna() if told else shares.isna()).all(axis=None)
    for lang, mark, none in (("en", "at the R&D stage", "no shares of support"), ("zh", "研发环节占", "不列各项占比")):
        lead = " ".join(memo(screening, lang).lead)
        assert (mark in lead, none in lead) == (told, not told)


# ---- how it is used
def test_a_screening_is_found_by_id_and_position_and_counted():
    s = screen([action_of({"instrument": "grant"}, "one"), action_of({"instrument": "import-tariff"}, "two")])
    assert s["two"] is s[1]
    assert [t.action.id for t in s] == ["one", "two"]
    assert len(s) == 2
    assert sum(s.counts().values()) == 2
    assert "1 out of scope" in repr(s)
    assert "grant" not in repr(s[0])
    with pytest.raises(UnknownNameError, match="two"):
        s["tow"]
    with pytest.raises(PolicyError, match="not a register"):
        screen(3)
