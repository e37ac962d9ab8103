/** API tokens: `fst_<bank>_<32 random bytes>`, shown once, stored hashed, with exactly the rights of their user. */
import { createHash, randomBytes } from 'node:crypto'
import type { Actor, Role } from '../actor'
import { type BankRow, findBankByCode, newId, type Tx, withTenant } from '../tenant'

const FORM = /^fst_([A-Za-z0-9]{2,16})_[A-Za-z0-9_-]{43}$/
const TOUCH_MS = 60_000
const BANK_TTL_MS = 30_000

export type TokenScope = 'FULL' | 'READ'
export type NewToken = {
  userId: string
  partyId: string | null
  name: string
  scope: TokenScope
  expiresAt: Date | null
  createdBy: string | null
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Creates a token; the returned text exists nowhere else. */
export async function issueToken(
  tx: Tx,
  bank: { id: string; code: string },
  request: NewToken,
): Promise<{ id: string; token: string }> {
  const token = `fst_${bank.code}_${randomBytes(32).toString('base64url')}`
  const id = newId()
  await tx.apiToken.create({ data: { bankId: bank.id, id, tokenHash: tokenHash(token), ...request } })
  return { id, token }
}

const banks = new Map<string, { bank: BankRow | null; until: number }>()

async function bankOf(code: string, now: number): Promise<BankRow | null> {
  const known = banks.get(code)
  if (known && known.until > now) return known.bank
  if (banks.size > 1000) banks.clear()
  const bank = await findBankByCode(code)
  banks.set(code, { bank, until: now + BANK_TTL_MS })
  return bank
}

type TokenRow = {
  id: string
  scope: TokenScope
  last_used_at: Date | null
  user_id: string
  login: string
  name: string
  person_key: string
  party_id: string | null
  locale: string
  roles: Role[]
}

/** The actor that a bearer token stands for; null when it is unknown, revoked, expired, or its user is disabled. */
export async function findToken(
  token: string,
  requestId: string,
  now = new Date(),
): Promise<(Actor & { userId: string; tokenId: string }) | null> {
  const code = FORM.exec(token)?.[1]
  const bank = code ? await bankOf(code, now.getTime()) : null
  if (bank?.state !== 'ACTIVE') return null
  const row = await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    const [found] = await tx.$queryRaw<TokenRow[]>`
      select t.id, t.scope, t.last_used_at, u.id as user_id, u.login, u.name, u.person_key, u.party_id, u.locale,
             array(select g.role from role_grant g
                   where g.bank_id = u.bank_id and g.user_id = u.id and g.state = 'ACTIVE' order by g.role) as roles
      from api_token t
      join app_user u on u.bank_id = t.bank_id and u.id = t.user_id and u.state = 'ACTIVE'
      left join party p on p.bank_id = u.bank_id and p.id = u.party_id
      where t.bank_id = ${bank.id}::uuid and t.token_hash = ${tokenHash(token)} and t.revoked_at is null
        and (t.expires_at is null or t.expires_at > ${now}) and p.state is distinct from 'EXITED'`
    if (found && now.getTime() - (found.last_used_at?.getTime() ?? 0) > TOUCH_MS) {
      await tx.apiToken.updateMany({ where: { bankId: bank.id, id: found.id }, data: { lastUsedAt: now } })
    }
    return found
  })
  if (!row) return null
  return {
    bankId: bank.id,
    bankCode: bank.code,
    userId: row.user_id,
    login: row.login,
    name: row.name,
    personKey: row.person_key,
    partyId: row.party_id,
    roles: row.roles,
    scope: row.scope,
    locale: row.locale === 'en' ? 'en' : 'zh-CN',
    sessionId: null,
    requestId,
    tokenId: row.id,
  }
}
