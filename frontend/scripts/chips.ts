// The clause's figures beside a field: a press puts the figure into the field, without a round trip.

export function fillFromChips(): void {
  document.addEventListener("click", (event) => {
    const chip = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[data-fill]") : null;
    const input = chip ? document.getElementById(chip.dataset.fill ?? "") : null;
    if (!chip || !(input instanceof HTMLInputElement)) return;
    event.preventDefault();
    input.value = chip.dataset.value ?? "";
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
