/**
 * Every list as a workbook of exactly what is filtered: GET /exports/{list} with the query string of the list's own page.
 * The list's query decides who may and which rows there are; taking them away is one command, so that it is on the trail.
 */
import { z } from 'zod'
import type { Actor } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { BANK_ZONE } from '@/lib/platform/dates'
import { Refusal, refuse } from '@/lib/platform/errors'
import { formatCount } from '@/lib/platform/i18n/format'
import { translatorFor } from '@/lib/platform/i18n/translator'
import type { ListParams } from '@/lib/platform/list-params'
import { type ListCell, listWorkbook, workbookResponse } from '@/lib/platform/list-workbook'
import type { Tx } from '@/lib/platform/tenant'
import { type AnyList, type ContextKey, filterWords, readList, sayIn } from './list'
import { LIST_NAMES, type ListName } from './list-names'
import * as admin from './lists/admin'
import * as batches from './lists/batches'
import { collateralList } from './lists/collateral'
import * as contracts from './lists/contracts'
import { errorTexts } from './lists/error-texts'
import * as guarantees from './lists/guarantees'
import { issueList } from './lists/issues'
import * as lending from './lists/lending'
import * as markets from './lists/markets'
import * as monitoring from './lists/monitoring'
import * as partners from './lists/partners'
import { prospects } from './lists/prospects'
import { referrals } from './lists/referrals'
import * as reports from './lists/reports'
import * as scoring from './lists/scoring'
import * as settings from './lists/settings'
import * as voices from './lists/voices'

/** More rows than this are no list any more; whoever needs them asks the API page by page. */
export const MOST_ROWS = 20_000

export const LISTS: Record<ListName, AnyList> = {
  batches: batches.batches,
  'batch-merchants': batches.batchMerchants,
  markets: markets.markets,
  merchants: markets.merchants,
  'scoring-desk': batches.scoringDeskList,
  'scoring-results': batches.scoringResults,
  scorecards: scoring.scorecards,
  'lab-runs': scoring.labRuns,
  'lab-datasets': scoring.labDatasets,
  overrides: scoring.overrides,
  plans: batches.plans,
  contracts: contracts.contracts,
  signings: contracts.signings,
  conditions: contracts.conditions,
  drawdowns: contracts.drawdowns,
  transfers: contracts.transfers,
  'approval-conditions': contracts.approvalConditions,
  'use-reports': contracts.reportsOfUseList,
  collateral: collateralList,
  issues: issueList,
  loans: lending.loans,
  'loan-schedule': lending.loanScheduleList,
  'loan-repayments': lending.loanRepayments,
  'loan-ledger': lending.loanLedgerList,
  'loan-changes': lending.loanChangeList,
  debits: lending.debits,
  'trial-balance': lending.trialBalanceList,
  journals: lending.journals,
  'core-statements': lending.coreStatements,
  'business-days': lending.businessDayList,
  'sub-ledgers': guarantees.subLedgerList,
  'margin-accounts': guarantees.marginAccountList,
  'margin-movements': guarantees.movementList,
  'account-statement': guarantees.accountStatements,
  claims: guarantees.claims,
  partners: partners.partners,
  'monitoring-board': monitoring.board,
  warnings: monitoring.warnings,
  visits: monitoring.visits,
  'market-returns': monitoring.returns,
  stops: monitoring.stops,
  classifications: monitoring.classifications,
  reviews: monitoring.reviews,
  collection: monitoring.collection,
  'tip-offs': voices.tipOffs,
  complaints: voices.complaints,
  users: admin.users,
  grants: admin.grants,
  audit: settings.audit,
  parameters: settings.parameters,
  'error-texts': errorTexts,
  branches: admin.branches,
  assignments: admin.assignments,
  calendar: settings.calendar,
  tokens: admin.tokens,
  'webhook-deliveries': admin.deliveries,
  mails: admin.mails,
  portfolio: reports.portfolio,
  'batch-flow': reports.batchFlow,
  workload: reports.workload,
  vintages: reports.vintages,
  'roll-rates': reports.rolls,
  concentration: reports.concentration,
  'score-performance': reports.scores,
  'partner-scores': reports.partnerScores,
  'inclusive-lending': reports.inclusiveLending,
  'five-category': reports.fiveCategory,
  conflicts: admin.conflicts,
  prospects,
  'external-referrals': referrals,
}

