/** The demo: three banks, markets M1–M6 and batches in every stage, all made by running the commands. Deterministic. */
import '@/lib/contracts/jobs'
import '@/lib/intake/jobs'
import '@/lib/servicing/jobs'
import { closeDatabase } from '@/lib/platform/db/client'
import { listBanks } from '@/lib/platform/tenant'
import { type DemoMarket, MARKETS, openMarket } from './markets'
import { BANKS, openBank, openPartners } from './people'
import { check, intake, scoring } from './walk'

const started = Date.now()
const say = (what: string) => console.log(`  demo: ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)`)

export async function seed(ownerUrl: string): Promise<void> {
  if (process.env.FANGSHI_MODE === 'live') throw new Error('the demo is never made in live mode')
  if ((await listBanks()).length > 0) return
  const [yjb, byb, qyb] = [
    await openBank(ownerUrl, BANKS[0], true),
    await openBank(ownerUrl, BANKS[1], false),
    await openBank(ownerUrl, BANKS[2], false),
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
  const at = (code: string) => markets.get(code)!
  await intake(yjb, at('M2'), { count: 8, offset: 1, until: 'DRAFT' })
  await intake(yjb, at('M5'), { count: 12, offset: 1, until: 'SUBMITTED' })
  await check(yjb, await intake(yjb, at('M4'), { count: 10, offset: 1, until: 'SUBMITTED' }), 'RETURNED')
  say('batches at intake')
  const half = await intake(yjb, at('M4'), { count: 14, offset: 2, until: 'SUBMITTED' })
  await check(yjb, half, 'ACCEPTED')
  await scoring(yjb, half, { half: true, evaluator: 'evaluator2' })
  const drafting = await intake(yjb, at('M2'), { count: 12, offset: 2, until: 'SUBMITTED' })
  await check(yjb, drafting, 'ACCEPTED')
  await scoring(yjb, drafting, { weak: [3, 9] })
  say('batches at scoring')
  void qyb
}

if (import.meta.main) {
  const owner = process.env.DATABASE_OWNER_URL
  if (!owner) throw new Error('DATABASE_OWNER_URL is not set')
  await seed(owner)
  await closeDatabase()
}
