/** Where the money of a repayment comes from: the bank's own word for it. */

/** What the screens offer and name in both languages. Other words are kept and shown as they were given. */
export const PAYMENT_SOURCES = ['CUSTOMER', 'AUTO_DEBIT', 'TRANSFER', 'CASH', 'GUARANTOR', 'OPERATOR'] as const
export type PaymentSource = (typeof PAYMENT_SOURCES)[number]

/** Money that the bank holds already: only the acts that move it (a claim, a renewal, the end of day) may name it. */
const RESERVED: readonly string[] = ['MARGIN', 'SUSPENSE', 'RENEWAL', 'LPR']

/** A word as it is kept: a known one in its own spelling, however it was written; any other unchanged. */
export function sourceCode(given: string): string {
  const code = given
    .trim()
    .toUpperCase()
    .replaceAll(/[\s-]+/g, '_')
  return (PAYMENT_SOURCES as readonly string[]).includes(code) || RESERVED.includes(code) ? code : given.trim()
}

export const isReservedSource = (code: string): boolean => RESERVED.includes(code)
