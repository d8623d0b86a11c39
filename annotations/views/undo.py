from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from annotations.forms.undo import UndoForm
from annotations.history.entries import entries_of
from annotations.history.notices import REDO, UNDO, Notice, note
from annotations.history.undoable import last_done, last_undone
from annotations.pages.reading_fragments import fragment_of, reading_of
from corpus.models import Action, Article, acting
from corpus.records.undo_rules import UndoRefused, undo_rules
from corpus.undo.undo import KIND, AlreadyUndone, BuiltUpon, ChangesReadAhead, undo
from corpus.web.redirects import see_other

NOTHING_TO_DO = {UNDO: "You have no change on this article to undo.", REDO: "Nothing to redo."}


@require_http_methods(["GET", "HEAD", "POST"])
def action_undo(request, pk):
    """Ask for confirmation, listing dependent later Actions, then undo an Action."""
    actions = Action.objects.select_related("by", "undoes__undoes")
    action = get_object_or_404(actions, pk=pk)
    if not action.may_be_undone_by(request.user):
        raise PermissionDenied("Another member made this change. Ask them or an editor to undo it.")
    if request.method != "POST":
        return _confirmation_page(request, action, UndoForm.parse(request.GET))
    return _undo(request, action, UndoForm.parse(request.POST))


@require_POST
def article_undo(request, public_id):
    """Undo the member's last Action on an article that is not undone yet."""
    return _last(request, public_id, last_done, UNDO)


@require_POST
def article_redo(request, public_id):
    """Redo the Action on an article that the member last undid."""
    return _last(request, public_id, last_undone, REDO)


def _last(request, public_id, find, offer):
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    options = UndoForm.parse(request.POST)
    options |= {"article": public_id, "next": options["next"] or article.get_absolute_url()}
    action = find(article, request.user)
    if action is None:
        return _refusal_page(request, options, NOTHING_TO_DO[offer])
    return _undo(request, action, options)


def _undo(request, action, options):
    article = Article.find_to_read(options["article"] or "")
    before = reading_of(request, article) if request.htmx and article else None
    try:
        read_ahead = ChangesReadAhead(action)
        with acting(KIND, request.user):
            undoing = undo(action, options["confirm"], read_ahead)
    except BuiltUpon as built:
        return _confirmation_page(request, action, options, built.actions)
    except AlreadyUndone as undone:
        return _refusal_page(request, options, f"{str(undone).rstrip('.')}. Nothing was changed.")
    except UndoRefused as refused:
        return _refusal_page(request, options, str(refused))
    return _undone(request, undoing, options, article, before)


def _undone(request, undoing, options, article, before):
    """The page to go to or, with the Reading `before`, the fragment of what changed."""
    [entry] = entries_of([undoing], request.user)
    root = Action.objects.get(pk=undoing.root.pk)
    offer = REDO if root.is_undone else UNDO
    message = entry.words[:1].upper() + entry.words[1:]
    if not before:
        note(request, message, undoing, offer)
        return see_other(options["next"] or entry.url or "home")
    if root.kind in undo_rules.reversals:
        # The page shows the former text: it reads in the fragment that it has to be loaded again.
        article.refresh_from_db()
    return fragment_of(request, article, before, Notice(message, undoing.pk, offer))


def _confirmation_page(request, action, options, builders=()):
    """The confirmation page, or a notice for htmx; 409 if later Actions depend on it."""
    [entry] = entries_of([action], request.user) or [None]
    context = {
        "action": action,
        "entry": entry,
        "builders": entries_of(builders, request.user),
        "asked": options,
    }
    template = "history/_undo_confirmation" if request.htmx else "history/action_undo"
    status = HTTPStatus.CONFLICT if builders else 200
    return render(request, f"annotations/{template}.html", context, status=status)


def _refusal_page(request, options, problem):
    """The page with the reason why nothing was undone."""
    context = {"problem": problem, "notice": Notice(problem), "asked": options}
    template = "includes/_notice" if request.htmx else "history/action_undo"
    return render(request, f"annotations/{template}.html", context, status=HTTPStatus.CONFLICT)
