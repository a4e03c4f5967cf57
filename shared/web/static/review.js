// The desk's pages: a reusable reason is put in when it is chosen, j and k (or the arrows) move along the queue.
// Everything here also works without it.

for (const choice of document.querySelectorAll("select[data-insert-into]")) {
  const field = document.getElementById(choice.dataset.insertInto);
  const insert = () => {
    const text = choice.selectedOptions[0]?.dataset.text;
    if (!text) return;
    if (!field.value.includes(text)) {
      field.value = field.value.trim() ? `${field.value.trim()}\n${text}` : text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    choice.value = "";
    const said = document.getElementById("da-chen");
    if (said) said.textContent = choice.dataset.inserted;
  };
  choice.addEventListener("change", insert);
}

// Letters move only while the focus is on a case of the list, so they cannot surprise who dictates.
const rows = [...document.querySelectorAll("[data-rows] [data-row]")];

for (const [place, row] of rows.entries()) {
  row.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    rows[Math.min(Math.max(place + step, 0), rows.length - 1)].focus();
  });
}
