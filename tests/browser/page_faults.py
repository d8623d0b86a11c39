"""What is wrong with a page that a browser shows: axe's rules, and what lies under other things."""

from collections import Counter

from axe_playwright_python.base import AXE_SCRIPT

from tests.support.fonts import find_sets

LEVEL_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {
    "runOnly": {"type": "tag", "values": LEVEL_AA},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # Style sheets are our own; axe need not fetch them to read them. No page has a frame.
    "preload": False,
    "iframes": False,
}
# What else a scheme of colours can break.
COLOURS = RULES | {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "rules": {}}
# All that another font can change of them is their size, and what lies over what.
SIZES = RULES | {"runOnly": {"type": "rule", "values": ["target-size"]}}
# Cards are placed anew when the window or their own size changes, before the third frame; on the
# pages without cards script places nothing.
SETTLE = """() => new Promise((done) => {
  const frame = (left) => (left ? requestAnimationFrame(() => frame(left - 1)) : done());
  frame(document.querySelector("[data-cards]") ? 3 : 0);
})"""
SET_FONTS = """([text, ui]) => {
  document.documentElement.style.setProperty("--font-text", text);
  document.documentElement.style.setProperty("--font-ui", ui);
  dispatchEvent(new Event("resize"));
}"""
ENLARGE = "(size) => { document.documentElement.style.fontSize = size; }"
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"

# Axe passes what is covered wholly, and finds too small what is covered in part where the page
# happens to stand. Neither is a fault where the page can be scrolled so that nothing lies over it;
# both are where it cannot. What one opens over a page and closes again may lie over it: what is
# under it is measured on the page without it.
FAULTS = """async (options) => {
  const TARGETS = "a[href], button, input, select, textarea, summary";
  const PANELS = "[data-popup], [data-place-list], [data-suggestions-panel]";
  const FLOATING = `dialog, [role="listbox"], ${PANELS}`;
  // Nothing outside of it can be pressed while it is open.
  const modal = document.querySelector("dialog:modal");
  const at = scrollY;

  const belongsTo = (target) => (hit) =>
    target.contains(hit) || hit?.contains(target) || hit?.closest("label")?.control === target;
  const over = (target) => {
    const rects = [...target.getClientRects()].filter((r) => r.width > 2 && r.height > 2);
    const isMine = belongsTo(target);
    const hits = rects.map((r) => document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2));
    // Words that run over two lines have a part on each: one that can be pressed is enough.
    // Null lies over what is out of the window.
    return hits.length && !hits.some(isMine) ? hits.find(Boolean) ?? null : undefined;
  };
  // Axe counts a link in lines that are cut off as lying over what is below them: whether a square
  // of 24 px is there to be pressed the browser says itself.
  const hasItsSize = (target) => {
    const isMine = belongsTo(target);
    return [...target.getClientRects()].some(({ x, y, width, height }) => {
      const at = (dx, dy) => document.elementFromPoint(x + width / 2 + dx, y + height / 2 + dy);
      const steps = [-11.5, 0, 11.5];
      return (
        width >= 24 && height >= 24 && steps.every((dx) => steps.every((dy) => isMine(at(dx, dy))))
      );
    });
  };
  const floating = [...document.querySelectorAll(FLOATING)].filter((f) => f.checkVisibility());
  const isUnderFloating = (target) => {
    const { left, right, top, bottom } = target.getBoundingClientRect();
    return floating.some((each) => {
      const its = each.getBoundingClientRect();
      const isBeside = its.right < left || right < its.left || its.bottom < top || bottom < its.top;
      return !each.contains(target) && !isBeside;
    });
  };
  // Where scrolling brings it: nothing lies over it, and the rule, if one is given, holds too.
  const clearsSomewhere = async (target, rule) => {
    let isCovered = false;
    for (const block of ["center", "start", "end"]) {
      target.scrollIntoView({ block, behavior: "instant" });
      if (isUnderFloating(target)) return true;
      const cover = over(target);
      isCovered ||= Boolean(cover);
      if (cover !== undefined) continue;
      if (!rule || hasItsSize(target)) return true;
      if (!(await axe.run(target, rule)).violations.length) return true;
    }
    // What no scrolling brings into the window waits there for its focus.
    return !rule && !isCovered;
  };
  const clears = async (target, rule) => {
    const boxes = [];
    for (let box = target.parentElement; box; box = box.parentElement) {
      boxes.push([box, box.scrollLeft, box.scrollTop]);
    }
    const answer = await clearsSomewhere(target, rule);
    // Lines that are cut off can be scrolled too: axe would find them over what is beside them.
    for (const [box, left, top] of boxes) box.scrollTo({ left, top, behavior: "instant" });
    return answer;
  };

  const { violations } = await axe.run(options);
  const faults = [];
  for (const { id, nodes } of violations) {
    for (const { target } of nodes) {
      const selector = target.join(" ");
      const rule = { ...options, runOnly: { type: "rule", values: ["target-size"] } };
      if (id === "target-size" && (await clears(document.querySelector(selector), rule))) continue;
      faults.push(`${id}: ${selector}`);
    }
  }
  if (options.runOnly.values.includes("color-contrast")) return faults;
  // What is clipped away, as a link for the keyboard alone, is shown with its focus.
  const isShown = (target) =>
    !target.closest("[inert]") &&
    (!modal || modal.contains(target)) &&
    target.checkVisibility({ visibilityProperty: true }) &&
    getComputedStyle(target).clipPath === "none";
  const nameOf = ({ id, localName, className }) =>
    id ? `#${id}` : [localName, ...className.split(" ").filter(Boolean)].join(".");
  const pathOf = (target) =>
    target.id ? nameOf(target) : `${nameOf(target.parentElement)} > ${nameOf(target)}`;
  for (const target of document.querySelectorAll(TARGETS)) {
    if (!isShown(target) || over(target) === undefined || (await clears(target))) continue;
    faults.push(`covered: ${pathOf(target)}`);
  }
  scrollTo({ top: at, behavior: "instant" });
  return faults;
}"""

