from django import forms

from corpus.readers.languages import stated_language
from corpus.readers.limits import MAX_LENGTHS


class _LanguageField(forms.RegexField):
    def to_python(self, value):
        typed = super().to_python(value)
        return stated_language(typed) or typed


def language_field(**options):
    """A field for the language of an article, as a tag of BCP 47 is written: en, pt-BR.

    The name of a language becomes its tag.
    """
    return _LanguageField(
        r"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z",
        required=False,
        max_length=MAX_LENGTHS["language"],
        error_messages={"invalid": "Write a language as en, ru or pt-BR."},
        **options,
    )
