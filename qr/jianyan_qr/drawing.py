"""From modules to pictures: SVG, which stays sharp at any size, and PNG, which opens everywhere."""

import io

from PIL import Image, ImageOps

from .code import QUIET_MODULES, Symbol
from .outline import outline


def svg(symbol: Symbol, *, side_mm: float) -> str:
    """One small SVG element: dark modules on a white ground that includes the quiet zone.

    Args:
        symbol: what `make_symbol` gave.
        side_mm: side of the symbol itself; the picture is wider by the quiet zone, 4 modules on each side.

    Raises:
        ValueError: the side is not above zero.
    """
    if not side_mm > 0:
        raise ValueError(f"a side must be above 0 mm, not {side_mm}")
    across = len(symbol.modules) + 2 * QUIET_MODULES
    width = f"{across_mm(symbol, side_mm=side_mm):.4g}mm"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}"'
        f' viewBox="-{QUIET_MODULES} -{QUIET_MODULES} {across} {across}" shape-rendering="crispEdges">'
        f'<rect x="-{QUIET_MODULES}" y="-{QUIET_MODULES}" width="{across}" height="{across}" fill="#fff"/>'
        f'<path d="{outline(symbol.modules)}"/></svg>'
    )


def across_mm(symbol: Symbol, *, side_mm: float) -> float:
    """Width of the picture with its quiet zone when the symbol itself is `side_mm` wide."""
    modules = len(symbol.modules)
    return side_mm * (modules + 2 * QUIET_MODULES) / modules


def png(symbol: Symbol, *, pixels_per_module: int = 8) -> bytes:
    """A black and white PNG file of the symbol with its quiet zone.

    Args:
        symbol: what `make_symbol` gave.
        pixels_per_module: whole pixels, so that no edge falls between two; at least 1.

    Raises:
        ValueError: fewer than one pixel per module.
    """
    if pixels_per_module < 1:
        raise ValueError(f"a module needs at least 1 pixel, not {pixels_per_module}")
    modules = len(symbol.modules)
    ink = Image.new("1", (modules, modules))
    ink.putdata([not dark for row in symbol.modules for dark in row])
    small = ImageOps.expand(ink, border=QUIET_MODULES, fill=1)
    large = small.resize((small.width * pixels_per_module,) * 2, Image.Resampling.NEAREST)
    file = io.BytesIO()
    large.save(file, "PNG", optimize=True)
    return file.getvalue()
