/** The demo: three banks, markets M1–M6 and batches in every stage, all made by running the commands. Deterministic. */
import '@/lib/contracts/jobs'
import '@/lib/intake/jobs'
import '@/lib/monitoring/jobs'
import '@/lib/servicing/jobs'
import { assignMonitor } from '@/lib/monitoring/commands/warnings'
import { closeDatabase } from '@/lib/platform/db/client'
import { yuan } from '@/lib/platform/money'
import { listBanks } from '@/lib/platform/tenant'
import { approval, contracting } from './approve'
import { openDesk } from './desk'
import { layBack } from './history'
import { type DemoMarket, MARKETS, openMarket } from './markets'
import { liveModes, MODES_START } from './modes'
import { must } from './must'
import { keepPartners } from './partners'
import { compensate, disburse, liveOn, prepayAllBut, smallestLoans } from './pay'
import { BANKS, DEMO_START, DEMO_TODAY, openBank, openPartners } from './people'
import { check, type DemoBatch, intake, scoring } from './walk'
import { openWork, startMargin } from './work'

const started = Date.now()
const say = (what: string) => console.log(`  demo: ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)`)

export async function seed(ownerUrl: string): Promise<void> {
  if (process.env.FANGSHI_MODE === 'live') throw new Error('the demo is never made in live mode')
  if ((await listBanks()).length > 0) return
  const [yjb, byb, qyb] = [
    await openBank(ownerUrl, BANKS[0], DEMO_START),
    await openBank(ownerUrl, BANKS[1], DEMO_TODAY),
    await openBank(ownerUrl, BANKS[2], MODES_START),
  ]
  await openPartners(yjb)
  say('three banks and their people')
  const markets = new Map<string, DemoMarket>()
  for (const plan of MARKETS) markets.set(plan.code, await openMarket(yjb, plan))
  const m5 = MARKETS.find((m) => m.code === 'M5')!
  await openMarket(byb, {
    ...m5,
    code: 'M1',
    name: '北原粮油市场',
    nameEn: 'Beiyuan Grain Market',
    operator: '北原粮油市场管理有限公司',
    uscc: '',
  })
  say('markets surveyed and decided')
  for (const m of markets.values())
    must(
      await assignMonitor(yjb.as('risk-mgr'), {
        objectType: 'MARKET',
        objectId: m.id,
        userId: yjb.as('post-mkt').userId!,
      }),
    )
  await keepPartners(yjb)
  const at = (code: string) => markets.get(code)!
  const walk = async (
    market: string,
    count: number,
    offset: number,
    { profile, ...options }: { weak?: number[]; profile?: 'GREEN' } = {},
  ): Promise<DemoBatch> => {
    const batch = await intake(yjb, at(market), { count, offset, until: 'SUBMITTED' })
    await check(yjb, batch, 'ACCEPTED', profile)
    await scoring(yjb, batch, options)
    return batch
  }
  // The oldest batch lives through the winter: one member stops paying, and the group's margin compensates.
  const old = await walk('M1', 14, 1, { weak: [4] })
  await approval(yjb, old, 'APPROVED')
  await contracting(yjb, old)
  await disburse(yjb, old)
  say('the oldest batch is paid out')
  // The two smallest: what they owe late stays under the line at which the whole market would be stopped, because the
  // second one paid most of its loan back in January before it missed the instalment of February.
  const [defaulter, late] = await smallestLoans(yjb, old.id)
  if (!defaulter || !late) throw new Error('the oldest batch has no two loans')
  await liveOn(yjb, DEMO_TODAY.with({ month: 1, day: 22 }), new Set([defaulter]))
  await prepayAllBut(yjb, late, yuan('8000'))
  await liveOn(yjb, DEMO_TODAY.with({ month: 2, day: 15 }), new Set([defaulter]))
  await liveOn(yjb, DEMO_TODAY.subtract({ days: 12 }), new Set([defaulter, late]))
  await compensate(yjb, defaulter)
  await liveOn(yjb, DEMO_TODAY, new Set([defaulter, late]))
  say('a winter of ends of day, a claim and its compensation')
  await intake(yjb, at('M2'), { count: 8, offset: 1, until: 'DRAFT' })
  await intake(yjb, at('M5'), { count: 12, offset: 1, until: 'SUBMITTED' })
  await check(yjb, await intake(yjb, at('M4'), { count: 10, offset: 1, until: 'SUBMITTED' }), 'RETURNED')
  say('batches at intake')
  const half = await intake(yjb, at('M4'), { count: 14, offset: 2, until: 'SUBMITTED' })
  await check(yjb, half, 'ACCEPTED')
  await scoring(yjb, half, { half: true, evaluator: 'evaluator2' })
  await walk('M2', 12, 2, { weak: [3, 9] })
  say('batches at scoring and before the plan')
  await approval(yjb, await walk('M5', 12, 2), 'IN_REVIEW')
  await approval(yjb, await walk('M4', 16, 3, { weak: [7] }), 'COUNTERSIGNING')
  await approval(yjb, await walk('M1', 12, 3), 'COUNTERSIGNING', { demandWan: 6000 })
  await approval(yjb, await walk('M1', 12, 2), 'APPROVED')
  say('plans in review, in countersign and approved')
  const signing = await walk('M4', 12, 4)
  await approval(yjb, signing, 'APPROVED')
  await contracting(yjb, signing, { signGroups: 1 })
  const paying = await walk('M5', 12, 3, { profile: 'GREEN' })
  await approval(yjb, paying, 'APPROVED')
  await contracting(yjb, paying)
  await startMargin(yjb, signing)
  await disburse(yjb, paying, { pay: 3, reviewed: 1, submitted: 1 })
  await openWork(yjb, [at('M1'), at('M4'), at('M5')])
  say('contracts being signed and money being paid')
  await openDesk(yjb, at('M1'))
  say('targets, prospects and cases of the desk')
  await layBack(ownerUrl, yjb.bank.id)
  await liveModes(qyb)
  say('a winter in all six modes')
}

if (import.meta.main) {
  const owner = process.env.DATABASE_OWNER_URL
  if (!owner) throw new Error('DATABASE_OWNER_URL is not set')
  await seed(owner)
  await closeDatabase()
}
