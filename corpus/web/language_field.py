from django import forms

from corpus.readers.limits import MAX_LENGTHS


def language_field(**options):
    """A field for the language of an article, as a tag of BCP 47 is written: en, pt-BR."""
    return forms.RegexField(
        r"\A[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z",
        required=False,
        max_length=MAX_LENGTHS["language"],
        error_messages={"invalid": "Write a language as en, ru or pt-BR."},
        **options,
    )
