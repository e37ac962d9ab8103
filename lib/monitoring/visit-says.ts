/** What a finished visit says: to the warning indicators, and to the risk manager about the manager's integrity (§8.1, §8.2). */
import type { z } from 'zod'
import type { CommandContext } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { newId, type Prisma } from '@/lib/platform/tenant'
import type { Said } from './rules/templates'
import type { VisitForm } from './visit-form'

type VisitRow = {
  id: string
  marketId: string | null
  partyId: string | null
  merchantId: string | null
  loan: { groupId: string | null } | null
}

/** The kind of partner that is checked, and whether the merchant answers for others. */
export async function inspected({ tx, actor }: CommandContext<unknown>, visit: VisitRow) {
  const party = visit.partyId
    ? await tx.party.findFirst({ where: { bankId: actor.bankId, id: visit.partyId }, select: { kind: true } })
    : null
  return { partyKind: party?.kind ?? null, inGroup: Boolean(visit.loan?.groupId) }
}

/** What a template's answers say, as observations of the object that each indicator watches. */
export function answersOf(
  { actor, today, now }: CommandContext<unknown>,
  visit: VisitRow,
  said: readonly Said[],
): Prisma.ObservationCreateManyInput[] {
  const idOf: Record<string, string | null> = {
    MARKET: visit.marketId,
    PARTY: visit.partyId,
    MERCHANT: visit.merchantId,
  }
  return said.flatMap(({ code, object, reading, event, value }) => {
    const objectId = idOf[object]
    if (!objectId) return []
    return [
      {
        bankId: actor.bankId,
        id: newId(),
        code,
        objectType: object,
        objectId,
        marketId: visit.marketId,
        source: 'VISIT',
        reading,
        event,
        value,
        observedOn: toDb(today),
        reference: `${visit.id}:${code}:${reading ?? event}`,
        createdBy: actor.userId,
        at: now,
      },
    ]
  })
}

/** A member who is not content with its customer manager's integrity is heard by the risk manager (§8.1). */
export async function askAboutIntegrity(
  { tx, actor, now, today }: CommandContext<unknown>,
  visitId: string,
): Promise<void> {
  await tx.task.create({
    data: {
      bankId: actor.bankId,
      id: newId(),
      kind: 'VISIT_INTEGRITY',
      objectType: 'visit',
      objectId: visitId,
      role: 'RISK_MGR',
      params: {},
      dueOn: toDb(today.add({ days: 7 })),
      state: 'OPEN',
      createdBy: actor.userId,
      createdAt: now,
    },
  })
}

/** What a visit's form says about indicators: use of funds W-C09, stall W-C03, stock W-C10, will to go on W-G02. */
export function observedAt(
  { actor, today, now }: CommandContext<unknown>,
  visit: VisitRow,
  f: z.output<typeof VisitForm>,
  unwilling: bigint,
): Prisma.ObservationCreateManyInput[] {
  const saw = (
    code: string,
    objectType: 'MERCHANT' | 'GROUP',
    objectId: string | null | undefined,
    what: { event: string } | { reading: string; value: bigint },
  ): Prisma.ObservationCreateManyInput[] =>
    objectId
      ? [
          {
            bankId: actor.bankId,
            id: newId(),
            code,
            objectType,
            objectId,
            marketId: visit.marketId,
            source: 'VISIT',
            ...what,
            observedOn: toDb(today),
            reference: `${visit.id}:${code}`,
            createdBy: actor.userId,
            at: now,
          },
        ]
      : []
  const merchant = (code: string, what: { event: string } | { reading: string; value: bigint }) =>
    saw(code, 'MERCHANT', visit.merchantId, what)
  return [
    ...(f.useOfFunds === 'MISUSED' ? merchant('W-C09', { event: 'MISUSE_PROVEN' }) : []),
    ...(f.useOfFunds === 'NOT_PROVEN' ? merchant('W-C09', { reading: 'useProofLate', value: 30n }) : []),
    ...(f.stall === 'TRANSFERRED' ? merchant('W-C03', { event: 'STALL_TRANSFERRED' }) : []),
    ...(f.stall === 'CLOSED'
      ? merchant('W-C03', { reading: 'stallClosed', value: BigInt(f.stallClosedDays ?? 4) })
      : []),
    ...(f.stockChangePercent === undefined
      ? []
      : merchant('W-C10', { reading: 'stockChange', value: BigInt(f.stockChangePercent) * 10_000n })),
    ...(f.willingToGuarantee === false
      ? saw('W-G02', 'GROUP', visit.loan?.groupId, { reading: 'unwillingMembers', value: unwilling })
      : []),
  ]
}

/** Members of a group who said on their last visit that they would not go on. */
export async function unwillingMembers(
  { tx, actor }: CommandContext<unknown>,
  groupId: string | null | undefined,
): Promise<bigint> {
  if (!groupId) return 0n
  const [row] = await tx.$queryRaw<{ n: bigint }[]>`
    select count(*) as n from (
      select distinct on (v.loan_id) v.form ->> 'willingToGuarantee' as willing from visit v join loan l on l.bank_id = v.bank_id and l.id = v.loan_id
      where v.bank_id = ${actor.bankId}::uuid and l.group_id = ${groupId}::uuid and v.state = 'DONE' and v.form ->> 'willingToGuarantee' is not null
      order by v.loan_id, v.done_at desc) x where x.willing = 'false'`
  return row?.n ?? 0n
}
