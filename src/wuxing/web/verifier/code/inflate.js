/* Unpacking with a limit: what would grow beyond it is given up, however small it came. */

import * as bytes from "./bytes.js";

async function unpacked(packed, form, most) {
  const stream = new DecompressionStream(form);
  const writer = stream.writable.getWriter();
  const written = writer
    .write(packed)
    .then(() => writer.close())
    .catch(() => undefined);
  const reader = stream.readable.getReader();
  const parts = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > most) throw new bytes.Bad("unpacks to more than allowed");
      parts.push(value);
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error instanceof bytes.Bad ? error : new bytes.Bad("cannot be unpacked");
  }
  await written;
  return bytes.joined(...parts);
}

export const zlib = (packed, most) => unpacked(packed, "deflate", most);

export const gzip = (packed, most) => unpacked(packed, "gzip", most);
