"""Queries, each with the documents that it must find, by hand: what a reader would expect.

`found` names documents of `search_documents`, `problems` is what is said of the query.
"""

from dataclasses import dataclass

from tests.corpus.search_index.search_documents import DOCUMENTS


@dataclass(frozen=True, slots=True)
class Query:
    typed: str
    found: str = ""
    problems: tuple[str, ...] = ()

    @property
    def names(self):
        return sorted(self.found.split())


def all_but(names=""):
    left_out = {*names.split(), "deleted"}
    return " ".join(name for name in DOCUMENTS if name not in left_out)


def queries(*rows):
    """(typed, found) or (typed, found, problem); several ways to type one thing as a list."""
    return [
        Query(typed, found, tuple(problems))
        for many, found, *problems in rows
        for typed in ([many] if isinstance(many, str) else many)
    ]


WORDS = queries(
    (["bagram", "BAGRAM", "Bagrám", "ＢＡＧＲＡＭ"], "led"),
    (["vehicle", "vehicles", "vehicles running", "run vehicle"], "forms"),
    ("city", "forms"),
    ("case", "covid names"),
    ("herat bagram", ""),
    ("crossed", "spaced river"),
    ("crossed trucks", "spaced"),
    ("harvest", "day month year later"),
    ("drones", "many"),
    ("pilot", "far jets"),
    ("nearly", "spaced emoji sql"),
    ("nothing headline", "headline"),
    ("nosuchword", ""),
    ("to be or not to be", "hamlet"),
    ("not panj", ""),
    ("auyezov", ""),
    ("wire", "reuters views matrix"),
)

PHRASES = queries(
    (
        ['"vehicle ran"', "“vehicle ran”", "„vehicle ran“", "«vehicle ran»", '"Vehicle, ran"'],
        "forms",
    ),
    ('"vehicles ran"', ""),
    ('"city"', ""),
    ('"ran vehicle"', ""),
    ('"to be or not to be"', "hamlet"),
    ('"drone drone drone"', "many"),
    (['"quiet harbour pilot"', '"padding the quiet"'], "far"),
    ('"quiet pilot"', ""),
    ('"frozen river panj"', "river"),
    ('"absolutely false"', "quoted"),
    ('"nobody fired"', "quoted"),
    ('"state of the art equipment"', "state"),
    ('"unmistakable headline"', "headline"),
    ('"headline nothing"', ""),
    ('"ministers heard the analysts’ views"', "possessive"),
    ('"government resigned"', "soft"),
)

SIGNS = queries(
    (["COVID-19", "covid 19", '"covid 19"', "COVID\u201119", "covid-1*"], "covid"),
    (["94%", "94"], "covid"),
    (["U.S.-led", '"U.S.-led coalition"'], "led"),
    (["O'Brien", "O’Brien", "o`brien", "brien", "O'Br*"], "o'brien o’brien"),
    ('"o brien\'s office"', "o’brien"),
    (["1,200", "1200", "1'200", "1\u202f200", "١٢٠٠"], "dollars narrow arabic-plain"),
    (["1,200.50", "1200.50", "1,200,000", "1200000"], "dollars"),
    (["1 200", '"1 200"'], "spaced"),
    (["3.5", "2,7", "2.7"], "decimals"),
    (["c++", "C++20", "C#", "c++ c#"], "c++"),
    ("c", "vitamin markup"),
    ("f#", ""),
    (["AT&T", "at&t", '"at t"', "R&D"], "at&t"),
    ("t", "at&t at-t don't can’t"),
    (["finance", "ﬁnance", "finances"], "ligatures no-ligatures"),
    (["œuvre", "oeuvre", "Cæsar", "caesar"], "ligatures no-ligatures"),
    ("office", "ligatures no-ligatures o’brien mail"),
    (["abc", "ＡＢＣ", "ａｂｃ news", "123"], "full-width"),
    (["envoy", "envoy's", "envoys", "envoy’s aide"], "quoted"),
    (["russia", "Russia's", "Russia’s", "tajikistan", "analyst"], "possessive"),
    (["government", "gov\u00adernment", "govern*"], "soft"),
    (["press.office@nato.int", "nato.int", "https://www.nato.int/review?id=5", "nato"], "mail"),
    ("nato*", "mail handle"),
    (["@somehandle", "#breakingnews", "#nato2030"], "handle"),
    (["F-16", '"F-16 jets"', "3g", "9/11", "24/7", "mig-29"], "jets"),
    (["2021-08-05", "05.08.2021", "8/5/21"], "days"),
    (["2021", "٢٠٢١", "２０２１"], "days beijing arabic-plain"),
    (["state-of-the-art", "state of the art"], "state museum"),
    (["don't", "don’t"], "don't can’t"),
    (["can't", "can’t say"], "can’t"),
    (["smoke near houses", "near again"], "emoji"),
    (["snake_case_name", "snake case", "camelcasename", "__init__"], "names"),
    (["Donaudampfschifffahrtsgesellschaft", "donaudampf*", "ab" * 150], "long"),
    (["50%_off", "100%", "[sic]", "costs $5", "bold amp"], "markup"),
    ("herat – officials", "covid"),
    ("herat - officials", "covid"),
)

