/**
 * The twelve sections of a plan (§5.1) as text, written from the figures in fixed words. The plan is a document of the
 * bank and is written in Chinese; a person may put an own text in the place of any section.
 */
import { type Fen, formatWan, formatYuan, maxFen, minFen, sumFen, toPercent } from '@/lib/platform/money'
import { SECTION_KEYS, type SectionKey, type SectionTable } from './basis'
import type { DocumentFacts, DocumentLine } from './document-facts'
import { draftTables } from './document-tables'
import type { IncomeResult } from './rules/income'

const MODE_NAMES: Record<string, string> = {
  JG: '商户联保',
  AF: '助保金贷款',
  GC: '担保公司担保',
  LI: '履约保证保险',
  PK: '园区合作',
  DF: '直接融资',
}
const TRADE_METHOD: Record<string, string> = {
  ANNUITY: '等额本息',
  EQUAL_PRINCIPAL: '等额本金',
  BULLET: '按期付息、到期还本',
  INTEREST_AT_MATURITY: '到期一次还本付息',
}
const BINDING: Record<string, string> = {
  adjustedDemand: '系数调整后的资金需求',
  turnoverCap: '市场年交易额上限',
  modeCapacity: '合作协议约定的总额度',
  bankCap: '本行单一市场上限',
}

const wan = (fen: Fen): string => `${formatWan(fen)} 万元`

export function draftSections(
  f: DocumentFacts,
  estimate: IncomeResult,
): { key: SectionKey; generated: string; tables: SectionTable[] }[] {
  const tables = draftTables(f, estimate)
  const write: Record<SectionKey, (f: DocumentFacts) => string> = {
    summary,
    market,
    operator,
    partners,
    customers,
    demand,
    scheme,
    merchants,
    risks,
    postLoan,
    income: (facts) => income(facts, estimate),
    opinions,
  }
  return SECTION_KEYS.map((key) => ({ key, generated: write[key](f), tables: tables[key] ?? [] }))
}

const range = (values: readonly Fen[], show: (fen: Fen) => string): string => {
  const [first, ...rest] = values
  if (first === undefined) return '—'
  const low = minFen(first, ...rest)
  const high = maxFen(first, ...rest)
  return low === high ? show(low) : `${show(low)}至${show(high)}`
}
const rates = (lines: readonly DocumentLine[]) =>
  range(
    lines.map((l) => BigInt(l.ratePpm)),
    (x) => `${toPercent(Number(x))}%`,
  )
const count = <T extends string>(values: readonly T[]): [T, number][] =>
  [...Map.groupBy(values, (v) => v)].map(([k, v]): [T, number] => [k, v.length]).sort((a, b) => b[1] - a[1])

function summary(f: DocumentFacts): string {
  const longest = Math.max(0, ...f.lines.map((l) => l.tenorMonths))
  return [
    `拟对${f.market.name}（市场评级 ${f.market.grade}）以“${MODE_NAMES[f.mode] ?? f.mode}”模式核定整体授信额度 ${wan(f.limit.limitFen)}。`,
    `批次 ${f.batchCode} 共拟授信 ${f.lines.length} 户，单户额度合计 ${wan(f.sumFen)}，占整体额度的 ${share(f.sumFen, f.limit.limitFen)}。`,
    `单户额度 ${range(
      f.lines.map((l) => l.limitFen),
      wan,
    )}，期限最长 ${longest} 个月，年利率 ${rates(f.lines)}。`,
    f.mode === 'JG'
      ? `主要条件：组成 ${f.groups.length} 个联保小组，按合同金额的 ${toPercent(f.scheme.marginRatio)}% 缴存保证金，足额到账后方可放款。`
      : '主要条件：合作方额度足额可用后方可放款。',
  ].join('\n')
}

function market(f: DocumentFacts): string {
  const m = f.market
  return [
    `${m.name}位于${m.city}，主营${m.trade}${m.openedOn ? `，${m.openedOn.year} 年开业` : ''}${m.merchantCount === null ? '' : `，在场商户 ${m.merchantCount} 户`}，年交易额 ${wan(m.turnoverFen)}。`,
    `市场评分 ${m.scoreTotal} 分，评级 ${m.grade}，额度系数 ${coefficient(m.coefficientPpm)}，客户准入分 ${m.threshold} 分${m.validUntil ? `，评级有效期至 ${m.validUntil.toString()}` : ''}。各项指标得分与依据见评分明细。`,
    m.openWarnings > 0
      ? `该市场现有 ${m.openWarnings} 项未解除的预警，须在审批时逐项说明。`
      : '该市场现无未解除的预警。',
  ].join('\n')
}

