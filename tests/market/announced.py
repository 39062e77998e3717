"""Market's notifications as Yandex's document has them: a body for each type, and what it says of our answers."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.sandbox.contract import BESIDE, formats

DOCUMENT = Path(os.environ.get("OPENAPI_DIR", BESIDE)) / "openapi-notifications.yaml"
BUSINESS_ID, CHAT_ID, MESSAGE_ID = 1001, 310001, "700000001"
TIME = "2026-11-22T12:00:00.123456789+03:00"


def document() -> dict[str, Any]:
    if not DOCUMENT.exists():
        pytest.skip(f"NOTIFICATIONS ARE NOT CHECKED AGAINST MARKET'S CONTRACT: {DOCUMENT} is missing (set OPENAPI_DIR)")
    return _loaded()


@cache
def _loaded() -> dict[str, Any]:
    return yaml.load(DOCUMENT.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = document()["components"]["schemas"][name.rpartition("/")[2]]
    return found


def shapes() -> dict[str, dict[str, Any]]:
    """The schema of each type, by type."""
    mapping = schema("SendNotificationRequest")["discriminator"]["mapping"]
    return {kind: schema(reference) for kind, reference in mapping.items()}


def raw(body: Any) -> str:
    """As the tests send it."""
    return json.dumps(body)


def whole(kind: str) -> dict[str, Any]:
    """A body with every field that the document has for the type."""
    body = {name: value_of(name, said) for name, said in shapes()[kind]["properties"].items()}
    return {**body, "notificationType": kind}


def value_of(name: str, said: dict[str, Any]) -> Any:
    if "$ref" in said:
        said = schema(said["$ref"]) | {name: value for name, value in said.items() if name != "$ref"}
    if "enum" in said:
        return said["enum"][0]
    if said["type"] == "array":
        return [value_of(name, said["items"])]
    if said["type"] == "object":
        return {inner: value_of(inner, shape) for inner, shape in said["properties"].items()}
    if said["type"] == "integer":
        return {"businessId": BUSINESS_ID, "chatId": CHAT_ID}.get(name, 5_000_001)
    return TIME if said.get("format") == "date-time" else MESSAGE_ID


def faults_in(name: str, body: Any) -> list[str]:
    """What the document has against `body` as one of its schemas, each with its place."""
    rooted = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    found = Draft202012Validator(rooted, format_checker=formats).iter_errors(body)
    return [f"{error.json_path}: {error.message}" for error in found]
