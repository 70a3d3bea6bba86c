import asyncio
import os
import random

import pytest
from PIL import Image, ImageCms

import pictures
from jianyan.uploads import Darkroom, NotAPicture, TooManyPixels, UnreadablePicture, redrawing
from jianyan.uploads.darkroom import Redrawn

KINDS = ("JPEG", "PNG", "WEBP")
RED, WHITE = (200, 0, 0), (255, 255, 255)


def corner(content: bytes, where: str) -> tuple[int, int, int]:
    """Give the colour in the middle of a quarter of a picture."""
    drawn = pictures.opened(content)
    x = drawn.width // 4 if "left" in where else 3 * drawn.width // 4
    y = drawn.height // 4 if "upper" in where else 3 * drawn.height // 4
    red, green, blue = drawn.convert("RGB").getpixel((x, y))  # type: ignore[misc]
    return red, green, blue


def is_near(colour: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(colour, wanted, strict=True))


def pid_of(darkroom: Darkroom) -> int:
    assert darkroom.process.pid is not None
    return darkroom.process.pid


@pytest.mark.parametrize("has_profile", [True, False])
@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_hidden_in_a_photo_is_left(darkroom: Darkroom, kind: str, has_profile: bool) -> None:
    sent = pictures.telling(kind, has_profile=has_profile)
    assert pictures.SECRET.encode() in sent
    redrawn = await darkroom.redraw(sent)
    for content in (redrawn.photo, redrawn.thumbnail):
        drawn = pictures.opened(content)
        assert drawn.format == "JPEG"
        assert set(drawn.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert dict(drawn.getexif()) == {}
        for mark in (pictures.SECRET.encode(), b"Exif", b"adobe", b"ICC_PROFILE", b"GPS"):
            assert mark not in content
    assert (redrawn.width, redrawn.height) == (300, 200)


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_photo_is_set_upright(darkroom: Darkroom, orientation: int) -> None:
    upright = pictures.opened(pictures.telling())
    exif = Image.Exif()
    exif[0x0112] = orientation
    turns = {way: turn for turn, way in ((None, 1), *((turn, way) for way, turn in redrawing._TURNS.items()))}
    back = {6: 8, 8: 6}.get(orientation, orientation)
    turn = turns[back]
    lying = upright.transpose(turn) if turn is not None else upright
    redrawn = await darkroom.redraw(pictures.saved(lying.convert("RGB"), exif=exif))
    assert (redrawn.width, redrawn.height) == (300, 200)
    assert is_near(corner(redrawn.photo, "upper left"), RED)
    assert is_near(corner(redrawn.photo, "lower right"), WHITE)
    assert is_near(corner(redrawn.thumbnail, "upper left"), RED)


async def test_a_large_photo_is_made_smaller(darkroom: Darkroom) -> None:
    redrawn = await darkroom.redraw(pictures.saved(pictures.picture(5_000, 2_500)))
    assert (redrawn.width, redrawn.height) == (2_560, 1_280)
    assert pictures.opened(redrawn.photo).size == (2_560, 1_280)
    assert pictures.opened(redrawn.thumbnail).size == (480, 240)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("PNG", mode) for mode in ("1", "L", "LA", "P", "RGBA", "I;16")),
        *(("JPEG", mode) for mode in ("L", "CMYK")),
        *(("WEBP", mode) for mode in ("RGBA", "L")),
    ],
)
async def test_a_picture_of_any_mode_becomes_a_photo(darkroom: Darkroom, kind: str, mode: str) -> None:
    drawn = Image.new("I;16", (300, 200), 60_000) if mode == "I;16" else pictures.picture(mode=mode)
    redrawn = await darkroom.redraw(pictures.saved(drawn, kind))
    assert pictures.opened(redrawn.photo).mode == "RGB"
    assert sum(corner(redrawn.photo, "lower right")) > 650


