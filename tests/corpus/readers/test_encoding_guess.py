"""Guessing the encoding of bytes that name none."""

import io
import json

import pytest

from corpus.readers.encoding_guess import guess_encoding
from corpus.readers.encodings import encoding_label
from corpus.readers.formats import read_articles
from tests.corpus.readers.reading import outcome

SENTENCES = {
    "cp1252": [
        "The ministry said it would pay £4,000 to each of the families by Thursday.",
        "The ministry said it would pay €4,000 to each of the families.",
        "“It isn’t over”, the lawyer said – and named a sum.",
        "Beyoncé said so.",
        "£4m",
        "5° N",
        "Le ministère a annoncé jeudi que la route de la vallée était fermée après la crue.",
        "Das Ministerium teilte mit, dass die Straße in das nördliche Tal gesperrt worden sei.",
        "El ministerio informó el jueves que la carretera fue cerrada. ¿Quién pagará?",
        "Ministeriet oplyste torsdag, at vejen er lukket på grund af øget vandføring i åen.",
    ],
    "cp1250": [
        "Ministerstwo poinformowało w czwartek, że droga do północnej doliny została zamknięta.",
        "Ministerstvo ve čtvrtek oznámilo, že silnice do severního údolí byla uzavřena.",
        "Az északi völgybe vezető utat három napra lezárták, közölte a minisztérium.",
    ],
    "iso8859_2": ["Ministerstvo ve čtvrtek oznámilo, že silnice byla uzavřena, řekl šéf."],
    "cp1254": ["Bakanlık kuzey vadisine giden yolun üç gün süreyle kapatıldığını açıkladı."],
    "cp1257": ["Ministerija ketvirtadienį pranešė, kad kelias į šiaurinį slėnį uždarytas."],
    "cp1251": ["Министерство сообщило в четверг, что дорога в северную долину закрыта на три дня."],
    "koi8_r": ["Министерство сообщило в четверг, что дорога в северную долину закрыта на три дня."],
    "koi8_u": ["Міністерство повідомило у четвер, що дорогу до північної долини закрито."],
    "cp866": ["Министерство сообщило в четверг, что дорога в северную долину закрыта на три дня."],
    "iso8859_5": ["Министерство сообщило в четверг, что дорога в северную долину закрыта."],
    "cp1253": ["Το υπουργείο ανακοίνωσε την Πέμπτη ότι ο δρόμος προς τη βόρεια κοιλάδα έκλεισε."],
    "cp1255": ["המשרד הודיע ביום חמישי כי הכביש לעמק הצפוני נסגר לשלושה ימים.", "הכביש לעמק"],
    "cp1256": ["أعلنت الوزارة يوم الخميس إغلاق الطريق إلى الوادي الشمالي لمدة ثلاثة أيام."],
    "cp874": ["กระทรวงกล่าวเมื่อวันพฤหัสบดีว่าถนนสู่หุบเขาทางเหนือถูกปิดเป็นเวลาสามวัน"],
    "euc_jp": ["同省は木曜日、北部の谷に通じる道路が三日間閉鎖されたと発表した。"],
    "cp932": ["同省は木曜日、北部の谷に通じる道路が三日間閉鎖されたと発表した。"],
    "iso2022_jp": ["同省は木曜日、北部の谷に通じる道路が三日間閉鎖されたと発表した。"],
    "gb18030": ["该部周四表示，通往北部山谷的道路已关闭三天。"],
    "big5": ["該部週四表示，通往北部山谷的道路已關閉三天。"],
    "euc_kr": ["그 부처는 목요일 북부 계곡으로 가는 도로가 사흘 동안 폐쇄됐다고 밝혔다."],
}
CASES = [(encoding, text) for encoding, texts in SENTENCES.items() for text in texts]
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>P</title><link>https://p.example/</link>'
    "<item><title>{0}</title><link>https://p.example/a</link><description>{0}</description></item>"
    "</channel></rss>"
)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866", "iso8859_5"])
@pytest.mark.parametrize(
    "text", ["Пожар в Москве: двое погибли", "сказал министр", "Tag,Note\nРечь,кто говорит"]
)
def test_a_few_words_in_cyrillic_letters_are_read_as_such(encoding, text):
    assert guess_encoding(text.encode(encoding)) == encoding


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1253", "Το υπουργείο ανακοίνωσε"),
        ("cp1255", "הכביש נסגר לשלושה ימים"),
        ("cp1256", "أغلقت الوزارة الطريق"),
        ("euc_kr", "도로가 사흘 동안 폐쇄"),
        ("gb18030", "道路已关闭三天"),
        ("cp932", "道路が三日間閉鎖された"),
    ],
)
def test_a_few_words_in_other_letters_are_not_read_as_cyrillic(encoding, text):
    assert guess_encoding(text.encode(encoding)) == encoding


