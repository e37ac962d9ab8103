/** The markets M1–M6 of the demo, surveyed and decided through the commands: their grades come out of the card. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createMarket } from '@/lib/markets/commands/create'
import { decideMarket, submitMarket } from '@/lib/markets/commands/review'
import { reconcileMarket, scoreMarket } from '@/lib/markets/commands/score'
import { addSurveyEvidence, assignSurveyors, saveEntry, startSurvey } from '@/lib/markets/commands/survey'
import type { Actor } from '@/lib/platform/actor'
import { withTenant } from '@/lib/platform/tenant'
import { DEFAULT_CARDS } from '@/lib/scoring/default-cards'
import { must } from './must'
import { type Cast, partnerPerson } from './people'

export type Inputs = Record<string, string>
export type MarketPlan = {
  code: string
  name: string
  nameEn: string
  city: string
  trade: string
  operator: string
  uscc: string
  openedOn: string
  inputs: Inputs
  /** how far the survey goes in the demo */
  until: 'DRAFT' | 'SURVEYING' | 'IN_REVIEW' | 'DECIDED'
  vetoes?: string[]
}

const vectors = JSON.parse(readFileSync(join(process.cwd(), 'prisma', 'seed', 'market-inputs.json'), 'utf8')) as Record<
  string,
  Inputs
>

export const MARKETS: MarketPlan[] = [
  {
    code: 'M1',
    name: '云栖国际纺织城',
    nameEn: 'Yunqi International Textile City',
    city: '云江市',
    trade: '面料批发',
    operator: '云栖国际纺织城管理有限公司',
    uscc: '91330199MADEM00115',
    openedOn: '2007-05-18',
    inputs: vectors.M1!,
    until: 'DECIDED',
  },
  {
    code: 'M2',
    name: '江淮建材城',
    nameEn: 'Jianghuai Building Materials City',
    city: '淮原市',
    trade: '建筑材料',
    operator: '江淮建材城经营管理有限公司',
    uscc: '91330199MADEM002XW',
    openedOn: '2016-09-01',
    inputs: vectors.M2!,
    until: 'DECIDED',
  },
  {
    code: 'M3',
    name: '西屏服装批发市场',
    nameEn: 'Xiping Garment Market',
    city: '西屏市',
    trade: '服装批发',
    operator: '西屏服装市场服务有限公司',
    uscc: '91320199MADEM0054E',
    openedOn: '2021-10-10',
    inputs: vectors.M3!,
    until: 'DECIDED',
  },
  {
    code: 'M4',
    name: '绿野农产品批发市场',
    nameEn: 'Lüye Produce Market',
    city: '云江市',
    trade: '农产品批发',
    operator: '绿野农产品市场管理有限公司',
    uscc: '91320199MADEM00629',
    openedOn: '2012-06-06',
    inputs: vectors.M4!,
    until: 'DECIDED',
  },
  {
    code: 'M5',
    name: '恒信五金机电城',
    nameEn: 'Hengxin Hardware City',
    city: '恒山市',
    trade: '五金机电',
    operator: '恒信五金机电城管理有限公司',
    uscc: '91440199MADEM0097T',
    openedOn: '2014-08-08',
    inputs: vectors.M5!,
    until: 'DECIDED',
  },
  {
    code: 'M6',
    name: '兴隆五金机电市场',
    nameEn: 'Xinglong Hardware Market',
    city: '恒山市',
    trade: '五金机电',
    operator: '兴隆五金机电市场管理有限公司',
    uscc: '91440199MADEM010XB',
    openedOn: '2013-11-11',
    inputs: vectors.M6!,
    until: 'DECIDED',
  },
  {
    code: 'M7',
    name: '东湾灯具城',
    nameEn: 'Dongwan Lighting City',
    city: '恒山市',
    trade: '灯具',
    operator: '东湾灯具城管理有限公司',
    uscc: '',
    openedOn: '2015-03-03',
    inputs: vectors.M5!,
    until: 'SURVEYING',
  },
]

const NOTES: Record<string, string> = {
  MT1: '管理方结算系统导出，上一完整年度',
  MT2: '近三年年度报表',
  MY1: '开业批复',
  MY2: '土地证与主租约孰短',
  MY3: '工商登记变更记录',
  MS1: '现场清点摊位台账',
  MS2: '规划许可面积',
  MC1: '租金应收台账近12个月',
  MC2: '统一结算报表',
  MC3: '抽样30户档案核对表',
  MC4: '协议草案及股东会决议',
  MO1: '两人现场走访点数',
  MO2: '客流计数系统',
  MO3: '抽查20份租约',
  MR1: '物流线路与客户来源抽样',
  MG1: '统计公报',
  MG2: '监管通报',
  MG3: '本行风险部名单',
}

