/**
 * The demo's third bank shares its risk in all six ways: a market for each mode, its partner with people who sign in,
 * loans paid out in the deep of winter, and of each market one that has not been served since.
 */
import { reviewResolution, setParticulars } from '@/lib/contracts/commands/particulars'
import { renderPdf } from '@/lib/contracts/typst'
import { openAccount } from '@/lib/guarantees/commands/accounts'
import { decideMovement } from '@/lib/guarantees/commands/margin'
import { subLedgers } from '@/lib/guarantees/queries'
import { addIssuer, advanceIssue, createIssuePool, launchIssue } from '@/lib/issues/commands/pool'
import { depositReserve } from '@/lib/issues/commands/service'
import { insureParkAsset, recordParkAsset, registerParkAsset } from '@/lib/parks/commands/assets'
import { answerCase, askPartner } from '@/lib/partners/commands/cases'
import type { CaseKind } from '@/lib/partners/rules/cases'
import { CASES_OF_MODE } from '@/lib/partners/rules/cases'
import type { Mode } from '@/lib/plans/rules/grades'
import { PARTNER_ROLES, type Role } from '@/lib/platform/actor'
import { businessDate } from '@/lib/platform/calendar'
import { date } from '@/lib/platform/dates'
import { storeBuffers } from '@/lib/platform/files'
import { mulRate, toYuan, yuan } from '@/lib/platform/money'
import { withTenant } from '@/lib/platform/tenant'
import { approval, contracting } from './approve'
import { type DemoMarket, MARKETS, type MarketPlan, openMarket } from './markets'
import { creditCode } from './merchants'
import { must } from './must'
import { type Known, keepPartners } from './partners'
import { account, bringEvidence, deposit, disburse, draw, liveOn, openItems, smallestLoans } from './pay'
import { actor, type Cast, DEMO_TODAY, type DemoPartner, openPartners } from './people'
import { check, type DemoBatch, intake, scoring } from './walk'

type PartnerPlan = DemoPartner & Known
type ModePlan = {
  mode: Exclude<Mode, 'DF'>
  market: Pick<MarketPlan, 'code' | 'name' | 'nameEn' | 'trade'>
  /** what each merchant asks for, in 10,000 yuan: the smallest loan is the one that is not served */
  amountsWan: readonly number[]
  partner: PartnerPlan | null
}

const terms = { totalCoopLimit: '60000000.00', singleClientLimit: '5000000.00', singleDealLimit: '5000000.00' }

