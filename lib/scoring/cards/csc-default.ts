/** Customer scorecard CSC-DEFAULT v1 (§3.2): the bank's first card for merchants; a bank calibrates a version of its own. */
import { type CustomerCard, EVERYWHERE } from '../rules/card'
import { CSC_INDICATORS } from './csc-indicators'
import { veto } from './notation'

export const CSC_DEFAULT: CustomerCard = {
  kind: 'CUSTOMER',
  code: 'CSC-DEFAULT',
  version: 1,
  titleZh: '客户评分卡（默认）',
  titleEn: 'Customer scorecard (default)',
  effectiveFrom: '2026-01-01',
  appliesTo: EVERYWHERE,
  missingPointsAllowed: 20,
  dimensions: [
    { code: 'STABILITY', nameZh: '经营稳定', nameEn: 'Stability' },
    { code: 'CAPACITY', nameZh: '经营能力', nameEn: 'Capacity' },
    { code: 'CREDIT', nameZh: '信用记录', nameEn: 'Credit' },
    { code: 'MARKET_CONDUCT', nameZh: '市场履约', nameEn: 'Market conduct' },
    { code: 'HOUSEHOLD', nameZh: '家庭与资产负债', nameEn: 'Household, assets & debt' },
    { code: 'GUARANTEE', nameZh: '担保', nameEn: 'Guarantee' },
  ],
  indicators: CSC_INDICATORS,
  grades: [
    {
      grade: 'A1',
      minScore: 85,
      decision: 'ADMITTED',
      onlyInMarketGrades: null,
      coefficientPpm: 1_000_000,
      addOnBps: 0,
      coolingOffMonths: null,
    },
    {
      grade: 'A2',
      minScore: 75,
      decision: 'ADMITTED',
      onlyInMarketGrades: null,
      coefficientPpm: 900_000,
      addOnBps: 20,
      coolingOffMonths: null,
    },
    {
      grade: 'B1',
      minScore: 65,
      decision: 'ADMITTED',
      onlyInMarketGrades: null,
      coefficientPpm: 750_000,
      addOnBps: 50,
      coolingOffMonths: null,
    },
    {
      grade: 'B2',
      minScore: 60,
      decision: 'ADMITTED',
      onlyInMarketGrades: ['AAA', 'AA'],
      coefficientPpm: 500_000,
      addOnBps: 90,
      coolingOffMonths: null,
    },
    {
      grade: 'C',
      minScore: 0,
      decision: 'NOT_ADMITTED',
      onlyInMarketGrades: null,
      coefficientPpm: 0,
      addOnBps: null,
      coolingOffMonths: 6,
    },
  ],
  thresholds: [
    { marketGrade: 'AAA', threshold: 60 },
    { marketGrade: 'AA', threshold: 60 },
    { marketGrade: 'A', threshold: 65 },
    { marketGrade: 'B', threshold: 70 },
  ],
  vetoes: [
    veto(
      'CV1',
      '业主、共签配偶或企业存在当前逾期（信用卡超过500元）',
      'Any current overdue (loan, or card above 500 yuan) of owner, co-signing spouse or enterprise',
    ),
    veto(
      'CV2',
      '24个月内连三累六或单次逾期超过60天；存在未结清不良、核销或代偿记录',
      '3 consecutive or 6 cumulative overdue instalments, or any overdue above 60 days in 24 months; open NPL, written-off or compensated record',
    ),
    veto(
      'CV3',
      '失信被执行人、正被执行，或为未结借贷案件被告',
      'Dishonest judgment debtor, being enforced, or defendant in an unsettled loan case',
    ),
    veto(
      'CV4',
      '在经营异常名录；执照吊销或过期；歇业',
      'On the abnormal-operation list; licence revoked or expired; business suspended',
    ),
    veto('CV5', '纳税信用D级或有偷逃税记录', 'Tax grade D or tax evasion record'),
    veto(
      'CV6',
      '经营违禁或限制商品；贷款用于房地产、证券、股权',
      'Prohibited or restricted goods; loan purpose real estate, securities or equity',
    ),
    veto('CV7', '年龄未满18岁，或到期时超过65岁', 'Age below 18, or above 65 at maturity'),
    veto('CV8', '在本市场经营不足1年', 'Less than 1 year in this market', {
      waivable: true,
      test: { indicator: 'CA1', below: '1' },
    }),
    veto(
      'CV9',
      '摊位被查封、另行质押、已申请过户，或剩余租期短于贷款期且无续租权',
      'Stall seized, pledged elsewhere, transfer applied for, or lease remaining shorter than the loan with no renewal right',
    ),
    veto('CV10', '排名超出推荐比例或不在签署名单内', 'Rank outside the allowed share, or not on the signed list', {
      test: { indicator: 'CD2', aboveByMarketGrade: { AAA: '50', AA: '50', A: '33.33', B: '33.33' } },
    }),
    veto('CV11', '为其他有效联保体成员', 'Member of another active joint-guarantee group'),
    veto('CV12', '材料虚假；身份不符；未授权', 'False material; identity mismatch; no consent'),
    veto('CV13', '银行关系人申请信用贷款', 'Bank-related person asking for an unsecured loan'),
    veto('CV14', '曾在本平台造成代偿且未偿还', 'Caused a compensation on this platform and has not repaid it'),
    veto(
      'CV15',
      '3个月内查询超过10次，或网络小额贷款机构超过5家',
      'More than 10 inquiries in 3 months, or more than 5 institutions with online small loans',
      { waivable: true },
    ),
  ],
}
