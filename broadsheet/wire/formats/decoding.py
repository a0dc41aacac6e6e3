"""Bytes become text by what they are, not by what they say they are, and every guess is told.

Order: byte order mark, UTF-16 by its zero bytes, the declared charset if the bytes agree with it,
UTF-8 if they are that whatever was declared, UTF-8 with stray bytes, then the likeliest 8-bit
charset by the letters that come out. Declared ISO 8859-1 means Windows-1252, as in browsers
(WHATWG Encoding, section 4.2).
"""

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9_.:-]{1,40})""")
_LATIN_1 = {"iso8859-1", "ascii", "latin-1"}
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# The letters that make up most of a text; whichever charset yields most of them is the likeliest.
_COMMON_LETTERS = {
    "cp1256": "اليمنوتربعدسفكحقأه",
    "iso8859-6": "اليمنوتربعدسفكحقأه",
    "cp1251": "оеаинтсрвлкмдпуяы",
    "koi8-r": "оеаинтсрвлкмдпуяы",
    "cp1253": "αοιετσνηυρπκμλς",
}
_FOREIGN_RUN = 2.5
_STRAY_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and what had to be assumed to get it."""

    text: str
    charset: str
    repairs: tuple[str, ...]


def decode(data: bytes) -> Decoded:
    """Any bytes become text; nothing is refused here."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _with_mark(data[len(mark) :], charset)
    wide = _wide_charset(data)
    if wide:
        return _with_mark(data, wide)
    declared, note = _declared_charset(data)
    by_declaration = _by_declaration(data, declared)
    if by_declaration:
        return _mended(by_declaration, note)
    return _mended(_detected(data, declared), note)


def _with_mark(data: bytes, charset: str) -> Decoded:
    text = data.decode(charset, "replace")
    lost = text.count("\ufffd")
    notes = (f"{lost} characters are broken in the {charset} text.",) if lost else ()
    return _mended(Decoded(text, charset, notes), None)


def _wide_charset(data: bytes) -> str | None:
    """UTF-16 without a mark: XML and JSON begin with a bracket."""
    if data[:2] in {b"<\x00", b"{\x00", b"[\x00"}:
        return "utf-16-le"
    return "utf-16-be" if data[:2] in {b"\x00<", b"\x00{", b"\x00["} else None


def _spoken(charset: str | None) -> str:
    """`cp1256` is `Windows-1256` to people."""
    name = charset or "utf-8"
    return f"Windows-{name[2:]}" if name.startswith("cp12") else name.upper()


def _declared_charset(data: bytes) -> tuple[str | None, str | None]:
    """The charset of the XML declaration under Python's name, and a note if it is unknown."""
    match = _DECLARED.match(data[:512])
    if not match:
        return None, None
    name = match.group(1).decode("ascii")
    try:
        charset = codecs.lookup(name).name
        b"".decode(charset)
    except (LookupError, ValueError):
        return None, f"The declared charset “{name}” is unknown; it was detected instead."
    if charset.startswith(("utf-16", "utf-32")):
        return None, f"The file is not in {name} as declared; its charset was detected."
    return ("cp1252" if charset in _LATIN_1 else charset), None


def _by_declaration(data: bytes, declared: str | None) -> Decoded | None:
    """The text if the bytes agree with the declaration (UTF-8 where there is none)."""
    try:
        utf8 = data.decode("utf-8")
    except UnicodeDecodeError:
        utf8 = None
    if utf8 is not None:
        is_as_declared = declared in {None, "utf-8"} or data.isascii()
        note = f"Declared as {_spoken(declared)}, but it is UTF-8; read as UTF-8."
        return Decoded(utf8, "utf-8", () if is_as_declared else (note,))
    if declared in {None, "utf-8"}:
        return None
    try:
        text = data.decode(declared or "cp1252")
    except UnicodeDecodeError:
        return None
    is_plausible = declared != "cp1252" or _mean_run(data) < _FOREIGN_RUN
    return Decoded(text, declared or "cp1252", ()) if is_plausible else None


