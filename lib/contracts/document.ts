/** What is merged into each contract: the plan's figures and the parties, as text, ready for the typst templates. */

import { memberMargin } from '@/lib/guarantees/rules/margin'
import type { SchemeParams } from '@/lib/plans/scheme'
import type { PlainDate } from '@/lib/platform/dates'
import { type Fen, formatYuan, mulRate, sumFen, toChineseUpper, toPercent } from '@/lib/platform/money'
import { type ContractKind, guaranteePeriodEnd } from './rules'

/** Raised with every change of a template's text: explanations name it, so an old explanation never covers a new text. */
export const TEMPLATE_VERSION = 1
/** The order of sources that a joint-guarantee agreement names (LEG-9). */
export const JG_WATERFALL_VERSION = 'JG-1'
/** Approval lapses 90 days after it was given (§6.4): a loan drawn on the last of them must still end inside the group's limit (INV-JG3). */
const DRAW_WINDOW_MONTHS = 3

export type MoneyText = { yuan: string; upper: string }
const money = (fen: Fen): MoneyText => ({ yuan: formatYuan(fen), upper: toChineseUpper(fen).replace('人民币', '') })

const METHOD_NAMES: Record<string, string> = {
  ANNUITY: '等额本息',
  EQUAL_PRINCIPAL: '等额本金',
  BULLET: '按期付息、到期还本',
  INTEREST_AT_MATURITY: '利随本清',
}

export type MemberTerms = {
  applicationId: string
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
}

export type ContractContext = {
  bank: { name: string }
  market: { name: string; shareNum: number; shareDen: number }
  operator: { name: string; uscc: string }
  batch: { code: string; merchants: number; approvedFen: Fen }
  scheme: SchemeParams
  schemeFrom: PlainDate
  group: { id: string; name: string; code: string; accountNo: string; accountName: string; agreementNo: string } | null
  members: MemberTerms[]
  signingDate: PlainDate
}

/** The day until which the group's limit runs: the last day of the draw window plus the longest member tenor (INV-JG3). */
export function groupExpiry(c: Pick<ContractContext, 'members' | 'signingDate'>): PlainDate {
  return c.signingDate.add({ months: Math.max(...c.members.map((m) => m.tenorMonths)) + DRAW_WINDOW_MONTHS })
}

export type DocumentParty = { role: string; name: string; idNo?: string }

/** The JSON of one document. `draft` prints the watermark; a document without it is the one that is hashed and signed. */
export function documentData(
  kind: ContractKind,
  c: ContractContext,
  about: {
    number: string
    loanContractNo: string
    member: MemberTerms | null
    signers: DocumentParty[]
    draft: boolean
  },
): object {
  const m = about.member
  const total = sumFen(c.members.map((x) => x.amountFen))
  const expiresOn = c.members.length > 0 ? groupExpiry(c) : c.schemeFrom
  const base = {
    number: about.number,
    draft: about.draft,
    templateVersion: TEMPLATE_VERSION,
    bank: c.bank,
    operator: c.operator,
    market: { name: c.market.name },
    signers: about.signers,
    waterfallVersion: JG_WATERFALL_VERSION,
    loanContractNo: about.loanContractNo,
  }
  const group = c.group && {
    name: `${c.group.name}（${c.group.code}）`,
    agreementNo: c.group.agreementNo,
    expiresOn: expiresOn.toString(),
    total: money(total),
    marginTotal: money(sumFen(c.members.map((x) => memberMargin(x.amountFen, c.scheme.marginRatio)))),
    // Principal, a year's interest with penalty, and costs: what one member may have to answer for at most.
    maxClaim: money(mulRate(total, 1_300_000)),
    guaranteePeriodEnd: guaranteePeriodEnd(expiresOn, c.scheme.guaranteePeriodMonths).toString(),
    marginRatio: toPercent(c.scheme.marginRatio),
    marginAccountNo: c.group.accountNo,
    marginAccountName: c.group.accountName,
    mutualised: c.scheme.mutualised,
    replenishDays: c.scheme.replenishWorkingDays,
    waterfallVersion: JG_WATERFALL_VERSION,
    members: c.members.map((x) => ({
      name: x.name,
      ownerName: x.ownerName,
      amount: money(x.amountFen),
      margin: money(memberMargin(x.amountFen, c.scheme.marginRatio)),
      subNo: x.subNo,
    })),
  }
  if (kind === 'COOPERATION_AGREEMENT') {
    return {
      ...base,
      share: `${c.market.shareNum}/${c.market.shareDen}`,
      batch: { code: c.batch.code, merchants: c.batch.merchants, approved: money(c.batch.approvedFen) },
      scheme: {
        startsOn: c.schemeFrom.toString(),
        endsOn: c.schemeFrom.add({ months: 12 }).subtract({ days: 1 }).toString(),
      },
    }
  }
  if (!m) return { ...base, group }
  return {
    ...base,
    group,
    borrower: {
      name: m.name,
      uscc: m.uscc,
      ownerName: m.ownerName,
      ownerIdNo: m.ownerIdNo,
      stallNo: m.stallNo,
      phone: m.phone,
    },
    spouse: m.spouse,
    amount: money(m.amountFen),
    tenorMonths: String(m.tenorMonths),
    purpose: m.purpose,
    rate: toPercent(m.ratePpm),
    allIn: toPercent(m.allInPpm),
    methodName: METHOD_NAMES[m.method] ?? m.method,
    repaymentDay: String(c.scheme.repaymentDay),
    penaltyUplift: toPercent(c.scheme.penaltyUplift).replace(/\.00$/, ''),
    misuseUplift: toPercent(c.scheme.misuseUplift).replace(/\.00$/, ''),
  }
}
