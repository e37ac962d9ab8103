/** Whoever secures the bank for a guaranteed loan secures the guarantor for it as well (§2.4 counter-guarantee parity). Pure. */
import { type Fen, minFen } from '@/lib/platform/money'

/** A third party's guarantee to the bank, or a mortgage on land and buildings that the bank holds first. */
export type BankSecurity = {
  kind: 'GUARANTEE' | 'MORTGAGE'
  giver: string
  giverIdNo: string | null
  amountFen: Fen
}
export type CounterEntry = {
  kind: string
  giver: string
  giverIdNo: string | null
  amountFen: Fen
  rank: number | null
}
export type ParityGap = {
  giver: string
  kind: BankSecurity['kind']
  fault: 'MISSING' | 'RANK' | 'AMOUNT'
  needFen: Fen
}

const same = (a: { giver: string; giverIdNo: string | null }, b: { giver: string; giverIdNo: string | null }) =>
  a.giverIdNo && b.giverIdNo
    ? a.giverIdNo.trim().toUpperCase() === b.giverIdNo.trim().toUpperCase()
    : a.giver.trim() === b.giver.trim()

/**
 * What the register lacks for one loan: each giver stands in it too, a mortgage as a later one than the bank's, together
 * for what it secures to the bank or for all that the guarantor answers for, whichever is less.
 */
export function counterParity(
  bank: readonly BankSecurity[],
  register: readonly CounterEntry[],
  guaranteedFen: Fen,
): ParityGap[] {
  return bank.flatMap((s): ParityGap[] => {
    const needFen = minFen(s.amountFen, guaranteedFen)
    const gap = (fault: ParityGap['fault']) => [{ giver: s.giver, kind: s.kind, fault, needFen }]
    const kinds = s.kind === 'MORTGAGE' ? ['MORTGAGE'] : ['PERSON', 'COMPANY']
    const found = register.filter((c) => kinds.includes(c.kind) && same(c, s))
    if (found.length === 0) return gap('MISSING')
    const behind = s.kind === 'MORTGAGE' ? found.filter((c) => (c.rank ?? 1) >= 2) : found
    if (behind.length === 0) return gap('RANK')
    return behind.reduce((sum, c) => sum + c.amountFen, 0n) < needFen ? gap('AMOUNT') : []
  })
}
