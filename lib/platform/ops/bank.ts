/**
 * What the operators of an installation do from the command line: open a bank, create accounts and tokens. Roles given
 * here are in force at once; inside a running bank they take two administrators (lib/admin).
 */
import pg from 'pg'
import { z } from 'zod'
import { ROLES, type Role, systemActor } from '../actor'
import { issueToken } from '../auth/token'
import { checkRoleSide, insertUser, type NewUser } from '../auth/users'
import { defineCommand } from '../commands'
import { civilDate, date, type PlainDate } from '../dates'
import { Refusal, type Result, refuse } from '../errors'
import { insertOfficialDays, knownYears } from '../official-days'
import { type BankRow, findBankByCode, newId, withTenant } from '../tenant'

export type NewBank = {
  /** 2 to 16 capitals or digits; part of every login and token */
  code: string
  name: string
  nameEn: string
  /** default: today */
  businessDate?: PlainDate
}

/** Registers a bank with its settings and the announced holidays, as the owner of the schema: the application itself may only read the register. */
export async function createBank(ownerUrl: string, bank: NewBank): Promise<BankRow> {
  const code = bank.code.toUpperCase()
  if (!/^[A-Z0-9]{2,16}$/.test(code)) throw refuse('E_BANK_CODE', { code })
  if (await findBankByCode(code)) throw refuse('E_BANK_TAKEN', { code })
  const id = newId()
  const day = (bank.businessDate ?? civilDate(new Date())).toString()
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query("select set_config('app.bank_id', $1, true), set_config('app.party_id', 'staff', true)", [id])
    await client.query('insert into bank (id, code, name, name_en, state) values ($1, $2, $3, $4, $5)', [
      id,
      code,
      bank.name,
      bank.nameEn,
      'ACTIVE',
    ])
    await client.query('insert into bank_setting (bank_id, business_date, config) values ($1, $2, $3)', [id, day, '{}'])
    await client.query('commit')
  } finally {
    await client.end()
  }
  await withTenant({ bankId: id, partyId: null }, async (tx) => {
    for (const year of knownYears(date(day))) await insertOfficialDays(tx, id, year)
  })
  return { id, code, name: bank.name, nameEn: bank.nameEn, state: 'ACTIVE' }
}

const zText = z.string().trim().min(1).max(200)
const NewUserInput = z.strictObject({
  loginName: zText,
  name: zText,
  nameEn: zText.nullish(),
  partyCode: zText.nullish(),
  branchCode: zText.nullish(),
  idNo: zText.nullish(),
  phone: zText.nullish(),
  address: zText.nullish(),
  email: zText.nullish(),
  oidcSubject: zText.nullish(),
  password: z.string().optional(),
  mustChangePassword: z.boolean().optional(),
  locale: z.enum(['zh-CN', 'en']).optional(),
  roles: z.array(z.enum(ROLES as [Role, ...Role[]])).default([]),
})
export type NewUserInput = z.input<typeof NewUserInput>
export type CreatedUser = { id: string; login: string; password: string | null }

const createUserCommand = defineCommand({
  name: 'ops.createUser',
  input: NewUserInput,
  access: { roles: ['SYSTEM'] },
  async run({ tx, actor, input, now, audit }): Promise<CreatedUser> {
    const { partyCode, branchCode, roles, ...account } = input
    const bank = { id: actor.bankId, code: actor.bankCode }
    const party = partyCode ? await tx.party.findFirst({ where: { bankId: bank.id, code: partyCode } }) : null
    if (partyCode && !party) throw refuse('E_NOT_FOUND', { object: 'party', code: partyCode })
    const branch = branchCode ? await tx.branch.findFirst({ where: { bankId: bank.id, code: branchCode } }) : null
    if (branchCode && !branch) throw refuse('E_NOT_FOUND', { object: 'branch', code: branchCode })
    const partyId = party?.id ?? null
    for (const role of roles) checkRoleSide(role, { partyId })
    const user: NewUser = { ...account, partyId, branchId: branch?.id ?? null }
    const created = await insertUser(tx, bank, user)
    await tx.roleGrant.createMany({
      data: roles.map((role) => ({
        bankId: bank.id,
        userId: created.id,
        partyId,
        role,
        state: 'ACTIVE',
        requestedAt: now,
        decidedAt: now,
      })),
    })
    audit({ objectType: 'user', objectId: created.id, to: 'ACTIVE', detail: { login: created.login, roles } })
    return created
  },
})

const createTokenCommand = defineCommand({
  name: 'ops.createToken',
  input: z.strictObject({
    login: zText,
    name: zText.default('command line'),
    scope: z.enum(['FULL', 'READ']).default('FULL'),
    days: z.int().min(1).max(3650).nullish(),
  }),
  access: { roles: ['SYSTEM'] },
  async run({ tx, actor, input, now, audit }): Promise<{ id: string; token: string }> {
    const login = input.login.toLowerCase()
    const user = await tx.appUser.findFirst({ where: { bankId: actor.bankId, login, state: 'ACTIVE' } })
    if (!user) throw refuse('E_NOT_FOUND', { object: 'user', code: login })
    const bank = { id: actor.bankId, code: actor.bankCode }
    const issued = await issueToken(tx, bank, {
      userId: user.id,
      partyId: user.partyId,
      name: input.name,
      scope: input.scope,
      expiresAt: input.days ? new Date(now.getTime() + input.days * 86_400_000) : null,
      createdBy: null,
    })
    audit({ objectType: 'api-token', objectId: issued.id, to: 'ACTIVE', detail: { login, scope: input.scope } })
    return issued
  },
})

/** Creates an account with roles. Throws the refusal (E_LOGIN_TAKEN, E_PASSWORD_WEAK, E_ROLE_SIDE, E_NOT_FOUND). */
export async function createUser(bank: { id: string; code: string }, user: NewUserInput): Promise<CreatedUser> {
  return unwrap(await createUserCommand(systemActor(bank, 'command-line'), user))
}

/** Creates an API token for a login (`rm@yjb`); the text is answered this once. */
export async function createToken(
  bank: { id: string; code: string },
  token: { login: string; name?: string; scope?: 'FULL' | 'READ'; days?: number | null },
): Promise<{ id: string; token: string }> {
  return unwrap(await createTokenCommand(systemActor(bank, 'command-line'), token))
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Refusal(result.error)
}
