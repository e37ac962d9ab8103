/** A consent paper in its slot is a consent given, with its own object: purpose, receiver, day, end (LEG-16, §4.1, PIPL 23). */
import { ITEM_GONE } from '@/lib/batches/workflow'
import type { CommandContext } from '@/lib/platform/commands'

/** `receiver`: to whom the data go, by name; the market's operator, the bank, or the register that the bank reports to. */
const OF_SLOT = [
  { slot: 'CREDIT_QUERY_CONSENT', kind: 'CREDIT_QUERY', receiver: 'BANK', purpose: '贷款审批及贷后管理' },
  { slot: 'APPLICATION', kind: 'SHARE_TO_BANK', receiver: 'BANK', purpose: '贷款申请资料提交' },
  { slot: 'DATA_SHARING_CONSENT', kind: 'SHARE_BACK_STATUS', receiver: 'OPERATOR', purpose: '贷后状态反馈' },
  { slot: 'CREDIT_REPORTING_CONSENT', kind: 'CREDIT_REPORTING', receiver: 'REGISTER', purpose: '信贷信息报送' },
] as const
const REGISTER = '金融信用信息基础数据库'

/**
 * Writes the consents of these merchants whose papers are there and that are not in force yet; the first paper of a slot is the
 * evidence, and a paper whose consent its giver took back gives none again. An authorisation of credit queries ends after
 * `creditQueryDays`. For some thousand merchants at a time, so that no statement is long. It asks from merchant to merchant
 * (lateral, held by OFFSET 0): in the transaction that brings a market's papers the planner knows no figures of them, and
 * would read them all for each page.
 */
export async function giveConsents(
  ctx: CommandContext<unknown>,
  applicationIds: readonly string[],
  creditQueryDays: number,
): Promise<void> {
  const { tx, actor, now, today } = ctx
  const ends = today.add({ days: creditQueryDays }).toString()
  const rows = OF_SLOT.map((of) => ({ ...of, expires_on: of.kind === 'CREDIT_QUERY' ? ends : null }))
  await tx.$executeRaw`
    insert into consent (bank_id, id, application_id, party_id, kind, state, receiver, purpose, given_at, expires_on, document_id, created_by)
    select distinct on (d.application_id, k.kind) d.bank_id, uuidv7(), d.application_id, a.party_id, k.kind, 'GIVEN',
      case k.receiver when 'OPERATOR' then p.name when 'REGISTER' then ${REGISTER} else coalesce((select name from bank where id = ${actor.bankId}::uuid), ${actor.bankCode}) end,
      k.purpose, ${now}, k.expires_on, d.id, ${actor.userId}::uuid
    from unnest(${[...applicationIds]}::uuid[]) as asked(id)
      cross join lateral (select bank_id, party_id from application
        where bank_id = ${actor.bankId}::uuid and id = asked.id and state <> all (${[...ITEM_GONE]}) offset 0) a
      join party p on p.bank_id = a.bank_id and p.id = a.party_id
      cross join lateral (select bank_id, id, application_id, slot, created_at from document
        where bank_id = ${actor.bankId}::uuid and application_id = asked.id and state not in ('REJECTED', 'SUPERSEDED') offset 0) d
      join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as k(slot text, kind text, receiver text, purpose text, expires_on date) on k.slot = d.slot
    where not exists (select from consent c where c.bank_id = d.bank_id and c.application_id = d.application_id and c.kind = k.kind
        and (c.state = 'GIVEN' or (c.document_id = d.id and c.withdraw_reason is not null)))
    order by d.application_id, k.kind, d.created_at, d.id`
}
