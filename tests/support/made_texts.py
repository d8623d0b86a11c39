"""Texts whose words are known, in six languages, as paragraphs, notes, lists and tables."""

import random
from dataclasses import dataclass

# Sentences with a name and a number, so that no two are the same.
SENTENCES = {
    "en": [
        "The convoy of {name} left the well-known harbour before dawn with {n} lorries.",
        "“Nobody would say why it had to be so early”, a spokesman for {name} told {n} reporters.",
        "Representatives of the international organisation described considerable difficulties "
        "in communication with the headquarters at {name}, which had {n} employees.",
        "Independent correspondents counted {n} vehicles; the administration of {name} did not.",
        "According to the agreement of {n} March, responsibilities remain with {name}.",
    ],
    "de": [
        "Der Konvoi aus {name} verließ den Hafen vor Sonnenaufgang mit {n} Lastkraftwagen.",
        "„Warum es so früh sein musste, wollte niemand sagen“, erklärte {name} vor {n} Zuhörern.",
        "Die Bundesregierung äußerte sich zunächst nicht zu den Berichten über Waffenlieferungen, "
        "Aufklärungsflugzeuge und {n} Verdachtsfälle im Zuständigkeitsbereich von {name}.",
        "Unabhängige Beobachter zählten {n} Fahrzeuge; die Bezirksverwaltung {name} schwieg.",
        "Nach der Vereinbarung vom {n}. März bleibt die Verantwortung bei der {name}-Gruppe.",
    ],
    "ru": [
        "Колонна из города {name} покинула гавань до рассвета, в ней было {n} грузовиков.",
        "«Почему так рано, никто не сказал», — сообщил {name} перед {n} журналистами.",
        "Представители международной организации описали значительные трудности при взаимодействии "
        "со штабом, в котором {n} сотрудников; подтвердил это и {name}.",
        "Независимые наблюдатели насчитали {n} автомобилей; администрация {name} промолчала.",
        "Согласно договорённости от {n} марта, ответственность по-прежнему несёт {name}.",
    ],
    "ar": [
        "غادرت قافلة {name} الميناء قبل الفجر ومعها {n} شاحنة.",
        "قال المتحدث باسم {name} أمام {n} صحفيا إن أحدا لم يذكر سبب هذا التوقيت المبكر.",
        "وصف ممثلو المنظمة الدولية صعوبات كبيرة في الاتصال بمقر {name} الذي يعمل فيه {n} موظفا.",
        "أحصى مراقبون مستقلون {n} مركبة، أما إدارة {name} فلم تعلق على الأمر.",
        "بموجب الاتفاق المبرم في {n} آذار تبقى المسؤولية على عاتق {name}.",
    ],
    "fa": [
        "کاروان {name} پیش از سپیده‌دم با {n} کامیون بندر را ترک کرد.",
        "سخنگوی {name} به {n} خبرنگار گفت که هیچ‌کس دلیل این شتاب را نمی‌دانست.",
        "نمایندگان سازمان بین‌المللی از دشواری‌های فراوان در ارتباط با ستاد {name} که {n} کارمند "
        "دارد سخن گفتند.",
        "ناظران مستقل {n} خودرو شمردند؛ فرمانداری {name} چیزی نگفت.",
        "بر پایه توافق {n} اسفند مسئولیت همچنان با {name} است.",
    ],
    "zh": [
        "{name}的车队在黎明前离开港口，共有{n}辆卡车。",
        "“没有人说明为什么要这么早”，{name}的发言人对{n}名记者说。",
        "国际组织的代表描述了与{name}总部沟通的重重困难，那里有{n}名工作人员。",
        "独立观察员统计到{n}辆汽车；{name}行政当局没有发表评论。",
        "根据3月{n}日的协议，责任仍由{name}承担。",
    ],
}
NAMES = {
    "en": "Ashford Blackmore Carrington Dunmore Ellesmere Fairbanks Grantham Holloway".split(),
    "de": "Müller Schröder Großmann Weiß Oberhausen Königsberg Süßmilch Jäger".split(),
    "ru": "Бикантов Сергеев Щербаков Юрьев Жуковский Подольск Ёлкин Объездов".split(),
    "ar": "الرياض حلب القاهرة الموصل لبنان بغداد الخرطوم عمّان".split(),
    "fa": "تهران شیراز گیلان یزد کرمان پارس اصفهان چابهار".split(),
    "zh": "北京 上海 广州 重庆 乌鲁木齐 哈尔滨 石家庄 呼和浩特".split(),
}
RIGHT_TO_LEFT = ("ar", "fa")
# Sentences of Chinese follow each other without a space.
GAPS = {"zh": ""}


@dataclass(frozen=True)
class MadeText:
    """A text: `notes` stand at the ends of the first paragraphs, `columns` in two columns."""

    language: str
    title: str
    opening: list[str]
    notes: list[str]
    items: list[str]
    rows: list[list[str]]
    columns: list[str]

    @property
    def whole(self):
        """All of it in the order in which a reader gives it: notes below the text."""
        rows = [" ".join(row) for row in self.rows]
        return "\n\n".join([*self.opening, *self.items, *rows, *self.columns, *self.notes])


def made_text(language, paragraphs=24, seed=1):
    """Return a MadeText of about 60 words a paragraph."""
    rng = random.Random(f"{language} {seed}")
    gap = GAPS.get(language, " ")

    def sentences(count):
        return gap.join(
            rng.choice(SENTENCES[language]).format(
                name=rng.choice(NAMES[language]), n=rng.randint(2, 9_999)
            )
            for _ in range(count)
        )

    names = NAMES[language]
    return MadeText(
        language,
        title=sentences(1).rstrip("。.،"),
        opening=[sentences(5) for _ in range(3)],
        notes=[sentences(1) for _ in range(2)],
        items=[sentences(1) for _ in range(4)],
        rows=[[name, str(rng.randint(2, 999)), rng.choice(names)] for name in names[:5]],
        columns=[sentences(5) for _ in range(paragraphs)],
    )
