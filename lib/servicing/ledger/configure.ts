/** The chart of accounts and the posting rules as a bank's own: it renames, adds, closes, and sends events elsewhere. */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { newId } from '@/lib/platform/tenant'
import { seedLedger } from './post'
import { POSTING_EVENTS } from './rules'

const zCode = z
  .string()
  .trim()
  .regex(/^[0-9A-Z.]{3,20}$/, 'E_ACCOUNT_CODE')

/** Adds an account, or gives one new names, another account of the bank's general ledger, or closes it. */
export const saveAccount = defineCommand({
  name: 'ledger.saveAccount',
  input: z.strictObject({
    code: zCode,
    nameZh: z.string().trim().min(1).max(60),
    nameEn: z.string().trim().min(1).max(80),
    kind: z.enum(['ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE', 'OFF_BALANCE']),
    glCode: z.string().trim().max(40).optional(),
    closed: z.boolean().default(false),
  }),
  access: { roles: ['TENANT_ADMIN'] },
  async run({ tx, actor, input, audit }) {
    const { bankId } = actor
    await seedLedger(tx, bankId)
    const before = await tx.glAccount.findFirst({ where: { bankId, code: input.code } })
    if (before && before.kind !== input.kind) throw refuse('E_ACCOUNT_KIND', { code: input.code, kind: before.kind })
    if (input.closed) {
      const used = await tx.postingRule.findFirst({
        where: { bankId, OR: [{ debit: input.code }, { credit: input.code }] },
        select: { event: true },
      })
      if (used) throw refuse('E_ACCOUNT_USED', { code: input.code, event: used.event })
    }
    const data = { nameZh: input.nameZh, nameEn: input.nameEn, glCode: input.glCode ?? null, closed: input.closed }
    await tx.glAccount.upsert({
      where: { bankId_code: { bankId, code: input.code } },
      create: { bankId, id: newId(), code: input.code, kind: input.kind, ...data },
      update: data,
    })
    audit({ objectType: 'glAccount', objectId: input.code, to: input.closed ? 'CLOSED' : 'OPEN', detail: data })
    return { code: input.code, ...data }
  },
})

/**
 * Sends a part of an event to other accounts, from now on: what is posted stays where it is. Both accounts are on the
 * balance sheet, or both off it; an account that the loans are proved against keeps its side of the rule.
 */
export const changeRule = defineCommand({
  name: 'ledger.changeRule',
  input: z.strictObject({ event: z.enum(POSTING_EVENTS), part: z.string().max(40), debit: zCode, credit: zCode }),
  access: { roles: ['TENANT_ADMIN'] },
  async run({ tx, actor, input, audit }) {
    const { bankId } = actor
    await seedLedger(tx, bankId)
    const where = { bankId_event_part: { bankId, event: input.event, part: input.part } }
    const rule = await tx.postingRule.findUnique({ where })
    if (!rule) throw refuse('E_NOT_FOUND', { object: 'postingRule' })
    const accounts = await tx.glAccount.findMany({
      where: { bankId, code: { in: [input.debit, input.credit] }, closed: false },
    })
    const kindOf = (code: string) => accounts.find((a) => a.code === code)?.kind
    for (const code of [input.debit, input.credit]) if (!kindOf(code)) throw refuse('E_ACCOUNT_UNKNOWN', { code })
    const off = [input.debit, input.credit].filter((code) => kindOf(code) === 'OFF_BALANCE').length
    if (off === 1 || input.debit === input.credit)
      throw refuse('E_RULE_SIDES', { debit: input.debit, credit: input.credit })
    const held = [rule.debit, rule.credit].filter((code) => PROVED.includes(code))
    const lost = held.filter((code) => (code === rule.debit ? input.debit !== code : input.credit !== code))
    if (lost.length > 0) throw refuse('E_RULE_PROVED', { accounts: lost })
    await tx.postingRule.update({ where, data: { debit: input.debit, credit: input.credit } })
    audit({
      objectType: 'postingRule',
      objectId: `${input.event}.${input.part}`,
      from: `${rule.debit}/${rule.credit}`,
      to: `${input.debit}/${input.credit}`,
    })
    return { event: input.event, part: input.part, debit: input.debit, credit: input.credit }
  },
})

/** The accounts that every day is proved against the loans. */
const PROVED = ['1301', '1304', '1321', '1322', '1323', '2241', '7101', '7102', '7103', '7104']
