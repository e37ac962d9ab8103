/** What partners can carry, counted from the books: nobody is lent to on room that is not there, and a drained pool stops at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { poolStanding } from '@/lib/guarantees/capacity/assist-fund'
import { capacityProblem, requireCapacity } from '@/lib/guarantees/capacity/gate'
import { lossStanding } from '@/lib/guarantees/capacity/insurer'
import { openAccount } from '@/lib/guarantees/commands/accounts'
import { decideMovement, requestMovement } from '@/lib/guarantees/commands/margin'
import { subLedgers } from '@/lib/guarantees/queries'
import { MONITORING_DEFAULTS } from '@/lib/monitoring/parameters'
import { partnerStops } from '@/lib/monitoring/partner-live'
import { askPartner } from '@/lib/partners/commands/cases'
import { holdForCases } from '@/lib/partners/holds'
import { date, toDb } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { inside } from '../../fixtures/inside'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { value } from '../../fixtures/ready-group'
import { approvedSingles, type Singles } from '../../fixtures/singles'

let db: TestDatabase
let bank: BankRow
const who = {} as Record<'rm' | 'maker' | 'checker' | 'keeper', Person>
const markets = {} as Record<'AF' | 'GC' | 'LI', TestMarket>
const of = {} as Record<'AF' | 'GC' | 'LI', Singles>
const staff = () => ({ bankId: bank.id, partyId: null })
const scope = (mode: 'AF' | 'GC' | 'LI') => ({ marketId: markets[mode].id, mode })
const problem = (mode: 'AF' | 'GC' | 'LI', i: number, amount: string) =>
  inside(bank, (ctx) =>
    capacityProblem(ctx, scope(mode), [{ applicationId: of[mode].applicationIds[i]!, amountFen: yuan(amount) }]),
  )
const figures = (mode: 'GC' | 'LI', json: Record<string, string>) =>
  withTenant(staff(), (tx) =>
    tx.partnerFinancial.create({
      data: {
        bankId: bank.id,
        id: newId(),
        partyId: of[mode].partnerId,
        asOf: toDb(date('2026-03-10')),
        audited: true,
        figures: json,
        at: new Date(),
      },
    }),
  )
async function pay(accountId: string, kind: 'SEED_IN' | 'MARGIN_IN', amount: string) {
  const sub = (await subLedgers(who.maker, { accountId })).items[0]!
  const { id } = value(
    await requestMovement(who.maker, {
      subLedgerId: sub.id,
      kind,
      amount,
      valueDate: '2026-03-20',
      sourceAccount: '6222888800001111',
    }),
  )
  value(await decideMovement(who.checker, { requestId: id, decision: 'POST' }))
  return sub.id
}
const stopsOf = (partyId: string) =>
  withTenant(staff(), (tx) =>
    tx.stopTrigger.findMany({
      where: { bankId: bank.id, scopeId: partyId },
      orderBy: { id: 'asc' },
      select: { code: true, state: true },
    }),
  )

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('CAP')
  who.rm = await testPerson(bank, 'rm', ['RM'])
  who.maker = await testPerson(bank, 'maker', ['OPS_MAKER'])
  who.checker = await testPerson(bank, 'checker', ['OPS_CHECKER'])
  who.keeper = await testPerson(bank, 'keeper', ['POST_PARTNER'])
  for (const mode of ['AF', 'GC', 'LI'] as const) {
    markets[mode] = await admittedMarket(bank, `M-${mode}`)
    of[mode] = await approvedSingles(bank, markets[mode], mode, 3, { rmId: who.rm.userId })
  }
})
afterAll(() => db.drop())

describe('assist fund (§2.3)', () => {
  test('without a government fund there is nothing to lean on', async () => {
    expect(await problem('AF', 0, '200000')).toMatchObject({ code: 'E_AMOUNT_OVER_CAP:leverage' })
  })

  test('ten times the fund less what is lent and promised; one client at most five million', async () => {
    const { id } = value(
      await openAccount(who.maker, { marketId: markets.AF.id, type: 'RISK_COMP_FUND', partyId: of.AF.partnerId }),
    )
    await pay(id, 'SEED_IN', '80000')
    // 800,000 of room, of which two other cases are promised 410,000 + 420,000… the third finds none
    const standing = await inside(bank, (ctx) => poolStanding(ctx, markets.AF.id, [of.AF.applicationIds[0]!]))
    expect(standing!.capacity.value).toMatchObject({
      capFen: yuan('800000'),
      headroomFen: yuan('370000'),
      poolDepleted: false,
    })
    expect(await problem('AF', 0, '370000')).toBeNull()
    expect(await problem('AF', 0, '370000.01')).toMatchObject({ code: 'E_AMOUNT_OVER_CAP:leverage' })
    await pay(id, 'SEED_IN', '10000000')
    expect(await problem('AF', 0, '5000001')).toMatchObject({ code: 'E_AMOUNT_OVER_CAP:single_client' })
  })

  test('the movement that drains the pool stops new business at once, and the one that fills it lets it go on', async () => {
    const { id } = value(
      await openAccount(who.maker, { marketId: markets.AF.id, type: 'ASSIST_FUND', partyId: of.AF.partnerId }),
    )
    await withTenant(staff(), async (tx) => {
      // a loan of 1,000,000: 30,000 are due from the enterprises, 15,000 at least must be there
      const application = await tx.application.findFirstOrThrow({
        where: { bankId: bank.id, id: of.AF.applicationIds[1]! },
      })
      const drawdownId = newId()
      const loanId = newId()
      const common = { bankId: bank.id, applicationId: application.id, batchId: of.AF.batchId }
      await tx.drawdown.create({
        data: {
          ...common,
          id: drawdownId,
          number: 'D-AF-1',
          amountFen: yuan('1000000'),
          state: 'DISBURSED',
          repaymentMethod: 'BULLET',
          tenorMonths: 12,
          paymentMethod: 'SELF',
          settlementAccount: '6217',
        },
      })
      await tx.loan.create({
        data: {
          ...common,
          id: loanId,
          number: 'L-AF-1',
          drawdownId,
          marketId: markets.AF.id,
          merchantId: application.merchantId!,
          principalFen: yuan('1000000'),
          ratePpm: 50_000,
          penaltyUpliftPpm: 500_000,
          method: 'BULLET',
          frequency: 'MONTHLY',
          dayCount: 'ACT/360',
          interestBasis: 'DAILY',
          startDate: toDb(date('2026-03-18')),
          maturityDate: toDb(date('2027-03-18')),
          firstDisbursementDate: toDb(date('2026-03-18')),
          settlementAccount: '6217',
          monitoringLine: 'LIGHT',
          terms: {},
          state: 'CURRENT',
        },
      })
      await tx.$executeRaw`insert into loan_state (bank_id, loan_id, batch_id, market_id, as_of, principal_fen, class, live) values
        (${bank.id}::uuid, ${loanId}::uuid, ${of.AF.batchId}::uuid, ${markets.AF.id}::uuid, '2026-03-20', 100000000, 'NORMAL', true)`
    })
    await pay(id, 'MARGIN_IN', '14999.99')
    expect(await stopsOf(of.AF.partnerId)).toEqual([{ code: 'S2', state: 'ACTIVE' }])
    expect(await problem('AF', 0, '100000')).toMatchObject({ code: 'E_POOL_DEPLETED' })
    await pay(id, 'MARGIN_IN', '0.01')
    expect(await stopsOf(of.AF.partnerId)).toEqual([{ code: 'S2', state: 'LIFTED' }])
    expect(await problem('AF', 0, '100000')).toBeNull()
  })
})

describe('guarantee company (§2.4)', () => {
  test('whoever controls the guarantor is not guaranteed by it (LEG-14)', async () => {
    const borrower = await withTenant(staff(), (tx) =>
      tx.application.findFirstOrThrow({ where: { bankId: bank.id, id: of.GC.applicationIds[0]! } }),
    )
    const person = {
      bankId: bank.id,
      id: newId(),
      partyId: of.GC.partnerId,
      role: 'SHAREHOLDER',
      name: '林一',
      idNo: borrower.ownerIdNo,
      sharePpm: 500_000,
      since: toDb(date('2024-01-01')),
    }
    await withTenant(staff(), (tx) => tx.partnerPerson.create({ data: person }))
    expect(await problem('GC', 0, '200000')).toBeNull()
    await withTenant(staff(), (tx) =>
      tx.partnerPerson.update({
        where: { bankId_id: { bankId: bank.id, id: person.id } },
        data: { sharePpm: 500_001 },
      }),
    )
    expect(await problem('GC', 0, '200000')).toMatchObject({ code: 'E_GUARANTOR_RELATED' })
    expect(
      await askPartner(who.rm, { applicationId: of.GC.applicationIds[0]!, kind: 'GUARANTEE', amount: '200000' }),
    ).toMatchObject({ ok: false, error: { code: 'E_GUARANTOR_RELATED' } })
    await withTenant(staff(), (tx) =>
      tx.partnerPerson.update({
        where: { bankId_id: { bankId: bank.id, id: person.id } },
        data: { until: toDb(date('2026-01-01')) },
      }),
    )
  })

  test('risk weights count: small loans at three quarters, against ten times the net assets', async () => {
    // base 2,000,000; cap 20,000,000; 26,000,000 × 75 % = 19,500,000; left 500,000
    await figures('GC', {
      netAssets: '2000000.00',
      guarantorInvestments: '0.00',
      smallBalance: '26000000.00',
      otherBalance: '0.00',
    })
    // a tenth of net assets: 200,000 for one client
    expect(await problem('GC', 0, '200000.01')).toMatchObject({ code: 'E_GUARANTOR_CAPACITY' })
    expect(await problem('GC', 0, '200000')).toBeNull()
    const three = of.GC.applicationIds.map((applicationId) => ({ applicationId, amountFen: yuan('200000') }))
    expect(await inside(bank, (ctx) => capacityProblem(ctx, scope('GC'), three))).toBeNull()
    await figures('GC', {
      netAssets: '2000000.00',
      guarantorInvestments: '0.00',
      smallBalance: '26300000.00',
      otherBalance: '0.00',
    })
    // left 275,000: one loan of 200,000 weighs 150,000, two do not fit
    expect(await inside(bank, (ctx) => capacityProblem(ctx, scope('GC'), three.slice(0, 1)))).toBeNull()
    expect(await inside(bank, (ctx) => capacityProblem(ctx, scope('GC'), three.slice(0, 2)))).toMatchObject({
      code: 'E_GUARANTOR_CAPACITY',
    })
  })

  test('of three approvals at the same moment on room for one, one passes', async () => {
    const one = (i: number) =>
      inside(bank, async (ctx) => {
        const cases = [{ applicationId: of.GC.applicationIds[i]!, amountFen: yuan('200000') }]
        await requireCapacity(ctx, scope('GC'), cases)
        await holdForCases(ctx, scope('GC'), cases)
        return true
      }).catch((e: Error) => e.message.split(' ')[0])
    const done = await Promise.all([0, 1, 2].map(one))
    expect(done.filter((d) => d === true)).toHaveLength(1)
    expect(done.filter((d) => d !== true)).toEqual(['E_GUARANTOR_CAPACITY', 'E_GUARANTOR_CAPACITY'])
  })
})

describe('insurer (§2.5)', () => {
  test('the loss ratio comes from policies and claims; at 120 % new business stops', async () => {
    await withTenant(staff(), async (tx) => {
      const scheme = await tx.cooperationScheme.findFirstOrThrow({ where: { bankId: bank.id, mode: 'LI' } })
      await tx.partnerCase.create({
        data: {
          bankId: bank.id,
          id: newId(),
          partyId: of.LI.partnerId,
          schemeId: scheme.id,
          applicationId: of.LI.applicationIds[0]!,
          kind: 'POLICY',
          number: 'PC-1',
          borrower: '恒山',
          amountFen: yuan('200000'),
          state: 'GIVEN',
          askedOn: toDb(date('2025-03-01')),
          answerBy: toDb(date('2025-03-08')),
          premiumFen: yuan('36500'),
          coverFen: yuan('220000'),
          validFrom: toDb(date('2025-03-21')),
          validUntil: toDb(date('2026-03-20')),
        },
      })
    })
    const before = await inside(bank, (ctx) => lossStanding({ ...ctx, today: date('2025-04-19') }, of.LI.partnerId))
    // thirty days of three hundred and sixty-five
    expect(before.earned.value).toBe(yuan('3000'))
    const now = await inside(bank, (ctx) => lossStanding({ ...ctx, today: date('2026-06-01') }, of.LI.partnerId))
    expect(now).toMatchObject({ claimsFen: 0n })
    expect(now.earned.value).toBe(yuan('36500'))
    expect(now.loss.value).toBe(0)
    expect(await inside(bank, (ctx) => partnerStops(ctx, date('2026-06-01'), MONITORING_DEFAULTS))).toEqual([])
  })

  test('one obligor at most a twentieth of net assets', async () => {
    await figures('LI', { netAssets: '10000000.00', retainedBalance: '99000000.00' })
    expect(await problem('LI', 1, '500000.01')).toMatchObject({ code: 'E_AMOUNT_OVER_CAP:obligor' })
    expect(await problem('LI', 1, '500000')).toBeNull()
    await figures('LI', { netAssets: '10000000.00', retainedBalance: '99600000.00' })
    expect(await problem('LI', 1, '500000')).toMatchObject({ code: 'E_INSURER_CAPACITY' })
  })
})
