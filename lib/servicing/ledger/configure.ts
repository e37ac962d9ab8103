/**
 * The chart of accounts and the posting rules as a bank's own: it renames, adds, closes, and sends events elsewhere. Where
 * every yuan goes is nobody's alone: one person proposes, another decides, and what is posted already stays where it is.
 */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId, type Tx } from '@/lib/platform/tenant'
import { seedLedger } from './post'
import { POSTING_EVENTS } from './rules'

const zCode = z
  .string()
  .trim()
  .regex(/^[0-9A-Z.]{3,20}$/, 'E_ACCOUNT_CODE')
const zReason = z.string().trim().min(2).max(500)

const Account = z.strictObject({
  code: zCode,
  nameZh: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().min(1).max(80),
  kind: z.enum(['ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE', 'OFF_BALANCE']),
  glCode: z.string().trim().max(40).optional(),
  closed: z.boolean().default(false),
})
type Account = z.output<typeof Account>

const Rule = z.strictObject({ event: z.enum(POSTING_EVENTS), part: z.string().max(40), debit: zCode, credit: zCode })
type Rule = z.output<typeof Rule>

/** The accounts that every day is proved against the loans. */
const PROVED = ['1301', '1304', '1321', '1322', '1323', '2241', '7101', '7102', '7103', '7104']

type Change = { kind: 'ACCOUNT'; value: Account } | { kind: 'RULE'; value: Rule }

/** Proposes an account: a new one, or new names, another account of the bank's general ledger, or its end. */
export const proposeAccount = defineCommand({
  name: 'ledger.proposeAccount',
  input: Account.extend({ reason: zReason }),
  access: { roles: ['TENANT_ADMIN'] },
  async run(ctx) {
    const { reason, ...value } = ctx.input
    return propose(ctx, { kind: 'ACCOUNT', value }, reason)
  },
})

/** Proposes that a part of an event goes to other accounts, from the decision on. */
export const proposeRule = defineCommand({
  name: 'ledger.proposeRule',
  input: Rule.extend({ reason: zReason }),
  access: { roles: ['TENANT_ADMIN'] },
  async run(ctx) {
    const { reason, ...value } = ctx.input
    return propose(ctx, { kind: 'RULE', value }, reason)
  },
})

/** Decides a proposal: another natural person than who proposed it. It is checked again as things stand now. */
export const decideLedgerChange = defineCommand({
  name: 'ledger.decideChange',
  input: z.strictObject({ changeId: zId, approve: z.boolean(), reason: z.string().trim().max(500).optional() }),
  access: { roles: ['TENANT_ADMIN'] },
  async run({ tx, actor, input, now, audit }) {
    const { bankId } = actor
    const row = await tx.ledgerChange.findFirst({ where: { bankId, id: input.changeId } })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'ledgerChange' })
    if (row.state !== 'PENDING')
      throw refuse('E_STATE', { object: 'ledgerChange', state: row.state, event: 'decide' }, { allowed: [] })
    const maker = await tx.appUser.findFirst({ where: { bankId, id: row.proposedBy }, select: { personKey: true } })
    if (row.proposedBy === actor.userId || maker?.personKey === actor.personKey) throw refuse('E_FOUR_EYES')
    const state = input.approve ? 'APPLIED' : 'REJECTED'
    const done = await tx.ledgerChange.updateMany({
      where: { bankId, id: row.id, state: 'PENDING' },
      data: { state, decidedBy: actor.userId, decidedAt: now, decisionNote: input.reason ?? null },
    })
    if (done.count !== 1) throw refuse('E_VERSION_CONFLICT')
    if (input.approve) await apply(tx, bankId, changeOf(row))
    audit({
      objectType: 'ledgerChange',
      objectId: row.id,
      from: 'PENDING',
      to: state,
      reason: input.reason,
      detail: { object: row.object, before: row.before, value: row.value },
    })
    return { id: row.id, state }
  },
})

