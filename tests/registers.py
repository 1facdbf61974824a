"""Registers to test with: one of every tag, and drawn ones."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

import newind as ni
from newind.policy.levers import levers
from newind.policy.registerlayout import SIX, vocabularies
from newind.policy.triage import STATED, instruments

SOURCE = {"title": "Notice 12 (2021) of the province", "href": "https://example.org/notice", "date": "2021-03-05"}


@cache
def sample() -> ni.Register:
    """Return six actions, at least one of every tag."""
    return ni.Register(
        [
            action("rd-grant", {"en": "Grants for chip research", "zh": "芯片研发补助"},
                   stage="rd", recipient="producer", eligible="sector", industries="c14",
                   evidence="A", regions="CN-GD", level="province",
                   budget={"amount": 1200, "unit": "M.CNY", "year": 2021}, dates={"in_force": "2021-03"},
                   conditions={"export": "no", "local_content": "no"},
                   shocks=[{"lever": "rd_subsidy", "value": 0.05, "region": "CHN", "industry": "c14"}]),
            action("export-bonus", {"en": "Bonus for exporters", "zh": "出口奖励"}, instrument="export-subsidy",
                   family="trade", clause="4.trade", stage="export", recipient="producer", evidence="B",
                   budget={"amount": 300, "unit": "M.CNY", "year": 2021, "per": "total"},
                   dates={"announced": "2020", "in_force": "2021-01-01", "removed": "2023-06-30"}),
            action("buyers", {"en": "Subsidy to buyers of electric cars", "zh": "新能源汽车购置补贴"},
                   instrument="consumer-subsidy", stage="consumption", recipient="consumer",
                   budget={"amount": 50, "unit": "M.USD", "year": 2022},
                   note="Paid at the counter.\nNo list of makers."),
            action("rebate", {"en": "Rebate of tax on exports", "zh": "出口退税"}, instrument="export-rebate",
                   family="trade", clause="4.trade", stage="export", recipient="producer",
                   tax={"borne": 0.13, "rebate": 0.09}),
            action("relief", {"en": "Tax relief for all small firms", "zh": "小微企业税收减免"},
                   instrument="tax-relief", recipient="producer", evidence="C",
                   conditions={"export": "no", "local_content": "no", "objective": "yes"}),
            action("tariff-cut", {"en": "Lower tariffs on machinery", "zh": "降低机械关税"}, instrument="import-tariff",
                   family="trade", clause="4.trade", sources=[SOURCE, {"title": "=A1 of the customs tariff"}],
                   shocks=[{"lever": "tariff", "value": -0.01, "mode": "add", "region": "CHN", "industry": ["c13"]},
                           {"lever": "carbon_price", "value": 10, "region": "CHN", "start": 2026, "phase_in": 5,
                            "until": 2035, "options": {"coverage": 0.7, "recycling": "lump_sum"}}]),
        ],
        name="sample",
        label={"en": "Six actions", "zh": "六项措施"},
    )  # fmt: skip


def action(id: str = "one", label: object = "One", **more: object) -> ni.Action:
    """Return an action that is in order."""
    usual = {"clause": "4.industrial", "family": "industrial", "instrument": "grant", "sources": [SOURCE]}
    return ni.Action(id=id, label=label, **(usual | more))


def many(n: int) -> ni.Register:
    """Return a register of so many actions of all instruments, conditions and kinds."""
    means, answers = list(instruments()), ("yes", "no", "unknown")
    return ni.Register(
        [
            action(
                f"a{k}",
                f"Action {k}",
                instrument=means[k % len(means)],
                eligible=("firm", "sector", "region", "all")[k % 4],
                stage=("rd", "production", "consumption", "export")[k % 4],
                recipient=("producer", "consumer")[k % 2],
                conditions={c: answers[k // 3**i % 3] for i, c in enumerate(("export", "local_content", "objective"))},
                budget={"amount": k, "unit": "M.CNY", "year": 2015 + k % 5},
            )
            for k in range(n)
        ],
        name="many",
    )  # fmt: skip


# ---- drawn
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"))
TEXT = st.one_of(
    st.text(LETTERS, min_size=1, max_size=12).filter(str.strip),
    st.sampled_from(["=1+1", "+cmd", "-1", "@SUM(A1)", "two\nlines\n", " 空格 ", "#N/A", "TRUE", "2024", "1e3", "'x"]),
)  # fmt: skip
WORDS = st.one_of(TEXT, st.fixed_dictionaries({"en": TEXT, "zh": TEXT}))
SOME = st.one_of(st.just({}), st.dictionaries(st.sampled_from(["en", "zh"]), TEXT, max_size=2))
DAYS = st.sampled_from([None, "2019", "2020", "2020-01", "2020-01-01"])
LATER = st.sampled_from([None, "2021", "2022-02", "2022-12-31"])
KNOWN = st.sampled_from(["yes", "no", "unknown"])
CHOSEN = st.one_of(st.just("*"), st.sampled_from(["CHN", "CN-GD", "g7"]), TEXT, st.lists(TEXT, min_size=1, max_size=3))
SOURCES = st.fixed_dictionaries({"title": TEXT}, optional={"href": TEXT, "date": st.one_of(TEXT, DAYS.filter(bool))})
FRACTION = st.floats(0, 1)


def any_of(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(list(vocabularies()[name]))


@st.composite
def shocks(draw: st.DrawFn) -> dict[str, object]:
    """Draw a shock of any lever within its bounds."""
    lever = levers()[draw(st.sampled_from(levers().ids))]
    mode = draw(st.sampled_from(lever.modes))
    low, high = lever.limits(mode)
    said = {"lever": lever.id, "mode": mode, "value": draw(st.floats(max(low, -1e6), min(high, 1e6)))}
    for name in lever.scope:
        if draw(st.booleans()):
            said[name] = draw(CHOSEN)
    if draw(st.booleans()):
        start, years = draw(st.integers(1990, 2030)), draw(st.integers(0, 9))
        said |= {"start": start, "phase_in": years, "until": draw(st.none() | st.just(start + years))}
    for name, option in lever.options.items():
        if draw(st.booleans()):
            words = st.sampled_from(option.one_of) if option.one_of else st.floats(*(option.bounds or (0, 1)))
            said.setdefault("options", {})[name] = draw(words)
    return said


ACTIONS = st.fixed_dictionaries(
    {
        "label": WORDS,
        "clause": st.sampled_from(["4.industrial", "4.trade", "3.1.i"]),
        "family": st.sampled_from(SIX),
        "instrument": any_of("instrument"),
        "sources": st.lists(SOURCES, min_size=1, max_size=3),
    },
    optional={
        "note": SOME,
        "systems": st.lists(any_of("systems"), max_size=3),
        "characteristics": st.lists(any_of("characteristics"), max_size=2),
        "stage": any_of("stage"),
        "recipient": any_of("recipient"),
        "eligible": any_of("eligible"),
        "level": any_of("level"),
        "regions": CHOSEN,
        "industries": CHOSEN,
        "budget": st.fixed_dictionaries(
            {"amount": st.floats(0, 1e15), "unit": st.sampled_from(["M.CNY", "USD", "bn.EUR"]),
             "year": st.integers(1990, 2030)}, optional={"per": any_of("per")}),
        "dates": st.fixed_dictionaries({"announced": DAYS, "removed": LATER}),
        "legal_basis": TEXT,
        "conditions": st.fixed_dictionaries({"export": KNOWN, "local_content": KNOWN, "objective": KNOWN}),
        "facts": st.dictionaries(st.sampled_from(STATED), KNOWN, max_size=4),
        "tax": st.fixed_dictionaries({"borne": FRACTION, "rebate": FRACTION}),
        "motive": any_of("motive"),
        "evidence": any_of("evidence"),
        "shocks": st.lists(shocks(), max_size=3, unique_by=lambda s: s["lever"]),
        "no_shock": SOME,
    },
)  # fmt: skip


@st.composite
def registers(draw: st.DrawFn) -> ni.Register:
    """Draw a register of up to three actions."""
    given = draw(st.lists(ACTIONS, max_size=3))
    actions = [ni.Action(id=f"a-{k}", **said) for k, said in enumerate(given)]
    return ni.Register(actions, name=draw(TEXT), label=draw(SOME), note=draw(SOME))
