"""Types of the cockpit made from the API's own description: ``frontend/src/api/generated.ts``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).parents[1] / "frontend" / "src" / "api" / "generated.ts"
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def write_types(described: dict[str, Any]) -> str:
    """Return a type for each body that a route takes or gives, and for all that they consist of, by name."""
    schemas = described["components"]["schemas"]
    names, waiting = set[str](), list_references([*list_bodies(described)])
    while waiting:
        name = waiting.pop()
        if name not in names:
            names.add(name)
            waiting += list_references(schemas[name])
    head = "/** Made by tools/apitypes.py from the API's description; do not edit. */\n"
    return head + "".join(write_object(name, schemas[name]) for name in sorted(names))


def list_bodies(described: dict[str, Any]) -> Iterator[Any]:
    """Yield the schemas of what routes take and give as JSON, refusals left out."""
    for operation in (operation for verbs in described["paths"].values() for operation in verbs.values()):
        given = [found for status, found in operation["responses"].items() if status.startswith("2")]
        for one in [operation.get("requestBody", {}), *given]:
            yield one.get("content", {}).get("application/json")


def list_references(schema: Any) -> list[str]:
    """Return the names of the schemas that one refers to."""
    if isinstance(schema, dict):
        own = [schema["$ref"].rpartition("/")[2]] if "$ref" in schema else []
        return own + [name for part in schema.values() for name in list_references(part)]
    return [name for part in schema for name in list_references(part)] if isinstance(schema, list) else []


def write_object(name: str, schema: dict[str, Any]) -> str:
    """Return one type: no interface, so that it may stand where any record may."""
    lines = [f"\n/** {schema.get('description', name)} */", f"export type {name_type(name)} = {{"]
    for field, of in schema["properties"].items():
        if "description" in of:
            lines.append(f"  /** {of['description']} */")
        optional = "" if field in schema.get("required", ()) else "?"
        lines.append(f"  {field}{optional}: {write_type(of)};")
    return "\n".join([*lines, "};", ""])


def name_type(name: str) -> str:
    """Return what the cockpit calls a schema.

    Examples
    --------
    >>> name_type("FindingBody"), name_type("ScoredUnit")
    ('Finding', 'ScoredUnit')
    """
    return name.removesuffix("Body")


def write_type(schema: dict[str, Any]) -> str:
    """Return a type.

    Examples
    --------
    >>> write_type({"type": "array", "items": {"anyOf": [{"type": "integer"}, {"type": "null"}]}})
    '(number | null)[]'
    """
    if "$ref" in schema:
        return name_type(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(write_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "prefixItems" in schema:
        return f"[{', '.join(write_type(one) for one in schema['prefixItems'])}]"
    if schema.get("type") == "array":
        inner = write_type(schema["items"])
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if schema.get("type") == "object":
        further = schema.get("additionalProperties")
        return f"Record<string, {write_type(further) if isinstance(further, dict) and further else 'unknown'}>"
    return PLAIN.get(schema.get("type", ""), "unknown")


def main() -> None:
    """Write the file, or say whether it is as it would be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the file is as it would be written")
    asked = parser.parse_args()
    text = write_types(create_app().openapi())
    if not asked.check:
        FILE.write_text(text, encoding="utf-8")
    elif FILE.read_text(encoding="utf-8") != text:
        raise SystemExit(f"{FILE.name} is not what the API describes: run python tools/apitypes.py")


if __name__ == "__main__":
    main()
