"""Pictures as phones make them, and as nobody should."""

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SECRET = "28.2282N 112.9388E"
"""Where a photo was taken; nothing that is kept may hold it."""


def picture(width: int = 300, height: int = 200, *, mode: str = "RGB") -> Image.Image:
    """Draw a picture whose upper left quarter is red and whose other parts are white."""
    drawn = Image.new("RGB", (width, height), "white")
    drawn.paste((200, 0, 0), (0, 0, width // 2, height // 2))
    return drawn.convert(mode)


def saved(drawn: Image.Image, kind: str = "JPEG", **facts: Any) -> bytes:
    """Give a picture as a file."""
    file = io.BytesIO()
    drawn.save(file, kind, **facts)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    """Read a picture with every pixel of it."""
    found = Image.open(io.BytesIO(content))
    found.load()
    return found


def telling(kind: str = "JPEG", *, orientation: int = 1, has_profile: bool = True) -> bytes:
    """Give a photo that says in every place there is where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 13.0, 41.0), 3: "E", 4: (112.0, 56.0, 19.0), 29: SECRET})
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><p>{SECRET}</p></x:xmpmeta>'.encode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    facts: dict[str, Any] = {"exif": exif, "xmp": xmp, **({"icc_profile": profile} if has_profile else {})}
    if kind == "JPEG":
        facts["comment"] = SECRET.encode()
    if kind == "PNG":
        facts.pop("xmp")
        texts = PngInfo()
        texts.add_text("Comment", SECRET)
        texts.add_text("Location", SECRET, zip=True)
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
        facts["pnginfo"] = texts
    return saved(picture(), kind, **facts) + SECRET.encode()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Give a file with some of its bytes changed, and one time in three without its end."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.choice((None, None, len(changed) // 2))])


def bomb(width: int = 12_000, height: int = 12_000) -> bytes:
    """Give a PNG of a few kilobytes that takes hundreds of megabytes once it is opened."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packing = zlib.compressobj(9)
    row = bytes(1 + 3 * width)
    rows = b"".join([*(packing.compress(row) for _ in range(200)), packing.flush()])
    pieces = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in pieces)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
