"""YAML files that strangers wrote, whatever they describe, with the place of every mistake; packages in and out."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, ScalarEvent
from ruamel.yaml.parser import RoundTripParser
from ruamel.yaml.scanner import RoundTripScanner

from newind.datafiles import compile_yaml
from newind.errors import NewindError, PolicyError, noun, tell, within
from newind.policy.fields import KEYS_OF_FILE, PackageFields, PackageFileFields
from newind.policy.mistakes import Mistake, mistakes, refuse
from newind.policy.schema import Package

if TYPE_CHECKING:
    from pathlib import Path

    from ruamel.yaml.error import StreamMark
    from ruamel.yaml.events import Event

    from newind.errors import BilingualMessage
    from newind.policy.schema import Shock


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
    newind.policy.yaml_file.UnsafeError: an alias of what contains it. Write it out.
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


F = TypeVar("F", bound=BaseModel)
P = TypeVar("P", bound=PackageFileFields)

DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
UNREADABLE = (ValueError, TypeError, AttributeError)
"""Exceptions of ruamel for dates, numbers, keys and tags that it recognises and cannot build."""


NodePath = tuple[str | int, ...]
"""Keys and positions that lead to a part of a file."""
Mark = tuple[int, int]
"""Line and column, from 0."""


@dataclass(frozen=True)
class PlacedData:
    """Contents of a file, and where its parts stand in it.

    Parameters
    ----------
    data : object
        In Python's own types.
    where : mapping
        From the path of a part to where its key and its value begin.
    """

    data: Any
    where: Mapping[NodePath, tuple[Mark, Mark]]


@dataclass(frozen=True)
class FileKind(Generic[F]):
    """Kind of thing that a file describes.

    Parameters
    ----------
    what, layout : str
        What it is called, and what it has, as messages say it.
    fields : type
        The fields and their checks.
    keys : callable
        From the path of a mapping to the keys that it may have.
    needed : tuple of str
        Keys without which it is something else.
    error : type
        What is raised for mistakes.
    """

    what: str
    layout: str
    fields: type[F]
    keys: Callable[[tuple[str | int, ...]], Sequence[str]]
    needed: tuple[str, ...] = ()
    error: type[NewindError] = PolicyError


PACKAGE = FileKind(
    "a package", "It has keys such as name, financing and shocks; newind levers all-families shows one.",
    PackageFileFields, KEYS_OF_FILE,
)  # fmt: skip


def read_package(path: Path) -> Package:
    """Read a package from a file; :meth:`Package.from_yaml` says how."""
    return parse_package(text_of(path, "a package"), str(path), path.stem)


def text_of(path: Path, what: str, kind: type[NewindError] = PolicyError) -> str:
    """Return the text of a YAML file of something; what goes wrong is raised as an error of a kind."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not in UTF-8"
        raise kind(tell("yaml.unread", path=path, error=why, what=noun(what))) from None


def parse_package(text: str | PlacedData, source: str, name: str) -> Package:
    """Return the package that a text describes; shocks of the actions that it names stand first.

    Parameters
    ----------
    text : str or PlacedData
        YAML, or what it says.
    source, name : str
        What messages call the text, and the package where the text does not name it.

    Raises
    ------
    PolicyError
        Naming source, line and column of the first three mistakes.
    """
    return parse_package_fields(text, source, PACKAGE, {"name": name})[0]


def parse_package_fields(
    text: str | PlacedData, source: str, kind: FileKind[P], usual: Mapping[str, Any]
) -> tuple[Package, P]:
    """Return the package that a text describes, or something that has all that packages have; and its fields."""
    node, fields = validate_text(text, source, kind, usual)
    named, stand = _of_actions(fields.actions, node, source)
    said = {k: getattr(fields, k) for k in PackageFields.model_fields}
    package = Package(**said | {"shocks": (*named, *fields.shocks)})
    stand += [_of_shock(node, number, source) for number in range(len(fields.shocks))]
    for shock, where in zip(package.shocks, stand, strict=True):
        shock._places.update(where)
    return package, fields


def validate_text(
    text: str | PlacedData, source: str, kind: FileKind[F], usual: Mapping[str, Any] | None = None
) -> tuple[PlacedData, F]:
    """Return what a text says, knowing its places, and its checked fields.

    Parameters
    ----------
    text : str or PlacedData
        YAML, or what it says.
    source : str
        What messages call it.
    kind : FileKind
    usual : mapping, optional
        What stands for keys that the text lacks.

    Raises
    ------
    PolicyError
        Or the error of the kind, naming source, line and column of the first three mistakes.
    """
    node = place_data(parse_node(text, source, kind.error)) if isinstance(text, str) else text
    if not isinstance(node.data, dict) or any(key not in node.data for key in kind.needed):
        said = tell("yaml.not", what=noun(kind.what), layout=kind.layout)
        raise kind.error(within(f"{source}:1:1", said))
    try:
        return node, kind.fields.model_validate(dict(usual or {}) | node.data)
    except ValidationError as error:
        found = sorted(mistakes(error, kind.keys), key=lambda m: at(node, m))
        raise refuse(found, lambda m: f"{source}:{place(node, m)}", source, kind.error) from None


def package_text(package: Package) -> str:
    """Return a package as YAML, a line a shock."""
    return format_yaml(package.to_dict())


def shock_text(shock: Mapping[str, Any]) -> str:
    """Return the fields of a shock as an item of a list in YAML.

    Examples
    --------
    >>> shock_text({"lever": "tariff", "value": 0.1, "region": "CHN"})
    '- {lever: tariff, value: 0.1, region: CHN}'
    """
    return format_yaml({"shocks": [shock]}).partition("\n")[2].strip()


