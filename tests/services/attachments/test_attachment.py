"""W4 and S9: what a file is, whatever it is called."""

import pytest

from chats.market.limits import LARGEST_FILE
from chats.services.attachments import KINDS, accepted_kinds
from chats.services.attachments.attachment import Attachment, attachment_of
from tests.services.attachments.documents import PNG, archive, compound, media, office, open_document, workbook

GOOD = {
    "jpg": b"\xff\xd8\xff\xe0 jpeg",
    "png": PNG,
    "gif": b"GIF89a...",
    "webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "heic": media(b"heic", b"mif1"),
    "pdf": b"%PDF-1.7 ...",
    "docx": office("word/document.xml", "word/media/image1.png", "word/media/icon2.svg", "word/embeddings/table.xlsx"),
    "xlsx": office("xl/workbook.xml", "xl/printerSettings/printerSettings1.bin"),
    "pptx": office("ppt/presentation.xml"),
    "odt": open_document("text"),
    "ods": open_document("spreadsheet"),
    "doc": compound("WordDocument", "1Table", "ObjectPool/"),
    "xls": compound(streams={"Workbook": workbook(0, 0)}),
    "ppt": compound("PowerPoint Document", "Current User"),
    "txt": "Здравствуйте! Цена < 100 ₽, скидка 5 %.".encode(),
    "csv": "Заказ;Цена\n54810000102;1990,00".encode("cp1251"),
    "mp4": media(b"isom", b"iso2", b"mp41"),
    "mov": media(b"qt  "),
}
MORE_OF_A_KIND = [
    ("heic", media(b"mif1", b"heic")),
    ("mp4", media(b"XXXX", b"mp42")),
    ("xls", compound(streams={"Book": workbook(0)})),
    ("txt", "\ufeffСтрока\r\nещё одна\tи табуляция".encode("utf-16")),
    ("txt", "let me know: <b>товар</b> <Имя>".encode()),
    ("csv", "\ufeffa,b\n1,-2\n".encode()),
]


def test_there_is_an_example_of_each_kind():
    assert GOOD.keys() == KINDS.keys() == accepted_kinds().keys()


@pytest.mark.parametrize(("kind", "content"), [*GOOD.items(), *MORE_OF_A_KIND])
def test_w4_a_file_is_what_its_content_says_and_its_name_ends_like_that(kind, content):
    given = f"снимок.{kind}" if kind in ("txt", "csv") else "снимок.exe"

    file = attachment_of(given, content)

    assert isinstance(file, Attachment)
    assert file.content_type == KINDS[kind].content_type
    assert file.name == (given if kind in ("txt", "csv") else f"снимок.exe.{KINDS[kind].extensions[0]}")


@pytest.mark.parametrize(("kind", "content"), GOOD.items())
def test_w4_a_kind_that_is_not_in_the_list_is_not_sent(settings, kind, content):
    settings.FILE_KINDS = [one for one in KINDS if one != kind]

    assert attachment_of(f"a.{kind}", content) == "file_type"


@pytest.mark.parametrize("name", ["a.html", "a.js", "a.svg", "a", "a.txt.bat", "text"])
def test_w4_a_text_is_sent_only_under_the_name_of_one(name):
    assert attachment_of(name, "Просто слова".encode()) == "file_type"


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


def test_w4_archives_are_not_sent():
    assert attachment_of("a.zip", archive("photo.png", "list.txt")) == "file_type"
