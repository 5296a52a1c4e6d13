"""Opening Office files, which are ZIP archives, so that none unpacks to more than memory holds."""

import zipfile
from io import BytesIO

from index.errors import SourceError

ZIP_START = b"PK\x03\x04"
MOST_PARTS = 5_000
MOST_XML_BYTES = (
    60_000_000  # unpacked; a book of a thousand pages has about ten, and its tree takes ten times more
)


def repacked(data: bytes) -> BytesIO:
    """The archive with its XML parts as they are and all others (pictures, fonts) empty.

    What the archive says of the sizes of its parts is not relied on: it may be wrong on purpose.

    :raises SourceError: if it is no ZIP archive, is broken, or unpacks to too much.
    """
    room = MOST_XML_BYTES
    target = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(target, "w") as copy:
            parts = {part.filename: part for part in archive.infolist()}
            if len(parts) > MOST_PARTS:
                raise SourceError(f"it packs {len(parts)} parts, and {MOST_PARTS} is the most")
            for name, part in parts.items():
                content = b""
                if name.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        content = file.read(room + 1)
                room -= len(content)
                if room < 0:
                    raise SourceError(f"it unpacks to more than {MOST_XML_BYTES // 1_000_000} MB of text")
                copy.writestr(name, content)
    except SourceError:
        raise
    except Exception as error:  # the standard library raises many kinds on a broken archive
        raise SourceError(f"it is a broken ZIP archive: {error}") from error
    target.seek(0)
    return target
