/** Raising a warning inside a command: merged with an open one of the same indicator and object (§8.2), never doubled. */
import { loadParameters } from '@/lib/admin/parameters'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, toDb } from '@/lib/platform/dates'
import { newId } from '@/lib/platform/tenant'
import { recordCreation } from '@/lib/platform/workflow'
import { WARNING_LEVELS, type WarningLevel } from './rules/warnings'
import { warningMachine } from './workflow'

export type NewSignal = {
  code: string
  level: WarningLevel
  objectType: 'MARKET' | 'PARTY' | 'MERCHANT' | 'GROUP' | 'ACCOUNT' | 'LOAN'
  objectId: string
  marketId: string | null
  loanId: string | null
  value: string
}

/** Returns the signal's id. An open signal is lifted to the higher level; its verification day starts again. */
export async function raiseSignal(ctx: CommandContext<unknown>, s: NewSignal): Promise<string> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const p = (await loadParameters(tx, bankId, today)).monitoring
  const verifyBy = toDb(addWorkingDays(today, p.verifyWorkingDays[s.level], await loadCalendar(tx, bankId)))
  const open = await tx.warningSignal.findFirst({
    where: {
      bankId,
      code: s.code,
      objectType: s.objectType,
      objectId: s.objectId,
      state: { notIn: ['CLOSED', 'FALSE_ALARM'] },
    },
  })
  if (open) {
    const higher = WARNING_LEVELS.indexOf(s.level) > WARNING_LEVELS.indexOf(open.level as WarningLevel)
    await tx.warningSignal.update({
      where: { bankId_id: { bankId, id: open.id } },
      data: { value: s.value, ...(higher ? { level: s.level, verifyBy } : {}), version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'warning', objectId: open.id, detail: { event: 'merged', level: s.level, value: s.value } })
    return open.id
  }
  const id = newId()
  const market = s.marketId
    ? await tx.market.findFirst({ where: { bankId, id: s.marketId }, select: { rmId: true, postMktId: true } })
    : null
  await tx.warningSignal.create({
    data: {
      bankId,
      id,
      ...s,
      state: 'RAISED',
      raisedOn: toDb(today),
      verifyBy,
      assignedTo: market?.postMktId ?? market?.rmId ?? null,
    },
  })
  await recordCreation(ctx, warningMachine, { id }, { code: s.code, level: s.level, value: s.value })
  ctx.emit('warning.raised', { warningId: id, code: s.code, level: s.level })
  return id
}
