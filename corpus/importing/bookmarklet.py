"""The bookmark that hands the page open in a browser to the desk."""

from urllib.parse import quote

# Runs in the open page. The window that it opens asks for the page by a message, and gets it only
# if it is still the desk's. What is around the selected words ends with their paragraph.
_SCRIPT = """(() => {
const desk = "%s";
const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : document.createRange();
const inner = range.commonAncestorContainer;
const block = (inner.closest ? inner : inner.parentElement ?? document.body)
.closest("p,li,td,blockquote,figcaption,h1,h2,h3,h4,div,body") ?? document.body;
const around = document.createRange();
around.selectNodeContents(block);
around.setEnd(range.startContainer, range.startOffset);
const prefix = String(around).slice(-99);
around.selectNodeContents(block);
around.setStart(range.endContainer, range.endOffset);
const suffix = String(around).slice(0, 99);
const page = {
html: "<!doctype html>" + document.documentElement.outerHTML,
url: location.href, quote: String(getSelection()), prefix, suffix };
const target = open(desk + "#" + encodeURIComponent(location.href), "_blank",
"popup,width=760,height=860");
addEventListener("message", ({ source, origin, data }) => {
if (source === target && origin === new URL(desk).origin && data === "twosource-page")
source.postMessage(page, origin);
});
})()"""


def bookmarklet(address):
    """Return the `javascript:` link of the bookmark; `address` is that of the desk's window."""
    return "javascript:" + quote(_SCRIPT % address, safe="()[]{}=>;:,.!?+-*/&'")
