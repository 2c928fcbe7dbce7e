// A picture of few colours as a PNG with a palette: a third of what a browser's screenshot weighs.
import { crc32, deflateSync } from "node:zlib";

const chunk = (type, data) => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A palette of the 256 most frequent colours; any other becomes the nearest of these. */
function palette(rgba) {
  const counts = new Map();
  for (const colour of rgba) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const all = [...counts.keys()].toSorted((a, b) => counts.get(b) - counts.get(a));
  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const best = all.slice(0, 256).map(parts);
  const away = (one, other) => one.reduce((sum, part, c) => sum + (part - other[c]) ** 2, 0);
  const index = new Map(all.slice(0, 256).map((colour, index) => [colour, index]));
  for (const colour of all.slice(256)) {
    const distances = best.map((other) => away(parts(colour), other));
    index.set(colour, distances.indexOf(Math.min(...distances)));
  }
  return { index, colours: Buffer.from(best.flat()) };
}

/** `rgba`: the bytes of each pixel's red, green, blue and opacity. */
export function indexed(width, height, rgba) {
  const pixels = new Uint32Array(Uint8Array.from(rgba).buffer);
  const { index, colours } = palette(pixels);
  const rows = Buffer.alloc((width + 1) * height); // each begins with its filter: none
  pixels.forEach((colour, at) => {
    rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = index.get(colour);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // 8 bits per pixel, each an index
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
