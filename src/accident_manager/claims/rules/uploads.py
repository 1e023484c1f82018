"""Which files are taken, told by what is in them and never by their name."""

import re
import unicodedata
from dataclasses import dataclass

from accident_manager.foundation.refusal import N_, Refusal

LARGEST = 10_000_000
_LONGEST_NAME = 100
_ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
_PNG = b"\x89PNG\r\n\x1a\n"


class FileTooLarge(Refusal):
    code = "claims.upload.too-large"
    sentence = N_("This file is larger than 10 MB. Scan it in black and white, or send its pages as separate files.")


class TooMuchAtOnce(Refusal):
    code = "claims.upload.together-too-large"
    sentence = N_("These files are together too large to send at once. Add them a few at a time.")


class FileEmpty(Refusal):
    code = "claims.upload.empty"
    sentence = N_("This file is empty. Choose another one.")


class FileOfWrongKind(Refusal):
    code = "claims.upload.kind"
    sentence = N_("This is not a PDF, JPEG or PNG file, whatever its name says. Save it as a PDF and add it again.")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept: a harmless name whose ending tells the truth, and its type."""

    filename: str
    media_type: str


def checked(filename: str, content: bytes) -> Upload:
    """The file as it may be kept. FileEmpty, FileTooLarge, FileOfWrongKind, each about the field "file"."""
    if not content:
        raise FileEmpty(field="file")
    if len(content) > LARGEST:
        raise FileTooLarge(field="file")
    media_type = media_type_of(content)
    if media_type is None:
        raise FileOfWrongKind(field="file")
    return Upload(clean_name(filename, media_type), media_type)


def media_type_of(content: bytes) -> str | None:
    """The type of a PDF, JPEG or PNG that begins and ends as one; None for anything else."""
    end = content[-2048:]
    if content.startswith(b"%PDF-") and b"%%EOF" in end:
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in end:
        return "image/jpeg"
    if content.startswith(_PNG) and content[12:16] == b"IHDR" and b"IEND" in end:
        return "image/png"
    return None


def clean_name(filename: str, media_type: str) -> str:
    """The last part of a path, without control or reserved characters, not too long, with the ending of its type."""
    name = unicodedata.normalize("NFC", filename).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    name = re.sub(r'[<>:"|?*;%]', "_", name).strip(" .")
    ending = _ENDINGS[media_type]
    stem, dot, old = name.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", old):
        stem = name
    elif media_type == "image/jpeg" and old.lower() == "jpeg":
        ending = ".jpeg"
    return (stem.strip(" .")[:_LONGEST_NAME] or "document") + ending
