/** Commands for those who run an installation: banks, accounts, tokens, the proof of the audit trail. */
import { ROLES, type Role, systemActor } from '@/lib/platform/actor'
import { parseDate } from '@/lib/platform/dates'
import { createBank, createToken, createUser } from '@/lib/platform/ops/bank'
import { type CliCommand, CliError, type CliValues, list, need, text } from '@/lib/platform/ops/cli-command'
import { type BankRow, findBankByCode, listBanks } from '@/lib/platform/tenant'
import { proveAudit } from './audit'

async function bankOf(values: CliValues): Promise<BankRow> {
  const code = need(values, 'bank')
  const bank = await findBankByCode(code)
  if (!bank) throw new CliError(`no bank has the code ${code.toUpperCase()}`)
  return bank
}

const once = (login: string, password: string) => `${login}\t${password}`

/** Opens a bank with its first administrators: two, because roles are granted by one and decided by another. */
export const bankCreate: CliCommand = {
  summary: 'Open a bank with its first two administrators',
  synopsis:
    '--code YJB --name 云江商业银行 --name-en "Yunjiang Commercial Bank" --admin LOGIN:NAME --admin LOGIN:NAME [--business-date 2026-03-21]',
  options: {
    code: { type: 'string' },
    name: { type: 'string' },
    'name-en': { type: 'string' },
    'business-date': { type: 'string' },
    admin: { type: 'string', multiple: true },
  },
  async run(values, output) {
    const owner = process.env.DATABASE_OWNER_URL
    if (!owner) throw new CliError('DATABASE_OWNER_URL is not set: a bank is registered by the owner of the schema')
    const admins = list(values, 'admin').map((a) => a.split(':'))
    if (admins.length < 2) throw new CliError('--admin is needed twice: roles take two administrators')
    if (admins.some(([login, name]) => !login || !name)) throw new CliError('--admin is written LOGIN:NAME')
    const day = text(values, 'business-date')
    const businessDate = day === undefined ? undefined : parseDate(day)
    if (businessDate === null) throw new CliError('--business-date is written like 2026-03-21')
    const bank = await createBank(owner, {
      code: need(values, 'code'),
      name: need(values, 'name'),
      nameEn: need(values, 'name-en'),
      businessDate,
    })
    output.error(`Bank ${bank.code} is open. First passwords, shown this once:`)
    for (const [loginName, name] of admins) {
      const user = await createUser(bank, { loginName: loginName!, name: name!, roles: ['TENANT_ADMIN'] })
      output.log(once(user.login, user.password ?? ''))
    }
    return 0
  },
}

export const userCreate: CliCommand = {
  summary: 'Create an account; prints its first password, once',
  synopsis:
    '--bank YJB --login rm --name 江晓岚 --role RM [--role …] [--name-en …] [--party M6] [--branch HQ] [--id-no …] [--phone …] [--oidc-subject …]',
  options: {
    bank: { type: 'string' },
    login: { type: 'string' },
    name: { type: 'string' },
    'name-en': { type: 'string' },
    role: { type: 'string', multiple: true },
    party: { type: 'string' },
    branch: { type: 'string' },
    'id-no': { type: 'string' },
    phone: { type: 'string' },
    email: { type: 'string' },
    'oidc-subject': { type: 'string' },
  },
  async run(values, output) {
    const roles = list(values, 'role').map((r) => r.toUpperCase().replaceAll('-', '_'))
    const unknown = roles.find((r) => !(ROLES as readonly string[]).includes(r))
    if (unknown) throw new CliError(`no role ${unknown}; there are ${ROLES.join(', ')}`)
    const bank = await bankOf(values)
    const user = await createUser(bank, {
      // rm and rm@yjb mean the same
      loginName: need(values, 'login').toLowerCase().replace(`@${bank.code.toLowerCase()}`, ''),
      name: need(values, 'name'),
      nameEn: text(values, 'name-en'),
      partyCode: text(values, 'party'),
      branchCode: text(values, 'branch'),
      idNo: text(values, 'id-no'),
      phone: text(values, 'phone'),
      email: text(values, 'email'),
      oidcSubject: text(values, 'oidc-subject'),
      roles: roles as Role[],
    })
    output.log(once(user.login, user.password ?? ''))
    return 0
  },
}

/** Standard output is the token and nothing else, so that it can be put into a variable. */
export const tokenCreate: CliCommand = {
  summary: 'Create an API token; prints it, once',
  synopsis: '--bank YJB --login rm@yjb [--scope full|read] [--name "core banking"] [--days 90]',
  options: {
    bank: { type: 'string' },
    login: { type: 'string' },
    scope: { type: 'string' },
    name: { type: 'string' },
    days: { type: 'string' },
  },
  async run(values, output) {
    const bank = await bankOf(values)
    const given = need(values, 'login')
    const scope = (text(values, 'scope') ?? 'full').toUpperCase()
    if (scope !== 'FULL' && scope !== 'READ') throw new CliError('--scope is full or read')
    const days = text(values, 'days')
    if (days !== undefined && !/^\d{1,4}$/.test(days)) throw new CliError('--days is a number')
    const login = given.includes('@') ? given : `${given}@${bank.code.toLowerCase()}`
    const issued = await createToken(bank, {
      login,
      scope,
      name: text(values, 'name'),
      days: days === undefined ? null : Number(days),
    })
    output.log(issued.token)
    return 0
  },
}

export const auditVerify: CliCommand = {
  summary: 'Prove that no row of the audit trail was changed, removed or added',
  synopsis: '[--bank YJB]',
  options: { bank: { type: 'string' } },
  async run(values, output) {
    const banks = values.bank === undefined ? await listBanks() : [await bankOf(values)]
    let broken = 0
    for (const bank of banks) {
      const verdict = await proveAudit(systemActor(bank, 'audit-verify'))
      if (verdict.ok)
        output.log(
          `${bank.code}: ${verdict.checked} rows, chain unbroken, head ${verdict.head}, ${verdict.anchors} anchors fit`,
        )
      else {
        broken++
        const where = verdict.brokenAt
          ? `BROKEN at row ${verdict.brokenAt} after ${verdict.checked} sound rows`
          : `the trail does not fit the head kept on ${verdict.wrongAnchor}: its end was cut or written anew`
        output.error(`${bank.code}: ${where}`)
      }
    }
    return broken > 0 ? 1 : 0
  },
}
