/** Inputs of the market commands and queries, in their JSON form. */
import { z } from 'zod'
import { zDate, zId, zWhole, zYuan } from '@/lib/platform/schema'
import { SUSPEND_TRIGGERS } from './rules/admission'
import { DECISIONS } from './rules/official'

const text = (max: number) => z.string().trim().min(1, 'E_REQUIRED').max(max, 'E_TOO_LONG')
const note = z.string().trim().max(1000, 'E_TOO_LONG')
const zCode = z.string().regex(/^[A-Z][A-Z0-9-]{0,19}$/, 'E_MARKET_CODE_FORMAT')
const zPhone = z.string().trim().max(30, 'E_TOO_LONG')

/** A new operator, created together with its market. */
export const NewOperator = z.strictObject({
  name: text(120),
  nameEn: z.string().trim().max(120, 'E_TOO_LONG').optional(),
  uscc: z.string().trim().max(30, 'E_USCC_FORMAT').optional(),
  contactName: z.string().trim().max(60, 'E_TOO_LONG').optional(),
  contactPhone: zPhone.optional(),
  accountNo: z.string().trim().max(40, 'E_TOO_LONG').optional(),
})

const facts = {
  address: z.string().trim().max(200, 'E_TOO_LONG').optional(),
  openedOn: zDate.optional(),
  merchantCount: zWhole.optional(),
  turnover: zYuan.optional(),
}

export const CreateMarket = z
  .strictObject({
    code: zCode.optional().meta({ description: 'left out: the next number of the year', example: 'M6' }),
    name: text(120),
    nameEn: z.string().trim().max(120, 'E_TOO_LONG').optional(),
    city: text(60),
    trade: text(60),
    ...facts,
    operatorPartyId: zId.optional(),
    operator: NewOperator.optional(),
  })
  .refine((m) => (m.operatorPartyId === undefined) !== (m.operator === undefined), {
    message: 'E_OPERATOR_ONE_OF',
    path: ['operatorPartyId'],
  })

export const UpdateMarket = z.strictObject({
  marketId: zId,
  name: text(120).optional(),
  nameEn: z.string().trim().max(120, 'E_TOO_LONG').optional(),
  city: text(60).optional(),
  trade: text(60).optional(),
  ...facts,
})

export const AssignSurveyors = z.strictObject({ marketId: zId, evaluatorId: zId, riskMgrId: zId })
export const StartSurvey = z.strictObject({
  marketId: zId,
  evaluatorId: zId.optional(),
  riskMgrId: zId.optional(),
})

const zItem = z.string().regex(/^[A-Z][A-Z0-9_-]{0,39}$/, 'E_INDICATOR_UNKNOWN')
const zCount = z.int('E_WHOLE_NUMBER').min(0, 'E_RANGE').max(10_000_000, 'E_RANGE')
const zAmount = z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, 'E_NUMBER')

export const zSheet = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('OPENED_ON'), openedOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE') }),
  z.strictObject({
    kind: z.literal('OCCUPANCY'),
    areas: z.array(z.strictObject({ area: z.string().trim().max(60), leased: zCount, leasable: zCount })).max(60),
  }),
  z.strictObject({ kind: z.literal('SHARE'), part: zAmount, whole: zAmount }),
  z.strictObject({ kind: z.literal('SAMPLE'), complete: zCount, drawn: zCount }),
  z.strictObject({
    kind: z.literal('FOOTFALL'),
    counts: z.array(z.strictObject({ at: z.string().trim().max(40), now: zCount, before: zCount })).max(20),
  }),
  z.strictObject({ kind: z.literal('RENT'), leases: zCount, now: zAmount, before: zAmount }),
])

/** A change to one's own entry: only what is named changes; null takes something out. */
export const SaveEntry = z.strictObject({
  marketId: zId,
  values: z
    .record(zItem, z.string().trim().max(60).nullable())
    .default({})
    .meta({ example: { MT1: '86', MC4: 'MARGIN_AND_STALL' } }),
  sheets: z.record(zItem, zSheet.nullable()).default({}),
  notes: z.record(zItem, note.nullable()).default({}),
  vetoes: z
    .record(zItem, z.strictObject({ hit: z.boolean(), note: note.optional() }).nullable())
    .default({})
    .meta({ example: { MV4: { hit: false } } }),
})

export const ScoreMarket = z.strictObject({
  marketId: zId,
  confirm: z.literal(true, { error: 'E_CONFIRM' }),
  acceptMissing: z.boolean().default(false),
})
export const ReconcileMarket = z.strictObject({ marketId: zId, note: text(2000) })
export const MarketOnly = z.strictObject({ marketId: zId })
export const ReturnMarket = z.strictObject({
  marketId: zId,
  items: z
    .array(z.strictObject({ item: zItem.optional(), text: text(500) }))
    .min(1, 'E_RETURN_ITEMS')
    .max(60),
})
export const DecideMarket = z.strictObject({
  marketId: zId,
  decision: z.enum(DECISIONS),
  opinion: text(2000),
  role: z.enum(['SB_HEAD', 'CR_APPROVER']).optional(),
})
export const OverrideScore = z.strictObject({
  marketId: zId,
  grade: z.string().max(10),
  reason: text(1000),
  fileIds: z.array(zId).max(20),
})
export const SuspendMarket = z.strictObject({
  marketId: zId,
  trigger: z.enum(SUSPEND_TRIGGERS),
  reason: text(1000),
})
export const ReinstateMarket = z.strictObject({ marketId: zId, opinion: text(1000) })
export const ExitMarket = z.strictObject({ marketId: zId, plan: text(2000) })