HYPHENS = queries(
    (["ceasefire", "ceasefires", "ceasefir*", '"ceasefire"', "CeaseFire"], "cease-fire ceasefire"),
    (["cease-fire", '"cease-fire"', "cease\u2011fire"], "cease-fire ceasefire fire"),
    ('"cease fire"', "cease-fire fire"),
    (['"a ceasefire plan"', '"a cease-fire plan"', '"a ceasefire pl"*'], "cease-fire"),
    ('"ceasefire plans"', "ceasefire"),
    ("ceasefire-plan", "cease-fire ceasefire"),
    (["cooperation", "co-operation"], "cease-fire"),
    (["noncooperation", "title:noncooperation", "non-cooperation"], "cease-fire ceasefire"),
    (["by:alghazi", "by:Al-Ghazi", 'by:"Ann Alghazi"'], "cease-fire fire"),
    (["plan email", "plan e-mail"], "cease-fire ceasefire"),
    ("plan -ceasefire", "fire"),
    (["B-52", "B-52s", "B52", "B52s", "b\u201152"], "sorties sortie"),
    ('"B52"', "sortie"),
    ("1960s", "sorties"),
    (["1960", "1961s"], ""),
    ("maybe", "maybe may-be"),
    ('"maybe he"', "may-be"),
    ('"maybe soon"', "maybe may-be"),
    ('"maybe later"', ""),
    (["more email", '"more email"'], "cease-fire"),
    ('"email noncooperation"', ""),
)

NAMES_WITH_MARKS = queries(
    (["Sanaa", "Sana'a", "Sana\u02bfa\u02be", "sana\u2019a", '"Sanaa airport"'], "ayn no-ayn"),
    (['"guards of Sana`a airport"', "Quran", "qur\u2019an", "Qur*"], "ayn no-ayn"),
    (["by:ORourke", "by:O'Rourke", "by:o\u2019rourke"], "ayn no-ayn"),
    (["dIvoire", "d\u2019Ivoire", "Ndjamena", "N\u02bcDjamena"], "ivoire no-ivoire"),
    ("n'djamena", "ivoire"),
    (["lhomme", "lafrique"], ""),
    (["Qaida", "al-Qaida", "AlQaida", "Qa\u02bfida", '"Qaida struck"'], "qa'ida"),
    ("hell", "let-us"),
    (["he\u2019ll", "he'll wait"], "qa'ida"),
    ("US", "us u.s. led let-us"),
    ("U.S.", "u.s. led"),
    (['"U.S. troops"', '"US troops"', "u.s.-troops", "US-troops"], "us u.s."),
    (["UK", "U.K.", "u.k."], "us u.s."),
    (['"US-led coalition"', "U.S.-led"], "led"),
)