@pytest.mark.parametrize(("encoding", "text"), CASES)
def test_a_sentence_is_read_with_its_own_letters(encoding, text):
    content = text.encode(encoding)
    assert content.decode(guess_encoding(content)) == text


@pytest.mark.parametrize(("encoding", "text"), CASES)
def test_a_feed_that_names_no_encoding_is_read_as_a_text_is_and_the_guess_is_named(encoding, text):
    content = FEED.format(text).encode(encoding)
    guess = encoding_label(guess_encoding(text.encode(encoding)))
    assert outcome(content, "feed") == [
        (None, "", f"It is not UTF-8; it was read as {guess}."),
        text,
    ]


@pytest.mark.parametrize("content", [b"", b"plain words", "naïve".encode(), "日本".encode()])
def test_ascii_needs_no_guess_and_utf_8_is_none(content):
    assert guess_encoding(content) in ("", "utf-8")
    assert content.decode(guess_encoding(content) or "ascii") == content.decode()


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("cp1255", "windows-1255"),
        ("koi8_r", "koi8-r"),
        ("cp932", "shift_jis"),
        ("iso8859_2", "iso-8859-2"),
        ("iso2022_jp", "iso-2022-jp"),
    ],
)
def test_encodings_are_named_as_on_the_web(encoding, label):
    assert encoding_label(encoding) == label


def cesu_8(text):
    """A text in CESU-8: characters beyond U+FFFF as two surrogates."""
    units = "".join(
        each
        if each <= "\uffff"
        else chr(0xD7C0 + (ord(each) >> 10)) + chr(0xDC00 + (ord(each) & 0x3FF))
        for each in text
    )
    return units.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("text", ["The convoy left 😀.", "Дорога закрыта 😀, 𝔸.", "𠮷野家"])
@pytest.mark.parametrize(
    ("format", "markup", "whose"),
    [
        ("text", "{}", "It"),
        ("html", "<html><body><article><p>{}</p></article></body></html>", "It"),
        ("csv", 'text\n"{}"\n', "The file"),
    ],
)
def test_cesu_8_is_read_and_named(format, markup, whose, text):
    problem, record = read_articles(io.BytesIO(cesu_8(markup.format(text))), "name", format)
    remark = f"{whose} is CESU-8, which is not quite UTF-8; it was read as such."
    assert (problem.reason, record.text) == (remark, text)


def test_cesu_8_is_named_once_for_a_file_of_lines():
    lines = [json.dumps({"text": f"{number} 😀"}, ensure_ascii=False) for number in range(3)]
    assert outcome(cesu_8("\n".join(lines)), "jsonl") == [
        (1, "", "The file is CESU-8, which is not quite UTF-8; it was read as such."),
        *(f"{number} 😀" for number in range(3)),
    ]


def test_half_a_character_of_cesu_8_is_damage_and_no_other_encoding():
    assert outcome(cesu_8("The convoy 😀 left")[:14], "text") == [
        (None, "", "Byte 12 is damaged: it is not UTF-8.")
    ]
    # The same bytes are letters of an Ukrainian word.
    text = "На лінії зіткнення тихо, країні допоможуть нові батареї та нії."
    assert text.encode("cp1251").decode(guess_encoding(text.encode("cp1251"))) == text
