"""Migrations that fill what they add, on tables that are not empty."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.desk_fixture import NOW


@pytest.fixture
def migrate(transactional_db):
    """migrate(name) brings the tables of `chats` there and gives the models as they were then."""

    def to(name):
        executor = MigrationExecutor(connection)
        executor.migrate([("chats", name)])
        return MigrationExecutor(connection).loader.project_state([("chats", name)]).apps

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("chats"))


@pytest.fixture
def filling(monkeypatch):
    """Migration 0009, a few rows at a time."""
    migration = import_module("chats.migrations.0009_buyer_key")
    monkeypatch.setattr(migration, "BATCH", 2)
    return migration


def made_before(migrate, names):
    before = migrate("0008_draft_versions")
    seller = before.get_model("chats", "Seller").objects.create(name="Дом", business_id=1001, token=None)
    for number, name in enumerate(names, start=1):
        before.get_model("chats", "Chat").objects.create(
            seller=seller, chat_id=number, type="CHAT", status="NEW", context_type="ORDER", customer_name=name,
            created_at=NOW, updated_at=NOW, seen_at=NOW, source="LIST", due_at=NOW,
        )  # fmt: skip


def keys(models):
    return list(models.get_model("chats", "Chat").objects.order_by("chat_id").values_list("buyer_key", flat=True))


def test_f7_chats_from_before_the_search_by_name_are_found_by_it(migrate, filling):
    made_before(migrate, ["Пётр  ИВАНОВ", "", "ａｎｎａ", "Семён", "王小明", "x" * 150])

    after = migrate("0009_buyer_key")

    assert keys(after) == ["петр иванов", "", "anna", "семен", "王小明", "x" * 100]


def test_f7_filling_the_names_is_taken_up_again_after_it_was_interrupted(migrate, filling, monkeypatch):
    made_before(migrate, ["Анна", "Борис", "Вера"])
    whole = filling.key_of
    monkeypatch.setattr(filling, "key_of", lambda name: whole(name) if name != "Вера" else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migrate("0009_buyer_key")
    monkeypatch.setattr(filling, "key_of", whole)
    with connection.cursor() as cursor:
        cursor.execute("SELECT buyer_key FROM chats_chat ORDER BY chat_id")
        kept = [key for (key,) in cursor.fetchall()]

    after = migrate("0009_buyer_key")

    assert kept == ["анна", "борис", ""]
    assert keys(after) == ["анна", "борис", "вера"]


def test_chats_from_before_the_inbox_get_their_place_in_it(migrate):
    models = migrate("0012_mirror")
    seller = models.get_model("chats", "Seller").objects.create(name="Дом", business_id=1001, token=None)
    kinds = [("CHAT", "WAITING_FOR_PARTNER"), ("ARBITRAGE", "NEW"), ("CHAT", "FINISHED")]
    for number, (kind, status) in enumerate(kinds, start=1):
        chat = models.get_model("chats", "Chat").objects.create(
            seller=seller, chat_id=number, type=kind, status=status, context_type="ORDER", source="LIST",
            created_at=NOW, updated_at=NOW, seen_at=NOW, due_at=NOW,
        )  # fmt: skip
        for minute, sender in enumerate(["CUSTOMER", "PARTNER", "CUSTOMER", "CUSTOMER"] if number == 1 else []):
            models.get_model("chats", "Message").objects.create(
                chat=chat, message_id=minute + 1, created_at=NOW + timedelta(minutes=minute), sender=sender,
                text=f" {minute} " + "я" * 300, files=[{"name": "a.png", "url": "", "size": 1}],
            )  # fmt: skip

    after = migrate("0013_inbox").get_model("chats", "Chat").objects.order_by("chat_id")

    assert list(after.values_list("waiting_since", "urgency", "queue_at", "disputed_at")) == [
        (NOW + timedelta(minutes=2), 2, NOW + timedelta(minutes=2), None),
        (NOW, 1, NOW, NOW),
        (None, None, None, None),
    ]
    newest = after[0]
    assert (newest.last_message_id, newest.last_sender, newest.last_files) == (4, "CUSTOMER", 1)
    assert (newest.last_text[:3], len(newest.last_text)) == ("3 я", 200)


def test_who_was_a_lead_before_roles_stays_one_of_just_the_same_sellers(migrate):
    models = migrate("0015_after_sending")
    group_model, user_model = models.get_model("auth", "Group"), models.get_model("auth", "User")
    kind, _ = models.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="chats", model="quota")
    mark, _ = models.get_model("auth", "Permission").objects.get_or_create(codename="view_quota", content_type=kind)
    sellers = [
        models.get_model("chats", "Seller").objects.create(name=name, business_id=number, token=None)
        for number, name in enumerate("ABC", start=1)
    ]
    groups = {name: group_model.objects.create(name=name) for name in ("a", "b", "lead of c", "leads")}
    for seller, name in zip(sellers, ("a", "b", "lead of c"), strict=True):
        seller.groups.add(groups[name])
    for name in ("lead of c", "leads"):
        groups[name].permissions.add(mark)
    people = {
        "agent": ["a", "b"], "of a": ["a", "leads"], "of a too": ["a", "leads"], "of b and c": ["b", "lead of c"],
        "of all": ["a", "b", "lead of c", "leads"], "of c": ["lead of c"], "of none": ["leads"],
    }  # fmt: skip
    for name, given in people.items():
        user_model.objects.create(username=name).groups.set([groups[one] for one in given])

    after = migrate("0016_roles").get_model("auth", "User").objects

    def sellers_of(name, **only):
        found = after.get(username=name).groups.filter(**only, sellers__isnull=False)
        return set(found.values_list("sellers__name", flat=True))

    leads = {name: "".join(sorted(sellers_of(name, desk_role__role=2))) for name in people}
    assert leads == {
        "agent": "", "of a": "A", "of a too": "A", "of b and c": "BC", "of all": "ABC", "of c": "C", "of none": "",
    }  # fmt: skip
    seen = {name: "".join(sorted(sellers_of(name))) for name in people}
    assert seen == {**leads, "agent": "AB"}
    assert not mark.group_set.exists()
