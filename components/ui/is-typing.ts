/** True while a key belongs to a text field or to an input method that is still composing: no shortcut may act on it. */
export function isTyping(event: KeyboardEvent): boolean {
  // 229 is what browsers send for keys that the input method has taken
  if (event.isComposing || event.keyCode === 229) return true
  const el = event.target
  if (!(el instanceof HTMLElement)) return false
  if (el.isContentEditable) return true
  if (el instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'reset'].includes(el.type)
  return el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement || el.getAttribute('role') === 'combobox'
}

/** True while something modal is open: the page's own shortcuts rest. */
export function isModalOpen(): boolean {
  // a toast calls itself a dialog too, but it takes nothing away from the page
  const shown = '[role="dialog"],[role="alertdialog"],[role="menu"]'
  return [...document.querySelectorAll(shown)].some((el) => el.getAttribute('aria-modal') !== 'false')
}
