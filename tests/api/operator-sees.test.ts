/**
 * What an operator may learn (§10.3, the consent rule): that a merchant did not pass, never why, where, or what the bank
 * thinks. Words are planted wherever the bank writes about a merchant, and every address of the API is asked for them with
 * the operator's token, with every id that could be guessed.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '@/lib/intake/jobs'
import { apiTable } from '@/lib/api'
import { dispatch } from '@/lib/platform/http/dispatch'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { createToken } from '@/lib/platform/ops/bank'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../database'
import { admittedMarket } from '../fixtures/market'
import { testBank, testParty, testPerson } from '../fixtures/people'
import { apiClient } from './client'

const LIST = `序号,商户名称,统一社会信用代码,经营者姓名,身份证号,联系电话,摊位号,申请金额（万元）,期限（月）
1,恒山鑫源工具经营部,92330199MADEM0038R,陈立,33019919800115001X,13800138001,A-01,20,12
2,恒山宏达五金经营部,92330199MADEM0046L,王敏,330199198511300129,13800138002,A-02,30,12
`
/** Text that only the bank may read, and a score and amounts that no other figure resembles. */
const SECRET = '机密'
const SCORE = 7_373
const FEN = 73_737_300n

let db: TestDatabase
let bank: BankRow
let token: string
let strangerToken: string
const ids: Record<string, string> = {}

async function ask(path: string, bearer = token): Promise<{ status: number; text: string }> {
  const request = new Request(`http://bank.test/api/v1${path}`, {
    headers: { host: 'bank.test', authorization: `Bearer ${bearer}` },
  })
  const response = await dispatch(request, path.split('?')[0]!, apiTable)
  return { status: response.status, text: await response.text() }
}