# How much a page shows of each kind: of element, classes and states up to the page. Words and
# addresses are no part of a kind; a value is one where the styles ask for it.
KINDS = """(selector) => {
  const DECORATION = ["id", "href", "value", "datetime", "title", "lang", "dir"];
  const OF_ARIA = /^aria-(busy|current|expanded|invalid|pressed|selected)$/;
  const isState = (name) => /^(type|data-(depth|hue|side))$/.test(name) || OF_ARIA.test(name);
  const written = ({ name, value }) => (isState(name) ? `${name}=${value}` : name);
  const kind = (element) => {
    const names = [...element.attributes].filter(({ name }) => !DECORATION.includes(name));
    return `${element.localName}.${element.className}[${names.map(written).sort()}]`;
  };
  const chains = new Map([[null, ""]]);
  const chain = (element) => {
    if (!chains.has(element)) {
      chains.set(element, `${chain(element.parentElement)} ${kind(element)}`);
    }
    return chains.get(element);
  };
  const numbers = {};
  for (const element of document.querySelectorAll(selector)) {
    numbers[chain(element)] = (numbers[chain(element)] ?? 0) + 1;
  }
  return numbers;
}"""
# What can be pressed, and all that is shown.
TARGETS = "a[href], button, input, select, textarea, summary"
ELEMENTS = "body *"


def faults_shown(page, rules=RULES):
    """What breaks the rules as the page stands, each as `rule: selector`."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(FAULTS, rules)


def faults_in_other_fonts(page):
    """What is too small to be pressed, or covered, in another font, by font."""
    faults = {}
    for name, fonts in find_sets().items():
        page.evaluate(SET_FONTS, fonts)
        page.evaluate(SETTLE)
        faults[name] = faults_shown(page, SIZES)
    page.evaluate(SET_FONTS, ["", ""])
    return faults


def overflow(page, size="100%"):
    """By how much the page is wider than its window, with its text at a size; empty if it fits."""
    page.evaluate(ENLARGE, size)
    page.evaluate(SETTLE)
    return [by for by in [page.evaluate(OVERFLOW)] if by]


class Kinds:
    """How much was looked at of each kind of what a selector finds.

    What has been seen alone and beside its like is laid out by rules that were seen at work.
    """

    def __init__(self, selector):
        self.selector = selector
        self.most = Counter()

    def is_new(self, page):
        """Whether a kind is on the page that was not looked at, or never twice; keeps them."""
        numbers = page.evaluate(KINDS, self.selector)
        is_new = any(self.most[kind] < min(number, 2) for kind, number in numbers.items())
        self.most |= Counter(numbers)
        return is_new
