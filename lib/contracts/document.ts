/** What is merged into each contract: the plan's figures and the parties, as text, ready for the typst templates. */
import type { PledgedAsset } from '@/lib/collateral/pledged'
import { memberMargin } from '@/lib/guarantees/rules/margin'
import type { PlanParameters } from '@/lib/plans/parameters'
import type { Mode } from '@/lib/plans/rules/grades'
import type { SchemeParams } from '@/lib/plans/scheme'
import type { PlainDate } from '@/lib/platform/dates'
import { type Fen, mulRate, sumFen, toPercent } from '@/lib/platform/money'
import {
  COST_NOTES,
  MODE_NAMES,
  merchantTerms,
  moneyText,
  PARTNER_ROLES,
  schemeTerms,
  securityText,
  WATERFALLS,
} from './mode-terms'
import type { Particulars } from './particulars'
import { type ContractKind, guaranteePeriodEnd } from './rules'

/** Approval lapses 90 days after it was given (§6.4): a loan drawn on the last of them must still end inside the group's limit (INV-JG3). */
const DRAW_WINDOW_MONTHS = 3

const METHOD_NAMES: Record<string, string> = {
  ANNUITY: '等额本息',
  EQUAL_PRINCIPAL: '等额本金',
  BULLET: '按期付息、到期还本',
  INTEREST_AT_MATURITY: '利随本清',
}

export type MemberTerms = {
  applicationId: string
  rowNo: string
  borrowerType: string
  name: string
  uscc: string
  ownerName: string
  ownerIdNo: string
  phone: string
  stallNo: string
  purpose: string
  amountFen: Fen
  ratePpm: number
  allInPpm: number
  tenorMonths: number
  method: string
  subNo: string
  spouse: { name: string; idNo: string } | null
  /** whether the investigation says anything about a spouse */
  spouseKnown: boolean
  particulars: Particulars
  /** what secures the loan, from the registers */
  pledged: readonly PledgedAsset[]
  /** the guarantor's resolution was looked at by a second person */
  reviewed: boolean
}

export type ContractContext = {
  mode: Mode
  parameters: PlanParameters
  useReportDays: number
  partner: {
    name: string
    uscc: string
    totalLimitFen: Fen
    singleLimitFen: Fen
    marginRatioPpm: number
    account: { no: string; name: string } | null
  } | null
  bank: { name: string }
  market: { id: string; name: string; shareNum: number; shareDen: number }
  operator: { name: string; uscc: string }
  batch: { code: string; merchants: number; approvedFen: Fen }
  scheme: SchemeParams
  schemeFrom: PlainDate
  group: {
    id: string
    name: string
    code: string
    accountNo: string
    accountName: string
    agreementNo: string
    agreementVersion: number
  } | null
  members: MemberTerms[]
  signingDate: PlainDate
}

/** The day until which the group's limit runs: the last day of the draw window plus the longest member tenor (INV-JG3). */
export function groupExpiry(c: Pick<ContractContext, 'members' | 'signingDate'>): PlainDate {
  return c.signingDate.add({ months: Math.max(0, ...c.members.map((m) => m.tenorMonths)) + DRAW_WINDOW_MONTHS })
}

/** The last day on which a loan of this contract can fall due. */
const lastMaturity = (c: Pick<ContractContext, 'signingDate'>, m: { tenorMonths: number }): PlainDate =>
  c.signingDate.add({ months: m.tenorMonths + DRAW_WINDOW_MONTHS })

const withoutZeros = (percent: string): string => percent.replace(/\.00$/, '')

export type DocumentParty = { role: string; name: string; idNo?: string }
type About = {
  number: string
  loanContractNo: string
  member: MemberTerms | null
  signers: DocumentParty[]
  draft: boolean
}
export type DocumentData = { number: string; draft: boolean; refinancing: boolean }

/** The JSON of one document. `draft` prints the watermark; a document without it is the one that is hashed and signed. */
export function documentData(kind: ContractKind, c: ContractContext, about: About): DocumentData {
  const m = about.member
  const scheme = kind === 'COOPERATION_AGREEMENT' || kind === 'PARTNER_AGREEMENT'
  const group = groupData(c)
  const base = {
    number: about.number,
    draft: about.draft,
    mode: c.mode,
    modeName: MODE_NAMES[c.mode],
    bank: c.bank,
    operator: c.operator,
    market: { name: c.market.name },
    partner: c.partner && { name: c.partner.name, uscc: c.partner.uscc, role: PARTNER_ROLES[c.mode] },
    signers: about.signers,
    waterfall: WATERFALLS[c.mode],
    loanContractNo: about.loanContractNo,
    refinancing: m?.particulars.refinancing ?? c.members.some((x) => x.particulars.refinancing),
    group: scheme ? null : group,
    margin: marginData(c),
  }
  if (scheme) return { ...base, ...schemeData(c) }
  return m ? { ...base, ...merchantData(c, m) } : base
}