def _detected(data: bytes, declared: str | None) -> Decoded:
    was = f"Declared as {_spoken(declared)}" if declared else "No charset was declared"
    high = sum(len(run) for run in _HIGH_RUN.findall(data))
    in_sequences = sum(len(sequence) for sequence in _UTF8_SEQUENCE.findall(data))
    if in_sequences >= high * _STRAY_SHARE:
        stray = high - in_sequences
        note = f"{stray} bytes are not UTF-8; they were read as Windows-1252."
        return Decoded(_utf8_with_strays(data), "utf-8", (note,))
    charset = _likeliest_charset(data)
    note = f"{was}, but the bytes are not; read as {_spoken(charset)} by its letters."
    if declared is None:
        note = f"{was} and it is not UTF-8; read as {_spoken(charset)} by its letters."
    return Decoded(_lenient(data, charset), charset, (note,))


def _likeliest_charset(data: bytes) -> str:
    if _mean_run(data) < _FOREIGN_RUN:
        return "cp1252"
    sample = b" ".join(_HIGH_RUN.findall(data[: 2**20]))
    scores = {
        charset: sum(map(sample.decode(charset, "replace").lower().count, letters))
        for charset, letters in _COMMON_LETTERS.items()
    }
    best = max(scores, key=lambda charset: scores[charset])
    return best if scores[best] * 3 > len(sample) else "cp1252"


def _mean_run(data: bytes) -> float:
    runs = _HIGH_RUN.findall(data[: 2**20])
    return sum(map(len, runs)) / len(runs) if runs else 0.0


def _utf8_with_strays(data: bytes) -> str:
    return data.decode("utf-8", "broadsheet.strays")


def _stray_as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _lenient(error.object[error.start : error.end], "cp1252"), error.end


codecs.register_error("broadsheet.strays", _stray_as_windows)


def _lenient(data: bytes, charset: str) -> str:
    """Every byte becomes a character; those that the charset leaves open fall back to Latin-1."""
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        if charset != "cp1252":
            return data.decode(charset, "replace")
    return "".join(
        chr(byte) if byte in _OPEN_IN_CP1252 else bytes([byte]).decode("cp1252") for byte in data
    )


_OPEN_IN_CP1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}

# Text that was UTF-8 once, was read as Windows-1252, and was written as UTF-8 again.
_CP1252_BYTE = {chr(byte): byte for byte in range(0x80, 0x100)}
_CP1252_BYTE |= {
    bytes([byte]).decode("cp1252"): byte
    for byte in range(0x80, 0xA0)
    if byte not in _OPEN_IN_CP1252
}
_CONTINUATION = "".join(re.escape(c) for c, byte in _CP1252_BYTE.items() if byte < 0xC0)
_MOJIBAKE = re.compile(
    f"[\u00c2-\u00df][{_CONTINUATION}]"
    f"|[\u00e2][{_CONTINUATION}]{{2}}"
    f"|[\u00ef][{_CONTINUATION}]{{2}}"
    f"|[\u00f0][{_CONTINUATION}]{{3}}"
)
_PLAUSIBLE = re.compile(
    "[\u00a0-\u017f\u0400-\u04ff\u05d0-\u05ea\u0600-\u06ff\u2010-\u2044\u20ac\u2122\u2190-\u21ff"
    "\ufb00-\ufeff\U0001f300-\U0001faff]"
)
_STRONG = re.compile(
    f"\u00e2[\u20ac\u0080][{_CONTINUATION}]|[\u00d8\u00d9][\u2026\u0192\u2020\u0160\u00a0-\u00bf]"
)
_MOJIBAKE_AT_LEAST = 2


def without_mojibake(text: str) -> tuple[str, int]:
    """The text with wrongly decoded characters put right, and how many they were.

    A single doubtful pair ("É”" at the end of a shouted quotation) is left alone.
    """
    found = [match.group(0) for match in _MOJIBAKE.finditer(text)]
    good = {run: fixed for run in set(found) if (fixed := _unmangled(run))}
    count = sum(run in good for run in found)
    if count < _MOJIBAKE_AT_LEAST and not any(_STRONG.match(run) for run in good):
        return text, 0
    return _MOJIBAKE.sub(lambda match: good.get(match.group(0), match.group(0)), text), count


def _unmangled(run: str) -> str | None:
    try:
        fixed = bytes(_CP1252_BYTE[character] for character in run).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return fixed if _PLAUSIBLE.fullmatch(fixed) else None


def _mended(decoded: Decoded, note: str | None) -> Decoded:
    text, count = without_mojibake(decoded.text)
    repairs = [note] if note else []
    repairs.extend(decoded.repairs)
    if count:
        repairs.append(f"{count} characters had been decoded wrongly by the sender; put right.")
    return Decoded(text.removeprefix("\ufeff"), decoded.charset, tuple(repairs))
