"""Documents that are hard to search: every kind of writing that a corpus of news may hold."""

import unicodedata
from dataclasses import dataclass

from tests.support.acts import act
from tests.support.factories import make_article, make_source, make_user


@dataclass(frozen=True, slots=True)
class Document:
    """`published` is as `make_article` takes it; `source` names one of SOURCES."""

    text: str
    title: str = ""
    language: str = "en"
    published: str | None = "2019-03-01"
    source: str | None = None
    byline: str = ""
    is_deleted: bool = False


def apart(text):
    """Letters and their marks as code points of their own."""
    return unicodedata.normalize("NFD", text)


# Name to domain.
SOURCES = {
    "Reuters": "reuters.com",
    "Reuters Breakingviews": "breakingviews.com",
    "Matrix Mag": "",
    "РИА Новости": "ria.ru",
    "Η Καθημερινή": "kathimerini.gr",
    "Straße & Weg": "straße.example",
}

WRITING = {
    # English and its signs.
    "covid": Document("COVID-19 cases rose by 94% in Herat, health officials warned."),
    "led": Document("The U.S.-led coalition left Bagram at night."),
    "o'brien": Document("O'Brien met the delegation on Friday."),
    "o’brien": Document("A spokesman in O’Brien’s office declined to comment."),
    "dollars": Document("The deal is worth 1,200.50 dollars, against 1,200,000 last year."),
    "spaced": Document("Nearly 1 200 trucks crossed."),
    "narrow": Document("Soit 1\u202f200 soldats.", language="fr"),
    "decimals": Document("Growth of 3.5 percent, then of 2,7."),
    "c++": Document("Written in C++ and C#, later in C++20, with bindings for Go."),
    "vitamin": Document("Vitamin C helps; she sang a sharp F."),
    "at&t": Document("AT&T cut its R&D budget."),
    "at-t": Document("They looked at the letter T of the alphabet."),
    "ligatures": Document("The ﬁnal oﬃce of ﬁnance, an œuvre about Cæsar."),
    "no-ligatures": Document("The final office of finance, an oeuvre about Caesar."),
    "full-width": Document("ＡＢＣ　Ｎｅｗｓ １２３"),
    "quoted": Document("“Absolutely false,” the envoy’s aide replied. ‘Nobody fired.’"),
    "possessive": Document("Russia's ministers heard the analysts' views on Tajikistan’s border."),
    "soft": Document("The go\u00advern\u00adment re\u00adsigned."),
    "mail": Document("Write to press.office@nato.int or https://www.nato.int/review?id=5#x today."),
    "handle": Document("@SomeHandle tweeted #BreakingNews and #NATO2030."),
    "jets": Document("3G masts, F-16 jets and MiG-29 pilots; 9/11 is recalled 24/7."),
    "days": Document("On 2021-08-05, written 05.08.2021 or 8/5/21, it rained."),
    "state": Document("They showed state-of-the-art equipment."),
    "museum": Document("The state of the art museum is dire."),
    "don't": Document("They don't know."),
    "can’t": Document("We can’t say, and don’t care."),
    "emoji": Document("Smoke 🔥🔥 near👨‍👩‍👧houses ❤️ again."),
    "names": Document("snake_case_name, camelCaseName and __init__ in the module."),
    "long": Document(f"Eine Donaudampfschifffahrtsgesellschaft, {'ab' * 150} und mehr."),
    "headline": Document("Nothing of it stands below.", title="Unmistakable Headline"),
    "many": Document("drone " * 300),
    "far": Document("padding " * 17_000 + "the quiet harbour pilot slept."),
    "river": Document("He crossed the frozen\n\nriver Panj in winter."),
    "hamlet": Document("To be, or not to be, that is the question."),
    "forms": Document("Armoured vehicles were running; a vehicle ran. Cities fell."),
    "markup": Document("<b>bold</b> &amp; 100% of C:\\temp\\files, 50%_off; costs $5 [sic] {x}."),
    "sql": Document("Robert'); DROP TABLE students;-- he was called, NEAR the AND gate."),
    "cease-fire": Document(
        "A cease-fire plan; more e\u2010mail.", title="Non-co-operation", byline="Ann Al-Ghazi"
    ),
    "ayn": Document(
        "Guards of Sana\u02bfa airport fled; the Qur\u2019an was read.", byline="S. O'Rourke"
    ),
    "no-ayn": Document("Guards of Sanaa airport fled; the Quran was read.", byline="S. ORourke"),
    "ivoire": Document("La Côte d\u2019Ivoire et l\u2019homme de N'Djamena.", language="fr"),
    "no-ivoire": Document("Cote dIvoire and Ndjamena."),
    "qa'ida": Document("Al-Qa'ida struck; he\u2019ll wait."),
    "u.s.": Document("U.S. troops left; the U.K.\u2019s stayed, said the U.N."),
    "us": Document("US troops left; UK ones stayed."),
    "let-us": Document("Let us go to hell."),
    "ceasefire": Document("The ceasefire plans, an email.", title="Noncooperation"),
    "sorties": Document("Two B-52s flew in the 1960s."),
    "sortie": Document("One B52 flew in 1961."),
    "fire": Document("They cease fire plans.", byline="Ann Alghazi"),
    "may-be": Document("May-be he came later; it may be soon."),
    "maybe": Document("Maybe soon, it may be later."),
    "d’estaing": Document("Giscard d’Estaing and O‘Reilly’s “Bill” met d´Artagnan, O′Hara."),
    "d'estaing": Document("Giscard d'Estaing, d\u02bcEstaing and O'Reilly's \"Bill\"; d`Artagnan."),
    # Other alphabets.
    "gaza": Document("وغزة ثم بمصر وككندا للحج", language="ar"),
    "raqqa": Document("مدينة الرقة", language="ar"),
    "paper": Document("ورقة فكتاب عن كتاب", language="ar"),
    "cafe": Document("Crème brûlée au café : naïve et déçue.", language="fr"),
    "cafe-apart": Document(apart("Le café déçu de São Paulo."), language="pt-BR"),
    "straße": Document("Die Straße in Gießen, eine GROẞE Übung.", language="de"),
    "strasse": Document("Die Strasse nach Giessen, eine grosse Ubung.", language="de-CH"),
    "polish": Document("Łódź i Gdańsk, żółty.", language="pl"),
    "vietnamese": Document("Đà Nẵng và Hà Nội.", language="vi"),
    "nordic": Document("Tromsø, Århus, Malmö, Þórshöfn, Ærø.", language="da"),
    "turkish": Document("İstanbul'da ılık hava, DİYARBAKIR.", language="tr"),
    "ёлка": Document("Ёлка зелёная, мой край.", language="ru"),
    "елка": Document("Елка зеленая, мои края.", language="ru"),
    "stressed": Document("За\u0301мок стоит на горе.", language="ru"),
    "moscow": Document("МОСКВА, ТАСС. Бикантов и Захарова заявили.", language="ru"),
    "kyiv": Document("Їжак і ґанок у Києві, об’єкт.", language="uk"),
    "kharkiv": Document("Об\u02bcєкт біля Харкова, іжак.", language="uk"),
    "athens": Document("Η Αθήνα και ο λόγος της.", language="el"),
    "ATHENS": Document("ΑΘΉΝΑ: ΛΌΓΟΣ ΤΟΥ ΠΡΟΕΔΡΟΥ", language="el"),
    "arabic": Document("قال مُحَمَّد إنّ أفغانستان آمنة في القاهرة.", language="ar"),
    "arabic-plain": Document("محمد فى القاهره وافغانستان مـــرحبا ٢٠٢١، ١٬٢٠٠", language="ar"),
    "lebanon": Document("سافر للبنان وللندن.", language="ar"),
    "fingertips": Document("هذا البنان.", language="ar"),
    "committee": Document("قال للجنة", language="ar"),
    "paradise": Document("هذه الجنة", language="ar"),
    "germany": Document("زيارة لألمانيا والألمان", language="ar"),
    "persian": Document("می‌خواهم به کابل بروم، علی.", language="fa"),
    "persian-typed": Document("ميخواهم كابل علي ۱۴۰۰", language="fa"),
    "hebrew": Document("בְּרֵאשִׁית בָּרָא, צה״ל.", language="he"),
    "hebrew-plain": Document('בראשית ברא, צה"ל, רמת־גן.', language="he"),
    "beijing": Document("中国外交部发言人在北京说：阿富汗局势。2021年8月5日", language="zh-Hans"),
    "foreign": Document("外国记者问中东，汗流浃背。", language="zh-Hans"),
    "kabul-ja": Document("タリバンがカブールを制圧。東京・大阪の号外", language="ja"),
    "kabul-half": Document("ﾀﾘﾊﾞﾝ､ｶﾌﾞｰﾙへ", language="ja"),
    "thai": Document("รัฐบาลไทยประกาศ พ.ศ. ๒๕๖๔ น้ำท่วม", language="th"),
    "korean": Document("탈레반이 카불을 점령했다", language="ko"),
    "korean-apart": Document(apart("카불을 떠난 난민"), language="ko"),
    "hindi": Document("काबुल में हिन्दी क़लम", language="hi"),
}

