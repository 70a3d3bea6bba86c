"""Small PDFs, whole and with what a department must not hand out."""

import zlib


def pdf(*objects: bytes, text: str = "") -> bytes:
    """Give a PDF of one empty page with these objects beside it; `text` stands in a comment.

    Each is what stands between `obj` and `endobj`.
    """
    page = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    body, places = b"%PDF-1.7\n%" + text.encode() + b"\n", []
    for number, each in enumerate((*page, *objects), start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    count, at = len(places) + 1, len(body)
    table = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\n" % (count, rows, count)
    return body + table + b"startxref\n%d\n%%%%EOF\n" % at


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    """Give a stream that holds this, deflated."""
    packed = zlib.compress(content)
    head = b"<<%b/Filter/FlateDecode/Length %d>>" % (dictionary, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


def object_stream(content: bytes, dictionary: bytes = b"") -> bytes:
    """Give a stream of the objects in this."""
    return stream(b"9 0 " + content, b"/Type/ObjStm/N 1/First 4" + dictionary)
