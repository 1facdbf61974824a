"""Printed findings name year, status, range and indicators; estimates stand apart under a heading of their own."""

from __future__ import annotations

import pytest

import newind as ni
from diagnosed import diagnosis, panel, province
from newind.data.single import to_accounts

WORDS = {
    "en": {"observed": "observed", "estimated": "estimated", "proxy": "proxy", "simulated": "simulated"},
    "zh": {"observed": "观测值", "estimated": "估计值", "proxy": "代理指标", "simulated": "模拟值"},
}
HEADING = {"en": "Estimates, for orientation", "zh": "估计值（仅供参考）"}
YEAR = {"en": "{}", "zh": "{}年"}


def below(shown, f, lang):
    """Return the line below the sentence of a finding."""
    lines = shown.splitlines()
    (at,) = [n for n, line in enumerate(lines) if line.endswith(f.sentence[lang])]
    return lines[at + 1]


def ends(f, lang):
    """Return the ends of a range of shares as they may be printed: whole percents or a decimal."""
    return [{f"{100 * end:.{d}f}" for d in (0, 1, 2)} for end in f.range]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_finding_says_year_status_range_and_indicators(run, lang):
    shown = run("diagnose", "DEU", "--system", "s4", "--year", str(panel().last.year), "--lang", lang).stdout
    for f in diagnosis("DEU", "s4"):
        line = below(shown, f, lang)
        assert f" · {YEAR[lang].format(f.year)} · {WORDS[lang][f.status]} · {', '.join(f.indicators)}" in line
        if f.range is not None:
            assert all(any(end in line for end in known) for known in ends(f, lang))
    assert {f.status for f in diagnosis("DEU", "s4")} == {"observed", "simulated"}
    assert {f.year for f in diagnosis("DEU", "s4")} == {2009, panel().last.year}
    assert HEADING[lang] not in shown


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_estimates_stand_apart(run, shared, lang):
    to_accounts(province(shared, "CN-SC")).save("sichuan.npz")
    shown = run("diagnose", "CN-SC", "--table", "sichuan.npz", "--system", "s4", "--lang", lang).stdout
    before, _, after = shown.partition(HEADING[lang])
    found = ni.diagnose(to_accounts(province(shared, "CN-SC")), "CN-SC", "s4")
    assert {f.status for f in found} == {"observed", "estimated"}
    for f in found:
        part = after if f.status == "estimated" else before
        assert f" · {YEAR[lang].format(2017)} · {WORDS[lang][f.status]} · " in below(part, f, lang)
