/**
 * Reports by e-mail: daily on working days, monthly on the first working day, to those whom the report names and who may
 * still see it. The workbook is made when it goes out, with the reader's rights and in the reader's language.
 */
import { listAnswer } from '@/lib/desk/exports'
import type { Role } from '@/lib/platform/actor'
import { loadCalendar } from '@/lib/platform/calendar'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { momentOf, wishesOf } from './collect'
import { digestDue } from './rules'

/** Orders what is due at this moment; a report goes to a person once a day or month. */
export async function orderReports(tx: Tx, bankId: string, now: Date): Promise<number> {
  const definitions = await tx.reportDefinition.findMany({
    where: { bankId, state: 'ACTIVE', schedule: { not: 'NONE' } },
    select: { id: true, schedule: true, recipients: true },
  })
  if (definitions.length === 0) return 0
  const calendar = await loadCalendar(tx, bankId)
  const { day, minute } = momentOf(now)
  const users = [...new Set(definitions.flatMap((d) => d.recipients as string[]))]
  const wishes = await wishesOf(tx, bankId, users)
  const data = definitions.flatMap((d) =>
    (d.recipients as string[])
      // at the hour of the person's own summary, and never on a free day: a report is work
      .filter((userId) =>
        digestDue({ day, minute }, { ...wishes.times(userId), mail: true, workingDaysOnly: true }, calendar),
      )
      .map((userId) => ({
        bankId,
        id: newId(),
        userId,
        kind: 'REPORT',
        dedupeKey: `report:${d.id}:${d.schedule === 'DAILY' ? day : day.toString().slice(0, 7)}`,
        params: { report: d.id },
        state: 'PENDING',
        nextAt: now,
      })),
  )
  if (data.length === 0) return 0
  return (await tx.mailMessage.createMany({ data, skipDuplicates: true })).count
}

export type Attachment = { filename: string; contentType: string; content: Buffer }

/** The report's workbook for its reader; null when the report is gone or the reader may not see it any more. */
export async function reportFor(
  bank: { id: string; code: string },
  userId: string,
  reportId: string,
): Promise<{ name: string; attachment: Attachment } | null> {
  const found = await withTenant(
    { bankId: bank.id, partyId: null },
    async (tx) => {
      const user = await tx.appUser.findFirst({
        where: { bankId: bank.id, id: userId },
        include: { roleGrants: { where: { state: 'ACTIVE' }, select: { role: true } } },
      })
      const report = await tx.reportDefinition.findFirst({ where: { bankId: bank.id, id: reportId, state: 'ACTIVE' } })
      return user && report && { user, report }
    },
    { readOnly: true },
  )
  if (!found) return null
  const { user, report } = found
  const actor = {
    bankId: bank.id,
    bankCode: bank.code,
    userId: user.id,
    login: user.login,
    name: user.name,
    personKey: user.personKey,
    partyId: user.partyId,
    roles: [...new Set(user.roleGrants.map((g) => g.role))] as Role[],
    scope: 'FULL' as const,
    locale: user.locale === 'en' ? ('en' as const) : ('zh-CN' as const),
    sessionId: null,
    requestId: crypto.randomUUID(),
  }
  const list = report.kind === 'INCLUSIVE' ? 'inclusive-lending' : 'five-category'
  const answer = await listAnswer(actor, list, { report: report.id }).catch(
    (error: { error?: { status?: number } }) => {
      if (error.error?.status === 403) return null
      throw error
    },
  )
  if (!answer) return null
  return {
    name: report.name,
    attachment: {
      filename: `${report.name}.xlsx`,
      contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      content: Buffer.from(await answer.arrayBuffer()),
    },
  }
}
