"""The program that opens strangers' pictures, in a process of its own that can do nothing else.

It is run as a file, so that it has nothing of ours in its memory. Once everything is loaded it gives up the
right to open files and sockets, to start processes and to grow beyond bounds; then it redraws one picture
after another from standard input to standard output:

    in   length of the picture (4 bytes, big-endian), the picture
    out  width, height, length of the photo, length of the thumbnail (4 bytes each), photo, thumbnail;
         four zeros where it cannot be read

What comes out is made of pixels alone: upright, sRGB, JPEG, without EXIF, XMP, comments or profiles.
"""

import io
import resource
import struct
import sys

from PIL import Image, ImageCms, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

KINDS = ("JPEG", "PNG", "WEBP")
PHOTO_EDGE = 2_560
THUMBNAIL_EDGE = 480
_QUALITY = 82
_PIXELS_MOST = 40_000_000
_MEMORY_BYTES = 768 << 20
"""A WebP of 40 million pixels takes 670 MB of address space, a JPEG of a phone 140."""
_CPU_S = 10
_HEAD = struct.Struct(">4I")
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
_UNREADABLE = (OSError, SyntaxError, ValueError, struct.error)
"""What Pillow raises at a broken file; at anything else this process ends and another one is started."""
_PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
"""Loaded here: Pillow would load them when a picture comes, when no file can be opened any more."""
_SRGB = ImageCms.createProfile("sRGB")


def redrawn(content: bytes) -> tuple[int, int, bytes, bytes]:
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
        except (ImageCms.PyCMSError, *_UNREADABLE):
            converted = None
        if converted is not None:
            return converted
    return picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    picture.info.clear()
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _load_everything() -> None:
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
        redrawn(file.getvalue())


def confine() -> None:
    """Give up, for good, what redrawing a picture does not need."""
    limits = {
        resource.RLIMIT_AS: _MEMORY_BYTES,
        resource.RLIMIT_NOFILE: 3,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def _allow_seconds() -> None:
    """Let the next picture have its share of the processor; more than that ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + _CPU_S, resource.RLIM_INFINITY))


def main() -> None:
    """Redraw what comes in until nothing comes any more."""
    _load_everything()
    confine()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(4)) == 4:
        content = source.read(int.from_bytes(head))
        _allow_seconds()
        try:
            width, height, photo, thumbnail = redrawn(content)
        except _UNREADABLE:
            width, height, photo, thumbnail = 0, 0, b"", b""
        sink.write(_HEAD.pack(width, height, len(photo), len(thumbnail)) + photo + thumbnail)
        sink.flush()


if __name__ == "__main__":
    main()
