"""Files: the queue of the composer sends them one by one, the plain form all at once."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chats.models import Draft, Reply
from tests.views.replying import ADDRESS, PNG, sent

PART = {"HX-Request": "true", "HX-Target": "reply-outcome"}


def file(content=PNG, name="фото.png"):
    return SimpleUploadedFile(name, content, "image/png")


def send_file(client, content=PNG, name="фото.png", **more):
    fields = {"reply_id": str(uuid4()), "file": file(content, name), **more}
    return client.post(f"{ADDRESS}file/", fields, headers=PART)


@pytest.fixture
def plain_form(signed_in, chat, page_of):
    """Sends the page's form as a browser without scripts would: plain_form("text", file, …)."""
    page = page_of(signed_in.get(ADDRESS))
    inputs = page.cssselect("#reply-form input[name]:not([type=file])")
    fields = {one.get("name"): one.get("value") for one in inputs}
    address = page.cssselect("#reply-form[enctype='multipart/form-data']")[0].get("action")
    return lambda text, *files: signed_in.post(address, {**fields, "text": text, "file": files})


def outcome(page):
    return page.cssselect("#reply-outcome")[0]


def test_a_file_is_sent_once(signed_in, chat, market, page_of):
    same = str(uuid4())

    answers = [send_file(signed_in, reply_id=same) for _ in range(2)]

    kinds = [outcome(page_of(one)).get("data-outcome") for one in answers]
    assert kinds == ["sent", "sent"]
    assert sent(market) == ["sendFileToChat"]
    assert "фото.png" in page_of(answers[0]).cssselect("#tail")[0].text_content()


def test_w2_what_became_of_a_file_is_told_without_sending_it_again(signed_in, chat, agent, market, page_of):
    same = str(uuid4())
    Draft.objects.create(agent=agent, chat=chat, text="Пишу дальше", updated_at=chat.seen_at)
    send_file(signed_in, reply_id=same)

    answer = signed_in.post(f"{ADDRESS}file/", {"reply_id": same}, headers=PART)

    assert outcome(page_of(answer)).get("data-outcome") == "sent"  # whatever is in the draft meanwhile
    assert sent(market) == ["sendFileToChat"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", ["пустой.png"]), (b"\0" * (6 * 1024 * 1024), ["пустой.png", "6 MB", "5 MB"]), (b"<svg/>", ["JPG", "HEIC"])],
    ids=["empty", "large", "page"],
)
def test_f52_a_file_of_no_use_is_refused_by_name_before_anything_leaves(
    signed_in, chat, market, page_of, content, words
):
    """S9."""
    response = send_file(signed_in, content, "пустой.png")

    assert response.status_code == 422
    assert all(word in page_of(response).cssselect("#reply-error")[0].text_content() for word in words)
    assert (sent(market), Reply.objects.count()) == ([], 0)


def test_s9_no_file_is_said_to_be_none(signed_in, chat, page_of):
    response = signed_in.post(f"{ADDRESS}file/", {"reply_id": str(uuid4())}, headers=PART)

    assert response.status_code == 422
    assert "Choose" in page_of(response).cssselect("#reply-error")[0].text_content()


def test_a_file_under_no_id_sends_nothing(signed_in, chat, market):
    assert send_file(signed_in, reply_id="x").status_code == 400
    assert sent(market) == []


def test_s9_far_too_much_is_not_read(signed_in, chat, market):
    """S9."""
    assert send_file(signed_in, b"\0" * (21 * 1024 * 1024)).status_code == 400
    assert sent(market) == []


@pytest.mark.parametrize("address", [f"{ADDRESS}draft/", f"{ADDRESS}refresh/", "/settings/"])
def test_s9_no_other_address_takes_a_file(signed_in, chat, address, tmp_path, settings):
    """S9."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    seen = []

    response = signed_in.post(address, {"file": file(), "reply_id": str(uuid4())})

    seen.extend(response.wsgi_request.FILES)
    assert seen == []
    assert list(tmp_path.iterdir()) == []


def test_w3_without_scripts_one_form_sends_the_text_and_then_the_files(plain_form, market, page_of):
    response = plain_form("Вот фото", file(name="1.png"), file(name="2.png"))

    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    assert sent(market) == ["sendMessageToChat", "sendFileToChat", "sendFileToChat"]


def test_b2_without_scripts_the_same_form_twice_sends_once(plain_form, market):
    for _ in range(2):
        plain_form("Вот фото", file(name="1.png"))

    assert sent(market) == ["sendMessageToChat", "sendFileToChat"]


def test_w2_without_scripts_the_page_says_what_arrived_and_what_did_not(plain_form, market, page_of):
    response = plain_form("Вот фото", file(name="1.png"), file(b"<svg/>", "2.svg"), file(name="3.png"))

    page = page_of(response)
    said = outcome(page).text_content()
    assert (response.status_code, outcome(page).get("data-outcome")) == (422, "invalid")
    assert "Arrived: text, 1.png." in said and "choose again: 2.svg, 3.png." in said
    assert page.cssselect("#reply-text")[0].text_content().strip() == ""
    assert sent(market) == ["sendMessageToChat", "sendFileToChat"]


def test_w3_without_scripts_a_text_that_is_not_sent_is_kept_and_its_files_are_named(plain_form, market, page_of):
    market.fail("400", operation="sendMessageToChat")

    response = plain_form("Вот фото", file(name="1.png"))

    page = page_of(response)
    assert (response.status_code, outcome(page).get("data-outcome")) == (422, "refused")
    assert "choose again: 1.png" in outcome(page).text_content()
    assert page.cssselect("#reply-text")[0].text_content().strip() == "Вот фото"
    assert sent(market) == ["sendMessageToChat"]


def test_w4_the_page_says_which_files_are_taken(signed_in, chat, page_of, settings):
    settings.FILE_KINDS = ["jpg", "pdf"]

    page = page_of(signed_in.get(ADDRESS))

    assert page.cssselect("#file")[0].get("accept") == ".jpg,.jpeg,.pdf,image/jpeg,application/pdf"
    assert "pictures, PDF" in page.cssselect("#file-kinds")[0].text_content()
    assert "JPG, PDF" in page.cssselect("#choose-file")[0].get("title")


def test_f55_a_limit_that_is_reached_is_known_when_the_page_is_loaded(signed_in, chat, market, page_of):
    market.fail("420_hourly", operation="sendFileToChat")

    refused = outcome(page_of(send_file(signed_in)))

    button = page_of(signed_in.get(ADDRESS)).cssselect("#send")[0]
    assert refused.get("data-until")
    assert (button.get("data-file-until"), button.get("data-text-until")) == (refused.get("data-until"), "")
