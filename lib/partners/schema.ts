/** What people and programs hand over about partners and agreements, and how agreements are stored. */
import { z } from 'zod'
import { zDate, zId, zPercent, zShare, zYuan } from '@/lib/platform/schema'
import { CASE_KINDS } from './rules/cases'
import { DOCUMENT_KINDS, LEGAL_FORMS, LIABILITY_TYPES, PARTNER_KINDS } from './rules/kinds'

const text = (max: number) => z.string().trim().min(1).max(max)
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal('').transform(() => undefined), schema]).optional()

export const ProfileFields = {
  legalForm: z.enum(LEGAL_FORMS),
  licenceNo: optional(text(60)),
  licenceValidUntil: optional(zDate),
  establishedOn: optional(zDate),
  paidInCapital: optional(zYuan),
  governmentBacked: z.boolean().default(false),
  mainlySmallOrAgri: z.boolean().default(false),
  listedInPlan: z.boolean().default(false),
}
export const CreatePartner = z.strictObject({
  kind: z.enum(PARTNER_KINDS),
  name: z.string().trim().min(2).max(100),
  nameEn: z.string().trim().max(150).optional(),
  uscc: z.string().trim().max(40).optional(),
  accountNo: optional(z.string().trim().min(4).max(40)),
  ...ProfileFields,
})
export const UpdateProfile = z.strictObject({ partyId: zId, ...ProfileFields })

export const PERSON_ROLES = ['LEGAL_REP', 'CONTROLLER', 'SHAREHOLDER', 'CONTACT'] as const
export const AddPerson = z.strictObject({
  partyId: zId,
  role: z.enum(PERSON_ROLES),
  name: text(60),
  idNo: optional(z.string().trim().max(24)),
  phone: optional(z.string().trim().max(24)),
  share: optional(zShare),
  since: zDate,
})
export const AddDocument = z.strictObject({
  partyId: zId,
  kind: z.enum(DOCUMENT_KINDS),
  number: optional(text(60)),
  issuedOn: optional(zDate),
  validUntil: optional(zDate),
  fileId: zId.optional(),
})

/** A partner's figures of one day. Stored in this form, read back with the same schema. */
export const Figures = z.strictObject({
  netAssets: optional(zYuan),
  totalAssets: optional(zYuan),
  totalDebts: optional(zYuan),
  guarantorInvestments: optional(zYuan),
  smallBalance: optional(zYuan),
  otherBalance: optional(zYuan),
  compensated: optional(zYuan),
  maturedGuarantees: optional(zYuan),
  coreSolvency: optional(zPercent),
  comprehensiveSolvency: optional(zPercent),
  retainedBalance: optional(zYuan),
  earnedPremium: optional(zYuan),
  claims: optional(zYuan),
  fundBalance: optional(zYuan),
})
export const RecordFigures = z.strictObject({
  partyId: zId,
  asOf: zDate,
  audited: z.boolean().default(false),
  figures: Figures,
})

export const SetPool = z.strictObject({
  partyId: zId,
  shares: z
    .array(z.strictObject({ partyId: zId, share: zShare, lead: z.boolean().default(false) }))
    .min(2)
    .max(20),
})

export const RECOMMENDATIONS = ['ADMIT', 'KEEP', 'WATCH', 'STOP', 'DECLINE'] as const
export const ProposeReview = z.strictObject({
  partyId: zId,
  recommendation: z.enum(RECOMMENDATIONS),
  rating: optional(
    z
      .string()
      .trim()
      .regex(/^(AAA|AA|A|BBB|BB|B|C)$/, 'E_RANGE'),
  ),
  opinion: z.string().trim().min(5).max(1000),
})
export const DecideReview = z.strictObject({
  reviewId: zId,
  agree: z.boolean(),
  decision: z.string().trim().min(2).max(1000),
})

export const MARGIN_METHODS = ['BY_LOAN_AMOUNT', 'BY_BALANCE', 'FIXED_PREPAID'] as const
/** The parameters of §2.1.2: stored in the agreement in this JSON form, frozen with its version. */
export const SchemeTermsInput = z.strictObject({
  totalCoopLimit: zYuan,
  generalGuaranteeLimit: optional(zYuan),
  singleClientLimit: zYuan,
  singleDealLimit: optional(zYuan),
  startsOn: zDate,
  coopTermMonths: z.coerce.number().int().min(1).max(120).default(12),
  whitelistControlled: z.boolean().default(true),
  compensationGraceDays: z.coerce.number().int().min(0).max(90).default(30),
  compensation: zShare.default(1_000_000),
  leverageMultiple: z.coerce.number().int().min(1).max(15).default(10),
  marginRatio: zShare.default(0),
  marginMethod: z.enum(MARGIN_METHODS).default('BY_BALANCE'),
  prepaidMargin: optional(zYuan),
  marginAccountNo: optional(z.string().trim().min(4).max(40)),
  liability: z.enum(LIABILITY_TYPES),
})
export const DraftScheme = z.strictObject({
  partyId: zId,
  marketId: zId,
  mode: z.enum(['JG', 'AF', 'GC', 'LI', 'PK', 'DF']),
  terms: SchemeTermsInput,
})

export const AskPartner = z.strictObject({ applicationId: zId, kind: z.enum(CASE_KINDS), amount: zYuan })
export const AnswerCase = z.strictObject({
  caseId: zId,
  agree: z.boolean(),
  referenceNo: optional(text(60)),
  cover: optional(zYuan),
  premium: optional(zYuan),
  validFrom: optional(zDate),
  validUntil: optional(zDate),
  counterGuarantee: optional(text(200)),
  note: optional(text(500)),
})

/** The month of a partner in figures: what it stands for in this programme, what it paid, what it earned, its own net assets. */
export const ReturnFigures = z.strictObject({
  outstanding: zYuan,
  compensated: zYuan,
  earned: optional(zYuan),
  netAssets: optional(zYuan),
})
export const SubmitReturn = z.strictObject({
  month: zDate,
  figures: ReturnFigures,
  note: z.string().trim().max(500).optional(),
})
