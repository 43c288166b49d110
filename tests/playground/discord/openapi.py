"""Checks a value against Discord's OpenAPI document, if a checkout includes it."""

import json
import re
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parents[4] / "shared" / "reference" / "discord.openapi.json"
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


class Schemas:
    """The document's component schemas: types, required fields, enums, patterns, unions."""

    def __init__(self) -> None:
        self._schemas: dict[str, Any] = json.loads(DOCUMENT.read_text())["components"]["schemas"]

    def problems(self, name: str, value: Any) -> list[str]:
        """The problems with `value` as a `name`. Empty if there are none."""
        return self._check(self._schemas[name], value, name)

    def _check(self, schema: Any, value: Any, path: str) -> list[str]:
        if "$ref" in schema:
            return self._check(self._schemas[schema["$ref"].rsplit("/", 1)[1]], value, path)
        found: list[str] = []
        for part in schema.get("allOf", []):
            found += self._check(part, value, path)
        for union in ("oneOf", "anyOf"):
            if union in schema:
                found += self._check_union(schema[union], value, path)
        return found + self._check_plain(schema, value, path)

    def _check_union(self, options: list[Any], value: Any, path: str) -> list[str]:
        attempts = [self._check(option, value, path) for option in options]
        return [] if any(not attempt for attempt in attempts) else min(attempts, key=_badness)

    def _check_plain(self, schema: Any, value: Any, path: str) -> list[str]:
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds and not any(_is(kind, value) for kind in kinds):
            return [f"{path}: {value!r} is not {'|'.join(kinds)}"]
        if "const" in schema and value != schema["const"]:
            return [f"{path}: {value!r} is not {schema['const']!r}"]
        if "enum" in schema and value not in schema["enum"]:
            return [f"{path}: {value!r} is none of {schema['enum']}"]
        if isinstance(value, str):
            return _check_text(schema, value, path)
        found: list[str] = []
        if isinstance(value, dict):
            found += [f"{path}.{name}: missing" for name in schema.get("required", []) if name not in value]
            for name, item in value.items():
                part = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
                found += self._check(part, item, f"{path}.{name}") if isinstance(part, dict) else []
        if isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                found += self._check(schema["items"], item, f"{path}.{index}")
        return found


def _badness(problems: list[str]) -> tuple[int, int]:
    """Prefers the branch that fails deepest, since it's the one that was meant."""
    return -max(problem.split(":")[0].count(".") for problem in problems), len(problems)


def _is(kind: str, value: Any) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _check_text(schema: Any, value: str, path: str) -> list[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return [f"{path}: {value!r} does not match {schema['pattern']}"]
    if schema.get("format") == "date-time" and not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", value):
        return [f"{path}: {value!r} is no time"]
    return []
