/** Reading loans with all that ever happened to them, locked for a change or not, one or many in three statements. */
import { loadCalendar } from '@/lib/platform/calendar'
import { fromDb, type WorkingCalendar } from '@/lib/platform/dates'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import type { BookTerms, LoanEvent } from '../rules/loan-events'
import { toSerial } from '../rules/serial-day'
import { readFact } from './facts'
import { readTerms } from './terms'

export type LoanHead = {
  id: string
  number: string
  applicationId: string
  batchId: string
  marketId: string
  merchantId: string
  groupId: string | null
  settlementAccount: string
  state: string
  version: number
  class: string
  accruing: boolean
  provisionFen: bigint
  asOf: Date
}

export type StoredEvent = LoanEvent & {
  seq: number
  source: string | null
  bookedOn: Date
  at: Date
  changeId: string | null
  postedBy: string | null
}

export type StoredLoan = LoanHead & {
  terms: BookTerms
  /** what counts: without reversed events and their reversals, in the order of booking */
  events: StoredEvent[]
  /** everything that was ever booked, reversed or not */
  history: (StoredEvent & { reversedBy: string | null; reversedOn: Date | null; reversedChangeId: string | null })[]
  lastSeq: number
}

type HeadRow = Omit<LoanHead, never> & { terms: unknown }

/** Loans by id, in the order of their ids (the order in which they are locked). Unknown ids are left out. */
export async function readLoans(
  tx: Tx,
  bankId: string,
  ids: readonly string[],
  options: { lock?: boolean; calendar?: WorkingCalendar } = {},
): Promise<StoredLoan[]> {
  if (ids.length === 0) return []
  const list = Prisma.sql`array[${Prisma.join([...ids])}]::uuid[]`
  const heads = await tx.$queryRaw<HeadRow[]>(Prisma.sql`
    select l.id, l.number, l.application_id as "applicationId", l.batch_id as "batchId", l.market_id as "marketId", l.merchant_id as "merchantId",
      l.group_id as "groupId", l.settlement_account as "settlementAccount", l.state, l.version, l.terms, s.class, s.accruing,
      s.provision_fen as "provisionFen", s.as_of as "asOf"
    from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
    where l.bank_id = ${bankId}::uuid and l.id = any(${list}) order by l.id ${options.lock ? Prisma.sql`for update of l` : Prisma.empty}`)
  const calendar = options.calendar ?? (await loadCalendar(tx, bankId))
  const rows = await tx.$queryRaw<EventRow[]>(Prisma.sql`
    select id, loan_id, seq, kind, value_date, booked_on, fact, reverses_id, source, change_id, posted_by, at from loan_event
    where bank_id = ${bankId}::uuid and loan_id = any(${list}) order by loan_id, seq`)
  const byLoan = Map.groupBy(rows, (r) => r.loan_id)
  return heads.map(({ terms, ...head }) => {
    const own = byLoan.get(head.id) ?? []
    const reversals = new Map(own.filter((r) => r.reverses_id).map((r) => [r.reverses_id!, r]))
    const history = own
      .filter((r) => r.kind !== 'REVERSE')
      .map((r) => ({
        ...storedEvent(r),
        reversedBy: reversals.get(r.id)?.id ?? null,
        reversedOn: reversals.get(r.id)?.booked_on ?? null,
        reversedChangeId: reversals.get(r.id)?.change_id ?? null,
      }))
    return {
      ...head,
      terms: readTerms(terms, calendar),
      history,
      events: history.filter((e) => e.reversedBy === null),
      lastSeq: own.at(-1)?.seq ?? 0,
    }
  })
}

type EventRow = {
  id: string
  loan_id: string
  seq: number
  kind: string
  value_date: Date
  booked_on: Date
  fact: unknown
  reverses_id: string | null
  source: string | null
  change_id: string | null
  posted_by: string | null
  at: Date
}

function storedEvent(r: EventRow): StoredEvent {
  return {
    id: r.id,
    on: toSerial(fromDb(r.value_date)),
    ...readFact(r.fact),
    seq: r.seq,
    source: r.source,
    bookedOn: r.booked_on,
    at: r.at,
    changeId: r.change_id,
    postedBy: r.posted_by,
  }
}