const PLANS: readonly ModePlan[] = [
  {
    mode: 'JG',
    market: { code: 'Q1', name: '青屿小商品城', nameEn: 'Qingyu Small Wares City', trade: '五金百货' },
    // five of like size: their margins together are about half of one loan, and the members answer for the rest
    amountsWan: [20, 22, 24, 26, 28],
    partner: null,
  },
  {
    mode: 'GC',
    market: { code: 'Q2', name: '澜港建材市场', nameEn: 'Langang Building Market', trade: '建筑材料' },
    // the programme pays at most 3 % of its volume in a year: the others are large enough for one small claim
    amountsWan: [10, 48, 48, 48, 48, 48, 48, 48],
    partner: {
      code: 'G1',
      uscc: creditCode('91330299', 'MADEM211'),
      kind: 'GUARANTOR',
      role: 'GUARANTOR_USER',
      login: 'guarantor.g1',
      name: '青屿融资担保股份有限公司',
      person: '段守诚',
      head: '段守诚',
      profile: {
        legalForm: 'COMPANY',
        licenceNo: 'RD-QY-0003',
        licenceValidUntil: '2028-09-30',
        establishedOn: '2011-03-08',
        paidInCapital: '300000000.00',
        governmentBacked: true,
      },
      figures: {
        netAssets: '320000000.00',
        guarantorInvestments: '0.00',
        smallBalance: '900000000.00',
        otherBalance: '400000000.00',
        compensated: '9000000.00',
        maturedGuarantees: '600000000.00',
      },
      rating: 'AA',
      agreement: {
        market: 'Q2',
        mode: 'GC',
        terms: {
          ...terms,
          compensation: '80.00',
          compensationGraceDays: 30,
          leverageMultiple: 10,
          liability: 'GUARANTEE',
        },
      },
    },
  },
  {
    mode: 'LI',
    market: { code: 'Q3', name: '海门五金工具城', nameEn: 'Haimen Tool City', trade: '五金工具' },
    amountsWan: [20, 45],
    partner: {
      code: 'I1',
      uscc: creditCode('91330299', 'MADEM212'),
      kind: 'INSURER',
      role: 'INSURER_USER',
      login: 'insurer.i1',
      name: '沧海财产保险股份有限公司',
      person: '陶望海',
      head: '陶望海',
      profile: {
        legalForm: 'COMPANY',
        licenceNo: 'BX-QY-0011',
        licenceValidUntil: '2029-12-31',
        establishedOn: '2006-05-16',
        paidInCapital: '1200000000.00',
      },
      figures: {
        netAssets: '2000000000.00',
        coreSolvency: '170.00',
        comprehensiveSolvency: '210.00',
        retainedBalance: '3000000000.00',
        earnedPremium: '6000000.00',
        claims: '1800000.00',
      },
      rating: 'AA',
      agreement: {
        market: 'Q3',
        mode: 'LI',
        terms: { ...terms, compensation: '80.00', compensationGraceDays: 30, liability: 'INSURANCE' },
      },
    },
  },
  {
    mode: 'AF',
    market: { code: 'Q4', name: '潮音轻纺市场', nameEn: 'Chaoyin Textile Market', trade: '面料批发' },
    amountsWan: [15, 40, 45],
    partner: {
      code: 'F1',
      uscc: creditCode('11330299', 'MADEM213'),
      kind: 'GOV_FUND',
      role: 'GOV_FUND_USER',
      login: 'gov-fund.f1',
      name: '青屿市助保金管理办公室',
      person: '曾济民',
      head: '曾济民',
      profile: { legalForm: 'STATE_ORGAN', establishedOn: '2017-02-10', governmentBacked: true },
      figures: { fundBalance: '5000000.00' },
      agreement: {
        market: 'Q4',
        mode: 'AF',
        terms: { ...terms, compensation: '50.00', leverageMultiple: 10, liability: 'FUND_LIMITED' },
      },
    },
  },
  {
    mode: 'PK',
    market: { code: 'Q5', name: '青屿智造产业园', nameEn: 'Qingyu Smart Manufacturing Park', trade: '装备制造' },
    amountsWan: [20, 40],
    partner: {
      code: 'PK1',
      uscc: creditCode('91330299', 'MADEM214'),
      kind: 'DEVELOPER',
      role: 'PARK_USER',
      login: 'park.pk1',
      name: '青屿智造园开发有限公司',
      person: '戚筑园',
      head: '戚筑园',
      profile: { legalForm: 'COMPANY', establishedOn: '2015-08-18', paidInCapital: '120000000.00', listedInPlan: true },
      figures: { netAssets: '180000000.00', totalAssets: '420000000.00', totalDebts: '240000000.00' },
      agreement: {
        market: 'Q5',
        mode: 'PK',
        terms: { ...terms, compensation: '100.00', compensationGraceDays: 30, liability: 'GUARANTEE' },
      },
    },
  },
]

/** The enhancer of the collective note and its underwriter: partners without loans of their own. */
const OF_THE_NOTE: readonly PartnerPlan[] = [
  {
    code: 'E1',
    uscc: creditCode('91330299', 'MADEM215'),
    kind: 'GUARANTOR',
    role: 'GUARANTOR_USER',
    login: 'enhancer.e1',
    name: '海岳信用增进股份有限公司',
    person: '岳承海',
    head: '岳承海',
    profile: {
      legalForm: 'COMPANY',
      licenceNo: 'RD-QY-0009',
      licenceValidUntil: '2028-12-31',
      establishedOn: '2010-10-10',
      paidInCapital: '800000000.00',
    },
    figures: {
      netAssets: '900000000.00',
      guarantorInvestments: '0.00',
      smallBalance: '600000000.00',
      otherBalance: '1200000000.00',
      compensated: '6000000.00',
      maturedGuarantees: '900000000.00',
    },
    rating: 'AA',
  },
  {
    code: 'U1',
    uscc: creditCode('91330299', 'MADEM216'),
    kind: 'UNDERWRITER',
    role: 'UNDERWRITER_USER',
    login: 'underwriter.u1',
    name: '东澜证券股份有限公司',
    person: '佟远帆',
    head: '佟远帆',
    profile: {
      legalForm: 'COMPANY',
      licenceNo: 'ZQ-QY-0002',
      licenceValidUntil: '2029-12-31',
      establishedOn: '2003-06-01',
      paidInCapital: '2000000000.00',
    },
    figures: null,
  },
]