/** Every GET of the API, its parameters filled with each of our ids. */
function addresses(): string[] {
  return apiTable.routes
    .filter((r) => r.method === 'GET')
    .flatMap((r) => {
      const parameters = [...r.path.matchAll(/\{(\w+)\}/g)].map((m) => m[0])
      if (parameters.length === 0) return [r.path]
      return Object.values(ids).map((id) =>
        parameters.reduce((path, p) => path.replace(p, encodeURIComponent(id)), r.path),
      )
    })
}

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  db = await testDatabase()
  bank = await testBank('YJB')
  const rm = await testPerson(bank, 'rm', ['RM'])
  const market = await admittedMarket(bank, 'M6', { people: { rmId: rm.userId } })
  await testPerson(bank, 'operator', ['OPERATOR_ADMIN'], { partyCode: 'OP-M6', partyId: market.partyId })
  await testParty(bank, 'OP-M7')
  await testPerson(bank, 'stranger', ['OPERATOR_ADMIN'], { partyCode: 'OP-M7' })
  token = (await createToken(bank, { login: 'operator@yjb' })).token
  strangerToken = (await createToken(bank, { login: 'stranger@yjb' })).token
  const operator = await apiClient(bank, 'operator')
  const form = new FormData()
  form.set('market', 'M6')
  form.set('mode', 'JG')
  form.set('list', new Blob([LIST]), 'list.csv')
  const packet = (await operator.upload('/packets', form)).json
  await drainJobs(bank.id)
  await withTenant(rm, async (tx) => {
    const where = { bankId: bank.id, batchId: packet.batchId as string }
    const [first, second] = await tx.application.findMany({ where, orderBy: { position: 'asc' } })
    await tx.application.update({
      where: { bankId_id: { bankId: bank.id, id: first!.id } },
      data: { state: 'NOT_ADMITTED' },
    })
    await tx.application.update({
      where: { bankId_id: { bankId: bank.id, id: second!.id } },
      data: { state: 'DROPPED' },
    })
    await tx.batch.update({
      where: { bankId_id: { bankId: bank.id, id: packet.batchId } },
      data: { state: 'SCORING', note: SECRET, rmId: rm.userId },
    })
    const scoreId = newId()
    const merchantId = newId()
    const at = new Date()
    await tx.scoreResult.create({
      data: {
        bankId: bank.id,
        id: scoreId,
        cardCode: 'CSC-DEFAULT',
        cardVersion: 1,
        subjectType: 'APPLICATION',
        subjectId: first!.id,
        inputs: { secret: SECRET },
        sources: {},
        points: {},
        total: SCORE,
        grade: 'C',
        decision: 'REJECT',
        vetoes: ['CV9'],
        missing: [],
        trace: { secret: SECRET },
        inputHash: 'x',
        scoredAt: at,
      },
    })
    await tx.applicationOutcome.create({
      data: {
        bankId: bank.id,
        applicationId: first!.id,
        scoreResultId: scoreId,
        scoreTotal: SCORE,
        grade: 'C',
        scoreDecision: 'REJECT',
        decisionReason: `VETO:CV9 ${SECRET}`,
        frozenReason: SECRET,
        approvedFen: FEN,
      },
    })
    await tx.investigation.create({
      data: {
        bankId: bank.id,
        applicationId: first!.id,
        inputs: { a: SECRET },
        sources: {},
        financials: {},
        checks: {},
        vetoes: [],
        note: SECRET,
        state: 'DRAFT',
      },
    })
    const checkId = newId()
    await tx.publicCheck.create({
      data: {
        bankId: bank.id,
        id: checkId,
        applicationId: first!.id,
        kind: 'CREDIT_BUREAU',
        state: 'HIT',
        source: SECRET,
        result: { secret: SECRET },
        checkedAt: at,
      },
    })
    const history = (objectType: string, objectId: string, event: string, stateTo: string) =>
      tx.stateHistory.create({
        data: {
          bankId: bank.id,
          partyId: market.partyId,
          objectType,
          objectId,
          machine: objectType,
          event,
          stateFrom: 'SCORING',
          stateTo,
          actorId: rm.userId,
          actorName: `${SECRET}经理`,
          reason: SECRET,
          detail: { secret: SECRET },
          objectVersion: 9,
          at,
        },
      })
    await history('application', first!.id, 'score', 'NOT_ADMITTED')
    await history('application', second!.id, 'drop', 'DROPPED')
    await history('batch', packet.batchId, 'opinion', 'COUNTERSIGNING')
    await tx.packetIssue.create({
      data: {
        bankId: bank.id,
        packetId: packet.id,
        batchId: packet.batchId,
        applicationId: first!.id,
        partyId: market.partyId,
        rowNo: '1',
        code: 'E_DOC_UNREADABLE:BUSINESS_LICENSE',
        level: 'ERROR',
        field: 'BUSINESS_LICENSE',
        params: { reason: 'blurred', path: SECRET },
      },
    })
    const fileId = newId()
    await tx.fileObject.create({
      data: {
        bankId: bank.id,
        id: fileId,
        sha256: 'f'.repeat(64),
        sizeBytes: 1n,
        mediaType: 'application/pdf',
        name: `${SECRET}.pdf`,
        kind: 'EVIDENCE',
      },
    })
    const planId = newId()
    await tx.creditPlan.create({
      data: {
        bankId: bank.id,
        id: planId,
        batchId: packet.batchId,
        marketId: market.id,
        code: 'P-1',
        versionNo: 1,
        mode: 'JG',
        state: 'DRAFT',
        params: {},
        survey: {},
        sections: { opinion: SECRET },
        aggregateLimitFen: FEN,
      },
    })
    Object.assign(ids, {
      bank: bank.id,
      batch: packet.batchId,
      packet: packet.id,
      application: first!.id,
      dropped: second!.id,
      market: market.id,
      code: 'M6',
      score: scoreId,
      check: checkId,
      file: fileId,
      plan: planId,
      merchant: merchantId,
      rm: rm.userId,
      party: market.partyId,
      job: packet.jobId,
      card: 'CSC-DEFAULT',
      day: '2026-03-20',
    })
  })
}, 60_000)
afterAll(() => db.drop())

test('no answer of the whole API carries a word, a score, an amount or a person of the bank to the operator', async () => {
  const leaks: string[] = []
  const faults: string[] = []
  for (const path of new Set(addresses())) {
    const { status, text: answer } = await ask(path)
    // an id is drawn by chance and can hold any four digits
    const text = answer.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}/gi, '')
    if (status >= 500) faults.push(`${status} ${path}`)
    for (const word of [SECRET, String(SCORE), '737373.00', 'CV9', 'NOT_ADMITTED'])
      if (text.includes(word) && !path.startsWith('/scorecards')) leaks.push(`${word} ${path}`)
  }
  expect(faults).toEqual([])
  expect(leaks).toEqual([])
}, 180_000)

test('the operator reads that the merchant did not pass, and nothing besides', async () => {
  const { status, text } = await ask(`/packets/${ids.packet}/merchants`)
  expect(status).toBe(200)
  expect(JSON.parse(text).items.map((i: { state: string }) => i.state)).toEqual(['NOT_PASSED', 'DROPPED'])
})

