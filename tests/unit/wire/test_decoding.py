import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire.formats.decoding import decode, without_mojibake

ARABIC = "مرسى الندى تفتتح العبارة الليلية بعد انتظار عامين "
RUSSIAN = "Порт открыл ночную переправу после долгого ожидания "
DECLARED = '<?xml version="1.0" encoding="{}"?><a>'


def test_utf8_without_a_declaration_is_read_as_it_is():
    decoded = decode(ARABIC.encode())

    assert decoded.text == ARABIC
    assert decoded.repairs == ()


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_wide_charsets_are_known_by_their_marks_or_their_zeros(charset):
    decoded = decode(("<feed>" + ARABIC).encode(charset))

    assert decoded.text == "<feed>" + ARABIC


def test_a_true_declaration_is_believed_without_a_word():
    text = DECLARED.format("windows-1256") + ARABIC

    decoded = decode(text.encode("cp1256"))

    assert decoded.text == text
    assert decoded.repairs == ()


def test_utf8_that_calls_itself_latin_is_read_as_utf8_and_told():
    text = DECLARED.format("iso-8859-1") + "Décès à l’île"

    decoded = decode(text.encode())

    assert decoded.text == text
    assert decoded.repairs == ("Declared as Windows-1252, but it is UTF-8; read as UTF-8.",)


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1"])
@pytest.mark.parametrize(
    ("text", "charset"),
    [(ARABIC * 3, "cp1256"), (ARABIC * 3, "iso8859-6"), (RUSSIAN * 3, "cp1251")],
)
def test_a_wrong_charset_is_put_right_by_the_letters(declared, text, charset):
    source = DECLARED.format(declared) + text

    decoded = decode(source.encode(charset))

    assert decoded.text == source
    assert "by its letters" in decoded.repairs[0]


def test_western_bytes_in_what_claims_to_be_utf8_are_read_as_windows_1252():
    decoded = decode("<a>Un café “très” fâché</a>".encode("cp1252"))

    assert decoded.text == "<a>Un café “très” fâché</a>"
    assert "Windows-1252" in decoded.repairs[0]


def test_one_bad_byte_does_not_spoil_a_whole_utf8_file():
    data = (ARABIC * 20).encode() + b" caf\xe9 " + ARABIC.encode()

    decoded = decode(data)

    assert decoded.text == ARABIC * 20 + " café " + ARABIC
    assert decoded.repairs == ("1 bytes are not UTF-8; they were read as Windows-1252.",)


def test_an_unknown_charset_name_is_told():
    decoded = decode(DECLARED.format("x-agency").encode() + b"abc")

    assert "x-agency" in decoded.repairs[0]


@pytest.mark.parametrize("text", ["It’s a café – ok", ARABIC, "naïve façade"])
@pytest.mark.parametrize("charset", ["latin-1", "cp1252"])
def test_text_decoded_wrongly_by_the_sender_is_put_right(text, charset):
    try:
        mangled = text.encode().decode(charset)
    except UnicodeDecodeError:
        pytest.skip("not every text survives this mistake")

    assert without_mojibake(mangled)[0] == text


@pytest.mark.parametrize(
    "text", ["« LIBERTÉ »", "“LIBERTÉ”", "DÉÇU À L’ÎLE", "Ä“ü", "ÃÂ", "São Tomé – 20 °C"]
)
def test_sound_text_that_looks_odd_is_left_alone(text):
    assert without_mojibake(text) == (text, 0)


@given(st.binary(max_size=300))
def test_any_bytes_become_text(data):
    assert isinstance(decode(data).text, str)


@given(st.text(max_size=100))
def test_utf8_text_survives_unless_it_looks_mangled(text):
    decoded = decode(text.encode("utf-8", "replace"))

    if not decoded.repairs and "\x00" not in text:
        assert decoded.text == text.encode("utf-8", "replace").decode().removeprefix("\ufeff")
