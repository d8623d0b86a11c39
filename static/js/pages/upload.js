// Several files or a folder, chosen or dropped anywhere on the page, are sent as one ZIP archive
// with their paths. Without this script several files are sent as they are, without folders.
import { zipOf } from "../ui/zip_archive.js";

const MAX_FILES = 10_000;
const NAMES_SHOWN = 3;
const MEGABYTE = 1_000_000;

const form = document.querySelector("[data-upload]");
const input = form.elements.file;
const folderRow = form.querySelector("[data-choose-folder]");
const folderInput = folderRow.querySelector("input");
const notice = form.querySelector("[data-chosen-files]");

// What is sent together: a name, and files with their paths; null while one file is sent as it is.
let together = null;

function showNotice(words) {
  notice.textContent = words;
  notice.hidden = !words;
}

/** Take files as what is sent; `name` is that of the folder they are in. */
function choose(files, name = "") {
  files.sort((one, other) => (one.path < other.path ? -1 : 1));
  together = files.length > 1 || name ? { name: name || `${files.length} files`, files } : null;
  // Without this the browser asks for a file where a folder was chosen.
  input.required = !together;
  if (!together) {
    showNotice("");
    return;
  }
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  showNotice(refusalOf(files, size) || describe(name, files, size));
}

function refusalOf(files, size) {
  const maxBytes = Number(form.dataset.maxBytes);
  if (!files.length) return "There is no file in it.";
  if (files.length > MAX_FILES) {
    return `These are ${files.length.toLocaleString("en")} files; the limit is ${MAX_FILES.toLocaleString("en")}. Upload them in parts.`;
  }
  if (size > maxBytes) {
    const limit = (maxBytes / MEGABYTE).toLocaleString("en");
    return `These files are larger than ${limit} MB together. Upload them in parts, or use the command line.`;
  }
  return "";
}

function describe(name, files, size) {
  const shown = files.slice(0, NAMES_SHOWN).map(({ path }) => path).join(", ");
  const more = files.length > NAMES_SHOWN ? " …" : "";
  const number = files.length === 1 ? "1 file" : `${files.length.toLocaleString("en")} files`;
  const folder = name ? `Folder ${name}: ` : "";
  return `${folder}${number}, ${sizeInWords(size)}: ${shown}${more}`;
}

function sizeInWords(size) {
  if (size < MEGABYTE) return `${Math.ceil(size / 1000)} kB`;
  return `${(size / MEGABYTE).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}

/** Files under the names they have, numbered where a name comes again. */
function named(files) {
  const taken = new Set();
  return files.map((file) => {
    let path = file.name;
    for (let number = 2; taken.has(path); number++) path = file.name.replace(/(\.[^.]*)?$/, ` (${number})$1`);
    taken.add(path);
    return { path, file };
  });
}

/** Files of a chosen folder, with their paths in it. */
function chooseFolder(files) {
  if (!files.length) return;
  const name = files[0].webkitRelativePath.split("/")[0];
  input.value = "";
  choose(files.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file })), name);
}

/** The files of dropped entries, those of folders with their paths. */
async function filesOf(entries, above = "") {
  const files = [];
  for (const entry of entries) {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      files.push({ path: above + entry.name, file });
    } else {
      files.push(...(await filesOf(await entriesOf(entry), `${above}${entry.name}/`)));
    }
  }
  return files;
}

async function entriesOf(folder) {
  const reader = folder.createReader();
  const entries = [];
  // A reader gives at most a hundred at a time.
  for (let more = null; !more || more.length; entries.push(...more)) {
    more = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
  }
  return entries;
}

async function takeDropped(dropped, plainFiles) {
  const folder = dropped.length === 1 && dropped[0].isDirectory ? dropped[0] : null;
  try {
    const files = dropped.length ? await filesOf(folder ? await entriesOf(folder) : dropped) : named(plainFiles);
    if (files.length === 1 && !folder) put(files[0].file);
    else input.value = "";
    choose(files, folder?.name);
  } catch {
    showNotice("What was dropped cannot be read. Choose it by the buttons.");
  }
}

/** Make a file the one that the form sends. */
function put(file) {
  const transfer = new DataTransfer();
  transfer.items.add(file);
  input.files = transfer.files;
}

/** Send what belongs together as an archive, by the form itself. */
async function send(submitter) {
  const { name, files } = together;
  showNotice(`Packing ${files.length.toLocaleString("en")} files …`);
  try {
    put(new File([await zipOf(files)], name, { type: "application/zip" }));
  } catch {
    showNotice("A file cannot be read any more. Choose the files again.");
    return;
  }
  form.elements.format.value = "zip";
  together = null;
  form.requestSubmit(submitter);
}

form.addEventListener("submit", (event) => {
  if (!together) return;
  event.preventDefault();
  const size = together.files.reduce((sum, { file }) => sum + file.size, 0);
  if (!refusalOf(together.files, size)) send(event.submitter);
});
input.addEventListener("change", () => choose(named([...input.files])));
folderInput.addEventListener("change", () => chooseFolder([...folderInput.files]));
folderRow.querySelector("button").addEventListener("click", () => folderInput.click());
document.addEventListener("dragover", (event) => {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const { items, files } = event.dataTransfer ?? {};
  if (!files?.length) return;
  event.preventDefault();
  // They are gone once the event is over.
  const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  takeDropped(entries, [...files]);
});
folderRow.hidden = false;
