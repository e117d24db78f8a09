// A place to drop a file: shows the file's name, and takes a file dragged onto it.

export function enhanceFileDrops(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-file-drop]:not([data-ready])")) {
    const input = place.querySelector<HTMLInputElement>("input[type=file]");
    const name = place.querySelector<HTMLElement>("[data-file-name]");
    if (!input || !name) continue;
    place.dataset.ready = "";
    const show = () => (name.textContent = input.files?.[0]?.name ?? "");
    input.addEventListener("change", show);
    place.addEventListener("dragover", (event) => {
      event.preventDefault();
      place.classList.add("is-over");
    });
    place.addEventListener("dragleave", () => place.classList.remove("is-over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("is-over");
      if (!event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
  }
}
