/* Fills a field from a QR or bar code in front of the camera. The button is there where the device has a camera. The browser
   reads the code itself where it can (BarcodeDetector); else our own reader (jsQR, QR codes alone) is loaded when the button
   is pressed. No picture leaves the device. Our own labels (/s/<code>) are understood: their code is filled in, or their
   page opened where `data-label` says so. */
(() => {
  "use strict";
  const said = document.currentScript.dataset;
  const fields = () => document.querySelectorAll(said.fields);
  const EVERY = 150;
  const SIDE = 800;

  /* what reads a picture: the browser, or jsQR, which looks at the middle of it */
  let ours = null;
  const loaded = () =>
    (ours ||= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = said.reader;
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => {
        ours = null;
        script.remove();
        reject(new Error("reader"));
      });
      document.head.append(script);
    }));
  const native = async () => {
    if (!("BarcodeDetector" in window)) return null;
    const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
    if (!formats.includes("qr_code")) return null;
    const detector = new window.BarcodeDetector();
    return async (video) => (await detector.detect(video))[0]?.rawValue || "";
  };
  const readByUs = (video) => {
    const side = Math.min(video.videoWidth, video.videoHeight);
    if (!side) return "";
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.min(side, SIDE);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const crop = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side];
    pen.drawImage(video, ...crop, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height, { inversionAttempts: "attemptBoth" })?.data || "";
  };

  const understood = (text) => {
    let address;
    try {
      address = new URL(text);
    } catch {
      return { code: text.trim() };
    }
    const label = /^\/s\/([0-9A-Za-z-]{9,13})\/?$/.exec(address.pathname);
    if (label) return said.label === "open" ? { open: `/s/${label[1]}/` } : { code: label[1] };
    if (address.host === location.host && said.open && address.pathname.startsWith(said.open)) return { open: address.pathname };
    return { code: text.trim() };
  };

  const take = (field, text) => {
    const { code, open } = understood(text);
    if (open) {
      location.assign(open);
      return;
    }
    field.value = field.maxLength > 0 ? code.slice(0, field.maxLength) : code;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    field.focus();
  };

  const look = async (field, button) => {
    const box = document.createElement("div");
    box.className = "wx-scan";
    const video = document.createElement("video");
    video.muted = video.playsInline = true;
    const words = document.createElement("p");
    words.setAttribute("role", "status");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn";
    close.textContent = said.close;
    box.append(words, video, close);
    button.after(box);
    button.hidden = true;
    let stream = null;
    let running = true;
    const end = () => {
      running = false;
      stream?.getTracks().forEach((track) => track.stop());
      box.remove();
      button.hidden = false;
    };
    const stopped = () => {
      end();
      button.focus();
    };
    close.addEventListener("click", stopped);
    box.addEventListener("keydown", (event) => event.key === "Escape" && stopped());
    close.focus();
    addEventListener("pagehide", end, { once: true });
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (!running) return end();
      video.srcObject = stream;
      await video.play();
      const theirs = await native();
      words.textContent = theirs ? said.hold : said.holdQr;
      if (!theirs) await loaded();
      const read = theirs || readByUs;
      while (running) {
        const text = await read(video);
        if (text && running) {
          end();
          return take(field, text);
        }
        await new Promise((resolve) => setTimeout(resolve, EVERY));
      }
    } catch {
      stream?.getTracks().forEach((track) => track.stop());
      words.textContent = said.denied;
      video.remove();
    }
    return undefined;
  };

  const start = async () => {
    if (!navigator.mediaDevices?.getUserMedia) return;
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (!devices.some((one) => one.kind === "videoinput")) return;
    for (const field of fields()) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn wx-s2 wx-scan-button";
      button.textContent = said.words;
      button.addEventListener("click", () => look(field, button));
      field.after(button);
    }
  };
  start().catch(() => {}); // without a camera the field is typed into, as before
})();
