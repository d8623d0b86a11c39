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


# Redirects lead to pages that are looked at as well; what an address does not do is no page.
PAGES = ("200", "403", "404", "410")


@dataclass(frozen=True)
class Look:
    """A page: who asks for it and how, what they do there, and the status it comes with."""

    role: str
    path: str
    method: str = "get"
    data: dict | None = None
    act: object = None
    status: int = 200

    @property
    def name(self):
        done = f", {self.act.__name__}" if self.act else ""
        return f"{self.role}, {self.method} {self.path}{done}"

    def open(self, page):
        """Show it; answers the status that came."""
        if self.method == "get":
            status = page.goto(self.path).status
        else:
            # Any page of the desk has the token of its forms.
            page.goto("/help/")
            [token] = [c["value"] for c in page.context.cookies() if "csrf" in c["name"]]
            with page.expect_navigation() as navigated:
                page.evaluate(SENT, [self.path, self.data | {"csrfmiddlewaretoken": token}])
            status = navigated.value.status
        if self.act:
            self.act(page)
        return status


def pages_of_the_table(world):
    """Each page that strangers and editors are shown, and what its form answers that is refused."""
    seen = set()
    for row in access_table.TABLE:
        for role in ("stranger", "editor"):
            for state in pages_among(world, row, role):
                status = state.response.status_code
                is_refused = state.method == "get" and status != 200
                # One page says of every address that nothing is there.
                shown = (role, "" if is_refused else state.path, state.method, status)
                if shown not in seen:
                    seen.add(shown)
                    yield Look(role, state.path, state.method, state.data, status=status)


def pages_among(world, row, role):
    """What the address answers that is a page, asked only where the table lets one expect it."""
    methods = ["get"] if row.get[role][:3] in PAGES else []
    if role == "editor" and row.post[role] != "405":
        methods.append("post")
    for state in states(world, row, role, methods):
        if state.is_page and state.response.status_code != 405:
            yield state


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
    """What a member can open on a page."""
    doings = [
        (article, select_words, fill_popup, open_card, open_details, show_keys),
        (crowd, open_fold, list_place),
        (claim, open_details),
    ]
    for row, *acts in doings:
        for act in acts:
            yield Look("editor", row.get_absolute_url(), act=act)
    yield Look("editor", "/claims/", act=open_details)