async def test_what_is_transparent_lies_on_white_paper(darkroom: Darkroom) -> None:
    redrawn = await darkroom.redraw(pictures.saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"))
    assert is_near(corner(redrawn.photo, "upper left"), WHITE)


async def test_a_photo_in_other_colours_comes_into_those_of_every_screen(darkroom: Darkroom) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")
    found = {}
    for profile in (None, srgb, swapped, b"no profile"):
        redrawn = await darkroom.redraw(pictures.saved(pictures.picture(), icc_profile=profile))
        found[profile] = corner(redrawn.photo, "upper left")
    assert is_near(found[None], RED)
    assert is_near(found[srgb], RED)
    assert is_near(found[swapped], (0, 200, 0))
    assert is_near(found[b"no profile"], RED)


async def test_what_is_refused_at_its_head_starts_no_process(darkroom: Darkroom) -> None:
    for content, finding in ((b"<html>", NotAPicture), (pictures.bomb(), TooManyPixels)):
        with pytest.raises(finding):
            await darkroom.redraw(content)
    assert darkroom.process.pid is None


async def test_a_damaged_photo_is_refused_and_the_next_one_is_taken(darkroom: Darkroom) -> None:
    whole = pictures.saved(pictures.picture())
    await darkroom.redraw(whole)
    pid = pid_of(darkroom)
    with pytest.raises(UnreadablePicture, match="damaged"):
        await darkroom.redraw(pictures.saved(pictures.picture(900, 900), "PNG")[:-400])
    assert isinstance(await darkroom.redraw(whole), Redrawn)
    assert pid_of(darkroom) == pid


async def test_a_picture_that_takes_too_long_is_given_up_with_its_process() -> None:
    darkroom = Darkroom(answer_s=0.001)
    with pytest.raises(UnreadablePicture):
        await darkroom.redraw(pictures.saved(pictures.picture()))
    assert darkroom.process.pid is None


async def test_a_process_that_ends_is_replaced(darkroom: Darkroom) -> None:
    whole = pictures.saved(pictures.picture())
    await darkroom.redraw(whole)
    killed = pid_of(darkroom)
    os.kill(killed, 9)
    with pytest.raises(UnreadablePicture):
        await darkroom.redraw(whole)
    await darkroom.redraw(whole)
    assert pid_of(darkroom) != killed


async def test_who_is_called_off_leaves_no_half_a_picture(darkroom: Darkroom) -> None:
    await darkroom.redraw(pictures.saved(pictures.picture()))
    large = asyncio.create_task(darkroom.redraw(pictures.saved(pictures.picture(6_000, 4_000), "PNG")))
    await asyncio.sleep(0.05)
    large.cancel()
    with pytest.raises(asyncio.CancelledError):
        await large
    redrawn = await darkroom.redraw(pictures.saved(pictures.picture(64, 32)))
    assert (redrawn.width, redrawn.height) == (64, 32)


async def test_a_process_without_pictures_ends_and_another_one_starts() -> None:
    darkroom = Darkroom(idle_s=0.05)
    whole = pictures.saved(pictures.picture())
    await darkroom.redraw(whole)
    process = darkroom.process._process
    assert process is not None
    assert await asyncio.wait_for(process.wait(), 10) == 0
    await darkroom.redraw(whole)
    await darkroom.close()


async def test_many_senders_are_served_in_turn(darkroom: Darkroom) -> None:
    sizes = [(40 + number, 30) for number in range(8)]
    found = await asyncio.gather(
        *(darkroom.redraw(pictures.saved(pictures.picture(*size))) for size in sizes)
    )
    assert [(one.width, one.height) for one in found] == sizes


async def test_mutated_pictures_are_taken_or_refused_and_nothing_else(darkroom: Darkroom) -> None:
    chance = random.Random(7)
    taken = refused = 0
    samples = [pictures.telling(kind) for kind in KINDS]
    for turn in range(300):
        try:
            await darkroom.redraw(pictures.mutated(samples[turn % 3], chance))
        except (NotAPicture, TooManyPixels, UnreadablePicture):
            refused += 1
        else:
            taken += 1
    assert taken + refused == 300
    assert min(taken, refused) > 10
