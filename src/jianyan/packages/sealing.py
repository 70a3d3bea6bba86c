"""The archive that parts make: equal bytes for equal parts.

Source: ECMA-376 part 2 (packages).
"""

import io
import zipfile
from collections.abc import Mapping

CONTENT_TYPES = "[Content_Types].xml"
# The archive's own zero of time.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def sealed(parts: Mapping[str, bytes]) -> bytes:
    """Give the archive of the parts in their order, the content types first; it bears no time, no machine."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        for name in sorted(parts, key=lambda each: each != CONTENT_TYPES):
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.create_system, entry.external_attr = 0, 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, parts[name])
    return archive.getvalue()
