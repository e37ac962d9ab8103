/** What each cooperation mode puts into its documents: the order of sources (LEG-9), the partner's part, the figures (§2). */

import type { PlanParameters } from '@/lib/plans/parameters'
import type { Mode } from '@/lib/plans/rules/grades'
import type { PlainDate } from '@/lib/platform/dates'
import { type Fen, formatYuan, mulRate, type Ppm, toChineseUpper, toPercent } from '@/lib/platform/money'
import type { Particulars } from './particulars'
import { guaranteePeriodEnd } from './rules'

export type MoneyText = { yuan: string; upper: string }
export const moneyText = (fen: Fen): MoneyText => ({
  yuan: formatYuan(fen),
  upper: toChineseUpper(fen).replace('人民币', ''),
})
const percent = (ppm: Ppm): string => toPercent(ppm).replace(/\.00$/, '')

export const MODE_NAMES: Record<Mode, string> = {
  JG: '市场内小微企业联保',
  AF: '政府助保',
  GC: '担保公司担保',
  LI: '履约保证保险',
  PK: '园区建设',
  DF: '直接融资推荐',
}
export const PARTNER_ROLES: Record<Mode, string> = {
  JG: '市场管理方',
  AF: '政府资金管理机构',
  GC: '融资担保公司',
  LI: '保险公司',
  PK: '开发企业',
  DF: '承销机构',
}

export type Waterfall = { version: string; steps: string[] }

/** The order of sources that the documents of a mode agree on. A change of the order is a new version. */
export const WATERFALLS: Record<Mode, Waterfall> = {
  JG: {
    version: 'JG-1',
    steps: [
      '借款人结算账户',
      '借款人保证金分户',
      '其他成员保证金分户，按余额比例',
      '各成员连带清偿',
      '管理方承诺的摊位处置所得',
      '诉讼执行',
    ],
  },
  AF: {
    version: 'AF-1',
    steps: [
      '借款人结算账户',
      '借款人自身提供的抵押、质押和保证',
      '池内企业缴存的助保金',
      '政府风险补偿资金与银行按约定比例分担',
      '诉讼执行',
    ],
  },
  GC: {
    version: 'GC-1',
    steps: ['借款人结算账户', '借款人自身提供的抵押和质押', '担保公司在约定比例内代偿', '担保公司保证金', '诉讼执行'],
  },
  LI: {
    version: 'LI-1',
    steps: ['借款人结算账户', '保险公司在约定比例内赔付', '政府超赔资金（如有）', '诉讼执行'],
  },
  PK: {
    version: 'PK-1',
    steps: ['借款人结算账户', '阶段性担保人的保证金', '阶段性担保人', '抵押物处置所得', '其他保证人', '诉讼执行'],
  },
  DF: {
    version: 'DF-1',
    steps: ['发行主体自有资金', '偿债准备金', '增信方', '劣后级', '中间级', '优先级'],
  },
}

export type SchemeTerms = {
  totalLimitFen: Fen
  singleLimitFen: Fen
  marginRatioPpm: Ppm
}

/** The figures of the scheme's own agreement with the partner. */
export function schemeTerms(mode: Mode, p: PlanParameters, s: SchemeTerms, lastMaturity: PlainDate): object {
  const common = {
    totalLimit: moneyText(s.totalLimitFen),
    singleLimit: moneyText(s.singleLimitFen),
    marginRatio: percent(s.marginRatioPpm),
    periodEnd: guaranteePeriodEnd(lastMaturity, p.gc.guaranteePeriodMonths).toString(),
  }
  switch (mode) {
    case 'AF':
      return {
        ...common,
        leverage: String(p.af.govLeverage),
        triggerDays: String(p.af.compensationTriggerDpd),
        partnerShare: percent(p.af.govSharePpm),
      }
    case 'GC':
      return {
        ...common,
        coverage: percent(p.gc.coveragePpm),
        triggerDays: String(p.gc.compensationGraceDays),
        cap: percent(p.gc.batchCompensationCapPpm),
      }
    case 'LI':
      return {
        ...common,
        coverage: percent(p.li.coveragePpm),
        payDays: String(p.li.payWorkingDays),
        premiumCap: percent(p.li.premiumRateCapPpm),
        stopLoss: percent(p.li.stopLossRatioPpm),
      }
    case 'DF':
      return { ...common, reserveMonths: String(p.df.reserveMonths) }
    default:
      return common
  }
}

/** Guarantee fees of licensed companies are capped (§2.4): 2 % a year, 1 % where a government stands behind. */
const FEE_CAP_PPM = 20_000
/** Principal, a year's interest with penalty, and costs: what a guarantor may have to answer for at most. */
const MAX_CLAIM_PPM = 1_300_000

/** The figures of one merchant's documents in its mode. What was not entered stays empty, and an empty field is never issued. */
export function merchantTerms(
  mode: Mode,
  p: PlanParameters,
  m: { amountFen: Fen; maturity: PlainDate },
  particulars: Particulars,
): Record<string, unknown> {
  const policy = particulars.policy
  return {
    periodEnd: guaranteePeriodEnd(m.maturity, p.gc.guaranteePeriodMonths).toString(),
    maxClaim: moneyText(mulRate(m.amountFen, MAX_CLAIM_PPM)),
    coverage: percent(mode === 'LI' ? p.li.coveragePpm : p.gc.coveragePpm),
    feeCap: percent(FEE_CAP_PPM),
    fundRatio: percent(p.af.assistFundRatioPpm),
    fundAmount: moneyText(mulRate(m.amountFen, p.af.assistFundRatioPpm)),
    refundText: '合作终止且池内全部借款结清后，剩余助保金按缴存比例退还。',
    insurer: policy?.insurer ?? '',
    policyNo: policy?.number ?? '',
    sumInsured: moneyText(policy?.sumInsured ?? 0n),
    premium: moneyText(policy?.premium ?? 0n),
    policyFrom: policy?.from.toString() ?? '',
    policyUntil: policy?.until.toString() ?? '',
  }
}

/** How the loan is secured, in the words of its mode; the joint-guarantee agreement is named by its number. */
export function securityText(mode: Mode, agreementNo: string, partner: string): string {
  switch (mode) {
    case 'JG':
      return `本合同项下债务由《联保协议》（编号 ${agreementNo}）的全体成员承担连带责任保证，并由保证金专户中的保证金提供质押担保。`
    case 'AF':
      return `本合同项下债务由乙方提供的担保措施、池内助保金和${partner}存入专户的风险补偿资金提供增信，政府资金以专户余额为限，不构成保证。`
    case 'GC':
      return `本合同项下债务由${partner}提供连带责任保证，乙方向其提供反担保。`
    case 'LI':
      return `本合同项下债务由${partner}签发的履约保证保险单提供增信，甲方为被保险人和第一受益人。`
    case 'PK':
      return `本合同项下债务由乙方以所购置的财产提供抵押，抵押登记完成前由${partner}承担阶段性连带责任保证。`
    case 'DF':
      return `本合同项下债务由${partner}安排的统一增信措施提供保障。`
  }
}

/** What the all-in cost counts beside interest (§5.5). */
export const COST_NOTES: Record<Mode, string> = {
  JG: '计入保证金占用后的',
  AF: '计入助保金占用后的',
  GC: '计入担保费后的',
  LI: '计入保险费后的',
  PK: '计入相关费用后的',
  DF: '计入发行费用后的',
}
