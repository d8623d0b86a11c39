from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from annotations.forms.undo import UndoForm
from annotations.history.entries import entries_of
from annotations.history.notices import REDO, UNDO, Notice, note
from annotations.history.undoable import last_done, last_undone
from annotations.pages.reading_fragments import fragment_of, reading_of
from corpus.models import Action, Article
from corpus.records.undo_rules import UndoRefused
from corpus.undo.undo import AlreadyUndone, BuiltUpon, undo
from corpus.web.redirects import see_other

NOTHING = {UNDO: "Nothing of yours on this article to undo.", REDO: "Nothing here to redo."}


@require_http_methods(["GET", "HEAD", "POST"])
def action_undo(request, pk):
    """Ask, then undo an action; what others have built on it is named first."""
    actions = Action.objects.select_related("by", "undoes__undoes")
    action = get_object_or_404(actions, pk=pk)
    if not action.may_be_undone_by(request.user):
        raise PermissionDenied("This was done by somebody else; an editor can undo it.")
    if request.method != "POST":
        return _ask(request, action, UndoForm.parse(request.GET))
    return _undo(request, action, UndoForm.parse(request.POST))


@require_POST
def article_undo(request, public_id):
    """Undo the last that one did on an article and that still holds."""
    return _last(request, public_id, last_done, UNDO)


@require_POST
def article_redo(request, public_id):
    """Do again what one undid last on an article."""
    return _last(request, public_id, last_undone, REDO)


def _last(request, public_id, find, offer):
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    asked = UndoForm.parse(request.POST)
    asked |= {"article": public_id, "next": asked["next"] or article.get_absolute_url()}
    action = find(article, request.user)
    if action is None:
        return _said(request, asked, NOTHING[offer])
    return _undo(request, action, asked)


def _undo(request, action, asked):
    article = Article.objects.read().filter(public_id=asked["article"] or "").first()
    before = reading_of(request, article) if request.htmx and article else None
    try:
        undoing = undo(action, request.user, is_confirmed=asked["confirm"])
    except BuiltUpon as built:
        return _ask(request, action, asked, built.actions)
    except AlreadyUndone as undone:
        return _said(request, asked, f"{str(undone).rstrip('.')}. Nothing was changed.")
    except UndoRefused as refused:
        return _said(request, asked, str(refused))
    [entry] = entries_of([undoing], request.user)
    offer = REDO if Action.objects.get(pk=action.root.pk).is_undone else UNDO
    said = entry.words[:1].upper() + entry.words[1:]
    if before:
        return fragment_of(request, article, before, Notice(said, undoing.pk, offer))
    note(request, said, undoing, offer)
    return see_other(asked["next"] or entry.url or "home")


def _ask(request, action, asked, builders=()):
    """The page, or the notice, that asks; 409 where later actions build on it."""
    [entry] = entries_of([action], request.user) or [None]
    context = {
        "action": action,
        "entry": entry,
        "builders": entries_of(builders, request.user),
        "asked": asked,
    }
    template = "history/_undo_confirmation" if request.htmx else "history/action_undo"
    status = HTTPStatus.CONFLICT if builders else 200
    return render(request, f"annotations/{template}.html", context, status=status)


def _said(request, asked, problem):
    """Why nothing was undone."""
    context = {"problem": problem, "notice": Notice(problem), "asked": asked}
    template = "includes/_notice" if request.htmx else "history/action_undo"
    return render(request, f"annotations/{template}.html", context, status=HTTPStatus.CONFLICT)
