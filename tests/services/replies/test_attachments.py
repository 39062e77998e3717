import io
import zipfile
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from chats.market.limits import LARGEST_FILE
from chats.models import Draft, Message, Reply
from chats.services import conversation
from chats.services.replies import drafts, send
from chats.services.replies.attachments import EXTENSIONS, Attachment, attachment_of
from chats.services.upstream import Lane
from tests.desk_fixture import NOW, again
from tests.services.sending import CHAT_ID, HOME_ID, TEXT

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100


def attach(agent, chat, content: bytes = PNG, *, name: str = "снимок.png", reply_id: UUID | None = None):
    now = NOW + timedelta(seconds=1)
    return send.send_file(agent, again(chat), reply_id=reply_id or uuid4(), name=name, content=content, now=now)


def test_a_file_is_sent_once_under_its_own_id_and_leaves_the_draft_alone(agent, chat, market):
    drafts.keep_draft(agent, chat, TEXT, now=NOW)
    draft, reply_id = drafts.draft_of(agent, chat), uuid4()

    first, second = attach(agent, chat, reply_id=reply_id), attach(agent, chat, reply_id=reply_id)
    conversation.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(minutes=1))

    assert (first.kind, second.kind) == ("sent", "again")
    files = [file for one in market.messages(HOME_ID, CHAT_ID) for file in one.files if one.sender == "PARTNER"]
    assert [(file.name, file.size) for file in files] == [("снимок.png", len(PNG))]
    assert Message.objects.get(reply__reply_id=reply_id).files[0]["name"] == "снимок.png"
    assert (Draft.objects.get().text, Draft.objects.get().reply_id) == (TEXT, draft.reply_id)


def test_u9_a_file_whose_answer_was_lost_is_found_in_the_history(agent, chat, market):
    market.fail("closed", operation="sendFileToChat")

    assert attach(agent, chat).kind == "sent"
    assert sum(call.operation == "sendFileToChat" for call in market.calls) == 1


def test_s9_a_file_that_cannot_be_sent_is_said_and_costs_nothing(agent, chat, market):
    before = len(market.calls)

    kinds = [attach(agent, chat, content).problem.kind for content in (b"", PNG * 50_000, b"<svg onload=alert(1)>")]

    assert kinds == ["empty_file", "too_large", "file_type"]
    assert (len(market.calls), Reply.objects.count()) == (before, 0)


def office(*names: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name in names:
            file.writestr(name, "<xml/>")
    return archive.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"\xff\xd8\xff\xe0 jpeg", "jpg"),
        (PNG, "png"),
        (b"GIF89a...", "gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "webp"),
        (b"%PDF-1.7 ...", "pdf"),
        (office("[Content_Types].xml", "word/document.xml"), "docx"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
    ],
)
def test_s9_a_file_is_what_its_content_says_and_its_name_ends_like_that(content, ending):
    file = attachment_of("снимок.exe", content)

    assert isinstance(file, Attachment)
    assert file.name == f"снимок.exe.{ending}"
    assert ending in EXTENSIONS[file.content_type]


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"just words",
        b"MZ\x90\0",
        b"PK\x03\x04 not an archive",
        b"RIFF\x10\0\0\0WAVE",
        office("word/document.xml"),
        office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        office("run.exe"),
    ],
)
def test_s9_what_runs_or_would_be_a_page_is_not_sent(content):
    assert attachment_of("фото.png", content) == "file_type"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("photo.PNG", "photo.PNG"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\temp\\снимок.png", "снимок.png"),
        ("CON.png", "_CON.png"),
        ("a\0b\u202egnp.png", "abgnp.png"),
        ('quo"te\r\nX: y.png', "quo_te X: y.png"),
        ("", "file.png"),
        ("...", "file.png"),
        ("png", "png.png"),
    ],
)
def test_s9_a_name_has_no_folders_tricks_or_devices(name, sent):
    file = attachment_of(name, PNG)

    assert isinstance(file, Attachment)
    assert file.name == sent


@pytest.mark.parametrize("name", ["x" * 2000, "я" * 2000 + ".png", "con." + "x" * 2000])
def test_s9_a_name_of_two_thousand_letters_fits_and_keeps_its_ending(name):
    file = attachment_of(name, PNG)

    assert isinstance(file, Attachment)
    assert len(file.name) <= 255
    assert file.name.endswith(".png")


def test_s9_five_megabytes_are_sent_and_a_byte_more_is_not():
    assert isinstance(attachment_of("a.png", PNG.ljust(LARGEST_FILE, b"\0")), Attachment)
    assert attachment_of("a.png", PNG.ljust(LARGEST_FILE + 1, b"\0")) == "too_large"
