"""`python -m jianyan_qr` alone, in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from jianyan_qr import make_symbol, png, svg

URL = "https://jianyan.example.cn/s/7k3m9qxt"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jianyan_qr", *arguments], capture_output=True, text=True, check=False
    )


def test_command_writes_the_same_svg_as_the_library(tmp_path: Path) -> None:
    done = run(URL, "-o", str(tmp_path / "x.svg"), "--side-mm", "60")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "x.svg").read_text() == svg(make_symbol(URL), side_mm=60)


def test_command_writes_a_png_that_is_read(tmp_path: Path) -> None:
    assert run(URL, "-o", str(tmp_path / "x.PNG")).returncode == 0
    assert (tmp_path / "x.PNG").read_bytes() == png(make_symbol(URL))
    with Image.open(tmp_path / "x.PNG") as picture:
        assert zxingcpp.read_barcodes(picture)[0].text == URL.upper()


@pytest.mark.parametrize(
    ("url", "name", "said"),
    [
        (URL, "x.doc", "must end in"),
        (URL, "x", "must end in"),
        ("tel:110", "x.svg", "web address"),
        (URL, "no/x.svg", "no"),
    ],
)
def test_command_says_why_and_writes_nothing_when_it_cannot(
    tmp_path: Path, url: str, name: str, said: str
) -> None:
    done = run(url, "-o", str(tmp_path / name))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
