/** Serious cases referred to authorities: all papers, a second person's decision, what was answered (§9 row 10). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decideReferral, fileReferralPapers, followReferral, openReferral, proposeReferral, referralList } from '@/lib/desk/referrals/referrals' // biome-ignore format: one line
import { documentsFor } from '@/lib/desk/rules/referrals'
import { myWork } from '@/lib/desk/work'
import { date } from '@/lib/platform/dates'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'

let db: TestDatabase
let post: Person
let legal: Person
let lawyer: Person
let rm: Person
let referralId: string

beforeAll(async () => {
  db = await testDatabase()
  const bank = await testBank('REF')
  post = await testPerson(bank, 'post', ['POST_MKT'])
  legal = await testPerson(bank, 'legal', ['LEGAL'])
  lawyer = await testPerson(bank, 'legal2', ['LEGAL'])
  rm = await testPerson(bank, 'rm', ['RM'])
  await admittedMarket(bank, 'M-REF')
  await standOn(bank.id, date('2026-04-10'))
})
afterAll(() => db.drop())

const rowOf = async (who: Person) => (await referralList(who, {})).items.find((r) => r.id === referralId)

describe('a referral', () => {
  test('goes to nobody before all papers of that authority are at hand', async () => {
    const r = await openReferral(post, { authority: 'POLICE', office: '云江市公安局经侦支队', subject: '某商户骗取贷款', facts: '以虚假购销合同取得贷款后失联，资金流向境外账户。', market: 'M-REF' }) // biome-ignore format: one line
    if (!r.ok) throw new Error(JSON.stringify(r.error))
    referralId = r.value.id
    expect(await proposeReferral(post, { referralId })).toMatchObject({ ok: false, error: { code: 'E_REFERRAL_PAPERS:REPORT' } }) // biome-ignore format: one line
    expect(await fileReferralPapers(post, { referralId, documents: { CLAIM: '诉状' } })).toMatchObject({ ok: false, error: { code: 'E_REFERRAL_PAPER' } }) // biome-ignore format: one line
    const all = Object.fromEntries(documentsFor('POLICE').map((d, i) => [d, `档案2026-${i + 1}`]))
    const { EVIDENCE: _, ...butOne } = all
    await fileReferralPapers(post, { referralId, documents: butOne })
    expect(await proposeReferral(post, { referralId })).toMatchObject({ ok: false, error: { code: 'E_REFERRAL_PAPERS:EVIDENCE' } }) // biome-ignore format: one line
    await fileReferralPapers(post, { referralId, documents: all })
    expect(await proposeReferral(post, { referralId })).toMatchObject({ ok: true, value: { state: 'PROPOSED' } })
  })

  test('is seen by its proposer and by those who answer for it; a stranger finds nothing to see or touch', async () => {
    expect(await rowOf(rm)).toBeUndefined()
    expect(await proposeReferral(rm, { referralId })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } })
    expect(await rowOf(legal)).toMatchObject({ state: 'PROPOSED', allowedEvents: ['decide'] })
    expect((await myWork(legal, {})).items.filter((i) => i.kind === 'referral')).toHaveLength(1)
    expect((await myWork(post, {})).items.filter((i) => i.kind === 'referral')).toEqual([])
  })

  test('is decided by another person: a lawyer does not decide on his own', async () => {
    const own = await openReferral(legal, { authority: 'COURT', office: '云江市人民法院', subject: '某担保人', facts: '担保人转移名下财产逃避代偿责任。' }) // biome-ignore format: one line
    const id = own.ok ? own.value.id : ''
    await fileReferralPapers(legal, { referralId: id, documents: Object.fromEntries(documentsFor('COURT').map((d) => [d, '卷宗']) ) }) // biome-ignore format: one line
    await proposeReferral(legal, { referralId: id })
    expect(await decideReferral(legal, { referralId: id, decision: 'APPROVE', note: '同意' })).toMatchObject({ ok: false, error: { code: 'E_SOD' } }) // biome-ignore format: one line
    expect(await decideReferral(lawyer, { referralId: id, decision: 'RETURN', note: '补充财产线索' })).toMatchObject({ ok: true, value: { state: 'DRAFT' } }) // biome-ignore format: one line
  })

  test('is followed until it ended: handed in with a receipt, taken on with a case number, a result', async () => {
    expect(await followReferral(post, { referralId, event: 'send', on: '2026-04-10', receipt: '收条一份' })).toMatchObject({ ok: false, error: { code: 'E_STATE' } }) // biome-ignore format: one line
    await decideReferral(legal, { referralId, decision: 'APPROVE', note: '事实清楚，同意移送' })
    expect((await myWork(post, {})).items.filter((i) => i.kind === 'referral')).toHaveLength(1)
    expect(await followReferral(post, { referralId, event: 'send', on: '2026-04-11', receipt: '收条一份' })).toMatchObject({ ok: false, error: { code: 'E_DATE' } }) // biome-ignore format: one line
    expect(await followReferral(post, { referralId, event: 'send', on: '2026-04-10', receipt: '收条一份' })).toMatchObject({ ok: true }) // biome-ignore format: one line
    expect(await followReferral(post, { referralId, event: 'answer', on: '2026-04-10', accepted: true, note: '已受理' })).toMatchObject({ ok: false, error: { code: 'E_REQUIRED:caseNo' } }) // biome-ignore format: one line
    expect(await followReferral(post, { referralId, event: 'answer', on: '2026-04-10', accepted: true, caseNo: '云公（经）立字〔2026〕18号', note: '已立案' })).toMatchObject({ ok: true, value: { state: 'ACCEPTED' } }) // biome-ignore format: one line
    expect(await followReferral(post, { referralId, event: 'close', result: '追回部分资金' })).toMatchObject({ ok: true, value: { state: 'CLOSED' } }) // biome-ignore format: one line
    expect(await rowOf(post)).toMatchObject({
      caseNo: '云公（经）立字〔2026〕18号',
      result: '追回部分资金',
      allowedEvents: [],
    })
  })
})
