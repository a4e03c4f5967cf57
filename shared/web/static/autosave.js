// Keeps a draft: every 20 s when something changed, and when the page is left. What cannot be saved stays on this
// device until a save succeeds or the person discards it.
import { clock, say } from "./words.js";

const PERIOD = 20_000;
const FINAL = new Set(["conflict", "signedOut"]); // the person has to act: trying again would not help

export function autosave(form) {
  const note = place(form);
  const key = `sangkien ${document.body.dataset.account ?? ""} ${form.dataset.autosave}`;
  let saved = text(form);
  let busy = false;
  let ended = false;

  async function save() {
    const now = text(form);
    if (busy || ended || now === saved || form.dataset.sending) return;
    busy = true;
    tell(note, "saving");
    const [outcome, values] = await send(form, now);
    busy = false;
    if (outcome === "saved") {
      saved = withMarks(form, now, values);
      localStorage.removeItem(key);
      if (text(form) === saved) delete form.dataset.changed;
      if (values.saved_at === null) tell(note); // nothing was worth saving yet
      else tell(note, "saved", { time: clock(values.saved_at ? new Date(values.saved_at) : new Date()) });
      return;
    }
    ended = FINAL.has(outcome);
    const kept = keep(key, now);
    tell(note, outcome === "failed" && !kept ? "unkept" : outcome, values, "failed");
  }

  offer(form, key, note);
  const timer = setInterval(save, PERIOD);
  document.addEventListener("visibilitychange", () => document.hidden && save());
  form.addEventListener("submit", () => clearInterval(timer));
}

// Files aside: they are uploaded by a button of their own.
function text(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
}

async function send(form, body) {
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body,
      keepalive: body.length < 60_000,
      headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
    });
    if (answer.ok) return ["saved", await answer.json().catch(() => ({}))];
    if (answer.status === 401) return (await renewed()) ? ["failed", {}] : ["signedOut", {}];
    if (answer.status === 409 || answer.status === 412) return ["conflict", {}];
    if (answer.status >= 500) return ["failed", {}];
    const problem = await answer.json().catch(() => ({}));
    return ["refused", { reason: problem.title ?? String(answer.status) }];
  } catch {
    return ["failed", {}];
  }
}

// A fresh token from the session, as a page would get it; the next try then succeeds.
async function renewed() {
  const answer = await fetch("/phien/gia-han?tiep=/livez", { headers: { Accept: "text/html" } });
  return answer.ok && new URL(answer.url).pathname === "/livez";
}

// On what the next save rests (version, seen) comes with the answer, into the form and the text that counts as saved.
function withMarks(form, sent, values) {
  const fields = new URLSearchParams(sent);
  for (const name of ["version", "seen"]) {
    const field = form.elements.namedItem(name);
    if (!field || values[name] === undefined) continue;
    field.value = String(values[name]);
    fields.set(name, field.value);
  }
  return fields.toString();
}

function keep(key, now) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), now }));
    return true;
  } catch {
    return false;
  }
}

function offer(form, key, note) {
  const found = JSON.parse(localStorage.getItem(key) ?? "null");
  if (!found) return;
  const fields = new URLSearchParams(found.now);
  for (const name of hidden(form)) fields.delete(name);
  if (same(form, fields)) {
    localStorage.removeItem(key);
    return;
  }
  const box = document.createElement("div");
  box.className = "alert alert-warning";
  box.setAttribute("role", "status");
  const sentence = document.createElement("p");
  sentence.textContent = say("found", { time: clock(new Date(found.at)) });
  const restore = button("restore", "btn btn-primary me-2", () => fill(form, fields));
  const discard = button("discard", "btn btn-outline-secondary", () => localStorage.removeItem(key));
  for (const one of [restore, discard]) one.addEventListener("click", () => box.remove());
  box.append(sentence, restore, discard);
  note.before(box);
}

function button(word, look, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = say(word);
  made.addEventListener("click", act);
  return made;
}

function same(form, fields) {
  const now = new URLSearchParams(text(form));
  for (const name of hidden(form)) now.delete(name);
  return now.toString() === fields.toString();
}

function hidden(form) {
  return [...form.querySelectorAll("input[type=hidden]")].map((field) => field.name);
}

function fill(form, fields) {
  for (const field of form.elements) {
    if (!field.name || !fields.has(field.name)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = fields.getAll(field.name).includes(field.value);
    else if (field.type !== "hidden") field.value = fields.get(field.name);
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function place(form) {
  const note = document.createElement("p");
  note.className = "script-note";
  note.setAttribute("aria-live", "polite");
  form.prepend(note);
  return note;
}

function tell(note, key = "", values = {}, state = "") {
  note.dataset.state = state;
  note.textContent = key && say(key, values);
}
