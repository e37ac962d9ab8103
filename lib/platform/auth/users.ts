/** The rows of a person's account: the same for the administrator's command, the command line and the demo. */
import { BANK_ROLES, PARTNER_ROLES, type Role } from '../actor'
import { refuse } from '../errors'
import { isUniqueViolation, newId, type Prisma, type Tx } from '../tenant'
import { checkPasswordPolicy, generatePassword, hashPassword } from './password'

export type NewUser = {
  /** the part before @bank: 'rm', 'operator-admin.m6' */
  loginName: string
  name: string
  nameEn?: string | null
  /** null or absent for bank staff */
  partyId?: string | null
  branchId?: string | null
  /** identity number of the natural person, so that two accounts of one person count as one (§6.3) */
  idNo?: string | null
  phone?: string | null
  address?: string | null
  email?: string | null
  oidcSubject?: string | null
  /** absent: one is made and answered, once */
  password?: string
  mustChangePassword?: boolean
  locale?: 'zh-CN' | 'en'
  createdBy?: string | null
}

/** Creates the account without roles. Answers the login and, when it was made here, the first password. */
export async function insertUser(
  tx: Tx,
  bank: { id: string; code: string },
  user: NewUser,
): Promise<{ id: string; login: string; password: string | null }> {
  const loginName = user.loginName.trim().toLowerCase()
  if (!/^[a-z0-9][a-z0-9._-]{0,60}$/.test(loginName)) {
    throw refuse('E_LOGIN_FORMAT', {}, { fields: [{ path: 'loginName', code: 'E_LOGIN_FORMAT' }] })
  }
  const login = `${loginName}@${bank.code.toLowerCase()}`
  const password = user.password ?? generatePassword()
  checkPasswordPolicy(password, { login, name: user.name })
  const id = newId()
  const data: Prisma.AppUserUncheckedCreateInput = {
    bankId: bank.id,
    id,
    login,
    name: user.name,
    nameEn: user.nameEn ?? null,
    partyId: user.partyId ?? null,
    branchId: user.branchId ?? null,
    personKey: user.idNo ? user.idNo.trim().toUpperCase() : `account:${id}`,
    phone: user.phone ?? null,
    address: user.address ?? null,
    email: user.email ?? null,
    oidcSubject: user.oidcSubject ?? null,
    passwordHash: await hashPassword(password),
    mustChangePassword: user.mustChangePassword ?? true,
    locale: user.locale ?? 'zh-CN',
    state: 'ACTIVE',
    createdBy: user.createdBy ?? null,
  }
  const taken = await tx.appUser.findFirst({ where: { bankId: bank.id, login }, select: { id: true } })
  if (taken) throw loginTaken(login)
  try {
    await tx.appUser.create({ data })
  } catch (error) {
    throw isUniqueViolation(error) ? loginTaken(login) : error
  }
  return { id, login, password: user.password === undefined ? password : null }
}

function loginTaken(login: string) {
  return refuse(
    'E_LOGIN_TAKEN',
    { login },
    { fields: [{ path: 'loginName', code: 'E_LOGIN_TAKEN', params: { login } }] },
  )
}

/** Bank roles go to staff, partner roles to a party's people: E_ROLE_SIDE otherwise. */
export function checkRoleSide(role: Role, user: { partyId: string | null }): void {
  const fits = user.partyId ? includes(PARTNER_ROLES, role) : includes(BANK_ROLES, role)
  if (!fits) throw refuse('E_ROLE_SIDE', { role })
}

const includes = (list: readonly string[], value: string): boolean => list.includes(value)
