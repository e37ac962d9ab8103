/** A market taken through its survey by the people of §10.1, each with the commands of their role. */
import { readFileSync } from 'node:fs'
import { createMarket } from '@/lib/markets/commands/create'
import { submitMarket } from '@/lib/markets/commands/review'
import { reconcileMarket, scoreMarket } from '@/lib/markets/commands/score'
import { addSurveyEvidence, saveEntry, startSurvey } from '@/lib/markets/commands/survey'
import type { Actor } from '@/lib/platform/actor'
import type { Result } from '@/lib/platform/errors'
import type { BankRow } from '@/lib/platform/tenant'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import { type Person, testBank, testPerson } from '../../fixtures/people'

type Golden = { rows: Record<string, [number | string, number]>; score: number; grade: string }
const vectors = JSON.parse(readFileSync('tests/fixtures/golden-vectors.json', 'utf8')) as Record<string, Golden>

export const golden = (name: string): Golden => vectors[`market ${name}`]!

/** The inputs of a golden market without MT3, which the system computes. */
export function goldenValues(name: string): Record<string, string> {
  const { rows } = golden(name)
  return Object.fromEntries(
    Object.entries(rows).flatMap(([code, [value]]) => (code === 'MT3' ? [] : [[code, String(value)]])),
  )
}

export type Cast = Record<
  'rm' | 'evaluator' | 'riskMgr' | 'sbReviewer' | 'sbHead' | 'crApprover' | 'crHead' | 'auditor',
  Person
> & { bank: BankRow }

export async function cast(code = 'YJB'): Promise<Cast> {
  const bank = await testBank(code)
  return {
    bank,
    rm: await testPerson(bank, 'rm', ['RM']),
    evaluator: await testPerson(bank, 'evaluator', ['EVALUATOR']),
    riskMgr: await testPerson(bank, 'risk-mgr', ['RISK_MGR']),
    sbReviewer: await testPerson(bank, 'sb-reviewer', ['SB_REVIEWER']),
    sbHead: await testPerson(bank, 'sb-head', ['SB_HEAD']),
    crApprover: await testPerson(bank, 'cr-approver', ['CR_APPROVER']),
    crHead: await testPerson(bank, 'cr-head', ['CR_HEAD']),
    auditor: await testPerson(bank, 'auditor', ['AUDITOR']),
  }
}

export function ok<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error)}`)
  return result.value
}

export function refusal<T>(result: Result<T>) {
  if (result.ok) throw new Error(`was not refused: ${JSON.stringify(result.value)}`)
  return result.error
}

let made = 0

/** A market in DRAFT with an operator of its own. */
export async function draft(c: Cast, name = '云栖国际纺织城'): Promise<string> {
  made += 1
  const created = await createMarket(c.rm, {
    name,
    city: '云江市',
    trade: '面料批发',
    operator: { name: `${name}管理有限公司${made}` },
  })
  return ok(created).id
}

export async function surveying(c: Cast, name?: string): Promise<string> {
  const marketId = await draft(c, name)
  ok(await startSurvey(c.rm, { marketId, evaluatorId: c.evaluator.userId, riskMgrId: c.riskMgr.userId }))
  return marketId
}

const ASKED = MSC_DEFAULT.vetoes.filter((v) => v.test === null).map((v) => v.code)
export const NO_VETO = Object.fromEntries(ASKED.map((code) => [code, { hit: false }]))

/** A record as proof of every typed indicator, brought by the evaluator; both surveyors share it. */
export async function prove(c: Cast, marketId: string, items: string[]): Promise<void> {
  for (const item of items) {
    ok(await addSurveyEvidence(c.evaluator, { marketId, item, source: 'RECORD', note: `${item} 核实记录，见调查底稿` }))
  }
}

export async function fill(person: Actor, marketId: string, values: Record<string, string>, vetoes = NO_VETO) {
  return ok(await saveEntry(person, { marketId, values, vetoes }))
}

/** Both fill and sign; by default both found the same. */
export async function scored(
  c: Cast,
  values: Record<string, string>,
  more: { riskMgr?: Record<string, string>; name?: string; acceptMissing?: boolean } = {},
): Promise<string> {
  const marketId = await surveying(c, more.name)
  await prove(c, marketId, Object.keys(values))
  await fill(c.evaluator, marketId, values)
  await fill(c.riskMgr, marketId, more.riskMgr ?? values)
  const confirm = { marketId, confirm: true as const, acceptMissing: more.acceptMissing ?? false }
  ok(await scoreMarket(c.evaluator, confirm))
  ok(await scoreMarket(c.riskMgr, confirm))
  return marketId
}

export async function inReview(
  c: Cast,
  values: Record<string, string>,
  more: Parameters<typeof scored>[2] & { note?: string } = {},
): Promise<string> {
  const marketId = await scored(c, values, more)
  if (more.note) ok(await reconcileMarket(c.evaluator, { marketId, note: more.note }))
  ok(await submitMarket(c.rm, { marketId }))
  return marketId
}
