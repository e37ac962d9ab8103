/** Market scorecard MSC-DEFAULT v1 (§3.1): the bank's first card for markets; a bank calibrates a version of its own. */
import { EVERYWHERE, type MarketCard, type MarketGradeRow } from '../rules/card'
import { MSC_INDICATORS } from './msc-indicators'
import { veto } from './notation'

const HALF = { num: 1, den: 2 }
const THIRD = { num: 1, den: 3 }

const ALL_MODES: Pick<MarketGradeRow, 'modes' | 'limitSharePpm'> = { modes: null, limitSharePpm: null }

export const MSC_DEFAULT: MarketCard = {
  kind: 'MARKET',
  code: 'MSC-DEFAULT',
  version: 1,
  titleZh: '市场评分卡（默认）',
  titleEn: 'Market scorecard (default)',
  effectiveFrom: '2026-01-01',
  appliesTo: EVERYWHERE,
  missingPointsAllowed: 20,
  dimensions: [
    { code: 'TRADING', nameZh: '交易情况', nameEn: 'Trading' },
    { code: 'YEARS_STABILITY', nameZh: '经营年限与稳定性', nameEn: 'Years & stability' },
    { code: 'SCALE', nameZh: '市场规模', nameEn: 'Scale' },
    { code: 'CONTROL', nameZh: '管控能力', nameEn: 'Control' },
    { code: 'OCCUPANCY_FOOTFALL', nameZh: '出租与客流', nameEn: 'Occupancy & footfall' },
    { code: 'RADIATION', nameZh: '辐射范围', nameEn: 'Radiation' },
    { code: 'REGION', nameZh: '区域经济与风险', nameEn: 'Region' },
  ],
  indicators: MSC_INDICATORS,
  grades: [
    {
      grade: 'AAA',
      minScore: 85,
      decision: 'ADMIT',
      coefficientPpm: 1_000_000,
      customerThreshold: 60,
      share: HALF,
      ...ALL_MODES,
      validityMonths: 12,
      coolingOffMonths: null,
    },
    {
      grade: 'AA',
      minScore: 75,
      decision: 'ADMIT',
      coefficientPpm: 900_000,
      customerThreshold: 60,
      share: HALF,
      ...ALL_MODES,
      validityMonths: 12,
      coolingOffMonths: null,
    },
    {
      grade: 'A',
      minScore: 65,
      decision: 'ADMIT',
      coefficientPpm: 750_000,
      customerThreshold: 65,
      share: THIRD,
      ...ALL_MODES,
      validityMonths: 12,
      coolingOffMonths: null,
    },
    {
      grade: 'B',
      minScore: 55,
      decision: 'CONDITIONAL',
      coefficientPpm: 500_000,
      customerThreshold: 70,
      share: THIRD,
      modes: ['GC', 'LI', 'AF', 'PK'],
      limitSharePpm: 500_000,
      validityMonths: 6,
      coolingOffMonths: null,
    },
    {
      grade: 'C',
      minScore: 0,
      decision: 'REJECT',
      coefficientPpm: 0,
      customerThreshold: null,
      share: null,
      modes: [],
      limitSharePpm: null,
      validityMonths: null,
      coolingOffMonths: 6,
    },
  ],
  vetoes: [
    veto('MV1', '开业不足2年', 'In operation for less than 2 years', { test: { indicator: 'MY1', below: '2' } }),
    veto('MV2', '出租率低于70%', 'Occupancy below 70 %', { test: { indicator: 'MO1', below: '70' } }),
    veto(
      'MV3',
      '授信期加6个月内存在土地/房产权属争议、查封或官方拆迁搬迁计划',
      'Land or house title dispute, seizure, or official demolition/relocation plan inside credit term + 6 months',
    ),
    veto(
      'MV4',
      '未取得消防验收，或重大火灾隐患通知未销号',
      'Fire acceptance missing, or major fire hazard notice not cleared',
    ),
    veto(
      'MV5',
      '管理方、其实控人或法定代表人为失信被执行人、有不良贷款或在经营异常名录',
      'Operator, its controller or legal representative is a dishonest judgment debtor, has NPL, or is on the abnormal-operation list',
    ),
    veto(
      'MV6',
      '管理方参与非法集资、向商户放贷，或占用商户贷款资金',
      'Operator has taken part in illegal fund-raising, private lending to merchants, or took loan proceeds from merchants',
    ),
    veto('MV7', '12个月内因有组织售假或违禁品受处罚', 'Organised counterfeit or prohibited goods penalty in 12 months'),
    veto(
      'MV8',
      '本行在该市场不良率≥5%或处于停新状态',
      "This bank's NPL ratio in the market ≥ 5 % or stop-new status active",
    ),
    veto('MV9', '打包资料中发现数据造假', 'Falsified data found in the packet'),
    veto(
      'MV10',
      '联保模式下管理方拒绝出具冻结摊位过户承诺',
      'Operator refuses the stall-transfer freeze undertaking in mode JG',
      { waivable: true },
    ),
  ],
}
