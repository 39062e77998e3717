from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.views.replying import ADDRESS, PNG, sent


def send_file(client, content=PNG, name="фото.png", part=True, **more):
    headers = {"HX-Request": "true", "HX-Target": "file-outcome"} if part else {}
    fields = {"reply_id": str(uuid4()), "file": SimpleUploadedFile(name, content, "image/png"), **more}
    return client.post(f"{ADDRESS}file/", fields, headers=headers)


def test_a_file_is_sent_once(signed_in, chat, market, page_of):
    same = str(uuid4())

    answers = [send_file(signed_in, reply_id=same) for _ in range(2)]

    kinds = [page_of(one).cssselect("#file-outcome")[0].get("data-outcome") for one in answers]
    assert kinds == ["sent", "sent"]
    assert sent(market) == ["sendFileToChat"]
    assert page_of(answers[0]).cssselect("#file-id[hx-swap-oob]")[0].get("value") != same
    assert "фото.png" in page_of(answers[0]).cssselect("#tail")[0].text_content()


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "empty"), (b"\0" * (5 * 1024 * 1024 + 1), "5 MB")], ids=["empty", "large"]
)
@pytest.mark.parametrize("part", [True, False])
def test_s9_a_file_of_no_use_is_refused_before_anything_leaves(signed_in, chat, market, page_of, content, words, part):
    """S9."""
    response = send_file(signed_in, content, part=part)

    assert response.status_code == 422
    assert words in page_of(response).cssselect("#file-error")[0].text_content()
    assert sent(market) == []


def test_s9_no_file_is_said_to_be_none(signed_in, chat, page_of):
    response = signed_in.post(f"{ADDRESS}file/", {"reply_id": str(uuid4())})

    assert response.status_code == 422
    assert "Choose" in page_of(response).cssselect("#file-error")[0].text_content()


def test_s9_far_too_much_is_not_read(signed_in, chat, market):
    """S9."""
    assert send_file(signed_in, b"\0" * (21 * 1024 * 1024)).status_code == 400
    assert sent(market) == []


@pytest.mark.parametrize("address", [f"{ADDRESS}reply/", f"{ADDRESS}draft/", "/settings/"])
def test_s9_no_other_address_takes_a_file(signed_in, chat, address, tmp_path, settings):
    """S9."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    seen = []

    response = signed_in.post(address, {"file": SimpleUploadedFile("a.png", PNG), "reply_id": str(uuid4())})

    seen.extend(response.wsgi_request.FILES)
    assert seen == []
    assert list(tmp_path.iterdir()) == []
