"""A value of an indicator is written alike wherever it is shown: in per cent or not, with one number of decimals."""

from __future__ import annotations

import re

import pytest

import newind as ni
from each import check_each
from newind.language.leftout import OmissionLog
from newind.measures.context import Context
from newind.measures.registry import indicators
from newind.questions import provenance
from newind.questions.characteristics import characteristics
from newind.questions.figures import find_number_format
from newind.web.answers.catalogue import registry

LANGS = ("en", "zh")
NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?%?")
VALUES = (0.0042, 0.107, 0.42)


def decimals(text: str) -> int:
    """Return the decimals of a printed number."""
    found = re.search(r"\.(\d+)", text)
    return len(found[1]) if found else 0


@check_each("id", indicators().ids)
def test_every_surface_writes_an_indicator_in_the_unit_and_decimals_that_it_declares(id: str):
    entry = indicators()[id]
    api = next(row for row in registry()["indicators"] if row["id"] == id)
    assert (api["display"], api["digits"]) == (entry.display, entry.digits)
    if entry.digits is None:
        return
    cells = find_number_format(id, entry.unit)
    assert decimals(cells) == entry.digits
    assert cells.endswith("%") == (entry.display == "1")
    for lang in LANGS:
        assert (provenance.unit(entry, lang) == "%") == (entry.display == "1")
        for value in VALUES:  # alone, and beside others of any size
            for beside in ([value], [value, 0.9], [value, 0.0001]):
                text = entry.scale(beside, lang).text(value)
                assert decimals(text) == entry.digits
                assert ("%" in text) == (entry.display == "1")


def test_concentration_is_no_percentage():
    for id in ("s4.supplier_hhi", "s4.market_hhi"):
        entry = indicators()[id]
        assert [entry.scale([0.1067], lang).text(0.1067) for lang in LANGS] == ["0.11", "0.11"]
    assert indicators()["s2.manufacturing_share"].scale([0.0331]).text(0.0331) == "3.3%"


def test_only_a_value_in_unit_1_may_be_displayed_as_another():
    assert {i.display for i in indicators() if i.unit == "1"} == {"1", "ratio"}
    assert all(i.display == i.unit for i in indicators() if i.unit != "1")


def printed(text: str, entry: ni.Indicator, value: float, lang: str) -> tuple[list[str], list[str]]:
    """Return the numbers of a text that round a value, as its table writes it and otherwise."""
    share, scale = entry.display == "1", entry.scale([value], lang)
    numbers = [n.replace(",", "") for n in NUMBER.findall(text) if n.endswith("%") == share and (share or "." in n)]
    rounded = [n for n in numbers if n.removesuffix("%") == f"{abs(value) * scale.factor:.{decimals(n)}f}"]
    return [n for n in rounded if decimals(n) == scale.digits], [n for n in rounded if decimals(n) != scale.digits]


@pytest.mark.parametrize(("accounts", "region"), [("world", "CHN"), ("china-2017", "CN-GD")])
def test_a_sentence_writes_the_value_of_an_indicator_as_its_table_does(accounts: str, region: str):
    w, registered = ni.load(accounts), indicators()
    found = ni.diagnose(w, region, model=False)
    texts = [(f.id, f.indicators, {"en": (f.sentence["en"], f.detail["en"]), "zh": (f.sentence["zh"], f.detail["zh"])},
              f.evidence[["indicator", "value"]].dropna().itertuples(index=False)) for f in found]  # fmt: skip
    for card in characteristics(Context.from_accounts(w, region, model=False), OmissionLog()):
        values = [(card.reading.id, v) for v in (card.reading.value, card.reading.past) if v is not None]
        texts.append((card.topic, card.ids, {lang: (card.sentence[lang],) for lang in LANGS}, values))
    as_declared, otherwise = 0, []
    for id, ids, said, rows in texts:
        for name, value in rows:
            if name not in ids or name not in registered.ids or (entry := registered[name]).digits is None:
                continue
            for lang in LANGS:
                right, wrong = printed(" ".join(said[lang]), entry, float(value), lang)
                as_declared += len(right)
                otherwise += [(id, name, value, n, said[lang]) for n in wrong]
    assert otherwise == []
    assert as_declared > 40
