"""What a user writes in YAML: a package or a register, with the place of every mistake; nothing that grows or runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    ScalarEvent,
)

from newind.errors import PolicyError, tell, within
from newind.policy.registerfile import parse_register
from newind.policy.yaml_file import parse_package, parsed_node

if TYPE_CHECKING:
    from ruamel.yaml.events import Event

    from newind.policy.register import Register
    from newind.policy.schema import Package

SOURCE = "scenario.yaml"
"""What messages call the text."""
GROWN = 500_000
"""Characters and items of a text once every alias is written out."""
DEEPEST = 40
"""Collections within one another."""


def parsed(text: str) -> Package | Register:
    """Return the package or register that a text describes.

    Raises
    ------
    PolicyError
        With line and column of the first mistakes; for a text that grows when it is read, or nests too deep.
    """
    check(text)
    node = parsed_node(text, SOURCE)
    listed = node.get("actions") if isinstance(node, Mapping) else None
    if isinstance(listed, list) and any(isinstance(a, Mapping) for a in listed):
        return parse_register(text, SOURCE, "scenario")
    return parse_package(text, SOURCE, "scenario")


def check(text: str) -> None:
    """Raise where a text holds several documents, nests too deep, or grows too large by its aliases.

    Raises
    ------
    PolicyError
        With line and column.

    Examples
    --------
    >>> check("a: &x [1, 2]" + chr(10) + "b: [*x, *x]")
    >>> check("a: &x [*x]")
    Traceback (most recent call last):
    newind.errors.PolicyError: scenario.yaml:1:8: an alias of what it stands in. Write it out.
    """
    sizes: dict[str, int] = {}
    open_: list[tuple[str | None, int]] = []
    total = documents = 0
    try:
        for event in YAML(pure=True).parse(text):
            if getattr(event, "ctag", None):
                raise _at(event, tell("yaml.tag"))
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _at(event, tell("yaml.second"))
            elif isinstance(event, CollectionStartEvent):
                open_.append((event.anchor, total))
                total += 1
                if len(open_) > DEEPEST:
                    raise _at(event, tell("yaml.deep", deepest=DEEPEST))
            elif isinstance(event, CollectionEndEvent):
                anchor, before = open_.pop()
                _anchored(sizes, anchor, total - before)
            elif isinstance(event, ScalarEvent):
                _anchored(sizes, event.anchor, 1 + len(event.value))
                total += 1 + len(event.value)
            elif isinstance(event, AliasEvent):
                if event.anchor in {a for a, _ in open_}:
                    raise _at(event, tell("yaml.alias"))
                total += sizes.get(str(event.anchor), 1)
            if total > GROWN:
                raise _at(event, tell("yaml.grows"))
    except YAMLError:
        return  # told with its place where the text is read


def _anchored(sizes: dict[str, int], anchor: str | None, size: int) -> None:
    if anchor is not None:
        sizes[anchor] = size


def _at(event: Event, said: str) -> PolicyError:
    mark = event.start_mark
    return PolicyError(within(f"{SOURCE}:{mark.line + 1}:{mark.column + 1}", said))