/** Its history begins a week before the first instalment day: the one that is missed. */
export const MODES_START = date('2026-02-13')
/** The bank's day up to which it has lived: the missed instalment is thirty-one days late, and every partner may be asked. */
const MODES_TODAY = DEMO_TODAY.add({ days: 7 })

export async function liveModes(cast: Cast): Promise<void> {
  const partners = [...PLANS.flatMap((p) => (p.partner ? [p.partner] : [])), ...OF_THE_NOTE]
  const markets = new Map<Mode, DemoMarket>()
  for (const plan of PLANS)
    markets.set(
      plan.mode,
      await openMarket(cast, {
        ...MARKETS.find((m) => m.code === 'M1')!,
        ...plan.market,
        city: '青屿市',
        operator: `${plan.market.name}管理有限公司`,
        uscc: creditCode('91330299', `MADEM20${plan.market.code.slice(1)}`),
      }),
    )
  await openPartners(cast, partners)
  await keepPartners(cast, partners)
  const late = new Set<string>()
  for (const plan of PLANS) {
    const batch = await batchOf(cast, markets.get(plan.mode)!, plan)
    const [smallest] = await smallestLoans(cast, batch.id)
    if (!smallest) throw new Error(`nobody was paid in mode ${plan.mode}`)
    late.add(smallest)
  }
  await collectiveNote(cast, markets.get('PK')!)
  await liveOn(cast, MODES_TODAY, late)
}

/** One batch from its list to its money, with what its partner gives on the way. */
async function batchOf(cast: Cast, market: DemoMarket, plan: ModePlan): Promise<DemoBatch> {
  const { mode, amountsWan } = plan
  const batch = await intake(cast, market, {
    count: amountsWan.length,
    offset: 1,
    until: 'SUBMITTED',
    mode,
    amountsWan,
  })
  await check(cast, batch, 'ACCEPTED')
  await scoring(cast, batch)
  if (mode === 'AF') await fillFund(cast, market, plan.partner!)
  // a park's survey asks for far more than its first list: two heads decide, and no committee has to sit
  await approval(cast, batch, 'APPROVED', mode === 'PK' ? { demandWan: 1500 } : {})
  if (mode === 'LI' || mode === 'PK') await particulars(cast, market, batch, plan)
  await contracting(cast, batch)
  if (mode === 'JG') {
    await disburse(cast, batch)
    return batch
  }
  const items = await openItems(cast, batch)
  for (const item of items) {
    const share = item.marginSubLedger
    if (share)
      await deposit(cast, {
        subLedgerId: share.id,
        amount: toYuan(share.requiredFen),
        sourceAccount: account(item.investigations[0]),
      })
  }
  for (const item of items) await partnerGives(cast, plan, item.id, item.applicationOutcome!.approvedFen!)
  await bringEvidence(cast, mode, items)
  for (const item of items) await draw(cast, item)
  return batch
}

async function partyOf(cast: Cast, code: string): Promise<string> {
  const party = await withTenant(cast.as('rm'), (tx) =>
    tx.party.findFirstOrThrow({ where: { bankId: cast.bank.id, code }, select: { id: true } }),
  )
  return party.id
}

/** The person of a partner who signs in to its desk. */
async function personOf(cast: Cast, partner: DemoPartner) {
  const login = `${partner.login}@${cast.bank.code.toLowerCase()}`
  const user = await withTenant(cast.as('rm'), (tx) =>
    tx.appUser.findFirstOrThrow({ where: { bankId: cast.bank.id, login }, select: { id: true, partyId: true } }),
  )
  const role = PARTNER_ROLES.find((r) => r === partner.role) as Role
  return actor(cast.bank, user.id, partner.login, partner.person, [role], user.partyId)
}

/** The government's fund of the market: its account, and the seed money in it. */
async function fillFund(cast: Cast, market: DemoMarket, partner: DemoPartner): Promise<void> {
  await fillAccount(cast, market, 'RISK_COMP_FUND', partner, 'SEED_IN', '5000000.00')
}

async function fillAccount(
  cast: Cast,
  market: DemoMarket,
  type: 'RISK_COMP_FUND' | 'DEVELOPER_MARGIN',
  partner: DemoPartner,
  kind: 'SEED_IN' | 'MARGIN_IN',
  amount: string,
): Promise<void> {
  const maker = cast.as('ops-maker')
  const opened = must(
    await openAccount(maker, { type, marketId: market.id, partyId: await partyOf(cast, partner.code) }),
  )
  const [sub] = (await subLedgers(maker, { accountId: opened.id })).items
  await deposit(cast, { subLedgerId: sub!.id, amount, kind, sourceAccount: '6217000100002222' })
}

