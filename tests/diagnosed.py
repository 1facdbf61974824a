"""What `ni.diagnose` finds on the shipped figures, once for all tests, and the tables to recompute it from."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import newind as ni
from builders.china_sources import provincial
from newind.accounts.classification import industry_name
from newind.data.single import to_accounts
from recount import Recount

ECONOMIES = ("CHN", "USA", "DEU", "IND")
SYSTEMS = ("s1", "s4")
SINCE = re.compile(r" \(since then [^()]*\)|（此后转[^（）]*）")
"""What newer tables say against a change, in either language."""
MANUFACTURERS = ("CHN", "USA", "JPN", "DEU", "KOR", "IND", "BRA", "MEX")
"""Economies compared: the peers of each are the others."""


def peers(region):
    """Return the economies that one is compared with."""
    return [c for c in MANUFACTURERS if c != region]


@cache
def panel():
    """Return the observed years, which WIOD has in full detail."""
    return ni.load("world").until(2011)


@cache
def diagnosis(region, system):
    """Return everything found about an economy."""
    return ni.diagnose(panel(), region, system)


@cache
def as_of(region, system):
    """Return everything found about an economy without what newer tables say since, which test_newer recounts."""
    return [replace(f, sentence=_until(f.sentence), detail=_until(f.detail)) for f in diagnosis(region, system)]


def _until(text):
    return {lang: SINCE.sub("", t) for lang, t in text.items()}


def found(region, system):
    """Return the findings of an economy that are no estimates, by id."""
    return {f.id: f for f in as_of(region, system) if f.status != "estimated"}


def estimates(region):
    """Return the others, which are set apart, by id."""
    return {f.id: f for system in SYSTEMS for f in as_of(region, system) if f.status == "estimated"}


@cache
def counted(year):
    """Return a shipped year to count in."""
    return Recount(next(w for w in panel() if w.year == year))


@cache
def in_full(shared, year):
    """Return a year at 41 economies and 35 industries to count in."""
    return Recount(ni.read(shared / "world" / "wiod2013" / f"wiot_{year}.npz", format="wiod2013"))


@cache
def province(shared, code):
    """Return the official table of a province in 2017, as published."""
    return provincial(shared, 2017)[code]


@cache
def found_at_home(shared, code, system):
    """Return the findings of a province from its official table that are no estimates, by id."""
    w = to_accounts(province(shared, code))
    return {f.id: f for f in ni.diagnose(w, code, system) if f.status != "estimated"}


def names(code, w=None):
    """Return what an economy is called, English and Chinese."""
    rows = (panel().last if w is None else w).regions.rows
    row = next(r for r in rows if r.code == code)
    return {"en": row.en, "zh": row.zh}


def product(code):
    """Return what an industry is called inside a sentence, English and Chinese."""
    en = industry_name(code, "en")
    return {"en": en[:1].lower() + en[1:], "zh": industry_name(code, "zh")}


def said(*texts):
    """Return words that must stand in a sentence, by language."""
    return {lang: tuple(t[lang] for t in texts if t[lang]) for lang in ("en", "zh")}
