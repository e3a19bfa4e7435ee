/* Three languages: words by name, and the form of dates. */

const LANGUAGES = ["zh-Hans", "zh-Hant", "en"];
const KEPT = "wuxing-verifier-language";
const state = { language: "zh-Hans", words: {} };

export function load(words) {
  state.words = words;
  const asked = new URLSearchParams(location.search).get("lang");
  use([asked, kept(), ...navigator.languages].map(known).find(Boolean) || "en");
}

function known(tag) {
  const small = String(tag || "").toLowerCase();
  if (/^zh-(hant|tw|hk|mo)/.test(small)) return "zh-Hant";
  return small.startsWith("zh") ? "zh-Hans" : LANGUAGES.find((one) => one === small);
}

export function use(language) {
  state.language = language;
  document.documentElement.lang = language;
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    /* a browser that keeps nothing asks again next time */
  }
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

export const language = () => state.language;

export const has = (name) => Boolean(state.words[state.language][name]);

export function say(name, values = {}) {
  const found = state.words[state.language][name] ?? name;
  return found.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/* An instant as people in China write it, whatever the clock of this device is set to. */
export function stamp(moment) {
  const local = new Date(moment + 8 * 3600000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 16)}`;
}