QUOTATION_MARKS = queries(
    (
        [
            *("d'Estaing", "d’Estaing", "d‘Estaing", "d\u02bcEstaing", "d´Estaing", "d`estaing"),
            *('"Giscard d’Estaing"', '"giscard d\'estaing"', "d′Estaing", "estaing", "d＇Estaing"),
        ],
        "d’estaing d'estaing",
    ),
    (["O'Reilly", "O’Reilly", "O‘Reilly", "O‛Reilly", "O’Reilly’s"], "d’estaing d'estaing"),
    (["d'Artagnan", "d’Artagnan", "“d’Artagnan”", "‘d’Artagnan’"], "d’estaing d'estaing"),
    (["O'Hara", "O′Hara", "o’hara"], "d’estaing"),
    (['"O’Reilly’s \\"Bill\\""', '"o\'reilly bill"', "“Bill”"], "d’estaing d'estaing"),
    (["OReilly", "destaing"], "d’estaing d'estaing"),
)

ALPHABETS = queries(
    ("غزة", "gaza"),
    (["مصر", "حج", "كندا", "غزة مصر"], "gaza"),
    ("رقة", "paper raqqa"),
    (["الرقة", "بالرقة"], "raqqa"),
    (["كتاب", "ورقة", '"ورقة"'], "paper"),
    ("تاب", ""),
    (["café", "CAFE", "cafe\u0301"], "cafe cafe-apart"),
    (['"déçu"', '"decu"', "São Paulo", "sao paulo"], "cafe-apart"),
    (["naïve", "crème brûlée", "creme brulee"], "cafe"),
    (["Straße", "STRASSE", "große", "GROẞE", "giessen", "übung"], "straße strasse"),
    (["Łódź", "lodz", "gdansk", "zolty"], "polish"),
    (["Đà Nẵng", "da nang", "ha noi"], "vietnamese"),
    (["Tromsø", "tromso", "arhus", "thorshofn", "aero"], "nordic"),
    (["İstanbul", "istanbul", "ISTANBUL", "ilik", "ILIK", "ılık", "diyarbakır"], "turkish"),
    (["ёлка", "ЕЛКА", "зеленая"], "ёлка елка"),
    (["мой", "мои\u0306", "край"], "ёлка"),
    ("мои", "елка"),
    ("кра*", "ёлка елка"),
    (["замок", "за\u0301мок"], "stressed"),
    (["бикантов", "БИКАНТОВ", "и", "тас*"], "moscow"),
    ("їжак", "kyiv"),
    ("іжак", "kharkiv"),
    (["об'єкт", "об’єкт", "об\u02bcєкт"], "kyiv kharkiv"),
    (["Αθήνα", "αθηνα", "ΑΘΗΝΑ", "λόγος", "ΛΟΓΟΣ", "αθ*"], "athens ATHENS"),
    ("λόγου", ""),
    (["محمد", "مُحَمَّد", "القاهرة", "القاهره", "في", "فى"], "arabic arabic-plain"),
    (["أفغانستان", "افغانستان"], "arabic arabic-plain"),
    ("مرحبا", "arabic-plain"),
    (["لبنان", "لندن"], "lebanon"),
    ("لجنة", "committee"),
    ("البنان", "fingertips lebanon"),
    (["ألمانيا", "ألمان", "الألمان"], "germany"),
    (["می‌خواهم", "ميخواهم", "کابل", "كابل", "علی", "علي", "\u200fکابل"], "persian persian-typed"),
    (["1400", "۱۴۰۰"], "persian-typed"),
    (["بروم \u200f-۱۴۰۰", "کابل \u200f-۱۴۰۰\u200f"], "persian"),
    (["בראשית", "בְּרֵאשִׁית", 'צה"ל', "צה״ל"], "hebrew hebrew-plain"),
    (["רמת גן", "רמת־גן", '"רמת גן"'], "hebrew-plain"),
    (["北京", "中国", "外交部发言人", '"外交部"', "2021年8月5日", "8月", "势"], "beijing"),
    (["国", "中", "国 中", "汗"], "beijing foreign"),
    (["外国记者", "中东", "背", "问*"], "foreign"),
    (["国人", "中国 -北京"], ""),
    ("京", "beijing kabul-ja"),
    (["カブール", "ｶﾌﾞｰﾙ", "タリバン", "ﾀﾘﾊﾞﾝ"], "kabul-ja kabul-half"),
    (["東京", "大阪", "号外"], "kabul-ja"),
    (["ไทย", "รัฐบาล", "น้ำท่วม", "2564", "๒๕๖๔"], "thai"),
    (
        ["카불을", "\u110f\u1161\u1107\u116e\u11af\u110b\u1173\u11af", "카불*"],
        "korean korean-apart",
    ),
    ("탈레반이", "korean"),
    (["हिन्दी", "क़लम", "क\u093cलम"], "hindi"),
)

