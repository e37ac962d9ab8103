import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { requireExam } from '@/lib/desk/training/gate'
import { hasRole } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { customerCardOf } from '../card-in-force'
import { openPoints, scoreInputs } from '../investigation'
import { type TwoViews, twoViews } from '../rules/two-views'
import { readSheets } from '../sheets'

/**
 * One of the two investigators signs sheets, as RM or as EVALUATOR (§6.3, two-person rule): both must sign, and they are
 * two natural persons (E_SOD otherwise). A sheet without visit or figures is not signed and comes back in `refused`; a
 * single one refuses E_INVESTIGATION_OPEN with what is open.
 */
export const signInvestigations = defineCommand({
  name: 'investigations.sign',
  input: z.strictObject({
    batchId: zId,
    applicationIds: z.array(zId).min(1).max(2000),
    as: z.enum(['RM', 'EVALUATOR']).optional(),
  }),
  access: { roles: ['RM', 'EVALUATOR'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    await requireExam(ctx, 'SCORING')
    const role = input.as ?? (hasRole(actor, 'RM') ? 'RM' : 'EVALUATOR')
    if (!hasRole(actor, role)) throw refuse('E_FORBIDDEN', { roles: [role] })
    const items = await tx.application.findMany({
      where: { bankId: actor.bankId, batchId: input.batchId, id: { in: input.applicationIds } },
      select: { id: true, state: true, rowNo: true },
    })
    if (items.length !== new Set(input.applicationIds).size) throw refuse('E_NOT_FOUND', { object: 'application' })
    const sheets = await readSheets(tx, actor.bankId, input.applicationIds, true)
    const others = await tx.appUser.findMany({
      where: {
        bankId: actor.bankId,
        id: {
          in: [...sheets.values()]
            .map((s) => (role === 'RM' ? s.evaluatorSignedAt && s.evaluatorId : s.rmSignedAt && s.rmId))
            .filter((id) => typeof id === 'string'),
        },
      },
      select: { id: true, personKey: true },
    })
    const mine = new Set(others.filter((o) => o.personKey === actor.personKey).map((o) => o.id))
    const card = await customerCardOf(tx, actor.bankId, input.batchId, ctx.today)
    let apart: TwoViews | null = null
    const signed: string[] = []
    const done: string[] = []
    const refused: { applicationId: string; row: string; code: string; open: string[] }[] = []
    for (const item of items) {
      const sheet = sheets.get(item.id)
      const no = (code: string, open: string[] = []) =>
        refused.push({ applicationId: item.id, row: item.rowNo, code, open })
      if (!sheet || item.state !== 'SCORING') {
        no('E_STATE')
        continue
      }
      const other = role === 'RM' ? sheet.evaluatorId : sheet.rmId
      if ((role === 'RM' ? sheet.evaluatorSignedAt : sheet.rmSignedAt) && other && mine.has(other)) {
        throw refuse('E_SOD', {
          act: 'INVESTIGATE',
          earlierAct: 'INVESTIGATE',
          earlierAt: '',
          turn: [role],
        })
      }
      if (role === 'RM' ? sheet.rmSignedAt : sheet.evaluatorSignedAt) {
        done.push(item.id)
        continue
      }
      const open = openPoints(sheet)
      const views = twoViews(card, scoreInputs(sheet), sheet.evaluatorInputs)
      if (open.length > 0) no('E_INVESTIGATION_OPEN', open)
      else if (views?.noteRequired && !sheet.reconciliation) {
        apart = views
        no('E_VIEWS_APART')
      } else signed.push(sheet.id)
    }
    if (signed.length === 0 && done.length === 0 && refused.length > 0) {
      const first = refused[0]!
      if (first.code === 'E_STATE')
        throw refuse('E_STATE', { object: 'application', state: items[0]!.state, event: 'sign-investigation' })
      if (first.code === 'E_VIEWS_APART')
        throw refuse('E_VIEWS_APART', {
          rows: refused.map((r) => r.row),
          sheet: apart?.sheetTotal ?? 0,
          evaluator: apart?.evaluatorTotal ?? 0,
        })
      throw refuse('E_INVESTIGATION_OPEN', { count: refused.length, rows: refused.map((r) => r.row), open: first.open })
    }
    const ids = [...sheets.values()].filter((s) => signed.includes(s.id)).map((s) => s.applicationId)
    await performDuty(ctx, 'INVESTIGATE', { batch: [input.batchId], merchant: ids })
    if (role === 'RM')
      await tx.$executeRaw`update investigation set rm_id = ${actor.userId}::uuid, rm_signed_at = ${now},
        state = case when evaluator_signed_at is not null then 'SIGNED' else state end
        where bank_id = ${actor.bankId}::uuid and id = any(${signed}::uuid[])`
    else
      await tx.$executeRaw`update investigation set evaluator_id = ${actor.userId}::uuid, evaluator_signed_at = ${now},
        state = case when rm_signed_at is not null then 'SIGNED' else state end
        where bank_id = ${actor.bankId}::uuid and id = any(${signed}::uuid[])`
    ctx.audit({
      objectType: 'batch',
      objectId: input.batchId,
      detail: { event: 'sign-investigation', as: role, applicationIds: ids },
    })
    return { as: role, signed: ids, already: done, refused }
  },
})