function operator(f: DocumentFacts): string {
  return [
    `市场管理方为${f.operator.name}${f.operator.uscc ? `（统一社会信用代码 ${f.operator.uscc}）` : ''}。`,
    `管理方按排名推荐前 ${f.market.share} 的商户，承担推荐真实性、经营情况月报、摊位处置协助三项义务。`,
    `本批次推荐 ${f.items.total} 户，准入 ${f.lines.length} 户，未准入 ${f.items.notAdmitted} 户，退出 ${f.items.gone} 户。`,
  ].join('\n')
}

function partners(f: DocumentFacts): string {
  if (f.mode === 'JG') {
    const invalid = f.groups.filter((g) => !g.valid)
    return [
      `本模式不引入外部担保机构，由商户组成 ${f.groups.length} 个联保小组互相提供连带责任保证。`,
      ...f.groups.map((g) => `${g.name}：${g.members} 户，额度合计 ${wan(g.limitFen)}。`),
      invalid.length > 0
        ? `尚有 ${invalid.length} 个小组未满足联保规则，须在提交前调整。`
        : '各小组人数、单户占比、担保能力与关联关系均满足联保规则。',
    ].join('\n')
  }
  return f.limit.modeCapacityFen === null
    ? '合作方额度尚未核定。'
    : `合作方协议总额度 ${wan(f.limit.modeCapacityFen)}。`
}

function customers(f: DocumentFacts): string {
  const goods = count(f.lines.map((l) => l.goods || '未注明')).slice(0, 5)
  return [
    `目标客户为在${f.market.name}经营、经双人调查并评分准入的商户，共 ${f.lines.length} 户。`,
    `客户等级分布：${count(f.lines.map((l) => l.grade))
      .sort((a, b) => (a[0] < b[0] ? -1 : 1))
      .map(([grade, n]) => `${grade} ${n} 户`)
      .join('、')}。`,
    `主营商品：${goods.map(([g, n]) => `${g} ${n} 户`).join('、')}。`,
    `年营业额 ${range(
      f.lines.map((l) => l.turnoverFen),
      wan,
    )}，合计 ${wan(sumFen(f.lines.map((l) => l.turnoverFen)))}。`,
    '共同风险：行业价格波动、市场客流变化、商户之间的赊销与互保。',
  ].join('\n')
}

function demand(f: DocumentFacts): string {
  const l = f.limit
  const need =
    l.targets === null
      ? `经问卷调查，资金需求合计 ${wan(l.demandFen)}。`
      : `参加排名 ${f.market.rankedCount} 户，按 ${f.market.share} 计目标客户 ${l.targets} 户；用信率 ${toPercent(f.scheme.takeUpRate)}%，预计用信 ${l.takers} 户；户均需求 ${wan(f.scheme.averageNeed)}，资金需求合计 ${wan(l.demandFen)}。`
  return [
    need,
    `按额度系数 ${coefficient(f.market.coefficientPpm)} 调整后为 ${wan(l.adjustedDemandFen)}；市场年交易额上限 ${wan(l.turnoverCapFen)}；本行单一市场上限 ${wan(l.bankCapFen)}${l.modeCapacityFen === null ? '' : `；合作协议总额度 ${wan(l.modeCapacityFen)}`}。`,
    `取最小值并按百万元向下取整，整体授信额度为 ${wan(l.limitFen)}（起约束作用的是${BINDING[l.binding]}）。`,
  ].join('\n')
}