/** What the documents name beyond the plan: the policy of an insured loan; the machine behind a park loan and who guarantees it. */
async function particulars(cast: Cast, market: DemoMarket, batch: DemoBatch, plan: ModePlan): Promise<void> {
  const rm = cast.as('rm')
  const items = await withTenant(rm, (tx) =>
    tx.application.findMany({
      where: { bankId: cast.bank.id, batchId: batch.id, state: { in: ['APPROVED', 'APPROVED_REDUCED'] } },
      orderBy: { position: 'asc' },
      include: { applicationOutcome: true },
    }),
  )
  if (plan.mode === 'PK') await parkAssetsOf(cast, market, plan.partner!, items)
  const resolution = plan.mode === 'PK' ? await resolutionOf(cast, plan.partner!) : null
  for (const item of items) {
    const fen = item.applicationOutcome!.approvedFen!
    must(
      await setParticulars(rm, {
        applicationId: item.id,
        particulars:
          plan.mode === 'LI'
            ? {
                policy: {
                  insurer: plan.partner!.name,
                  number: policyNo(item.id),
                  sumInsured: toYuan(insured(fen)),
                  premium: toYuan(mulRate(fen, PREMIUM_PPM)),
                  from: POLICY.from,
                  until: POLICY.until,
                },
              }
            : {
                guarantor: {
                  name: plan.partner!.name,
                  uscc: plan.partner!.uscc ?? '',
                  licensed: false,
                  branch: false,
                  resolutionNo: '股东会决议 2026-03',
                  resolutionOn: '2026-01-30',
                  fileId: resolution!,
                },
              },
      }),
    )
    if (resolution)
      must(
        await reviewResolution(cast.as('contract-officer'), {
          applicationId: item.id,
          note: '决议表决比例与公司章程一致，印章核对无误。',
        }),
      )
  }
}
const PREMIUM_PPM = 20_000
const POLICY = { from: '2025-12-01', until: '2027-06-30' } as const
const policyNo = (applicationId: string) => `LX-2025-${applicationId.slice(-6).toUpperCase()}`
const serialNo = (i: number) => `CNC-2025-${String(i + 1).padStart(4, '0')}`
/** Principal and a year's interest with something over. */
const insured = (fen: bigint) => fen + fen / 10n

/** The developer's resolution to guarantee its buyers (LEG-3), kept as a file. Returns the file's id. */
async function resolutionOf(cast: Cast, partner: PartnerPlan): Promise<string> {
  const pdf = renderPdf('demo/paper.typ', {
    title: '股东会决议',
    name: partner.name,
    uscc: partner.uscc ?? '',
    ownerName: partner.head,
    stallNo: '',
    goods: '同意为购置园区资产的借款人提供阶段性连带责任保证',
  })
  const [file] = await withTenant(cast.as('rm'), (tx) =>
    storeBuffers(tx, cast.bank.id, [
      {
        bytes: Buffer.from(pdf),
        name: '股东会决议.pdf',
        mediaType: 'application/pdf',
        kind: 'RESOLUTION',
        createdBy: cast.as('rm').userId,
      },
    ]),
  )
  return file!.id
}

/** The partner answers on its own desk what the bank lays before it. */
async function partnerGives(cast: Cast, plan: ModePlan, applicationId: string, amountFen: bigint): Promise<void> {
  if (!plan.partner) return
  const person = await personOf(cast, plan.partner)
  for (const kind of CASES_OF_MODE[plan.mode] ?? []) {
    const asked = must(
      await askPartner(cast.as('rm'), { applicationId, kind: kind as CaseKind, amount: toYuan(amountFen) }),
    )
    if (asked.state !== 'ASKED') continue
    must(
      await answerCase(person, {
        caseId: asked.id,
        agree: true,
        referenceNo: kind === 'POLICY' ? policyNo(applicationId) : `${plan.partner.code}-${asked.number}`,
        ...(kind === 'POLICY'
          ? {
              cover: toYuan(insured(amountFen)),
              premium: toYuan(mulRate(amountFen, PREMIUM_PPM)),
              validFrom: POLICY.from,
              validUntil: POLICY.until,
            }
          : {}),
      }),
    )
  }
}

