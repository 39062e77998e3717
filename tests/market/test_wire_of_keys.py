"""Stores and scopes of a key."""

import pytest

from chats.market import wire
from chats.market.errors import NotUnderstood
from chats.market.types import Campaign, TokenInfo
from tests.market.raw import raw


def test_stores_are_read_without_an_envelope() -> None:
    body = {
        "campaigns": [
            {
                "id": 21,
                "domain": "Склад на Неве",
                "business": {"id": 7, "name": "Нева"},
                "placementType": "FBS",
                "apiAvailability": "AVAILABLE",
                "clientId": -1,
            },
            {"id": 22},
            {"domain": "no id"},
        ],
        "pager": {"total": 3},
        "paging": {"nextPageToken": "next"},
    }

    page = wire.campaigns_of(raw(body)).result

    assert page.campaigns == (
        Campaign(
            campaign_id=21,
            name="Склад на Неве",
            business_id=7,
            business_name="Нева",
            placement_type="FBS",
            api_availability="AVAILABLE",
        ),
        Campaign(campaign_id=22),
    )
    assert (page.next_page_token, page.left_out) == ("next", 1)


@pytest.mark.parametrize("body", [{}, {"campaigns": None}, {"status": "ERROR", "errors": []}, []])
def test_an_answer_without_stores_is_not_an_empty_list(body: object) -> None:
    with pytest.raises(NotUnderstood, match="getCampaigns"):
        wire.campaigns_of(raw(body))


def test_scopes_of_a_key_are_read_and_unknown_ones_kept() -> None:
    body = {"status": "OK", "result": {"apiKey": {"name": "desk\0", "authScopes": ["COMMUNICATION", "NEW_ONE", 5]}}}

    info = wire.token_info_of(raw(body)).result

    assert info == TokenInfo(name="desk", auth_scopes=("COMMUNICATION", "NEW_ONE"))


def test_a_key_without_scopes_is_not_understood() -> None:
    with pytest.raises(NotUnderstood, match=r"getAuthTokenInfo.+authScopes.+\$\.result\.apiKey"):
        wire.token_info_of(raw({"status": "OK", "result": {"apiKey": {"name": "desk"}}}))