TOGETHER = queries(
    (["crossed -trucks", "crossed NOT trucks", 'crossed -"1 200"'], "river"),
    ("state -(museum OR equipment)", ""),
    ("state -(museum equipment)", "state museum"),
    ("state-of-the-art -museum", "state"),
    (["bagram OR herat", "bagram | herat", "bagram || herat", "(herat)OR(bagram)"], "led covid"),
    ("(bagram OR herat) -officials", "led"),
    ("herat OR bagram coalition", "covid led"),
    ("(herat OR bagram) coalition", "led"),
    ("((panj OR trucks) (crossed))", "river spaced"),
    (["panj AND winter", "panj && winter", "panj & winter", "panj NOT NOT winter"], "river"),
    (["panj OR (trucks -nearly)", "panj OR (-poppy winter)"], "river"),
    ("-(panj OR trucks) crossed", ""),
    (["-poppy", "NOT poppy", "-(poppy)"], all_but("day month year later undated")),
    ("-c++", all_but("c++")),
    ('-"to be"', all_but("hamlet")),
    ("-nosuchword", all_but()),
    ("-poppy -wire -crossed -drone bagram", "led"),
    ("bagram OR -(-herat)", "led covid"),
    ("bagram (crossed OR -panj)", "led"),
    ("poppy -(harvest OR -daily OR leaflet)", ""),
    ("poppy (monthly OR -harvest)", "month undated"),
    ('harbour* OR "state of the ar*"', "far"),
    ('harbour* OR "state of the ar"*', "far state museum"),
    ("arm*", "forms"),
    ("title:harvest", "later"),
    ("harvest -title:harvest", "day month year"),
    (
        ["title:unmistakable", "title:headlines", "title:unmis*", "nothing title:headline"],
        "headline",
    ),
    (
        ['title:"unmistakable headline"', "TITLE:headline", "title:(headline unmistakable)"],
        "headline",
    ),
    (['title:"headline unmistakable"', 'title:"headlines"', "title:nothing"], ""),
    ("title:(unmistakable OR harvest) -prices", "headline"),
    ("-title:(unmistakable OR harvest) (prices OR nothing)", "views"),
)

