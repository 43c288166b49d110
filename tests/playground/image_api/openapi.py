"""Checks values against the provider's OpenAPI documents, if a checkout includes them."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[4] / "shared" / "reference"
DOCUMENTS = ("flux-2-pro", "flux-2-pro-edit", "logs-v2", "billing-v2")
AT_HAND = all((FOLDER / f"{name}.openapi.json").exists() for name in DOCUMENTS)

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def operation(document: str, method: str, path: str) -> Any:
    content = json.loads((FOLDER / f"{document}.openapi.json").read_text())
    return content["paths"][path][method]


def json_schema(part: Any) -> Any:
    """The schema of a request body or of one response."""
    return part["content"]["application/json"]["schema"]


def problems(schema: Any, value: Any, path: str = "$") -> list[str]:
    """The problems with the value. Fields that the schema doesn't name count too."""
    if value is None and schema.get("nullable"):
        return []
    if "anyOf" in schema:
        attempts = [problems(option, value, path) for option in schema["anyOf"]]
        return min(attempts, key=len)
    if not isinstance(value, _TYPES[schema["type"]]) or (
        isinstance(value, bool) and schema["type"] != "boolean"
    ):
        return [f"{path}: {value!r} is no {schema['type']}"]
    found = (
        [f"{path}: {value!r} is none of {schema['enum']}"] if value not in schema.get("enum", [value]) else []
    )
    if isinstance(value, dict):
        fields = schema.get("properties", {})
        found += [f"{path}.{name}: missing" for name in schema.get("required", []) if name not in value]
        found += [f"{path}.{name}: unknown" for name in value if name not in fields]
        for name, item in value.items():
            found += problems(fields[name], item, f"{path}.{name}") if name in fields else []
    elif isinstance(value, list):
        for at, item in enumerate(value):
            found += problems(schema["items"], item, f"{path}.{at}")
    measured = len(value) if isinstance(value, str | list) else value
    for low, high in (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")):
        if low in schema and measured < schema[low]:
            found.append(f"{path}: less than {schema[low]}")
        if high in schema and measured > schema[high]:
            found.append(f"{path}: more than {schema[high]}")
    return found
