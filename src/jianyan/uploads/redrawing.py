"""How a stranger's picture is made anew; the workbench works with it.

What comes out is made of pixels alone: upright, sRGB, JPEG, without EXIF, XMP, comments or profiles.
"""

import io
import struct

from PIL import Image, ImageCms, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

KINDS = ("JPEG", "PNG", "WEBP")
PHOTO_EDGE = 2_560
THUMBNAIL_EDGE = 480
_QUALITY = 82
_PIXELS_MOST = 40_000_000
MEMORY_BYTES = 768 << 20
"""A WebP of 40 million pixels takes 670 MB of address space, a JPEG of a phone 140."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""Orientation as EXIF has it → what sets the picture upright."""
UNREADABLE = (OSError, SyntaxError, ValueError, struct.error)
"""What Pillow raises at a broken file."""
_PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
"""Loaded here: Pillow would load them when a picture comes, when no file can be opened any more."""
_SRGB = ImageCms.createProfile("sRGB")


def made(content: bytes) -> tuple[int, int, bytes, bytes]:
    """Give width and height of the photo, the photo and its thumbnail, both JPEG.

    Raises:
        OSError, SyntaxError, ValueError, struct.error: it cannot be read.
    """
    with Image.open(io.BytesIO(content), formats=KINDS) as opened:
        if opened.width * opened.height > _PIXELS_MOST:
            raise ValueError("more pixels than its head said")
        turn = _TURNS.get(opened.getexif().get(_ORIENTATION, 1))
        profile = opened.info.get("icc_profile")
        photo = _as_srgb(_flat(_small(opened)), profile)
    photo = photo.transpose(turn) if turn is not None else photo
    thumbnail = photo.copy()
    thumbnail.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))
    return photo.width, photo.height, _jpeg(photo), _jpeg(thumbnail)


def _small(opened: Image.Image) -> Image.Image:
    """Give the picture within the edge of a photo; a JPEG is already decoded small."""
    edges = (PHOTO_EDGE, PHOTO_EDGE)
    if opened.mode in {"P", "PA", "1"}:  # a palette cannot be averaged
        opened = opened.convert("RGBA" if "transparency" in opened.info or opened.mode == "PA" else "RGB")
    elif opened.mode in {"I", "I;16", "I;16B", "F"}:  # sixteen bits a pixel: the upper eight are kept
        opened = opened.convert("I").point(lambda value: value / 256).convert("L")
    opened.thumbnail(edges)
    return opened


def _flat(picture: Image.Image) -> Image.Image:
    """Give the picture on white paper where it is transparent."""
    if not picture.has_transparency_data:
        return picture
    paper = Image.new("RGB", picture.size, "white")
    picture = picture.convert("RGBA")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _as_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Give the picture in the colours every screen assumes; a profile that does not fit counts as none."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, *UNREADABLE):
            converted = None
        if converted is not None:
            return converted
    return picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    picture.info.clear()
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def load_everything() -> None:
    """Redraw a picture of each kind, so that whatever is loaded late is loaded now."""
    Image.MAX_IMAGE_PIXELS = _PIXELS_MOST
    sample = Image.new("RGBA", (8, 8), "white")
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    profile = ImageCms.ImageCmsProfile(_SRGB).tobytes()
    for kind in KINDS:
        file = io.BytesIO()
        mode = "RGB" if kind == "JPEG" else "RGBA"
        sample.convert(mode).save(file, kind, exif=exif, icc_profile=profile)
        made(file.getvalue())