export type DemoMarket = { id: string; code: string; partyId: string; partyCode: string; admin: Actor; clerk: Actor }

/** Creates, surveys, reviews and decides one market. The two surveyors differ by a little, as people do. */
export async function openMarket(cast: Cast, plan: MarketPlan): Promise<DemoMarket> {
  const rm = cast.as('rm')
  const evaluator = cast.as('evaluator')
  const risk = cast.as('risk-mgr')
  const market = must(
    await createMarket(rm, {
      code: plan.code,
      name: plan.name,
      nameEn: plan.nameEn,
      city: plan.city,
      trade: plan.trade,
      openedOn: plan.openedOn,
      merchantCount: Number(plan.inputs.MS1),
      turnover: `${Math.round(Number(plan.inputs.MT1) * 100)}000000.00`,
      operator: { name: plan.operator, ...(plan.uscc ? { uscc: plan.uscc } : {}), contactName: '市场办公室' },
    }),
  )
  const party = await withTenant(rm, (tx) =>
    tx.party.findFirstOrThrow({ where: { bankId: rm.bankId, id: market.operatorPartyId } }),
  )
  const low = plan.code.toLowerCase()
  const admin = await partnerPerson(
    cast,
    `operator-admin.${low}`,
    `${plan.name.slice(0, 2)}管理员`,
    'OPERATOR_ADMIN',
    party,
  )
  const clerk = await partnerPerson(
    cast,
    `operator-clerk.${low}`,
    `${plan.name.slice(0, 2)}经办`,
    'OPERATOR_CLERK',
    party,
  )
  const done = { id: market.id, code: plan.code, partyId: party.id, partyCode: party.code, admin, clerk }
  if (plan.until === 'DRAFT') return done
  must(await assignSurveyors(rm, { marketId: market.id, evaluatorId: evaluator.userId!, riskMgrId: risk.userId! }))
  must(await startSurvey(rm, { marketId: market.id }))
  await fillEntry(evaluator, market.id, plan)
  if (plan.until === 'SURVEYING') return done
  await fillEntry(risk, market.id, plan)
  must(await scoreMarket(evaluator, { marketId: market.id, confirm: true }))
  must(await scoreMarket(risk, { marketId: market.id, confirm: true }))
  const submitted = await submitMarket(rm, { marketId: market.id })
  if (!submitted.ok && submitted.error.code === 'E_RECONCILIATION_NOTE') {
    must(await reconcileMarket(evaluator, { marketId: market.id, note: '口径差异已当面核对，以现场清点为准。' }))
    must(await submitMarket(rm, { marketId: market.id }))
  } else must(submitted)
  if (plan.until === 'IN_REVIEW') return done
  const rejected = plan.code === 'M3'
  const decision = rejected ? 'REJECT' : 'ADMIT'
  must(
    await decideMarket(cast.as('sb-head'), {
      marketId: market.id,
      decision,
      opinion: rejected ? '出租率低于七成，评分为C，不予准入。' : '交易活跃，管控有力，同意准入。',
    }),
  )
  must(
    await decideMarket(cast.as('cr-approver'), {
      marketId: market.id,
      decision,
      opinion: rejected ? '同意不予准入，六个月后可重新申请。' : '同意准入，按季现场检查。',
    }),
  )
  return done
}

async function fillEntry(surveyor: Actor, marketId: string, plan: MarketPlan): Promise<void> {
  const card = DEFAULT_CARDS['MSC-DEFAULT']!
  const values = Object.fromEntries(Object.entries(plan.inputs).filter(([code]) => code !== 'MT3'))
  const vetoes = Object.fromEntries(card.vetoes.map((v) => [v.code, { hit: plan.vetoes?.includes(v.code) ?? false }]))
  must(await saveEntry(surveyor, { marketId, values, notes: NOTES, vetoes }))
  for (const indicator of card.indicators) {
    if (indicator.code === 'MT3') continue
    must(
      await addSurveyEvidence(surveyor, {
        marketId,
        item: indicator.code,
        source: indicator.evidence[0] ?? 'RECORD',
        note: `现场核对：${NOTES[indicator.code] ?? '原件已看'}`,
      }),
    )
  }
  for (const veto of plan.vetoes ?? [])
    must(await addSurveyEvidence(surveyor, { marketId, item: veto, source: 'RECORD', note: '现场核实并拍照留存' }))
}
