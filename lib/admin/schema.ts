/** What the administration's forms and commands take: one schema for the browser and the server. */
import { z } from 'zod'
import { ROLES, type Role } from '@/lib/platform/actor'
import { zId } from '@/lib/platform/schema'

const zName = z.string().trim().min(1).max(60)
const zOptional = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullish()
    .transform((v) => v || null)

export const UserDetails = z.strictObject({
  name: zName,
  nameEn: zOptional(120),
  branchId: z
    .union([zId, z.literal('')])
    .nullish()
    .transform((v) => v || null),
  phone: zOptional(30),
  email: zOptional(120),
  /** compared with those of merchants, so that nobody acts on a neighbour's or relative's case (§6.3) */
  address: zOptional(200),
  oidcSubject: zOptional(200),
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})

export const NewAccount = UserDetails.extend({
  loginName: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{0,60}$/, 'E_LOGIN_FORMAT'),
  partyId: z
    .union([zId, z.literal('')])
    .nullish()
    .transform((v) => v || null),
  /** identity number, so that two accounts of one person count as one (§6.3); never shown again */
  idNo: zOptional(30),
})

const zRole = z.enum(ROLES as [Role, ...Role[]])

export const RoleRequest = z.strictObject({
  userId: zId,
  role: zRole,
  reason: z.string().trim().min(1).max(500),
})

export const BRANCH_LEVELS = ['HEAD', 'BRANCH', 'SUB_BRANCH'] as const

export const BranchDetails = z.strictObject({
  name: z.string().trim().min(1).max(80),
  nameEn: z.string().trim().min(1).max(120),
  level: z.enum(BRANCH_LEVELS),
  parentId: z
    .union([zId, z.literal('')])
    .nullish()
    .transform((v) => v || null),
})
export const NewBranch = BranchDetails.extend({
  code: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9-]{1,20}$/, 'E_CODE_FORMAT'),
})

export const CONFLICT_SUBJECTS = ['MARKET', 'PARTY', 'MERCHANT', 'PERSON'] as const
export const CONFLICT_RELATIONS = ['SELF', 'FAMILY', 'SHAREHOLDER', 'CREDITOR', 'FORMER_EMPLOYEE', 'OTHER'] as const

/** A market, partner or merchant of the bank; or a related person, found by number, phone or address when a case comes. */
export const ConflictDetails = z
  .strictObject({
    subjectType: z.enum(CONFLICT_SUBJECTS),
    subjectId: z
      .union([zId, z.literal('')])
      .nullish()
      .transform((v) => v || null),
    idNo: zOptional(30),
    phone: zOptional(30),
    address: zOptional(200),
    relation: z.enum(CONFLICT_RELATIONS),
    note: z.string().trim().max(500).default(''),
  })
  .refine((c) => c.subjectType === 'PERSON' || c.subjectId !== null, { error: 'E_REQUIRED', path: ['subjectId'] })
  .refine((c) => c.subjectType !== 'PERSON' || c.idNo || c.phone || c.address, { error: 'E_REQUIRED', path: ['phone'] })

export const NewToken = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scope: z.enum(['FULL', 'READ']),
  /** a token of the own account lives a year at most */
  days: z.coerce.number().int().min(1).max(365),
})
