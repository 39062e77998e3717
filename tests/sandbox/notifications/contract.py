"""Notifications against Yandex's document."""

from typing import Any

from tests.market import announced


def faults_in(body: dict[str, Any]) -> list[str]:
    """What the document has against a notification, each with its place, and the fields that it does not know."""
    kind = body["notificationType"]
    name = announced.schema("SendNotificationRequest")["discriminator"]["mapping"][kind].rpartition("/")[2]
    unknown = [f"$.{field}: unknown" for field in body if field not in announced.shapes()[kind]["properties"]]
    return unknown + announced.faults_in(name, body)