async function propose({ tx, actor, now, audit }: CommandContext<unknown>, change: Change, reason: string) {
  const { bankId } = actor
  await seedLedger(tx, bankId)
  const before =
    change.kind === 'ACCOUNT' ? await checkAccount(tx, bankId, change.value) : await checkRule(tx, bankId, change.value)
  const object = objectOf(change)
  const waiting = await tx.ledgerChange.count({ where: { bankId, kind: change.kind, object, state: 'PENDING' } })
  if (waiting > 0) throw refuse('E_LEDGER_PENDING', { object })
  const id = newId()
  await tx.ledgerChange.create({
    data: {
      bankId,
      id,
      kind: change.kind,
      object,
      value: change.value,
      ...(before ? { before } : {}),
      state: 'PENDING',
      reason,
      proposedBy: actor.userId!,
      proposedAt: now,
    },
  })
  audit({
    objectType: 'ledgerChange',
    objectId: id,
    to: 'PENDING',
    reason,
    detail: { object, before, value: change.value },
  })
  return { id, object, state: 'PENDING' }
}

const objectOf = (c: Change): string => (c.kind === 'ACCOUNT' ? c.value.code : `${c.value.event}.${c.value.part}`)

function changeOf(row: { kind: string; value: unknown }): Change {
  return row.kind === 'ACCOUNT'
    ? { kind: 'ACCOUNT', value: Account.parse(row.value) }
    : { kind: 'RULE', value: Rule.parse(row.value) }
}

async function apply(tx: Tx, bankId: string, change: Change): Promise<void> {
  if (change.kind === 'RULE') {
    const { event, part, debit, credit } = change.value
    await checkRule(tx, bankId, change.value)
    await tx.postingRule.update({ where: { bankId_event_part: { bankId, event, part } }, data: { debit, credit } })
    return
  }
  const { code, kind, nameZh, nameEn, glCode, closed } = change.value
  await checkAccount(tx, bankId, change.value)
  const data = { nameZh, nameEn, glCode: glCode ?? null, closed }
  await tx.glAccount.upsert({
    where: { bankId_code: { bankId, code } },
    create: { bankId, id: newId(), code, kind, ...data },
    update: data,
  })
}

/** The account as it is, or null for a new one. It keeps its kind, and is not closed while a rule uses it. */
async function checkAccount(tx: Tx, bankId: string, value: Account) {
  const before = await tx.glAccount.findFirst({ where: { bankId, code: value.code } })
  if (before && before.kind !== value.kind) throw refuse('E_ACCOUNT_KIND', { code: value.code, kind: before.kind })
  if (value.closed) {
    const used = await tx.postingRule.findFirst({
      where: { bankId, OR: [{ debit: value.code }, { credit: value.code }] },
      select: { event: true },
    })
    if (used) throw refuse('E_ACCOUNT_USED', { code: value.code, event: used.event })
  }
  return before && { nameZh: before.nameZh, nameEn: before.nameEn, glCode: before.glCode, closed: before.closed }
}

/**
 * The rule as it is. Both accounts are on the balance sheet, or both off it; an account that the loans are proved against
 * keeps its side of the rule.
 */
async function checkRule(tx: Tx, bankId: string, { event, part, debit, credit }: Rule) {
  const rule = await tx.postingRule.findUnique({ where: { bankId_event_part: { bankId, event, part } } })
  if (!rule) throw refuse('E_NOT_FOUND', { object: 'postingRule' })
  const accounts = await tx.glAccount.findMany({ where: { bankId, code: { in: [debit, credit] }, closed: false } })
  const kindOf = (code: string) => accounts.find((a) => a.code === code)?.kind
  for (const code of [debit, credit]) if (!kindOf(code)) throw refuse('E_ACCOUNT_UNKNOWN', { code })
  const off = [debit, credit].filter((code) => kindOf(code) === 'OFF_BALANCE').length
  if (off === 1 || debit === credit) throw refuse('E_RULE_SIDES', { debit, credit })
  const held = [rule.debit, rule.credit].filter((code) => PROVED.includes(code))
  const lost = held.filter((code) => (code === rule.debit ? debit !== code : credit !== code))
  if (lost.length > 0) throw refuse('E_RULE_PROVED', { accounts: lost })
  return { debit: rule.debit, credit: rule.credit }
}
