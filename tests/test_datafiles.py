"""Data that is written down is parsed once, and whoever asks may change what is theirs."""

from __future__ import annotations

from newind import datafiles


def test_what_one_changes_another_does_not_see():
    first = datafiles.read_yaml("newind.parameters", "trade_elasticity.yaml")
    before = dict(first)
    first.clear()
    assert before
    assert datafiles.read_yaml("newind.parameters", "trade_elasticity.yaml") == before


def test_a_file_is_parsed_once(monkeypatch):
    datafiles.read_yaml("newind.parameters", "trade_elasticity.yaml")
    monkeypatch.setattr(datafiles, "parse_yaml", None)
    assert datafiles.read_yaml("newind.parameters", "trade_elasticity.yaml")["id"] == "trade_elasticity"
