// Draws a new passage into a paragraph of the open page. The answer to a save brings its words alone,
// as marks without underlines; all else in the paragraph stays as it is. A passage gets the lowest
// lane that is free in all of its words there, and moves the underline of no other one.

// As on the server: the lanes that are drawn, from 1.
const LANES = [1, 2, 3, 4, 5];

/** The hue of the underline that a node of the text has in a lane, or null. */
const laneHue = (node, lane) => node.getAttribute?.(`data-lane-${lane}`) ?? null;
const idsOf = (node) => node.dataset?.passages?.split(" ") ?? [];
const hasWords = (node) => node.textContent.length > 0;

/** A copy of a paragraph as the server draws it: without hits of a search, its text in whole nodes. */
function copyOf(paragraph) {
  const copy = paragraph.cloneNode(true);
  for (const hit of copy.querySelectorAll("[data-hit]")) hit.replaceWith(...hit.childNodes);
  copy.normalize();
  return copy;
}

/** Split text or a mark after this many UTF-16 units; what opens in the mark opens in its first part. */
function splitNode(node, length) {
  if (node.nodeType === Node.TEXT_NODE) return node.splitText(length);
  const rest = node.cloneNode(false);
  rest.removeAttribute("id");
  rest.removeAttribute("data-anchor");
  rest.append(node.firstChild.splitText(length));
  node.after(rest);
  return rest;
}

/** The first node of a paragraph from this UTF-16 offset on, split there if it must be; null at the end. */
function nodeFrom(paragraph, offset) {
  let position = 0;
  for (const node of paragraph.childNodes) {
    if (position >= offset) return node;
    const { length } = node.textContent;
    if (position + length > offset) return splitNode(node, offset - position);
    position += length;
  }
  return null;
}

/** Whether a paragraph consists of text and of marks and anchors as the server draws them. */
function isPlain(paragraph) {
  return [...paragraph.childNodes].every((node) => {
    const isMark = node.nodeName === "MARK" && node.childNodes.length === 1 && node.firstChild.nodeType === Node.TEXT_NODE;
    return isMark || node.nodeType === Node.TEXT_NODE || node.className === "passage-start";
  });
}

/** Whether marks with a new passage of this id and hue are the former nodes, with it added. */
function isSameButFor(id, hue, marks, former) {
  if (marks.length !== former.length) return false;
  return marks.every((mark, n) => {
    const others = idsOf(mark).filter((each) => each !== id);
    const isHueKept = mark.dataset.hue === hue || mark.dataset.hue === (former[n].dataset?.hue ?? hue);
    return isHueKept && others.join(" ") === idsOf(former[n]).join(" ") && mark.textContent === former[n].textContent;
  });
}

/** Whether a passage has pieces on both sides of these nodes and none in them: its lane is taken there. */
function isSpanned(paragraph, nodes) {
  const marks = [...paragraph.querySelectorAll("mark")];
  const idsAt = (side) => new Set(marks.filter((mark) => nodes[0].compareDocumentPosition(mark) & side).flatMap(idsOf));
  const after = idsAt(Node.DOCUMENT_POSITION_FOLLOWING);
  const inside = new Set(nodes.flatMap(idsOf));
  return [...idsAt(Node.DOCUMENT_POSITION_PRECEDING)].some((id) => after.has(id) && !inside.has(id));
}

/** Underline a new passage of this hue in its marks, where the former nodes show the others. */
function underline(marks, hue, former) {
  const free = LANES.find((lane) => former.every((node) => laneHue(node, lane) === null));
  for (const [n, mark] of marks.entries()) {
    const depth = idsOf(mark).length;
    const drawn = LANES.filter((lane) => lane === free || laneHue(former[n], lane) !== null);
    // It comes last, as the server writes it.
    delete mark.dataset.more;
    for (const lane of drawn) mark.setAttribute(`data-lane-${lane}`, lane === free ? hue : laneHue(former[n], lane));
    if (drawn.length < depth) mark.dataset.more = depth;
  }
}

/**
 * A paragraph of the page with the run of a new passage drawn into it, as a new element; the paragraph
 * itself if it shows the passage already; null where the page is not what the run was drawn for.
 */
export function withRun(paragraph, run) {
  const { run: id, hue, start, from } = run.dataset;
  const copy = copyOf(paragraph);
  if (!isPlain(copy)) return null;
  const low = Array.from(copy.textContent).slice(0, from - start).join("").length;
  const first = nodeFrom(copy, low);
  const after = nodeFrom(copy, low + run.textContent.length);
  const replaced = [];
  for (let node = first; node && node !== after; node = node.nextSibling) replaced.push(node);
  const former = replaced.filter(hasWords);
  const marks = [...run.childNodes].filter(hasWords);
  const isShown = former.some((node) => idsOf(node).includes(id));
  if (isShown && former.map(idsOf).join("\n") === marks.map(idsOf).join("\n")) return paragraph;
  if (isShown || !isSameButFor(id, hue, marks, former) || isSpanned(copy, former)) return null;
  underline(marks, hue, former);
  first.before(...run.childNodes);
  for (const node of replaced) node.remove();
  return copy;
}
