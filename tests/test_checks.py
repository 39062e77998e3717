import sqlite3
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from chats.market.token import Token
from chats.models import Seller

KEY = Fernet.generate_key().decode()


def ids(**rest):
    return [message.id for message in checks.run_checks(**rest) if message.id.startswith("desk.")]


def test_a_sound_installation_has_nothing_to_complain_about():
    assert ids() == []


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ([KEY, "too-short"], ["desk.E001"]),
        ([""], ["desk.E001"]),
        (["не ключ"], ["desk.E001"]),
        ([KEY, "x" * 65], ["desk.E002"]),
    ],
)
def test_keys_that_cannot_be_used_stop_the_desk_without_being_printed(settings, keys, found):
    settings.SECRET_KEY = "x" * 65
    settings.TOKEN_KEYS = keys

    assert ids() == found
    with pytest.raises(SystemCheckError) as said:
        call_command("check")
    assert not any(key and key in str(said.value) for key in keys)


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://api.partner.market.yandex.ru", True),
        ("http://127.0.0.1:8001", True),
        ("http://localhost:8001", True),
        ("http://[::1]:8001", True),
        ("http://api.partner.market.yandex.ru", False),
        ("http://127.0.0.1.example.com", False),
        ("http://localhost.example.com", False),
        ("ftp://127.0.0.1", False),
        ("api.partner.market.yandex.ru", False),
        ("https://", False),
    ],
)
def test_tokens_are_not_sent_in_the_open(settings, url, fine):
    settings.MARKET_API_URL = url

    assert ids() == ([] if fine else ["desk.E003"])


def test_certificates_that_cannot_be_read_stop_the_desk(settings, tmp_path):
    place = tmp_path / "certificates.pem"
    settings.MARKET_CA_FILE = str(place)
    assert ids() == ["desk.E004"]

    place.write_text("no certificate")
    assert ids() == ["desk.E004"]

    place.write_bytes(Path(DEFAULT_CA_BUNDLE_PATH).read_bytes())
    assert ids() == []


def test_a_plain_connection_is_told_of_and_is_no_warning(settings):
    settings.HTTPS = False

    told = [message for message in checks.run_checks(include_deployment_checks=True) if message.id == "desk.I001"]

    assert [message.level for message in told] == [checks.INFO]
    assert "HTTPS=on" in told[0].hint  # as all documents write it

    settings.HTTPS = True

    assert "desk.I001" not in ids(include_deployment_checks=True)


@pytest.mark.parametrize(("version", "told"), [((3, 40, 1), True), ((3, 51, 3), False)])
def test_an_sqlite_with_the_wal_reset_bug_is_told_of(monkeypatch, settings, version, told):
    settings.HTTPS = True
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr("chats.checks.uses_sqlite", lambda: True)

    assert ids(include_deployment_checks=True) == (["desk.I002"] if told else [])


@pytest.mark.django_db
def test_a_stored_token_that_no_key_opens_is_named_by_its_seller(settings):
    Seller.objects.create(name="Дом и сад", business_id=1, token=Token("secret"))
    Seller.objects.create(name="Without", business_id=2)
    assert ids(databases=["default"]) == []

    settings.TOKEN_KEYS = [KEY]

    [told] = checks.run_checks(tags=["database"], databases=["default"])
    assert (told.id, told.level, "Дом и сад" in told.msg) == ("desk.W001", checks.WARNING, True)
