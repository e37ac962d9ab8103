/** A partner from its application to its stop, its agreement in versions, and a limit on which everybody pulls at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addPartnerDocument,
  addPartnerPerson,
  createPartner,
  recordPartnerFigures,
} from '@/lib/partners/commands/partner'
import { decideReview, proposeReview, stopPartner } from '@/lib/partners/commands/review'
import { activateScheme, answerSchemeConsent, draftScheme } from '@/lib/partners/commands/scheme'
import { holdHeadroom, refreshHolds, releaseHolds } from '@/lib/partners/holds'
import { partnerDetail, partnerList } from '@/lib/partners/queries'
import { schemeList } from '@/lib/partners/queries-schemes'
import type { Result } from '@/lib/platform/errors'
import { yuan } from '@/lib/platform/money'
import { type BankRow, isUniqueViolation, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: BankRow
let market: TestMarket
let group: TestGroup
let keeper: Person
let risk: Person
let partyId: string
let partnerUser: Person

function value<T>(r: Result<T>): T {
  if (!r.ok) throw new Error(`${r.error.code} ${JSON.stringify(r.error.params)}`)
  return r.value
}
const refused = (code: string) => ({ ok: false, error: { code } })
const TERMS = {
  totalCoopLimit: '10000000.00',
  singleClientLimit: '2000000.00',
  startsOn: '2026-01-01',
  compensation: '80.00',
  compensationGraceDays: 60,
  liability: 'GUARANTEE' as const,
}

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('PTB')
  keeper = await testPerson(bank, 'keeper', ['POST_PARTNER'])
  risk = await testPerson(bank, 'risk', ['RISK_MGR'], { idNo: '110101198501010019' })
  market = await admittedMarket(bank, 'M1')
  const rm = await testPerson(bank, 'rm', ['RM'])
  group = await approvedGroup(bank, market, { rmId: rm.userId })
  partyId = value(
    await createPartner(keeper, {
      kind: 'GUARANTOR',
      name: '试验融资担保有限公司',
      legalForm: 'COMPANY',
      licenceValidUntil: '2030-01-01',
      establishedOn: '2010-01-01',
      paidInCapital: '200000000.00',
    }),
  ).id
})
afterAll(() => db.drop())

describe('admission', () => {
  test('a guarantor without papers and figures is not even proposed', async () => {
    expect(
      await proposeReview(keeper, { partyId, recommendation: 'ADMIT', rating: 'AA', opinion: '资料齐全，建议准入' }),
    ).toMatchObject(refused('E_PARTNER_NOT_ADMISSIBLE'))
  })

  test('one whose controller works for the bank stays out until that person has left', async () => {
    for (const kind of ['BUSINESS_LICENCE', 'QUALIFICATION', 'CHARTER', 'FINANCIAL_STATEMENTS'] as const)
      value(await addPartnerDocument(keeper, { partyId, kind }))
    value(
      await recordPartnerFigures(keeper, {
        partyId,
        asOf: '2025-12-31',
        figures: {
          netAssets: '300000000',
          guarantorInvestments: '20000000',
          smallBalance: '1200000000',
          otherBalance: '900000000',
          compensated: '1',
          maturedGuarantees: '100',
        },
      }),
    )
    const person = value(
      await addPartnerPerson(keeper, {
        partyId,
        role: 'CONTROLLER',
        name: '某某',
        idNo: '110101198501010019',
        since: '2020-01-01',
      }),
    )
    const answer = await proposeReview(keeper, {
      partyId,
      recommendation: 'ADMIT',
      rating: 'AA',
      opinion: '资料齐全，建议准入',
    })
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'E_PARTNER_NOT_ADMISSIBLE', params: { tests: ['RELATED'] } },
    })
    const { endPartnerPerson } = await import('@/lib/partners/commands/partner')
    value(await endPartnerPerson(keeper, { personId: person.id, until: '2025-12-31' }))
  })

  test('who proposes does not decide, and the decision of another admits it with its rating and the day of the next review', async () => {
    const review = value(
      await proposeReview(keeper, { partyId, recommendation: 'ADMIT', rating: 'AA', opinion: '资料齐全，建议准入' }),
    )
    const both = { ...keeper, roles: ['POST_PARTNER' as const, 'RISK_MGR' as const] }
    expect(await decideReview(both, { reviewId: review.id, agree: true, decision: '同意' })).toMatchObject(
      refused('E_SOD'),
    )
    expect(value(await decideReview(risk, { reviewId: review.id, agree: true, decision: '同意准入' })).state).toBe(
      'ADMITTED',
    )
    const detail = await partnerDetail(keeper, { partyId })
    expect(detail.profile).toMatchObject({ rating: 'AA' })
    expect(detail.profile!.reviewDueOn).not.toBeNull()
    expect(detail.live.guarantor).toMatchObject({ multiple: '6.43' })
  })
})

describe('agreements', () => {
  let first: string

  test('limits out of order, and a mode that is not its own, are refused', async () => {
    const draft = (more: object, mode: 'GC' | 'LI' = 'GC') =>
      draftScheme(keeper, { partyId, marketId: market.id, mode, terms: { ...TERMS, ...more } })
    expect(await draft({ singleDealLimit: '2000000.01' })).toMatchObject(refused('E_SCHEME_ORDER:singleDealLimit'))
    expect(await draft({ marginRatio: '10' })).toMatchObject(refused('E_SCHEME_MARGIN:needed'))
    expect(await draft({}, 'LI')).toMatchObject(refused('E_SCHEME_MODE'))
  })

  test('a first version needs no consent; it is put in force by another person', async () => {
    const drafted = value(await draftScheme(keeper, { partyId, marketId: market.id, mode: 'GC', terms: TERMS }))
    first = drafted.id
    expect(drafted.consentNeeded).toEqual([])
    expect(value(await activateScheme(risk, { schemeId: first })).state).toBe('ACTIVE')
  })

  test('sixty-four who hold at once get exactly what the limit allows, and not a fen more', async () => {
    const ids = group.members.map((m) => m.applicationId)
    const clients = Array.from({ length: 64 }, (_, i) => `client-${i}`)
    // every contender is another case of another client; only five cases exist, so the cases are made first
    const cases = await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
      const like = await tx.application.findFirstOrThrow({ where: { bankId: bank.id, id: ids[0]! } })
      const rows = clients.map((_, i) => ({
        bankId: bank.id,
        id: newId(),
        batchId: like.batchId,
        partyId: like.partyId,
        state: 'APPROVED',
        borrowerType: 'INDIVIDUAL_BUSINESS',
        rowNo: `${100 + i}`,
        position: 100 + i,
      }))
      await tx.application.createMany({ data: rows })
      return rows.map((r) => r.id)
    })
    const hold = (i: number) =>
      withTenant(
        keeper,
        (tx) =>
          holdHeadroom({ tx, actor: keeper }, first, [
            { applicationId: cases[i]!, clientKey: clients[i]!, amountFen: yuan('300000') },
          ]),
        { timeoutMs: 60_000 },
      )
    const done = await Promise.allSettled(clients.map((_, i) => hold(i)))
    const won = done.filter((d) => d.status === 'fulfilled').length
    const lost = done.flatMap((d) =>
      d.status === 'rejected' ? [(d.reason as { error?: { code: string } }).error?.code] : [],
    )
    // 10,000,000 ÷ 300,000 = 33 whole cases
    expect(won).toBe(33)
    expect(new Set(lost)).toEqual(new Set(['E_SCHEME_HEADROOM:total']))
    const [scheme] = await schemeList(keeper, { mode: 'GC' })
    expect(scheme!.usedFen).toBe(yuan('9900000'))
    expect(scheme!.leftFen).toBe(yuan('100000'))
    const held = await withTenant(keeper, (tx) =>
      tx.schemeHold.findMany({ where: { bankId: bank.id, state: 'HELD' }, select: { applicationId: true } }),
    )
    await withTenant(keeper, (tx) =>
      releaseHolds(
        { tx, actor: keeper },
        held.slice(0, 30).map((h) => h.applicationId),
      ),
    )
    expect((await schemeList(keeper, { mode: 'GC' }))[0]!.usedFen).toBe(yuan('900000'))
    await withTenant(keeper, (tx) => refreshHolds(tx, bank.id))
    expect((await schemeList(keeper, { mode: 'GC' }))[0]!.usedFen).toBe(yuan('900000'))
  })

  test('who holds and who gives back on the same cases never block each other for good', async () => {
    const ids = group.members.map((m) => m.applicationId)
    const deadlocks = () =>
      withTenant(keeper, async (tx) => {
        await tx.$queryRaw`select pg_stat_force_next_flush()::text`
        const [row] = await tx.$queryRaw<
          { n: bigint }[]
        >`select deadlocks as n from pg_stat_database where datname = current_database()`
        return row!.n
      })
    const before = await deadlocks()
    const acts = Array.from({ length: 64 }, (_, i) =>
      withTenant(keeper, async (tx) => {
        const ctx = { tx, actor: keeper }
        const mine = [ids[i % 5]!, ids[(i + 2) % 5]!]
        if (i % 2 === 0) await releaseHolds(ctx, mine)
        else
          await holdHeadroom(
            ctx,
            first,
            mine.map((applicationId) => ({ applicationId, clientKey: applicationId, amountFen: yuan('1000') })),
          )
      }),
    )
    expect((await Promise.allSettled(acts)).filter((r) => r.status === 'rejected')).toEqual([])
    expect(await deadlocks()).toBe(before)
    await withTenant(keeper, (tx) => releaseHolds({ tx, actor: keeper }, ids))
    const [sums] = await withTenant(
      keeper,
      (tx) => tx.$queryRaw<{ used: bigint; held: bigint }[]>`
        select used_fen as used, (select coalesce(sum(h.used_fen), 0)::bigint from scheme_hold h where h.bank_id = c.bank_id and h.scheme_id = c.id) as held
        from cooperation_scheme c where c.bank_id = ${bank.id}::uuid and c.id = ${first}::uuid`,
    )
    expect(sums!.used).toBe(sums!.held)
  })

  test('two shops of one owner are one client', async () => {
    const [a, b] = group.members
    const hold = (applicationId: string, amount: string) =>
      withTenant(keeper, (tx) =>
        holdHeadroom({ tx, actor: keeper }, first, [{ applicationId, clientKey: 'owner', amountFen: yuan(amount) }]),
      )
    await hold(a!.applicationId, '1500000')
    await expect(hold(b!.applicationId, '500000.01')).rejects.toMatchObject({
      error: { code: 'E_SCHEME_HEADROOM:client', params: { left: '500,000.00' } },
    })
    await hold(b!.applicationId, '500000')
  })

  test('the database itself lets no use stand above the total', async () => {
    await expect(
      withTenant(
        keeper,
        (tx) =>
          tx.$executeRaw`update cooperation_scheme set used_fen = 1000000001 where bank_id = ${bank.id}::uuid and id = ${first}::uuid`,
      ),
    ).rejects.toSatisfy((e) => !isUniqueViolation(e))
  })

  test('a version that burdens the partner waits for its own word, given at its own desk', async () => {
    partnerUser = await testPerson(bank, 'gc-user', ['GUARANTOR_USER'], {
      partyCode: (await partnerDetail(keeper, { partyId })).code,
      partyId,
    })
    const next = value(
      await draftScheme(keeper, {
        partyId,
        marketId: market.id,
        mode: 'GC',
        terms: { ...TERMS, totalCoopLimit: '20000000.00' },
      }),
    )
    expect(next.consentNeeded.map((c) => c.field)).toContain('totalCoopLimitFen')
    expect(await activateScheme(risk, { schemeId: next.id })).toMatchObject(refused('E_SCHEME_CONSENT'))
    value(await answerSchemeConsent(partnerUser, { schemeId: next.id, agree: true }))
    const active = value(await activateScheme(risk, { schemeId: next.id }))
    expect(active).toMatchObject({ state: 'ACTIVE', usedFen: yuan('2900000') })
    const schemes = (await partnerDetail(keeper, { partyId })).schemes
    expect(schemes.map((s) => [s.versionNo, s.state, s.usedFen])).toEqual([
      [2, 'ACTIVE', yuan('2900000')],
      [1, 'ENDED', 0n],
    ])
  })

  test('a partner that is stopped takes its agreements with it, and nothing more is held', async () => {
    value(await stopPartner(risk, { partyId, reason: '代偿逾期未付' }))
    const scheme = (await partnerDetail(keeper, { partyId })).schemes[0]!
    expect(scheme.state).toBe('STOPPED')
    await expect(
      withTenant(keeper, (tx) =>
        holdHeadroom({ tx, actor: keeper }, scheme.id, [
          { applicationId: group.members[2]!.applicationId, clientKey: 'x', amountFen: 1n },
        ]),
      ),
    ).rejects.toMatchObject({ error: { code: 'E_STATE' } })
    expect((await partnerList(keeper, { state: 'STOPPED' })).items.map((p) => p.id)).toEqual([partyId])
  })
})
