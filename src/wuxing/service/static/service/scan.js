/* Fills a field from a QR or bar code in front of the camera. The button is there only where the browser reads codes itself
   (BarcodeDetector) and the device has a camera; nothing is loaded for it, and no picture leaves the device. Our own labels
   (/s/<code>) are understood: their code is filled in, or their page opened where `data-label` says so. */
(() => {
  "use strict";
  const said = document.currentScript.dataset;
  const fields = () => document.querySelectorAll(said.fields);
  const EVERY = 150;

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
    words.textContent = said.hold;
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
    close.addEventListener("click", () => {
      end();
      button.focus();
    });
    addEventListener("pagehide", end, { once: true });
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (!running) return end();
      video.srcObject = stream;
      await video.play();
      const detector = new window.BarcodeDetector();
      while (running) {
        const [found] = await detector.detect(video);
        if (found?.rawValue && running) {
          end();
          return take(field, found.rawValue);
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
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (!devices.some((one) => one.kind === "videoinput")) return;
    if (!(await window.BarcodeDetector.getSupportedFormats()).length) return;
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