/** Each park loan's machine: bought, registered in the movables' register, insured; the developer stands until the certificate. */
async function parkAssetsOf(
  cast: Cast,
  market: DemoMarket,
  partner: DemoPartner,
  items: readonly { id: string; applicationOutcome: { approvedFen: bigint | null } | null }[],
): Promise<void> {
  const rm = cast.as('rm')
  await fillAccount(cast, market, 'DEVELOPER_MARGIN', partner, 'MARGIN_IN', '30000.00')
  const today = (await withTenant(rm, (tx) => businessDate(tx, cast.bank.id))).toString()
  for (const [i, item] of items.entries()) {
    const fen = item.applicationOutcome!.approvedFen!
    const made = must(
      await recordParkAsset(rm, {
        applicationId: item.id,
        type: 'EQUIP_NEW',
        description: '五轴加工中心一台',
        identityNo: serialNo(i),
        price: toYuan(fen * 2n),
        appraised: toYuan(fen * 2n),
        appraisedOn: today,
        downPayment: toYuan(fen),
        downPaymentRef: `PZ-${i + 1}`,
        seller: '云江通达供应链有限公司',
        sellerAccount: '33050199000000004321',
        contractNo: `MM-2025-${i + 1}`,
        invoiceNo: `FP-2025-${i + 1}`,
        developerGuarantees: true,
      }),
    )
    must(await registerParkAsset(rm, { assetId: made.id, registrationNo: `DCDJ-2025-${i + 1}`, registeredOn: today }))
    must(
      await insureParkAsset(rm, {
        assetId: made.id,
        insuranceNo: `CX-2025-${i + 1}`,
        insured: toYuan(fen * 2n),
        until: '2027-06-30',
      }),
    )
  }
}

/** A collective note of two graduates of the park, a year old: one has filled its reserve, the other has not. */
async function collectiveNote(cast: Cast, market: DemoMarket): Promise<void> {
  const [rm, risk, keeper] = [cast.as('rm'), cast.as('risk-mgr'), cast.as('post-partner')]
  const pool = must(
    await createIssuePool(rm, {
      marketId: market.id,
      name: '青屿智造 2025 年度第一期集合票据',
      kind: 'NOTE',
      underwriterId: await partyOf(cast, 'U1'),
    }),
  )
  const issuers = [
    { name: '青屿恒锐精密机械有限公司', uscc: creditCode('91330299', 'MADEM221'), amount: '30000000.00' },
    { name: '青屿联创模具有限公司', uscc: creditCode('91330299', 'MADEM222'), amount: '20000000.00' },
  ]
  for (const i of issuers) must(await addIssuer(rm, { poolId: pool.id, netAssets: '120000000.00', ...i }))
  must(await advanceIssue(rm, { poolId: pool.id, event: 'investigate' }))
  must(await advanceIssue(rm, { poolId: pool.id, event: 'rate', rating: 'AA' }))
  must(
    await advanceIssue(rm, {
      poolId: pool.id,
      event: 'enhance',
      enhancerId: await partyOf(cast, 'E1'),
      enhancement: '5000000.00',
    }),
  )
  must(await advanceIssue(risk, { poolId: pool.id, event: 'register', registrationNo: 'ZXPB-2025-JH-021' }))
  // interest once a year: the first of it falls due on the bank's present day
  must(await launchIssue(risk, { poolId: pool.id, issuedOn: '2025-03-27', maturesOn: '2027-03-27', rate: '4.50' }))
  const payments = await withTenant(rm, (tx) =>
    tx.issuePayment.findMany({
      where: { bankId: cast.bank.id, poolId: pool.id },
      include: { slot: { select: { name: true } } },
      orderBy: { dueOn: 'asc' },
    }),
  )
  const today = (await withTenant(rm, (tx) => businessDate(tx, cast.bank.id))).toString()
  const reserve = async (name: string, amount: string, reference: string) => {
    const payment = payments.find((p) => p.slot.name === name)!
    must(await depositReserve(keeper, { paymentId: payment.id, amount, valueDate: today, reference }))
    const deposit = await withTenant(rm, (tx) =>
      tx.issueDeposit.findFirstOrThrow({ where: { bankId: cast.bank.id, reference }, select: { requestId: true } }),
    )
    must(await decideMovement(cast.as('ops-checker'), { requestId: deposit.requestId!, decision: 'POST' }))
  }
  await reserve(issuers[0]!.name, '1350000.00', 'TG-2026-001')
  await reserve(issuers[1]!.name, toYuan(yuan('300000')), 'TG-2026-002')
}
