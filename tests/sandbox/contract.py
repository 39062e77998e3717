"""Validates answers against Yandex's OpenAPI document, which lies beside the checkout and is not ours to copy."""

import os
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "yandex-market"
DOCUMENT = Path(os.environ.get("OPENAPI_DIR", BESIDE)) / "openapi.yaml"
LARGEST = {"int32": 2**31 - 1, "int64": 2**63 - 1}

formats = FormatChecker(formats=())


@formats.checks("date-time", raises=ValueError)
def is_moment_with_offset(value: object) -> bool:
    return not isinstance(value, str) or ("T" in value and datetime.fromisoformat(value).tzinfo is not None)


def document() -> dict[str, Any]:
    if not DOCUMENT.exists():
        pytest.skip(f"THE SANDBOX IS NOT CHECKED AGAINST MARKET'S CONTRACT: {DOCUMENT} is missing (set OPENAPI_DIR)")
    return _loaded()


@cache
def _loaded() -> dict[str, Any]:
    return yaml.load(DOCUMENT.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def resolved(node: Any, within: tuple[str, ...] = ()) -> Any:
    """A schema of OpenAPI 3.0 as JSON Schema: references put in, `nullable` as a type, sizes of integers as bounds.
    Inside itself (a region has a parent) a schema is anything."""
    if isinstance(node, list):
        return [resolved(item, within) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {} if node["$ref"] in within else resolved(target_of(node["$ref"]), (*within, node["$ref"]))
    schema = {name: resolved(value, within) for name, value in node.items() if name not in {"nullable", "example"}}
    if schema.get("format") in LARGEST:
        schema.setdefault("maximum", LARGEST[schema["format"]])
        schema.setdefault("minimum", -LARGEST[schema["format"]] - 1)
    return {"anyOf": [schema, {"type": "null"}]} if node.get("nullable") else schema


def target_of(reference: str) -> Any:
    target: Any = document()
    for step in reference.removeprefix("#/").split("/"):
        target = target[step]
    return target


@cache
def operations() -> dict[str, dict[str, Any]]:
    """By operationId: the path, the method, and what the document says of them."""
    return {
        said["operationId"]: {"path": path, "method": method.upper(), **said}
        for path, methods in document()["paths"].items()
        for method, said in methods.items()
        if isinstance(said, dict) and "operationId" in said
    }


@cache
def validator(operation: str, status: int) -> Draft202012Validator:
    responses = operations()[operation]["responses"]
    response = resolved(responses[str(status)])
    return Draft202012Validator(response["content"]["application/json"]["schema"], format_checker=formats)


def faults_in(operation: str, status: int, body: Any) -> list[str]:
    """What the document has against `body`, each with its place."""
    return [f"{error.json_path}: {error.message}" for error in validator(operation, status).iter_errors(body)]
