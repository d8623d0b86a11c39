from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from annotations.forms.article_edit import ArticleEditForm
from annotations.history.notices import note
from corpus.importing.rights import may_edit_facts
from corpus.models import Article, acting
from corpus.web.edit_form import status_of, with_form
from corpus.web.gone import addressed
from corpus.web.redirects import see_other

NOT_YOURS = "The facts of this article are edited by editors and by the member who imported it."


@with_form
def article_edit(request, public_id):
    """Edit the facts of an article; a stale form is refused with both values at each field."""
    article = addressed(request, Article.objects.with_importer(), public_id)
    if not may_edit_facts(request.user, article):
        raise PermissionDenied(NOT_YOURS)
    form = ArticleEditForm(instance=article)
    if request.method == "POST":
        with acting("article.edit", request.user) as action:
            form = ArticleEditForm(request.POST, instance=Article.lock(article.pk))
            if form.is_valid() and form.has_changed():
                form.instance.save_act(*form.columns)
        if form.is_valid():
            note(request, "Facts saved.", action)
            return see_other(form.instance)
    context = {"article": article, "form": form}
    template = "annotations/articles/article_edit.html"
    return render(request, template, context, status=status_of(form))
