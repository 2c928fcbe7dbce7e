// A picture of few colours as a PNG with a palette: a third of what a browser's screenshot weighs.
import { crc32, deflateSync } from "node:zlib";

const chunk = (type, data) => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** `rgba`: four bytes per pixel. Colours are made a little coarser until 256 of them are enough. */
export function indexed(width, height, rgba) {
  for (let step = 8; ; step *= 2) {
    const palette = new Map();
    const rows = Buffer.alloc((width + 1) * height); // each begins with its filter: none
    for (let at = 0; at < width * height; at++) {
      const coarse = [0, 1, 2].map((c) => Math.min(255, Math.round(rgba[4 * at + c] / step) * step));
      const key = String(coarse);
      if (!palette.has(key)) palette.set(key, { index: palette.size, coarse });
      rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = palette.get(key).index;
    }
    if (palette.size > 256) continue;
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width);
    header.writeUInt32BE(height, 4);
    header.set([8, 3], 8); // 8 bits per pixel, each an index
    const colours = Buffer.from([...palette.values()].flatMap(({ coarse }) => coarse));
    return Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk("IHDR", header),
      chunk("PLTE", colours),
      chunk("IDAT", deflateSync(rows, { level: 9 })),
      chunk("IEND", Buffer.alloc(0)),
    ]);
  }
}
