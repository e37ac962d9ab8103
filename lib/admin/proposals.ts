/**
 * One way by which anything that a bank sets changes (domain rules §12): a proposal with a day and a reason, decided by
 * another person. Figures and choices, a bank's own words for refusals and its calendar all go this way.
 */
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { forgetBankTexts, TEXTS_PREFIX } from '@/lib/platform/i18n/bank-texts'
import { readParameterValues } from '@/lib/platform/parameter-values'
import { Prisma } from '@/lib/platform/tenant'
import type { Json } from '@/lib/platform/wire'
import { applyCalendar, CALENDAR_PREFIX, checkCalendarValue } from './calendar-values'
import { checkErrorTexts } from './error-text-values'
import { checkParameterValue, isOpenToPartners } from './parameters'

type Ctx = CommandContext<unknown>
export type Proposal = { key: string; value: Json; effectiveFrom: PlainDate; reason: string }

/** Proposes a value. Refuses what the parameter cannot take, a past day, and a second proposal while one waits. */
export async function propose(ctx: Ctx, { key, value, effectiveFrom, reason }: Proposal) {
  const { tx, actor, now, today, audit } = ctx
  if (Temporal.PlainDate.compare(effectiveFrom, today) < 0) {
    const params = { today: today.toString() }
    throw refuse('E_DATE_PAST', params, { fields: [{ path: 'effectiveFrom', code: 'E_DATE_PAST', params }] })
  }
  await checkProposed(ctx, key, value, effectiveFrom)
  const versions = await tx.parameter.findMany({
    where: { bankId: actor.bankId, key },
    orderBy: { versionNo: 'desc' },
    select: { versionNo: true, state: true },
  })
  if (versions.some((v) => v.state === 'PENDING')) throw refuse('E_PARAMETER_PENDING', { path: key })
  const versionNo = (versions[0]?.versionNo ?? 0) + 1
  const row = await tx.parameter.create({
    data: {
      bankId: actor.bankId,
      key,
      versionNo,
      value: value === null ? Prisma.JsonNull : (value as Prisma.InputJsonValue),
      effectiveFrom: toDb(effectiveFrom),
      openToPartners: isOpenToPartners(key),
      state: 'PENDING',
      reason,
      proposedBy: actor.userId,
      proposedAt: now,
    },
  })
  const detail = { key, value, effectiveFrom: effectiveFrom.toString() }
  audit({ objectType: 'parameter', objectId: row.id, objectVersion: versionNo, to: 'PENDING', reason, detail })
  return { id: row.id, versionNo }
}

/** Whether the value can be taken as things stand on its day. */
export async function checkProposed(ctx: Ctx, key: string, value: Json, on: PlainDate): Promise<void> {
  if (key.startsWith(TEXTS_PREFIX)) return checkErrorTexts(key, value)
  if (key.startsWith(CALENDAR_PREFIX)) return checkCalendarValue(key, value)
  checkParameterValue(key, value, await readParameterValues(ctx.tx, ctx.actor.bankId, on))
}

/** What a decision does at once besides standing in the table. */
export async function applyDecided(ctx: Ctx, key: string, value: Json): Promise<void> {
  if (key.startsWith(TEXTS_PREFIX)) forgetBankTexts(ctx.actor.bankId)
  if (key.startsWith(CALENDAR_PREFIX)) await applyCalendar(ctx, key, value)
}