def plain(node: Any) -> Any:
    """Return what ruamel read as Python's own types; dates become text."""
    if isinstance(node, Mapping):
        return {str(k): plain(v) for k, v in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [plain(v) for v in node]
    if node is None or isinstance(node, bool):
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return str(node)


def parse_node(text: str, source: str, kind: type[NewindError] = PolicyError) -> Any:
    """Return what a YAML text says, knowing its places; what is no YAML, or unsafe, is raised as an error of a kind."""
    try:
        return load(text)
    except UnsafeError as error:
        where = f"{source}:{error.mark.line + 1}:{error.mark.column + 1}"
        raise kind(within(where, error.said)) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise kind(tell("yaml.not_yaml", source=source, where=where, error=error.problem or error.context)) from None
    except (YAMLError, *UNREADABLE) as error:
        raise kind(tell("yaml.not_yaml", source=source, where=_impossible(text), error=error)) from None


def _impossible(text: str) -> str:
    """Return line and column of the first date that does not exist, nothing where there is none.

    Examples
    --------
    >>> _impossible("note: 2024-13-01")
    ':1:7'
    """
    for number, line in enumerate(text.splitlines(), 1):
        for found in DATE.finditer(line):
            try:
                date.fromisoformat(found[0])
            except ValueError:
                return f":{number}:{found.start() + 1}"
    return ""


def place_data(node: Any) -> PlacedData:
    """Return what ruamel read as Python's own types, and where it stands.

    Examples
    --------
    >>> place_data(load("a: 1" + chr(10) + "b: [2]")).where["b", 0]
    ((1, 4), (1, 4))
    """
    found: dict[NodePath, tuple[Mark, Mark]] = {}
    _note_places(node, (), found)
    return PlacedData(plain(node), found)


def _note_places(node: Any, path: NodePath, found: dict[NodePath, tuple[Mark, Mark]]) -> None:
    """Enter where the parts of a mapping or list stand; those that another one has lent it stand nowhere."""
    listed = isinstance(node, Sequence) and not isinstance(node, str)
    if not listed and not isinstance(node, Mapping):
        return
    for part in range(len(node)) if listed else node:
        try:
            key, value = (node.lc.item(part),) * 2 if listed else (node.lc.key(part), node.lc.value(part))
            found[*path, part] = (int(key[0]), int(key[1])), (int(value[0]), int(value[1]))
        except (KeyError, IndexError, TypeError, AttributeError):
            continue
        _note_places(node[part], (*path, part), found)


def read_placed(package: str, name: str) -> PlacedData:
    """Return what a YAML file in a package of newind says, knowing its places; kept beside byte code."""
    return PlacedData(*pickle.loads(compile_yaml(package, name, _parse_placed, "placed")))


def _parse_placed(text: str) -> tuple[Any, Mapping[NodePath, tuple[Mark, Mark]]]:
    placed = place_data(load(text))
    return placed.data, placed.where


def place(node: PlacedData, found: Mistake) -> str:
    """Return line and column of a mistake as they stand in a message."""
    line, column = at(node, found)
    return f"{line}:{column}"


def at(node: PlacedData, found: Mistake) -> tuple[int, int]:
    """Return line and column of a mistake: of the key or the value, or of the nearest thing around it."""
    path = tuple(found.path)
    depth = next((d for d in range(len(path), 0, -1) if path[:d] in node.where), 0)
    key, value = node.where[path[:depth]] if depth else ((0, 0), (0, 0))
    line, column = key if found.at_key and depth == len(path) else value
    return line + 1, column + 1


def places(paths: Mapping[str, NodePath], node: PlacedData, source: str) -> dict[str, str]:
    """Return where things stand, by the names that are given to their paths; as messages say it."""
    return {name: f"{source}:{place(node, Mistake(path, ''))}" for name, path in paths.items()}


def _of_shock(node: PlacedData, number: int, source: str) -> dict[str, str]:
    """Return where a shock and its fields stand; the empty name is the shock itself."""
    own = ("shocks", number)
    return places({"": own} | {str(k): (*own, str(k)) for k in node.data["shocks"][number]}, node, source)


def _of_actions(ids: Sequence[str], node: PlacedData, source: str) -> tuple[list[Shock], list[dict[str, str]]]:
    """Return the shocks of actions that come with newind, counted by action, and where each action is named."""
    if not ids:
        return [], []
    from newind.policy.actions import action

    named = [(number, shock) for number, id in enumerate(ids) for shock in action(id).package.shocks]
    stand = [places({"": ("actions", number)}, node, source) for number, _ in named]
    return [shock for _, shock in named], stand


def _in_one_line(shock: Mapping[str, Any]) -> CommentedMap:
    line = CommentedMap(shock)
    line.fa.set_flow_style()
    return line


def format_yaml(content: Mapping[str, Any]) -> str:
    """Return plain data as YAML, each shock in a line of its own."""
    yaml, out = YAML(), StringIO()
    yaml.width, yaml.allow_unicode = 4096, True
    yaml.dump(_shocks_in_lines(content), out)
    return out.getvalue()


def _shocks_in_lines(content: Any) -> Any:
    if isinstance(content, Mapping):
        return {k: [_in_one_line(s) for s in v] if k == "shocks" else _shocks_in_lines(v) for k, v in content.items()}
    return [_shocks_in_lines(v) for v in content] if isinstance(content, list) else content
