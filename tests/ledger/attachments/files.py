"""The beginnings of files of many kinds, as programs write them, and parts of files that are none."""

from io import BytesIO
from pathlib import Path
import zipfile

import pytest

from cmsdk.model.errors import CmsdkError

REPORT = b"No.,Text,Name,Phone\nr1,litter,Zoe Quill,13800001234\nr2,noise,,\n"
ROOM = b"\0" * 600


def archive(*names: str) -> bytes:
    """A ZIP archive whose parts have these names, in this order."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            content = "application/vnd.oasis.opendocument.text" if name == "mimetype" else f"<{name}/>"
            file.writestr(name, content)
    return made.getvalue()


def compound(stream: str) -> bytes:
    """A compound file of the old office that has this stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + ROOM + stream.encode("utf-16-le") + ROOM


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + ROOM
EXE = b"MZ\x90\0" + ROOM
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {
    "image/jpeg": JPEG,
    "image/png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + ROOM,
    "image/webp": b"RIFF\x24\0\0\0WEBPVP8 " + ROOM,
    "image/heic": b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + ROOM,
    "image/tiff": b"II*\0" + ROOM,
    "audio/mpeg": b"ID3\x03\0\0\0\0\0\0" + ROOM,
    "audio/mp4": b"\0\0\0\x1cftypM4A \0\0\0\0" + ROOM,
    "audio/amr": b"#!AMR\n" + ROOM,
    "audio/x-wav": b"RIFF\x24\0\0\0WAVEfmt " + ROOM,
    "audio/ogg": b"OggS\0\x02" + ROOM,
    "video/mp4": b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + ROOM,
    "video/quicktime": b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + ROOM,
    "video/3gpp": b"\0\0\0\x14ftyp3gp4\0\0\0\0" + ROOM,
    "video/webm": bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104") + ROOM,
    "application/pdf": b"%PDF-1.7\n" + ROOM,
    "application/ofd": archive("OFD.xml", "Doc_0/Document.xml"),
    "application/msword": compound("WordDocument"),
    "application/vnd.ms-excel": compound("Workbook"),
    WORD: archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    "application/vnd.oasis.opendocument.text": archive("mimetype", "content.xml"),
}
"""Type → what such a file begins with."""
REFUSED = {
    "a program for Windows": EXE,
    "a program for Linux": b"\x7fELF\x02\x01\x01" + ROOM,
    "a program for a Mac": b"\xcf\xfa\xed\xfe\x07\0\0\x01" + ROOM,
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a page with a script": b"<html><script>alert(1)</script>",
    "a drawing that can run scripts": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "an installer": compound("Installer"),
    "an archive with a program": archive("setup.exe"),
    "a program that also is a PDF": b"MZ" + ROOM + b"%PDF-1.4\n",
    "plain text": b"good morning",
    "noise": bytes(range(1, 200)),
}
"""What is not taken."""


def files_in(folder: Path) -> list[Path]:
    """All files below ``folder``."""
    return [path for path in folder.rglob("*") if path.is_file()]


def code_of(raised: "pytest.ExceptionInfo[CmsdkError]") -> str:
    """The code of the one problem, which is said in full in both languages."""
    (found,) = raised.value.problems
    assert all(found.what(lang) and found.why(lang) and found.remedy(lang) for lang in ("en", "zh"))
    assert "{" not in found.line("zh") + found.line("en")
    return found.code
