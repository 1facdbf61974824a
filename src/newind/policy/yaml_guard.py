"""Read YAML that strangers wrote: no tags, one document, bounded depth, and no growth through aliases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    ScalarEvent,
)
from ruamel.yaml.parser import RoundTripParser
from ruamel.yaml.scanner import RoundTripScanner

from newind.errors import tell

if TYPE_CHECKING:
    from ruamel.yaml.error import StreamMark
    from ruamel.yaml.events import Event

    from newind.errors import BilingualMessage

GROWN = 500_000
"""Characters and items that aliases may add to a text."""
DEEPEST = 40
"""Collections within one another."""
MOST_DIGITS = 300
"""Digits of a number; Python reads and writes no number of thousands of digits, and a float has 308."""
NUMBER = re.compile(rf"[-+]?(0[box])?[\da-fA-F_:.,]{{{MOST_DIGITS},}}")


class UnsafeError(Exception):
    """A text that no file of newind needs to be.

    Parameters
    ----------
    said : str
        What is wrong and what to do, in both languages.
    mark : mark
        Where: line and column from 0.
    """

    def __init__(self, said: BilingualMessage, mark: StreamMark) -> None:
        self.said, self.mark = said, mark
        super().__init__(said)


def load(text: str) -> Any:
    """Return what a text says, knowing its places; it is judged before anything is built of it.

    Raises
    ------
    UnsafeError
        For a tag, a directive, a second document, more than `DEEPEST` collections within one another, an alias of
        what contains it, aliases that add more than `GROWN`, and a number of more than `MOST_DIGITS` digits.
    YAMLError, ValueError, TypeError, AttributeError
        What ruamel raises for what is no YAML.

    Examples
    --------
    >>> load("a: &x [1, 2]" + chr(10) + "b: [*x, *x]")["b"]
    [[1, 2], [1, 2]]
    >>> load("a: &x [*x]")
    Traceback (most recent call last):
    newind.policy.yaml_guard.UnsafeError: an alias of what contains it. Write it out.
    """
    yaml = YAML(pure=True)
    yaml.Scanner, yaml.Parser = _SafeScanner, _SafeParser
    yaml.composer.warn_double_anchors = False
    return yaml.load(text)


class _SafeScanner(RoundTripScanner):
    """Refuse ``%YAML`` and ``%TAG`` wherever they stand: a version that is unknown ends ruamel."""

    def fetch_directive(self) -> None:
        raise UnsafeError(tell("yaml.directive"), self.reader.get_mark())


class _SafeParser(RoundTripParser):
    """Judge each event before it is composed."""

    def __init__(self, loader: Any) -> None:
        super().__init__(loader)
        self.sizes: dict[str, int] = {}
        self.open: list[tuple[str | None, int]] = []
        self.total = self.added = self.documents = 0

    def get_event(self) -> Event:
        event: Event = super().get_event()
        if wrong := self._wrong(event):
            raise UnsafeError(wrong, event.start_mark)
        return event

    def _wrong(self, event: Event) -> BilingualMessage | None:
        if getattr(event, "ctag", None):
            return tell("yaml.tag")
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            return tell("yaml.second") if self.documents > 1 else None
        if isinstance(event, CollectionStartEvent):
            self.open.append((event.anchor, self.total))
            self.total += 1
            return tell("yaml.deep", deepest=DEEPEST) if len(self.open) > DEEPEST else None
        if isinstance(event, CollectionEndEvent):
            anchor, before = self.open.pop()
            self._anchor(anchor, self.total - before)
        elif isinstance(event, ScalarEvent):
            self.total += 1 + len(event.value)
            self._anchor(event.anchor, 1 + len(event.value))
            if event.implicit[0] and NUMBER.fullmatch(event.value):
                return tell("yaml.digits", digits=len(event.value))
        elif isinstance(event, AliasEvent):
            return self._alias(str(event.anchor))
        return None

    def _alias(self, anchor: str) -> BilingualMessage | None:
        if anchor in {a for a, _ in self.open}:
            return tell("yaml.alias")
        size = self.sizes.get(anchor, 1)
        self.total += size
        self.added += size
        return tell("yaml.grows") if self.added > GROWN else None

    def _anchor(self, anchor: str | None, size: int) -> None:
        if anchor is not None:
            self.sizes[anchor] = size
