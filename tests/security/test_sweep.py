"""The sweep over the whole suite looks where it should."""

import base64

import pytest
from django.http import HttpResponse
from django.test import Client

from chats.sandbox.content.cabinets import HOME, KEYS
from tests.security.sweep import NAMES, Leak, told


@pytest.mark.parametrize("where", ["body", "header", "cookie", "redirect"])
def test_l1_a_token_in_any_answer_of_any_test_fails_that_test(monkeypatch, where, db):
    def leak(request):
        response = HttpResponse(HOME.token if where == "body" else "")
        if where == "cookie":
            response.set_cookie("x", HOME.token)
        elif where != "body":
            response["Location" if where == "redirect" else "X-Said"] = f"/?{HOME.token}"
        return response

    monkeypatch.setattr("django.core.handlers.base.BaseHandler.get_response", lambda self, request: leak(request))

    with pytest.raises(Leak):
        Client().get("/healthz")


@pytest.mark.parametrize("title", ["Captured stdout call", "Captured stderr setup", "Captured log call"])
def test_l2_a_token_in_what_a_test_says_is_found_in_every_encoding(title):
    for token in KEYS:
        for text in (token, base64.b64encode(token.encode()).decode(), token[::-1], token.encode().hex()):
            assert told([(title, f"before {text} after")])
    assert told([(title, "all is well")]) == []


def test_l2_a_buyers_name_in_a_log_is_found():
    assert len(NAMES) > 15
    for name in NAMES:
        assert told([("Captured log call", f"INFO chats {name.decode()}")])