/** Takes the rows that the address asks for, as values of the list's columns, and writes down who took what. */
export const exportList = defineCommand({
  name: 'lists.export',
  input: z.strictObject({
    list: z.enum(LIST_NAMES),
    /** the page's own query string */
    address: z.record(z.string().max(40), z.string().max(1000)).default({}),
  }),
  access: { roles: 'ANY_SIGNED_IN' },
  timeoutMs: 120_000,
  async run({ tx, actor, input, now, today, audit }) {
    const list = LISTS[input.list]
    refuseUnknown(list, input.address)
    const asked = readList(list, input.address)
    const say = sayIn(actor.locale, await translatorFor(actor.locale))
    const taken = await list.take({ tx, actor, now, today }, asked, say, MOST_ROWS)
    const names = await namesOf(tx, actor, asked)
    const object = list.object && { type: list.object.type, id: asked.filters[list.object.key]?.[0] ?? '' }
    audit({
      objectType: object?.type ?? 'list',
      objectId: object?.id ?? list.name,
      detail: { list: list.name, rows: taken.rows.length, cut: taken.cut, q: asked.q, filters: asked.filters },
    })
    return { ...taken, at: now, asked, names, heading: object ? (names[object.id] ?? '') : '' }
  },
})

/** A parameter that neither the list nor its page knows is refused, never ignored. */
function refuseUnknown(list: AnyList, address: Record<string, string>): void {
  const known = [
    'q',
    'sort',
    'size',
    'after',
    'before',
    ...(list.address.filters ?? []),
    ...(list.address.context ?? []),
  ]
  const fields = Object.keys(address).filter((key) => !known.includes(key))
  if (fields.length > 0)
    throw refuse('E_UNKNOWN_FIELD', { fields }, { fields: fields.map((path) => ({ path, code: 'E_UNKNOWN_FIELD' })) })
}

/** How an id in an address is called; what the bank or the party does not have is not there. */
const NAMED: Record<ContextKey, (tx: Tx, bankId: string, id: string) => Promise<string | null | undefined>> = {
  batch: async (tx, bankId, id) => {
    const batch = await tx.batch.findFirst({
      where: { bankId, id },
      select: { code: true, market: { select: { name: true } } },
    })
    return batch && `${batch.market.name} ${batch.code}`
  },
  account: async (tx, bankId, id) =>
    (await tx.marginAccount.findFirst({ where: { bankId, id }, select: { accountNo: true } }))?.accountNo,
  loan: async (tx, bankId, id) =>
    (await tx.loan.findFirst({ where: { bankId, id }, select: { number: true } }))?.number,
  subLedger: async (tx, bankId, id) => {
    const sub = await tx.marginSubLedger.findFirst({
      where: { bankId, id },
      select: { subNo: true, account: { select: { accountNo: true } } },
    })
    return sub && `${sub.account.accountNo}-${sub.subNo}`
  },
  report: async (tx, bankId, id) =>
    (await tx.reportDefinition.findFirst({ where: { bankId, id, state: 'ACTIVE' }, select: { name: true } }))?.name,
  webhook: async (tx, bankId, id) =>
    (await tx.webhookEndpoint.findFirst({ where: { bankId, id }, select: { name: true } }))?.name,
}

async function namesOf(tx: Tx, actor: Actor, asked: ListParams): Promise<Record<string, string>> {
  const names: Record<string, string> = {}
  for (const [key, named] of Object.entries(NAMED)) {
    const id = asked.filters[key]?.[0]
    if (!id) continue
    const name = await named(tx, actor.bankId, id)
    if (!name) throw refuse('E_NOT_FOUND', { object: key })
    names[id] = name
  }
  return names
}

/** The answer of GET /exports/{list}, in the reader's language. */
export async function listAnswer(
  actor: Actor,
  name: string,
  query: Record<string, string | string[]>,
): Promise<Response> {
  const known = LIST_NAMES.find((n) => n === name)
  if (!known) throw refuse('E_NOT_FOUND', { object: 'list' })
  const address = Object.fromEntries(Object.entries(query).map(([key, v]) => [key, Array.isArray(v) ? v.join(',') : v]))
  const result = await exportList(actor, { list: known, address })
  if (!result.ok) throw new Refusal(result.error)
  const list = LISTS[known]
  const { columns, rows, cut, at, asked, names, heading } = result.value
  const say = sayIn(actor.locale, await translatorFor(actor.locale))
  const title = say.t(list.title)
  const bytes = await listWorkbook({
    sheet: title,
    title: heading ? `${heading} · ${title}` : title,
    filter: filterWords(list, asked, say, names) || say.t('desk.lists.all'),
    origin: (who, when) => say.t('desk.lists.origin', { who, at: when }),
    note: cut ? say.t('desk.lists.cut', { count: formatCount(rows.length) }) : null,
    actor,
    at,
    rows,
    columns: columns.map(({ header, type, width }, i) => ({
      header: say.t(header),
      type,
      width,
      value: (row: ListCell[]) => row[i],
    })),
  })
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(BANK_ZONE).toPlainDate()
  return workbookResponse(bytes, `${heading ? `${heading} ` : ''}${title} ${day}.xlsx`)
}