function schemeData(c: ContractContext): object {
  const end = c.schemeFrom.add({ months: 12 }).subtract({ days: 1 })
  const longest = Math.max(12, ...c.members.map((m) => m.tenorMonths))
  return {
    share: `${c.market.shareNum}/${c.market.shareDen}`,
    batch: { code: c.batch.code, merchants: String(c.batch.merchants), approved: moneyText(c.batch.approvedFen) },
    scheme: { startsOn: c.schemeFrom.toString(), endsOn: end.toString() },
    terms: c.partner
      ? schemeTerms(c.mode, c.parameters, c.partner, end.add({ months: longest + DRAW_WINDOW_MONTHS }))
      : null,
  }
}

function groupData(c: ContractContext): object | null {
  if (!c.group) return null
  const total = sumFen(c.members.map((x) => x.amountFen))
  const expiresOn = groupExpiry(c)
  return {
    name: `${c.group.name}（${c.group.code}）`,
    agreementNo: c.group.agreementNo,
    expiresOn: expiresOn.toString(),
    total: moneyText(total),
    marginTotal: moneyText(sumFen(c.members.map((x) => memberMargin(x.amountFen, c.scheme.marginRatio)))),
    // Principal, a year's interest with penalty, and costs: what one member may have to answer for at most.
    maxClaim: moneyText(mulRate(total, 1_300_000)),
    guaranteePeriodEnd: guaranteePeriodEnd(expiresOn, c.scheme.guaranteePeriodMonths).toString(),
    marginRatio: toPercent(c.scheme.marginRatio),
    marginAccountNo: c.group.accountNo,
    mutualised: c.scheme.mutualised,
    replenishDays: c.scheme.replenishWorkingDays,
    members: c.members.map((x) => ({
      name: x.name,
      ownerName: x.ownerName,
      amount: moneyText(x.amountFen),
      margin: moneyText(memberMargin(x.amountFen, c.scheme.marginRatio)),
      subNo: x.subNo,
    })),
  }
}

function marginData(c: ContractContext): object {
  return {
    accountNo: c.group?.accountNo ?? c.partner?.account?.no ?? '',
    accountName: c.group?.accountName ?? c.partner?.account?.name ?? '',
    ratio: withoutZeros(toPercent(c.group ? c.scheme.marginRatio : (c.partner?.marginRatioPpm ?? 0))),
    replenishDays: String(c.scheme.replenishWorkingDays),
  }
}

function merchantData(c: ContractContext, m: MemberTerms): object {
  const p = m.particulars
  const g = p.guarantor
  return {
    borrower: {
      name: m.name,
      uscc: m.uscc,
      ownerName: m.ownerName,
      ownerIdNo: m.ownerIdNo,
      stallNo: m.stallNo,
      phone: m.phone,
    },
    spouse: m.spouse,
    amount: moneyText(m.amountFen),
    tenorMonths: String(m.tenorMonths),
    purpose: m.purpose,
    rate: toPercent(m.ratePpm),
    allIn: toPercent(m.allInPpm),
    costNote: COST_NOTES[c.mode],
    methodName: METHOD_NAMES[m.method] ?? m.method,
    repaymentDay: String(c.scheme.repaymentDay),
    penaltyUplift: withoutZeros(toPercent(c.scheme.penaltyUplift)),
    misuseUplift: withoutZeros(toPercent(c.scheme.misuseUplift)),
    useReportDays: String(c.useReportDays),
    securityText: securityText(c.mode, c.group?.agreementNo ?? '', c.partner?.name ?? PARTNER_ROLES[c.mode]),
    terms: merchantTerms(c.mode, c.parameters, { amountFen: m.amountFen, maturity: lastMaturity(c, m) }, p),
    collateral: m.pledged.map(({ valueFen, ...a }) => ({ ...a, value: moneyText(valueFen) })),
    guarantor: g
      ? {
          name: g.name,
          uscc: g.uscc,
          licensed: g.licensed,
          resolutionNo: g.resolutionNo ?? '',
          resolutionOn: g.resolutionOn?.toString() ?? '',
        }
      : {
          name: c.partner?.name ?? '',
          uscc: c.partner?.uscc ?? '',
          licensed: c.mode === 'GC',
          resolutionNo: '',
          resolutionOn: '',
        },
  }
}
