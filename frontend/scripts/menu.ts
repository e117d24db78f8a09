// The menu on phones is a <details>; Escape and a tap outside close it.

export function closeMenuOnEscape(): void {
  const menu = document.querySelector<HTMLDetailsElement>(".site-menu");
  if (!menu) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
}
