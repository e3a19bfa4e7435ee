/* QR codes in pictures and in the camera's view, by the browser's own reader where it has one, else by jsQR. */

import * as bytes from "./bytes.js";

const SIZES = [1400, 900, 2400];
const SIDE = 1000;
const EVERY = 180;
const TIRED = 120000;

/* The text of the code in a picture, or "". */
export async function textIn(blob) {
  let picture;
  try {
    picture = await createImageBitmap(blob);
  } catch {
    throw new bytes.Bad("not a picture");
  }
  const longest = Math.max(picture.width, picture.height);
  for (const size of SIZES.filter((one, at) => at === 0 || one < longest * 1.5)) {
    const scale = Math.min(1, size / longest);
    const found = await decoded(drawn(picture, picture.width * scale, picture.height * scale));
    if (found) return found;
  }
  return "";
}

function drawn(source, width, height, crop) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (crop) pen.drawImage(source, ...crop, 0, 0, canvas.width, canvas.height);
  else pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function decoded(canvas) {
  const native = await byBrowser(canvas);
  if (native) return native;
  const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return globalThis.jsQR(data, width, height, { inversionAttempts: "attemptBoth" })?.data || "";
}

async function byBrowser(canvas) {
  if (!globalThis.BarcodeDetector) return "";
  try {
    const found = await new globalThis.BarcodeDetector({ formats: ["qr_code"] }).detect(canvas);
    return found[0]?.rawValue || "";
  } catch {
    return "";
  }
}

/* Look through the camera until a code is found; tells by `said` how it goes. Returns what stops it. */
export async function watch(video, found, said) {
  let stopped = false;
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch (error) {
    said(error?.name === "NotAllowedError" ? "scan_refused" : "scan_none");
    return null;
  }
  const stop = () => {
    stopped = true;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  said("scan_looking");
  const began = performance.now();
  const look = async () => {
    if (stopped) return;
    const side = Math.min(video.videoWidth, video.videoHeight);
    if (side > 0) {
      const crop = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side];
      const text = await decoded(drawn(video, Math.min(side, SIDE), Math.min(side, SIDE), crop));
      if (text && !stopped && found(text)) return stop();
    }
    if (performance.now() - began > TIRED) {
      stop();
      return said("scan_tired");
    }
    setTimeout(look, EVERY);
  };
  look();
  return stop;
}