FIELDS = queries(
    (
        ["source:Reuters", "source:REUTERS", "source:reuters.com", "source:www.Reuters.com"],
        "reuters",
    ),
    ("source:breaking", "views"),
    ("source:reut", "reuters views"),
    (['source:"Matrix Mag"', 'source:"matrix  MAG"', "source:matrix"], "matrix"),
    (['source:"РИА Новости"', "source:РИА", "source:риа", "source:нов", "source:ria.ru"], "ria"),
    (['source:"η καθημερινή"', 'source:"Η ΚΑΘΗΜΕΡΙΝΉ"', "source:Καθ"], "kathimerini"),
    (['source:"STRASSE & Weg"', "source:straße", "source:straße.example"], "weg"),
    ("source:nosuch", ""),
    ("wire -source:nosuch", "reuters views matrix"),
    ("wire -source:Reuters", "views matrix"),
    ('wire source:(Reuters OR "Matrix Mag")', "reuters matrix"),
    ("wire source:none", ""),
    ("wire -source:none", "reuters views matrix"),
    (["poppy source:none", "poppy -source:reuters"], "day month year later undated"),
    ("panj OR source:Reuters", "river reuters"),
    (["by:auyezov", "by:AUYEZOV", 'by:"olzhas auyezov"', "by:O'Neill", "by:auy*"], "reuters"),
    (["by:Ауэзов", "by:фёдор", "by:ФЕДОР", 'by:"олжас ауэзов"', "by:бой*"], "ria"),
    (["by:Gül", "by:gul", "by:imtiaz"], "matrix"),
    (["by:παπαδόπουλος", "by:ΠΑΠΑΔΟΠΟΥΛΟΣ", "by:Γιώργος"], "kathimerini"),
    (["by:groß", "by:Gross", "by:lukasz", "by:ŁUKASZ"], "weg"),
    (["by:uyezov", 'by:"auyezov olzhas"', "by:fighters"], ""),
    ("wire -by:auyezov", "views matrix"),
    ("by:(gül OR auyezov)", "reuters matrix"),
    ("poppy from:2021-07-15", "day month year later"),
    ("poppy from:2021-07-16", "month year later"),
    ("poppy to:2021-07-14", "month year"),
    (["poppy from:2021-07 to:2021-07", "from:2021-07-15 to:2021-07-15"], "day month year"),
    ("poppy from:2021 to:2021", "day month year later"),
    (["from:2021-08", "from:2021-08-01 harvest"], "year later"),
    (["from:2022", "poppy to:2020"], ""),
    ("poppy -from:2021", "undated"),
    ("leaflet OR from:2021-08", "undated later year"),
    ("lang:el", "athens ATHENS kathimerini"),
    (["lang:pt", "lang:PT-br"], "cafe-apart"),
    (["lang:de", "lang:German", "language:deutsch"], "straße strasse weg"),
    (["lang:zh", "lang:ZH-hans"], "beijing foreign"),
    ("lang:ru -бикантов -source:ria.ru", "ёлка елка stressed"),
    ("lang:zz", ""),
    ("(lang:de OR lang:el) source:none -αθήνα", "straße strasse"),
)

ODD = queries(
    ('"absolutely false', "quoted", "A quotation mark is not closed."),
    ("(panj OR trucks", "river spaced", "A parenthesis is not closed."),
    ("panj) winter", "river", "There is a closing parenthesis without an opening one."),
    ("((panj", "river", "A parenthesis is not closed."),
    ("panj OR", "river", "OR needs a term on both sides."),
    ("panj NOT", "river", "NOT needs a term after it."),
    ("panj source:", "river", "source: needs a term after it."),
    ('panj source:""', "river", "source: needs a value."),
    ("panj from:May", "river", "“May” is not a date. Write it as 2021-08-05, 2021-08 or 2021."),
    ("panj -to:2021-13", "river", "There is no month 2021-13 in the calendar."),
    ("panj OR lang:ру", "river", "“ру” is not a language tag. Use a tag such as en, fa or pt-BR.",
     "OR needs a term on both sides."),
    ("panj by:!!!", "river", "“!!!” has no name to search bylines for."),
    ("panj 🔥", "river", "“🔥” has no word to search for."),
    ("winter:panj", "", "There is no field winter: – it was searched as a word."),
    ("winter:(panj)", "river", "There is no field winter: – it was ignored."),
    ("C:\\temp", "markup", "There is no field c: – it was searched as a word."),
    (
        "Robert'); DROP TABLE students;--",
        "sql",
        "There is a closing parenthesis without an opening one.",
    ),
    ("NEAR(gate, and)", "sql"),
    ("()panj", "river"),
    (["", "  ", "*", "-", "()"], ""),
)  # fmt: skip

TOPICS = {
    "words": WORDS,
    "phrases": PHRASES,
    "signs": SIGNS,
    "hyphens": HYPHENS,
    "names with marks": NAMES_WITH_MARKS,
    "quotation marks": QUOTATION_MARKS,
    "alphabets": ALPHABETS,
    "together": TOGETHER,
    "fields": FIELDS,
    "odd": ODD,
}
