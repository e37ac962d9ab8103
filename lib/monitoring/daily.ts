/** The warnings that follow from the day's figures: W-C01 (days past due of a merchant) and W-G01 (one member of a group). */

import { moveGroups } from '@/lib/guarantees/move-groups'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, type PlainDate, toDb } from '@/lib/platform/dates'
import { newId } from '@/lib/platform/tenant'
import type { MonitoringParameters } from './parameters'
import { dpdWarning, evaluateWarning, WARNING_LEVELS, type WarningLevel } from './rules/warnings'

type Ctx = CommandContext<unknown>
type Candidate = {
  code: string
  objectType: 'MERCHANT' | 'GROUP'
  objectId: string
  marketId: string
  loanId: string
  level: WarningLevel
  value: string
}

/** Reads every overdue loan once; raises new signals, lifts the level of open ones, leaves the rest alone (§8.2: merged). */
export async function raiseDailyWarnings(
  ctx: Ctx,
  day: PlainDate,
  p: MonitoringParameters,
): Promise<{ warningsRaised: number; warningsRaisedLevel: number }> {
  const { tx, actor } = ctx
  const overdue = await tx.$queryRaw<
    {
      loan_id: string
      merchant_id: string
      group_id: string | null
      market_id: string
      rm_id: string | null
      dpd: number
    }[]
  >`
    select l.id as loan_id, l.merchant_id, l.group_id, l.market_id, m.rm_id, s.dpd from loan_state s
    join loan l on l.bank_id = s.bank_id and l.id = s.loan_id join market m on m.bank_id = l.bank_id and m.id = l.market_id
    where s.bank_id = ${actor.bankId}::uuid and s.dpd > 0 and l.state not in ('SETTLED', 'WRITTEN_OFF')`
  const found: (Candidate & { rmId: string | null })[] = []
  for (const o of overdue) {
    const level = dpdWarning(o.dpd, p.warnings)
    if (level)
      found.push({
        code: 'W-C01',
        objectType: 'MERCHANT',
        objectId: o.merchant_id,
        marketId: o.market_id,
        loanId: o.loan_id,
        level,
        value: String(o.dpd),
        rmId: o.rm_id,
      })
    const group = o.group_id
      ? evaluateWarning('W-G01', [{ reading: 'memberDpd', value: o.dpd }], p.warnings).level
      : null
    if (group && o.group_id)
      found.push({
        code: 'W-G01',
        objectType: 'GROUP',
        objectId: o.group_id,
        marketId: o.market_id,
        loanId: o.loan_id,
        level: group,
        value: String(o.dpd),
        rmId: o.rm_id,
      })
  }
  if (found.length === 0) return { warningsRaised: 0, warningsRaisedLevel: 0 }
  const open = await tx.warningSignal.findMany({
    where: { bankId: actor.bankId, code: { in: ['W-C01', 'W-G01'] }, state: { notIn: ['CLOSED', 'FALSE_ALARM'] } },
    select: { id: true, code: true, objectId: true, level: true },
  })
  const calendar = await loadCalendar(tx, actor.bankId)
  const verifyBy = (level: WarningLevel) => toDb(addWorkingDays(day, p.verifyWorkingDays[level], calendar))
  const worst = new Map<string, (typeof found)[number]>()
  for (const f of found) {
    const key = `${f.code}:${f.objectId}`
    const seen = worst.get(key)
    if (!seen || WARNING_LEVELS.indexOf(f.level) > WARNING_LEVELS.indexOf(seen.level)) worst.set(key, f)
  }
  const fresh: (typeof found)[number][] = []
  let lifted = 0
  for (const f of worst.values()) {
    const known = open.find((o) => o.code === f.code && o.objectId === f.objectId)
    if (!known) fresh.push(f)
    else if (WARNING_LEVELS.indexOf(f.level) > WARNING_LEVELS.indexOf(known.level as WarningLevel)) {
      lifted++
      await tx.warningSignal.update({
        where: { bankId_id: { bankId: actor.bankId, id: known.id } },
        data: { level: f.level, value: f.value, verifyBy: verifyBy(f.level), version: { increment: 1 } },
      })
    }
  }
  await tx.warningSignal.createMany({
    data: fresh.map((f) => ({
      bankId: actor.bankId,
      id: newId(),
      code: f.code,
      objectType: f.objectType,
      objectId: f.objectId,
      marketId: f.marketId,
      loanId: f.loanId,
      level: f.level,
      state: f.rmId ? 'ASSIGNED' : 'RAISED',
      value: f.value,
      raisedOn: toDb(day),
      verifyBy: verifyBy(f.level),
      assignedTo: f.rmId,
    })),
  })
  await applyEffects(ctx, [...worst.values()])
  return { warningsRaised: fresh.length, warningsRaisedLevel: lifted }
}

/** §8.2: a RED merchant's undrawn limit and an ORANGE group's undrawn limits are frozen at once. */
async function applyEffects(ctx: Ctx, found: Candidate[]): Promise<void> {
  const { tx, actor } = ctx
  const red = found.filter((f) => f.objectType === 'MERCHANT' && f.level === 'RED').map((f) => f.objectId)
  if (red.length > 0)
    await tx.application.updateMany({
      where: {
        bankId: actor.bankId,
        merchantId: { in: red },
        state: { in: ['APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW'] },
        frozen: false,
      },
      data: { frozen: true },
    })
  const groups = found.filter((f) => f.objectType === 'GROUP' && f.level !== 'YELLOW').map((f) => f.objectId)
  await moveGroups(ctx, groups, 'freeze', 'W-G01')
}
