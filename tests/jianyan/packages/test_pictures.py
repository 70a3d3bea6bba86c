"""A picture in a document shows what it showed, and does not say where it was taken."""

import io
import random

import docx
import pytest
from PIL import Image, ImageChops

import office_files
import pictures
from jianyan.packages import NotAPackage, to_hand_out, unpacked
from jianyan.packages.pictures import bare
from official_documents import saved
from pictures import SECRET

HIDDEN = SECRET.encode()
GPS, ORIENTATION = 0x8825, 0x0112
MUTATED = 400


def telling_tiff(**facts: object) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif[0x0131] = f"{SECRET}，一个比四个字节长得多的名字"
    exif.get_ifd(GPS).update({1: "N", 2: (28.0, 13.0, 41.0), 29: SECRET})
    return pictures.saved(pictures.picture(), "TIFF", exif=exif, **facts)


def telling_gif() -> bytes:
    frames = [pictures.picture(mode="P"), pictures.picture(40, 30, mode="P")]
    return pictures.saved(frames[0], "GIF", comment=HIDDEN, save_all=True, append_images=frames[1:], loop=0)


TELLING = {
    "jpeg": pictures.telling("JPEG"),
    "progressive": pictures.saved(pictures.picture(), "JPEG", progressive=True, comment=HIDDEN),
    "png": pictures.telling("PNG"),
    "gif": telling_gif(),
    "tiff": telling_tiff(),
    "tiff-packed": telling_tiff(compression="tiff_lzw"),
}


@pytest.mark.parametrize("kind", TELLING)
def test_a_picture_keeps_every_pixel_and_says_nothing_more(kind: str) -> None:
    sent = TELLING[kind]
    assert HIDDEN in sent
    kept = bare(sent)
    assert HIDDEN not in kept
    assert bare(kept) == kept
    before, after = pictures.opened(sent), pictures.opened(kept)
    assert (after.size, after.mode, after.format) == (before.size, before.mode, before.format)
    assert ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox() is None
    assert not any(after.getexif().get_ifd(GPS).values())


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_keeps_its_colours(kind: str) -> None:
    profile = pictures.opened(pictures.telling(kind)).info["icc_profile"]
    assert pictures.opened(bare(pictures.telling(kind))).info["icc_profile"] == profile


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photo_stays_upright(orientation: int) -> None:
    kept = pictures.opened(bare(pictures.telling("JPEG", orientation=orientation)))
    said = dict(kept.getexif())
    assert said == ({} if orientation == 1 else {ORIENTATION: orientation})


def test_the_directories_of_a_tiff_are_blotted_out_with_those_they_lead_to() -> None:
    exif = Image.Exif()
    exif.get_ifd(GPS).update({1: "N", 2: (28.0, 13.0, 41.0), 29: SECRET})
    sent = exif.tobytes().removeprefix(b"Exif\0\0")
    assert HIDDEN in sent
    kept = bare(sent)
    assert (len(kept), HIDDEN in kept) == (len(sent), False)


def test_a_moving_picture_moves_on() -> None:
    kept = Image.open(io.BytesIO(bare(telling_gif())))
    assert (kept.n_frames, kept.info["loop"]) == (2, 0)  # type: ignore[attr-defined]


def test_what_is_no_picture_stays_as_it_is() -> None:
    for part in (b"", b"<a/>", b"BM\x00", "路灯".encode()):
        assert bare(part) == part


@pytest.mark.parametrize("kind", TELLING)
def test_a_damaged_picture_is_refused_or_says_as_little(kind: str) -> None:
    chance = random.Random(20)
    sent, refused = TELLING[kind], 0
    for _ in range(MUTATED):
        try:
            bare(pictures.mutated(sent, chance))
        except NotAPackage:
            refused += 1
    assert 0 < refused < MUTATED


def test_a_document_hands_its_photos_out_without_where_they_were_taken() -> None:
    made = docx.Document()
    made.add_picture(io.BytesIO(pictures.telling("JPEG", orientation=6)))
    made.add_picture(io.BytesIO(pictures.telling("PNG")))
    sent = saved(made)
    assert sum(HIDDEN in part for part in unpacked(sent).values()) == 2
    handed_out = unpacked(to_hand_out(sent).content)
    assert not any(HIDDEN in part for part in handed_out.values())
    assert sorted(handed_out) == sorted(unpacked(sent))


def test_an_ofd_hands_its_photos_out_bare_and_a_sealed_one_as_its_seal_says() -> None:
    photo = pictures.telling("JPEG")
    plain = office_files.ofd(Doc_0__Res__photo_jpg=photo)
    assert unpacked(to_hand_out(plain).content)["Doc.0/Res/photo.jpg"] == bare(photo) != photo
    seal = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>"
    under_seal = office_files.ofd(
        entry=seal, Doc_0__Signs__Signatures_xml=b"<Signatures/>", Doc_0__Res__photo_jpg=photo
    )
    assert unpacked(to_hand_out(under_seal).content)["Doc.0/Res/photo.jpg"] == photo
