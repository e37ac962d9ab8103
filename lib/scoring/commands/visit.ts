/** At the stall: photos with their time and place, and the evaluator's own judgement beside the shared sheet (§3.0-8). */
import { z } from 'zod'
import { addEvidence, evidenceFields, removeEvidence } from '@/lib/evidence/evidence'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { type FieldError, refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { customerCardOf } from '../card-in-force'
import { readInput } from '../rules/input'
import { readSheets } from '../sheets'
import { investigate } from './save'

export const VISIT_EVIDENCE = 'INVESTIGATION'

/** The sheet of an item that is being investigated. Throws E_NOT_FOUND, E_STATE. */
async function openSheet(ctx: CommandContext<unknown>, applicationId: string, event: string) {
  const { tx, actor } = ctx
  const item = await tx.application.findFirst({
    where: { bankId: actor.bankId, id: applicationId },
    select: { id: true, state: true, batchId: true },
  })
  if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
  const sheet = (await readSheets(tx, actor.bankId, [item.id], true)).get(item.id)
  if (!sheet || item.state !== 'SCORING') throw refuse('E_STATE', { object: 'application', state: item.state, event })
  await investigate(ctx, item.batchId)
  return { item, sheet }
}

/** A photo or a note of the visit; `itemCode` names the indicator that it proves, VISIT for the visit as such. */
export const addVisitPhoto = defineCommand({
  name: 'investigations.addPhoto',
  input: z.strictObject({
    applicationId: zId,
    itemCode: z
      .string()
      .regex(/^[A-Z][A-Z0-9_-]{0,39}$/, 'E_INDICATOR_UNKNOWN')
      .default('VISIT'),
    ...evidenceFields,
  }),
  access: { roles: ['RM', 'EVALUATOR'] },
  async run(ctx) {
    const { applicationId, itemCode, ...proof } = ctx.input
    const { sheet } = await openSheet(ctx, applicationId, 'add-photo')
    const { id } = await addEvidence(ctx, { objectType: VISIT_EVIDENCE, objectId: sheet.id, itemCode, ...proof })
    ctx.audit({
      objectType: 'investigation',
      objectId: sheet.id,
      detail: { event: 'add-photo', itemCode, evidenceId: id },
    })
    return { id }
  },
})

/** Takes an own photo away. */
export const removeVisitPhoto = defineCommand({
  name: 'investigations.removePhoto',
  input: z.strictObject({ applicationId: zId, evidenceId: zId }),
  access: { roles: ['RM', 'EVALUATOR'] },
  async run(ctx) {
    const { applicationId, evidenceId } = ctx.input
    const { sheet } = await openSheet(ctx, applicationId, 'remove-photo')
    const at = { id: evidenceId, objectType: VISIT_EVIDENCE, objectId: sheet.id }
    const { itemCode } = await removeEvidence(ctx, at)
    ctx.audit({
      objectType: 'investigation',
      objectId: sheet.id,
      detail: { event: 'remove-photo', itemCode, evidenceId },
    })
    return { id: evidenceId }
  },
})

/**
 * Where the evaluator judges otherwise than the shared sheet, value by value; null agrees again. Totals more than five
 * points apart need a note of why before anybody signs. The evaluator's own signature comes off, the RM's stays.
 */
export const assessSheet = defineCommand({
  name: 'investigations.assess',
  input: z.strictObject({
    applicationId: zId,
    values: z.record(z.string().max(40), z.string().trim().max(60).nullable()).default({}),
    reconciliation: z.string().trim().max(1000).nullable().optional(),
  }),
  access: { roles: ['EVALUATOR'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { item, sheet } = await openSheet(ctx, input.applicationId, 'assess')
    const card = await customerCardOf(tx, actor.bankId, item.batchId, today)
    const own = { ...sheet.evaluatorInputs }
    const problems: FieldError[] = []
    for (const [code, text] of Object.entries(input.values)) {
      const indicator = card.indicators.find((i) => i.code === code)
      if (!indicator)
        problems.push({
          path: `values.${code}`,
          code: 'E_INDICATOR_UNKNOWN',
          params: { indicator: code, card: card.code },
        })
      else if (text === null || text === '') delete own[code]
      else {
        const read = readInput(indicator, text)
        if (!read.ok) problems.push({ path: `values.${code}`, code: read.problem.code, params: read.problem.params })
        else if (read.value === sheet.inputs[code]) delete own[code]
        else own[code] = read.value
      }
    }
    const [first] = problems
    if (first) throw refuse(first.code, first.params ?? {}, { fields: problems })
    const note = input.reconciliation === undefined ? sheet.reconciliation : input.reconciliation || null
    const written = await tx.$executeRaw`
      update investigation set evaluator_inputs = ${JSON.stringify(own)}::jsonb, reconciliation = ${note},
        evaluator_signed_at = null, state = 'DRAFT', version = version + 1
      where bank_id = ${actor.bankId}::uuid and id = ${sheet.id}::uuid and version = ${sheet.version}`
    if (written !== 1) throw refuse('E_VERSION_CONFLICT', { seen: sheet.version })
    ctx.audit({
      objectType: 'investigation',
      objectId: sheet.id,
      objectVersion: sheet.version + 1,
      reason: note ?? undefined,
      detail: { event: 'assess', values: own },
    })
    return { applicationId: item.id, version: sheet.version + 1, values: own, reconciliation: note }
  },
})
