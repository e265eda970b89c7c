"""Make small PDFs: lines of text at given places, as Ofsted's layouts set them."""

import hashlib

A4 = (595, 842)
LEFT, HANG = 71, 89
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def line(text, y, x=LEFT, size=12):
    return x, y, size, text


def block(texts, top, x=LEFT, hang=None, size=12, pitch=14.5):
    """Return the lines of a paragraph from the height `top` down, and the height of the line after it."""
    lines = [line(text, top - n * pitch, x if n == 0 else (hang or x), size) for n, text in enumerate(texts)]
    return lines, top - len(texts) * pitch


def make_pdf(pages, password=None, image_only=False):
    """Return a PDF whose pages hold these lines, each (x, y, size, text)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    streams = {}
    for number, lines in enumerate(pages):
        page = 4 + 2 * number
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents {page + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        streams[page + 1] = _picture() if image_only else b"".join(map(_shown, lines))
        objects.append("")
    return _written(objects, streams, password)


def _shown(entry):
    x, y, size, text = entry
    raw = text.encode("cp1252")
    for special in (b"\\", b"(", b")"):
        raw = raw.replace(special, b"\\" + special)
    return b"BT /F1 %d Tf 1 0 0 1 %d %.2f Tm (" % (size, x, y) + raw + b") Tj ET\n"


def _picture():
    return b"q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q\n"


def _written(objects, streams, password):
    identity = b"0123456789abcdef"
    key = None
    if password is not None:
        owner = _rc4(hashlib.md5(_padded(password)).digest()[:5], _padded(password))
        permissions = (-4).to_bytes(4, "little", signed=True)
        key = hashlib.md5(_padded(password) + owner + permissions + identity).digest()[:5]
        user = _rc4(key, _PADDING)
        objects = [*objects, f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P -4 >>"]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number
        if number in streams:
            data = streams[number]
            if key is not None:
                salt = key + number.to_bytes(3, "little") + (0).to_bytes(2, "little")
                data = _rc4(hashlib.md5(salt).digest()[:10], data)
            out += b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"
        else:
            out += body.encode()
        out += b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    encrypt = b" /Encrypt %d 0 R" % len(objects) if key is not None else b""
    out += b"trailer << /Size %d /Root 1 0 R /ID [<%s> <%s>]%s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        identity.hex().encode(),
        identity.hex().encode(),
        encrypt,
        start,
    )
    return bytes(out)


def _padded(password):
    return (password.encode() + _PADDING)[:32]


def _rc4(key, data):
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
