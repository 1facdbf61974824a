"""Data that is written down rather than computed: how its files are read."""

from __future__ import annotations

import csv
import json
import pickle
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.messages import complete

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType


def parse_yaml(text: str) -> Any:
    """Return what a YAML text says, as plain data.

    Examples
    --------
    >>> parse_yaml("label: {en: Energy, zh: 能源}")
    {'label': {'en': 'Energy', 'zh': '能源'}}
    """
    return complete(_parse(text))


def _parse(text: str) -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(text)


def read_yaml(package: str, name: str) -> Any:
    """Return what a YAML file in a package of newind says, as plain data: a copy for each who asks.

    It is parsed when it has changed, and kept beside the byte code of modules, by the same rules.

    Examples
    --------
    >>> read_yaml("newind.parameters", "trade_elasticity.yaml")["id"]
    'trade_elasticity'
    """
    return complete(pickle.loads(compile_yaml(package, name, _parse)))


@cache
def compile_yaml(package: str, name: str, parse: Callable[[str], Any], kind: str = "plain") -> bytes:
    """Return what a YAML file in a package of newind says as bytes that pickle reads, a hundred times faster than YAML.

    Parameters
    ----------
    package, name : str
    parse : callable
        From its text to Python's own types.
    kind : str
        How what is kept of it is called.
    """
    file = files(package).joinpath(name)
    if not isinstance(file, Path):  # of a package in an archive
        return pickle.dumps(parse(file.read_text(encoding="utf-8")))
    code = _YamlLoader(file, parse, kind).get_code(name)
    assert code is not None  # as of a built-in module
    found: bytes = eval(code)
    return found


class _YamlLoader(SourceFileLoader):
    """Keep what a YAML file says as Python keeps a module: in ``__pycache__/a.yaml.plain.cpython-311.pyc``."""

    def __init__(self, file: Path, parse: Callable[[str], Any], kind: str) -> None:
        super().__init__(file.name, f"{file}.{kind}.py")
        self._file, self._parse = str(file), parse

    def path_stats(self, path: str) -> Mapping[str, Any]:
        return super().path_stats(self._file if path == self.path else path)

    def get_data(self, path: str) -> bytes:
        return super().get_data(self._file if path == self.path else path)

    def source_to_code(self, data: bytes, path: str, **_: Any) -> CodeType:  # type: ignore[override]
        return compile(repr(pickle.dumps(self._parse(data.decode("utf-8")))), path, "eval")


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


def list_yaml(package: str) -> tuple[str, ...]:
    """Return the names of the YAML files in a package of newind, in order, without their ending.

    Examples
    --------
    >>> "rd_intensity" in list_yaml("newind.parameters")
    True
    """
    return tuple(sorted(f.name.removesuffix(".yaml") for f in files(package).iterdir() if f.name.endswith(".yaml")))


def texts(package: str) -> dict[str, str]:
    """Return the YAML files in a package of newind: name of the file → its text, by name.

    Examples
    --------
    >>> "rd_intensity.yaml" in texts("newind.parameters")
    True
    """
    found = (files(package).joinpath(f"{name}.yaml") for name in list_yaml(package))
    return {f.name: f.read_text(encoding="utf-8") for f in found}
