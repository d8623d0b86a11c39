"""Every page and every state of it that a browser can bring about, to be looked at one by one."""

from dataclasses import dataclass

from tests import access_table
from tests.browser.desk import drag
from tests.page_states import states

SENT = """([path, data]) => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: path, noValidate: true });
  for (const [name, value] of Object.entries(data)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


@dataclass(frozen=True)
class Look:
    """A page: who asks for it and how, what they do there, and the status it comes with."""

    name: str
    role: str
    path: str
    data: dict | None = None
    act: object = None
    status: int = 200

    def open(self, page):
        """Show it; answers the status that came."""
        if self.data is None:
            status = page.goto(self.path).status
        else:
            # Any page of the desk has the token of its forms.
            page.goto("/sign-in/" if self.role == "stranger" else "/help/")
            [token] = [c["value"] for c in page.context.cookies() if "csrf" in c["name"]]
            with page.expect_navigation() as navigated:
                page.evaluate(SENT, [self.path, self.data | {"csrfmiddlewaretoken": token}])
            status = navigated.value.status
        if self.act:
            self.act(page)
        return status


def pages_of_the_table(world):
    """Each page that strangers and editors are shown, errors of forms and refusals included."""
    seen = set()
    for role in ("stranger", "editor"):
        for row in access_table.TABLE:
            for state in states(world, row, role):
                status = state.response.status_code
                shown = (role, state.path, status, state.method == "post")
                if not state.is_page or shown in seen or status == 405:
                    continue
                seen.add(shown)
                data = state.data if state.method == "post" else None
                yield Look(state.name, role, state.path, data, status=status)


def select_words(page):
    drag(page, page.locator("[data-article-text] > p").first.text_content()[:20])
    page.locator("[data-popup]").wait_for()


def fill_popup(page):
    """A popup with a tag, a person and a claim chosen, and a list of names open."""
    select_words(page)
    popup = page.locator("[data-popup]")
    for field in ("tag", "person", "claim"):
        popup.locator(f"[data-{field}-filter]").fill("new")
        popup.locator(f"[data-{field}-options] [data-new]").click()
    popup.locator("[data-person-filter]").fill("a")
    popup.locator("[data-person-options] [role=option]").first.wait_for()


def open_card(page):
    page.keyboard.press("j")
    page.locator("[data-passage][data-open]").wait_for()


def open_fold(page):
    folds = page.locator("[data-fold]")
    number = folds.count()
    folds.first.locator("[data-unfold]").click()
    page.wait_for_function(f"() => document.querySelectorAll('[data-fold]').length !== {number}")


def list_place(page):
    page.locator("mark[data-more]").first.click()
    page.locator("[data-place-list]").wait_for()


def show_keys(page):
    page.keyboard.press("?")
    page.locator("[data-keys]").wait_for()


def open_details(page):
    for summary in page.locator("details:not([open]) > summary").all():
        summary.click()


def states_of_pages(article, crowd, claim):
    """What a member can open on a page, as (name, path, what is done)."""
    doings = [
        (article, select_words, fill_popup, open_card, open_details, show_keys),
        (crowd, open_fold, list_place),
        (claim, open_details),
    ]
    for row, *acts in doings:
        for act in acts:
            path = row.get_absolute_url()
            yield Look(f"{act.__name__} {path}", "editor", path, act=act)
    yield Look("filter of claims", "editor", "/claims/", act=open_details)
