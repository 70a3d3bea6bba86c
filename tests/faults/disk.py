"""A disk without power: what was synced is on it, of everything else a random part, torn in sectors."""

import random
from pathlib import Path

from faults.strace import Call

_SECTOR = 512
_SYNCS = {"fdatasync", "fsync"}
_SHARE_KEPT = 0.6


class Disk:
    """The files of the database as the power may leave them.

    Args:
        files: what they held when the record began; it counts as synced.
        record: the calls since then, in order.
    """

    def __init__(self, files: dict[Path, bytes], record: list[Call]) -> None:
        self._files, self._record = files, record

    def at(self, moment: float, chance: random.Random) -> dict[Path, bytes]:
        """Give a state that the files may have when the power goes.

        Args:
            moment: seconds of the wall clock.
            chance: what arrived of that which was not synced.
        """
        return {path: self._left_of(path, moment, chance) for path in self._files}

    def _left_of(self, path: Path, moment: float, chance: random.Random) -> bytes:
        begun = [call for call in self._record if call.path == path and call.began_at <= moment]
        syncs = [place for place, call in enumerate(begun) if is_sync(call) and call.ended_at <= moment]
        synced = syncs[-1] if syncs else 0
        image = bytearray(self._files[path])
        for call in begun[:synced]:
            _apply(image, call, 0, call.data)
        for call in begun[synced:]:
            if chance.random() < _SHARE_KEPT:
                for start, piece in _torn(call.data, chance):
                    _apply(image, call, start, piece)
        return bytes(image)


def is_sync(call: Call) -> bool:
    """Say whether a call made what was written before it to its file safe."""
    return call.name in _SYNCS and call.result == 0


def _torn(data: bytes, chance: random.Random) -> list[tuple[int, bytes]]:
    """Give the sectors of a write that arrived, each with its place in it: all of them or some."""
    pieces = [(start, data[start : start + _SECTOR]) for start in range(0, max(len(data), 1), _SECTOR)]
    return pieces if chance.random() < 0.5 else [piece for piece in pieces if chance.random() < 0.5]


def _apply(image: bytearray, call: Call, start: int, piece: bytes) -> None:
    if call.name == "ftruncate":
        del image[call.numbers[0] :]
    elif call.name == "pwrite64":
        begin = call.numbers[-1] + start
        image.extend(bytes(max(0, begin - len(image))))
        image[begin : begin + len(piece)] = piece
    else:
        assert call.name in _SYNCS, f"{call.name} is not replayed"
