"""YAML that a user writes: a package or a register, with the place of every mistake."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from newind.errors import PolicyError, tell, within
from newind.policy.registerfile import parse_register
from newind.policy.yaml_file import parse_node, parse_package
from newind.questions.options import Horizon

if TYPE_CHECKING:
    from newind.policy.register import Register
    from newind.policy.schema import Package

SOURCE = "scenario.yaml"
"""Name of the text in messages."""
COMMAND = re.compile(r"\s*# (newind simulate [^\n]{1,2000})")
"""The command that gives the result of a package, where its file begins with it."""


def parse_policy_text(text: str) -> Package | Register:
    """Return the package or register that a text describes.

    Raises
    ------
    PolicyError
        With line and column of the first mistakes.
    """
    if _is_register(parse_node(text, SOURCE)):
        return parse_register(text, SOURCE, "scenario")
    return parse_package(text, SOURCE, "scenario")


def parse_package_file(text: str, file: str) -> Package:
    """Return the package in a file; one without a name is called as the file is.

    Raises
    ------
    PolicyError
        As `parse_policy_text`, and for a register.
    """
    source = re.sub(r"[\s:/\\]+", "-", file)
    if _is_register(parse_node(text, source)):
        raise PolicyError(within(f"{source}:1:1", tell("yaml.register")))
    return parse_package(text, source, source.rpartition(".")[0] or source)


def parse_command_options(text: str) -> dict[str, Any]:
    """Return the horizon and the parameters of the command that a file begins with; nothing where it has none.

    Examples
    --------
    >>> parse_command_options("# newind simulate a.yaml --horizon long --set trade_balance=zero" + chr(10) + "name: a")
    {'horizon': 'long', 'parameters': {'trade_balance': 'zero'}}
    >>> parse_command_options("name: a")
    {}
    """
    found = COMMAND.match(text)
    words: list[str] = []
    with suppress(ValueError):  # a comment may say what it likes
        words = shlex.split(found[1]) if found else []
    said = list(pairwise(words))
    horizons = [value for option, value in said if option == "--horizon" and value in get_args(Horizon)]
    given = dict(value.split("=", 1) for option, value in said if option == "--set" and "=" in value)
    if not horizons:
        return {}
    return {"horizon": horizons[0], "parameters": {k: _number(v) for k, v in given.items()}}


def _is_register(node: Any) -> bool:
    listed = node.get("actions") if isinstance(node, Mapping) else None
    return isinstance(listed, list) and any(isinstance(a, Mapping) for a in listed)


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
