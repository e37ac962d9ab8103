/** What the system found when it looked at one condition, with what it saw. */
export type AutomaticCheck = { code: string; pass: boolean; detail: Record<string, string | number | boolean | null> }
