"""Data that is written down rather than computed: how its files are read."""

from __future__ import annotations

import csv
import json
import pickle
from functools import cache
from importlib.resources import files
from typing import Any

from newind.messages import complete


def parse_yaml(text: str) -> Any:
    """Return what a YAML text says, as plain data.

    Examples
    --------
    >>> parse_yaml("label: {en: Energy, zh: 能源}")
    {'label': {'en': 'Energy', 'zh': '能源'}}
    """
    from ruamel.yaml import YAML

    return complete(YAML(typ="safe", pure=True).load(text))


def read_yaml(package: str, name: str) -> Any:
    """Return what a YAML file in a package of newind says, as plain data: parsed once, a copy for each who asks.

    Examples
    --------
    >>> read_yaml("newind.parameters", "trade_elasticity.yaml")["id"]
    'trade_elasticity'
    """
    return pickle.loads(_pickle_yaml(package, name))


@cache
def _pickle_yaml(package: str, name: str) -> bytes:
    """Return what a YAML file says as bytes, which are read thousands of times faster than YAML."""
    return pickle.dumps(parse_yaml(files(package).joinpath(name).read_text(encoding="utf-8")))


def read_json(package: str, name: str) -> Any:
    """Return what a JSON file in a package of newind says.

    Examples
    --------
    >>> read_json("newind.data", "attach_words.json")["totals"][0]
    '合计'
    """
    return json.loads(files(package).joinpath(name).read_text(encoding="utf-8"))


def read_csv_rows(package: str, name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file in a package of newind, by the names in its first line.

    A table of hundreds of rows is kept as CSV: as YAML it would take a hundred times as long to read.

    Examples
    --------
    >>> read_csv_rows("newind.accounts", "regions.csv")[0]["code"]
    'CHN'
    """
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def texts(package: str) -> dict[str, str]:
    """Return the YAML files in a package of newind: name of the file → its text, by name.

    Examples
    --------
    >>> "rd_intensity.yaml" in texts("newind.parameters")
    True
    """
    found = [f for f in files(package).iterdir() if f.name.endswith(".yaml")]
    return {f.name: f.read_text(encoding="utf-8") for f in sorted(found, key=lambda f: f.name)}