test('another operator of the same bank does not find the batch, its packet, its merchants or its rules', async () => {
  for (const path of [
    `/batches/${ids.batch}`,
    `/batches/${ids.batch}/desk`,
    `/batches/${ids.batch}/list-rules`,
    `/batches/${ids.batch}/submissions`,
    `/packets/${ids.packet}`,
    `/packets/${ids.packet}/merchants`,
    `/packets/${ids.packet}/marked-copy`,
  ]) {
    const { status, text } = await ask(path, strangerToken)
    if (status === 200) expect(JSON.parse(text)).toEqual({ items: [] })
    else expect([403, 404]).toContain(status)
  }
})

test('another operator, and another bank, change nothing of it: every act on its ids is refused as if they were not there', async () => {
  const [document, consent] = [newId(), newId()]
  await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    const keys = { bankId: bank.id, applicationId: ids.application!, partyId: ids.party! }
    await tx.document.create({
      data: {
        ...keys,
        id: document,
        batchId: ids.batch!,
        slot: 'BUSINESS_LICENSE',
        fileId: ids.file!,
        originalPath: 'a.pdf',
        sha256: 'f'.repeat(64),
        state: 'MATCHED',
      },
    })
    await tx.consent.create({
      data: {
        ...keys,
        id: consent,
        kind: 'CREDIT_QUERY',
        state: 'GIVEN',
        receiver: 'x',
        purpose: 'x',
        givenAt: new Date(),
      },
    })
    await tx.batch.updateMany({ where: { bankId: bank.id, id: ids.batch! }, data: { state: 'DRAFT' } })
    await tx.application.updateMany({ where: { bankId: bank.id, id: ids.application! }, data: { state: 'DRAFT' } })
  })
  const elsewhere = await testBank('BYB')
  const theirs = await admittedMarket(elsewhere, 'M6')
  await testPerson(elsewhere, 'operator', ['OPERATOR_ADMIN'], { partyCode: 'OP-M6', partyId: theirs.partyId })
  const [a, b, p, d, c] = [ids.application!, ids.batch!, ids.packet!, document, consent]
  const acts: [string, object][] = [
    [`/packets/${p}/remap`, { mapping: { 摊位号: null } }],
    [`/applications/${a}/update`, { fields: { phone: '13900139000' } }],
    [`/applications/${a}/remove`, { reason: '不报了' }],
    [`/batches/${b}/remove-items`, { applicationIds: [a], reason: '不报了' }],
    [`/applications/${a}/supplement`, {}],
    [`/documents/${d}/assign`, { applicationId: null, slot: null }],
    [`/documents/${d}/discard`, { reason: '放错了' }],
    [`/consents/${c}/withdraw`, { reason: '不同意了' }],
    [`/batches/${b}/submit`, {}],
    [`/batches/${b}/withdraw`, { reason: '撤回' }],
  ]
  const before = await state()
  for (const client of [await apiClient(bank, 'stranger'), await apiClient(elsewhere, 'operator')]) {
    for (const [path, body] of acts) {
      const { status, json } = await client.send('POST', path, body)
      expect([path, status, json.code]).toEqual([path, 404, 'E_NOT_FOUND'])
    }
    const form = new FormData()
    form.set('batch', b)
    form.set('list', new Blob([LIST]), 'list.csv')
    expect((await client.upload('/packets', form)).status).toBe(404)
    const paper = new FormData()
    paper.set('slot', 'BUSINESS_LICENSE')
    paper.set('file', new Blob(['%PDF-1.4 1']), 'a.pdf')
    expect((await client.upload(`/applications/${a}/documents`, paper)).status).toBe(404)
  }
  expect(await state()).toEqual(before)

  async function state() {
    return withTenant({ bankId: bank.id, partyId: null }, async (tx) => [
      await tx.application.findMany({ where: { bankId: bank.id, batchId: b }, orderBy: { position: 'asc' } }),
      await tx.document.findMany({ where: { bankId: bank.id, batchId: b } }),
      await tx.consent.findMany({ where: { bankId: bank.id, applicationId: a } }),
      await tx.packet.count({ where: { bankId: bank.id } }),
      (await tx.batch.findFirstOrThrow({ where: { bankId: bank.id, id: b } })).state,
    ])
  }
})
