// Packs files into a ZIP archive without compressing them: their bytes stay where they are until
// the browser sends them. Source: PKWARE's APPNOTE, 4.3.

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
// Version 2.0, names in UTF-8, stored, on 1 January 1980: the day of a file says nothing here.
const FACTS = [20, 0x0800, 0, 0, 0x21];

const SUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

/**
 * The archive of files as a Blob.
 *
 * @param {{path: string, file: Blob}[]} files at most 65,535, of at most 4 GB together
 */
export async function zipOf(files) {
  const parts = [];
  const entries = [];
  let offset = 0;
  for (const { path, file } of files) {
    const name = new TextEncoder().encode(path);
    const facts = [...FACTS, await sumOf(file), file.size, file.size, name.length, 0];
    const header = [bytesOf("42222244422", [LOCAL_HEADER, ...facts]), name];
    entries.push(bytesOf("42222224442222244", [CENTRAL_HEADER, 20, ...facts, 0, 0, 0, 0, offset]), name);
    parts.push(...header, file);
    offset += sizeOf(header) + file.size;
  }
  const end = bytesOf("42222442", [END, 0, 0, files.length, files.length, sizeOf(entries), offset, 0]);
  return new Blob([...parts, ...entries, end], { type: "application/zip" });
}

function sizeOf(parts) {
  return parts.reduce((size, part) => size + part.length, 0);
}

/** Numbers in little-endian order; `widths` has the digit of how many bytes each takes. */
function bytesOf(widths, numbers) {
  const bytes = new DataView(new ArrayBuffer([...widths].reduce((sum, width) => sum + Number(width), 0)));
  let at = 0;
  numbers.forEach((number, index) => {
    if (widths[index] === "4") bytes.setUint32(at, number, true);
    else bytes.setUint16(at, number, true);
    at += Number(widths[index]);
  });
  return new Uint8Array(bytes.buffer);
}

/** The CRC-32 of a file. */
async function sumOf(file) {
  const reader = file.stream().getReader();
  let sum = 0xffffffff;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    for (const byte of chunk.value) sum = SUMS[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