PUBLISHED = {
    "day": Document("Poppy harvest, daily.", published="2021-07-15"),
    "month": Document("Poppy harvest, monthly.", published="2021-07"),
    "year": Document("Poppy harvest, yearly.", published="2021"),
    "later": Document("Poppy prices.", published="2021-08-01", title="Harvest over"),
    "undated": Document("Poppy leaflet.", published=None),
    "deleted": Document("Poppy leaflet, withdrawn.", published="2021-07-15", is_deleted=True),
    "reuters": Document(
        "Fighters seized a wire factory.", source="Reuters", byline="Olzhas Auyezov; Jo O’Neill"
    ),
    "views": Document("Opinion on wire prices.", source="Reuters Breakingviews"),
    "matrix": Document("A wire essay.", source="Matrix Mag", byline="By IMTIAZ GÜL"),
    "ria": Document(
        "Провод.", source="РИА Новости", byline="Олжас АУЭЗОВ, Фёдор Бойко", language="ru"
    ),
    "kathimerini": Document(
        "Σύρμα.", source="Η Καθημερινή", byline="ΓΙΏΡΓΟΣ ΠΑΠΑΔΌΠΟΥΛΟΣ", language="el"
    ),
    "weg": Document("Draht.", source="Straße & Weg", byline="Ernst GROSS, Łukasz", language="de"),
}

DOCUMENTS = WRITING | PUBLISHED


def make_documents(documents):
    """Articles and sources of documents: their names by the keys of the articles."""
    by = make_user()
    sources = {name: make_source(name, domain=domain, by=by) for name, domain in SOURCES.items()}
    return {made(each, sources, by).pk: name for name, each in documents.items()}


def made(document, sources, by):
    article = make_article(
        text=document.text,
        title=document.title,
        published=document.published,
        byline=document.byline,
        language=document.language,
        source=sources.get(document.source),
        by=by,
    )
    if document.is_deleted:
        act(by, article.remove)
    return article