function scheme(f: DocumentFacts): string {
  const s = f.scheme
  const methods = count(f.lines.map((l) => l.method)).map(([m, n]) => `${TRADE_METHOD[m] ?? m} ${n} 户`)
  return [
    `合作模式：${MODE_NAMES[f.mode] ?? f.mode}。用途限于经营周转，不得流入股市、楼市或转借他人。`,
    `保证金比例 ${toPercent(s.marginRatio)}%，${s.mutualised ? '其他成员的保证金可用于代偿' : '保证金只用于本人债务'}；逾期 ${s.compensationTriggerDpd} 天启动代偿，动用后 ${s.replenishWorkingDays} 个工作日内补足。`,
    '清偿顺序：借款人结算账户、本人保证金、其他成员保证金、联保成员连带责任、抵质押与摊位权益、诉讼。',
    `期限不超过 ${Math.max(0, ...f.lines.map((l) => l.tenorMonths))} 个月；还款方式：${methods.join('、') || '—'}；每月 ${s.repaymentDay} 日结息。`,
    `定价：LPR 加基础点差、市场等级、客户等级、合作模式与期限点差；逾期罚息上浮 ${toPercent(s.penaltyUplift)}%，挪用上浮 ${toPercent(s.misuseUplift)}%，同一金额就高不重复。`,
  ].join('\n')
}

function merchants(f: DocumentFacts): string {
  const edited = f.lines.filter((l) => l.edited).length
  const tight = f.lines.filter((l) => !l.affordable).length
  return [
    `商户清单共 ${f.lines.length} 户（附件甲），申请合计 ${wan(sumFen(f.lines.map((l) => l.appliedFen)))}，核定合计 ${wan(f.sumFen)}。每户评分、等级、额度推导、利率与所在小组见附件。`,
    edited > 0
      ? `其中 ${edited} 户经人工调低或调整期限、还款方式，理由见各户记录。`
      : '各户额度均按规则测算，未作人工调整。',
    tight > 0
      ? `有 ${tight} 户分期还款的现金流覆盖不足 1.5 倍，须重点审查。`
      : '分期还款商户的现金流覆盖均不低于规定倍数。',
  ].join('\n')
}

function risks(f: DocumentFacts): string {
  return [
    '主要风险：（一）市场整体经营下滑；（二）联保小组内部风险传染；（三）多头授信与民间借贷；（四）贷款资金挪用。',
    `缓释措施：单户与小组额度上限、保证金 ${toPercent(f.scheme.marginRatio)}%、受托支付、双人调查与面签、贷后分级检查。`,
    '停新条件：市场不良率、逾期率、空置率或管理方履约触及停新指标时，系统停止受理新业务并冻结未用额度。',
    '退出方案：停新后存量到期收回，不再续作；联保小组成员结清后解散；必要时由管理方协助处置摊位权益。',
  ].join('\n')
}

function postLoan(f: DocumentFacts): string {
  const people = f.market.postMarket
    ? `市场贷后专人${f.market.postMarket}${f.market.postDeputy ? `，副手${f.market.postDeputy}` : ''}`
    : '市场贷后专人待指定，须在首笔放款前落实'
  const large = f.lines.filter((l) => l.limitFen > 200_000_000n).length
  return [
    `${people}；客户经理负责商户管户。`,
    `首次检查在放款后完成；其后按监测等级安排回访。额度超过 200 万元的 ${large} 户执行完整检查，其余 ${f.lines.length - large} 户执行简化检查。`,
    '管理方每月报送经营情况；出现预警的市场、小组与商户提高检查频率。',
  ].join('\n')
}

function income(f: DocumentFacts, i: IncomeResult): string {
  const margin = sumFen(f.lines.map((l) => l.marginFen))
  return [
    `按平均用信余额 ${wan(i.drawnFen)} 测算，年利息收入 ${formatYuan(i.interestFen)} 元，平均年利率 ${i.averageRatePpm === null ? '—' : toPercent(i.averageRatePpm)}%。`,
    `扣除资金成本 ${formatYuan(i.fundingFen)} 元、运营成本 ${formatYuan(i.operatingFen)} 元、预期损失 ${formatYuan(i.expectedLossFen)} 元后，税前净收益 ${formatYuan(i.netFen)} 元。`,
    `风险加权资产 ${wan(i.riskAssetsFen)}，占用资本 ${wan(i.capitalFen)}，资本收益率 ${i.returnPpm === null ? '—' : `${toPercent(i.returnPpm)}%`}；全额使用时保证金存款 ${formatYuan(margin)} 元。`,
  ].join('\n')
}

function opinions(): string {
  return '小企业业务部门初审意见、各会签席位意见、授信条件与签署记录由系统按发生顺序列示，见本节意见链。'
}

function share(part: Fen, whole: Fen): string {
  return whole > 0n ? `${toPercent(Number((part * 1_000_000n) / whole / 100n) * 100)}%` : '—'
}

function coefficient(ppm: number): string {
  return (ppm / 1_000_000).toFixed(2)
}
