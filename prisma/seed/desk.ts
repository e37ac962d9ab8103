/** What a desk has after some months: targets of the month, prospects of a market, cases that were told and taught, a referral. */
import { writeCase } from '@/lib/desk/cases/cases'
import { importProspects, moveProspect } from '@/lib/desk/prospects/prospects'
import { prospectList } from '@/lib/desk/prospects/queries'
import { fileReferralPapers, openReferral, proposeReferral } from '@/lib/desk/referrals/referrals'
import { documentsFor } from '@/lib/desk/rules/referrals'
import { evenShares } from '@/lib/desk/rules/targets'
import { setTarget, splitTarget, targetBoard } from '@/lib/desk/targets/targets'
import { recordExam, recordTraining } from '@/lib/desk/training/training'
import { businessDate } from '@/lib/platform/calendar'
import { toYuan } from '@/lib/platform/money'
import { withTenant } from '@/lib/platform/tenant'
import type { DemoMarket } from './markets'
import { must } from './must'
import type { Cast } from './people'

const CASES = [
  ['WIN', '旺季前两周上门', '面料商户在换季前集中备货。经理提前两周逐户走访，收齐材料后走绿色通道，三个工作日内出结果，客户把结算一并转入。', '旺季前主动走访，速度就是优势'],
  ['WIN', '把不利之处先说清楚', '客户比较三家银行的报价。经理先说明保证金比例与连带责任，再讲总成本，客户认为可信，最终选择本行。', '先讲不利之处，客户更信任'],
  ['WIN', '一次补齐材料', '批次首次送审缺件较多。经理与市场方共同核对清单，第二次送审一次通过，平均少往返两轮。', '送审前与市场方共同核对清单'],
  ['LOSS', '承诺额度过高', '经理在评分前口头承诺额度，审批结果低于承诺，客户转向他行。', '评分之前不谈具体额度'],
  ['RISK', '只打电话未上门', '客户连续三月流水下降，经理仅电话了解，至逾期时摊位已转让。', '流水降三成必须上门'],
] as const // biome-ignore format: one line each

const SURVEY = `名称,地址,主要负责人,联系方式,已有业务,潜在需求
${['华锦面料行', '云纱布业', '三和辅料', '新柏针织', '百川家纺', '远山丝绸', '金梭布行', '同辉绣品', '丰年纱线', '素锦面料'].map((name, i) => `${name},二区${101 + i * 3}号,${['周', '吴', '郑', '王', '冯'][i % 5]}先生,1395550${String(1000 + i * 37)},${i % 3 === 0 ? '他行收单' : ''},${i % 2 === 0 ? '旺季备货' : ''}`).join('\n')}`

export async function openDesk(cast: Cast, market: DemoMarket): Promise<void> {
  const [rm, head] = [cast.as('rm'), cast.as('sb-head')]
  const today = await withTenant(rm, (tx) => businessDate(tx, cast.bank.id))
  const month = today.toString().slice(0, 7)
  must(await setTarget(head, { month, volume: '12000000.00', newClients: 24 }))
  // down the tree, each level in even parts
  for (;;) {
    const node = (await targetBoard(head, { month })).items.find((r) => r.maySplit && r.split === false)
    if (!node?.target) break
    const parts = evenShares(node.target, node.parts.length)
    const children = Object.fromEntries(node.parts.map((p, i) => [p.id, { volume: toYuan(parts[i]!.volumeFen), newClients: parts[i]!.newClients }])) // biome-ignore format: one line
    must(await splitTarget(head, { month, nodeId: node.id, children }))
  }
  must(await importProspects(rm, { market: market.code, csv: SURVEY }))
  const steps = [['contact'], ['find-need'], ['find-need', 'recommend'], ['lose']] as const
  for (const [i, p] of (await prospectList(rm, { limit: 8 })).items.entries())
    for (const event of steps[i % steps.length]!)
      must(await moveProspect(rm, { prospectId: p.id, event, need: '换季备货周转', ...(event === 'lose' ? { lostReason: 'NO_NEED' as const } : {}) })) // biome-ignore format: one line
  const told: string[] = []
  for (const [kind, title, story, lesson] of CASES)
    told.push(must(await writeCase(rm, { kind, title, story, lesson, market: market.code, tags: ['走访'] })).id)
  const people = [rm.login, cast.as('rm2').login]
  must(await recordTraining(head, { topic: '从案例学贷后走访', heldOn: today.subtract({ days: 3 }).toString(), halfDays: 1, people, cases: told.slice(3) })) // biome-ignore format: one line
  must(await recordExam(head, { login: rm.login, permission: 'SIGNING', takenOn: today.subtract({ days: 40 }).toString(), score: 88 })) // biome-ignore format: one line
  const { id } = must(await openReferral(cast.as('post-mkt'), { authority: 'MARKET_REGULATOR', office: '云江市市场监督管理局', subject: '某商户无照转租摊位', facts: '市场巡查发现一户将摊位无照转租并以他人名义对外经营，拟请监管部门核查。', market: market.code })) // biome-ignore format: one line
  must(await fileReferralPapers(cast.as('post-mkt'), { referralId: id, documents: Object.fromEntries(documentsFor('MARKET_REGULATOR').map((d, i) => [d, `贷后档案2026-${i + 1}`])) })) // biome-ignore format: one line
  must(await proposeReferral(cast.as('post-mkt'), { referralId: id }))
}
