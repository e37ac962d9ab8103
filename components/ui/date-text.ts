/** 20260321, 2026/3/21, 2026.3.21 and 2026年3月21日 → 2026-03-21; anything else stays for the schema to judge. */
export function tidyDate(text: string): string {
  const typed = text.trim()
  const m = /^(\d{4})(\d{2})(\d{2})$/.exec(typed) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(typed)
  return m ? `${m[1]}-${m[2]!.padStart(2, '0')}-${m[3]!.padStart(2, '0')}` : text
}
