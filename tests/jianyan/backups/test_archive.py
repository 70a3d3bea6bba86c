import asyncio
import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from jianyan.backups import FORMAT, Damaged, Manifest, NewerFormat, examined, pack, unpack

AT = datetime(2026, 7, 1, 4, 30, tzinfo=UTC)
MANIFEST = Manifest(
    format=FORMAT, engine="sqlite", migration="m", trail_size=7, root="ab", suggestions=3, made_at=AT
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Pack a database and one upload."""
    (tmp_path / "uploads" / "深").mkdir(parents=True)
    (tmp_path / "uploads" / "深" / "a").write_bytes(b"photo")
    (tmp_path / "data").write_bytes(b"rows" * 50)
    return packed(tmp_path)


def packed(folder: Path) -> Path:
    path = folder / "archive"
    with path.open("wb") as file:
        pack(file, MANIFEST, database=folder / "data", uploads=folder / "uploads", packed=lambda _: None)
    return path


def forged(path: Path, *members: tuple[tarfile.TarInfo, bytes], **changes: object) -> Path:
    """Write an archive of these members after a whole one's; its manifest as it was, or changed."""
    read = [(info, content) for info, content in entries(path) if info.name != "manifest.json"]
    said = msgspec.to_builtins(examined(path)) | changes
    written = msgspec.json.encode(said)
    last = tarfile.TarInfo("manifest.json")
    last.size = len(written)
    with gzip.open(path, "wb") as stream, tarfile.open(fileobj=stream, mode="w|") as tar:
        for info, content in [*read, *members, (last, written)]:
            tar.addfile(info, io.BytesIO(content))
    return path


def entries(path: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(path) as tar:
        return [(info, tar.extractfile(info).read()) for info in tar]  # type: ignore[union-attr]


def plain(name: str, content: bytes = b"x") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    return info, content


def unpacked(path: Path, folder: Path) -> bytes:
    got: list[bytes] = []

    async def place(pieces: Iterator[bytes]) -> None:
        got.extend(pieces)

    folder.mkdir()
    asyncio.run(unpack(path, uploads=folder, place=place))
    return b"".join(got)


def test_what_was_packed_is_unpacked(archive: Path, tmp_path: Path) -> None:
    manifest = examined(archive)
    assert list(manifest.members) == ["uploads/深/a", "database"]
    assert msgspec.structs.replace(manifest, members={}) == MANIFEST
    assert unpacked(archive, tmp_path / "out") == b"rows" * 50
    assert (tmp_path / "out" / "深" / "a").read_bytes() == b"photo"
    assert (tmp_path / "out" / "深" / "a").stat().st_mode & 0o777 == 0o600


def test_files_of_jobs_are_no_part_of_a_backup(archive: Path, tmp_path: Path) -> None:
    for folder in ("jobs", "深/jobs"):
        (tmp_path / "uploads" / folder).mkdir()
        (tmp_path / "uploads" / folder / "7-file").write_bytes(b"every text")
    manifest = examined(packed(tmp_path))
    assert list(manifest.members) == ["uploads/深/a", "uploads/深/jobs/7-file", "database"]
    assert archive.is_file()


def test_what_is_on_its_way_is_not_packed(archive: Path, tmp_path: Path) -> None:
    for name in ("incoming", "photos/incoming"):
        (tmp_path / "uploads" / name).mkdir(parents=True)
        (tmp_path / "uploads" / name / "sheet.xlsx").write_bytes(b"rows")
    members = examined(packed(tmp_path)).members
    assert sorted(members) == ["database", "uploads/photos/incoming/sheet.xlsx", "uploads/深/a"]


def test_a_folder_of_uploads_that_is_missing_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"rows")
    assert list(examined(packed(tmp_path)).members) == ["database"]


def content(packed: bytes) -> bytes | None:
    try:
        return gzip.decompress(packed)
    except (OSError, EOFError, zlib.error):
        return None


def test_every_wrong_bit_is_found_unless_it_says_the_same(archive: Path) -> None:
    whole, found = archive.read_bytes(), 0
    for place in range(len(whole)):
        wrong = whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :]
        if content(wrong) == content(whole):
            continue  # the date in gzip's head, or another way to write the same zeros
        archive.write_bytes(wrong)
        with pytest.raises(Damaged):
            examined(archive)
        found += 1
    assert found > len(whole) * 0.8


def test_every_cut_is_found(archive: Path) -> None:
    whole = archive.read_bytes()
    for length in range(len(whole)):
        archive.write_bytes(whole[:length])
        with pytest.raises(Damaged):
            examined(archive)


def test_what_is_appended_is_found(archive: Path) -> None:
    with archive.open("ab") as file:
        file.write(b"more")
    with pytest.raises(Damaged):
        examined(archive)


def sealed(path: Path, info: tarfile.TarInfo, content: bytes) -> Path:
    """Write a member into an archive and name it in the manifest, with its right hash."""
    members = msgspec.to_builtins(examined(path))["members"]
    said = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return forged(path, (info, content), members=members | {info.name: said})


def test_a_member_that_belongs_may_be_added(archive: Path) -> None:
    assert len(examined(sealed(archive, *plain("uploads/more"))).members) == 3


@pytest.mark.parametrize(
    "name",
    [
        "uploads/../../secret",
        "uploads/./a",
        "uploads//a",
        "uploads/",
        "uploads",
        "/etc/passwd",
        "../secret",
        "secret",
        "database/a",
        "uploads/深/a",
    ],
)
def test_a_member_that_leads_elsewhere_or_comes_twice_is_refused(name: str, archive: Path) -> None:
    with pytest.raises(Damaged):
        examined(sealed(archive, *plain(name)))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_a_member_that_is_no_plain_file_is_refused(kind: bytes, archive: Path) -> None:
    info = tarfile.TarInfo("uploads/link")
    info.type, info.linkname = kind, "/etc/passwd"
    with pytest.raises(Damaged):
        examined(sealed(archive, info, b""))


def test_unpacking_looks_at_the_names_itself(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        unpacked(sealed(archive, *plain("uploads/../escaped")), tmp_path / "out")
    assert not (tmp_path / "escaped").exists()


def test_members_are_those_that_the_manifest_names(archive: Path) -> None:
    assert examined(forged(archive)).trail_size == 7  # forging alone changes nothing
    with pytest.raises(Damaged, match="uploads/new"):
        examined(forged(archive, plain("uploads/new")))


@pytest.mark.parametrize("members", [{}, {"database": {"bytes": 200, "sha256": "00"}}])
def test_a_manifest_that_names_another_database_is_refused(members: object, archive: Path) -> None:
    with pytest.raises(Damaged, match="database"):
        examined(forged(archive, members=members))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"format": FORMAT + 1, "engine": None}, NewerFormat), ({"engine": None}, Damaged)],
)
def test_a_manifest_of_another_form_is_refused(
    changes: dict[str, object], refusal: type[Exception], archive: Path
) -> None:
    with pytest.raises(refusal):
        examined(forged(archive, **changes))


def test_something_else_than_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("These are not the rows you are looking for.")
    with pytest.raises(Damaged):
        examined(path)
    path.write_bytes(gzip.compress(b"Neither are these."))
    with pytest.raises(Damaged):
        examined(path)
