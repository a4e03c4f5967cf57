// Makes forms pleasant; each works without it. data-guard warns before typed text is lost, data-count counts
// characters, data-autosave keeps a draft; no form is sent twice by an impatient finger.
import { autosave } from "./autosave.js";
import { say } from "./words.js";

function guard(form) {
  form.addEventListener("input", () => { form.dataset.changed = "yes"; });
  form.addEventListener("submit", () => { delete form.dataset.changed; });
  addEventListener("beforeunload", (event) => { if (form.dataset.changed) event.preventDefault(); });
}

function count(area) {
  const limit = area.maxLength;
  if (limit < 0) return;
  const note = document.createElement("p");
  note.className = "form-text mb-0";
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  area.after(note, spoken);
  const show = () => {
    const left = limit - area.value.length;
    note.textContent = left > 0 ? say("left", { n: left }) : say("full", { n: limit });
    spoken.textContent = left <= limit / 10 ? note.textContent : "";
  };
  area.addEventListener("input", show);
  show();
}

function once(form) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    // After the browser has taken the pressed button's own value into the form.
    setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }));
  });
}

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sending]")) {
    delete form.dataset.sending;
    form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
  }
});

document.querySelectorAll("form[data-guard]").forEach(guard);
document.querySelectorAll("textarea[data-count]").forEach(count);
document.querySelectorAll("form[data-autosave]").forEach(autosave);
document.querySelectorAll("form[method=post]").forEach(once);
document.querySelector(".error-summary")?.focus();
