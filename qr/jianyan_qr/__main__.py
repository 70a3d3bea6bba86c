"""`python -m jianyan_qr URL -o code.svg`: one code as a picture, without the rest of the project."""

import argparse
from pathlib import Path

from .code import SMALLEST_SIDE_MM, make_symbol
from .drawing import png, svg


def main(arguments: list[str] | None = None) -> None:
    """Write the picture that the command line asks for; a wrong command line ends with status 2."""
    parser = argparse.ArgumentParser(
        prog="python -m jianyan_qr", description="Draw a web address as QR code."
    )
    parser.add_argument("url", help="http(s) address inside the code")
    parser.add_argument("-o", "--output", required=True, type=Path, help="file to write, .svg or .png")
    parser.add_argument(
        "--side-mm", type=float, default=SMALLEST_SIDE_MM, help="side in the SVG (%(default)s)"
    )
    parser.add_argument("--pixels", type=int, default=8, help="per module in the PNG (%(default)s)")
    options = parser.parse_args(arguments)
    try:
        options.output.write_bytes(_picture(options))
    except (ValueError, OSError) as problem:
        parser.error(str(problem))


def _picture(options: argparse.Namespace) -> bytes:
    symbol = make_symbol(options.url)
    match options.output.suffix.lower():
        case ".svg":
            return svg(symbol, side_mm=options.side_mm).encode()
        case ".png":
            return png(symbol, pixels_per_module=options.pixels)
        case other:
            raise ValueError(f"the file must end in .svg or .png, not {other or 'nothing'}")


if __name__ == "__main__":
    main()
