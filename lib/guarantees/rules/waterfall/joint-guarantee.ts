/** JG: the defaulter's own margin, the others' margins, the members' joint liability, then what stands behind them (§2.2). */
import { type Fen, sumFen } from '@/lib/platform/money'
import { cny, type Traced } from '@/lib/platform/trace'
import { shareByWeight, takeProRata } from '../pro-rata'
import { Cascade, type WaterfallTotals } from './lines'

export type JointMember = { id: string; loanFen: Fen; marginFen: Fen }

export type JointGuaranteeClaim = {
  mode: 'JG'
  claimFen: Fen
  defaulterId: string
  /** in the order of the agreement: the last one absorbs the odd fen; loans weigh the shares, margins are balances */
  members: readonly JointMember[]
  /** whether the others' sub-ledgers may be used */
  mutualised: boolean
  /** what can be swept from the borrower's settlement account first */
  settlementFen: Fen
  /** what the members really paid of the joint liability; null: all that was demanded */
  jointLiabilityPaidFen: Fen | null
  operatorGuaranteeFen: Fen
  collateralFen: Fen
}

export type MemberAmount = { id: string; amountFen: Fen }

export type JointGuaranteeWaterfall = WaterfallTotals & {
  mode: 'JG'
  ownMarginFen: Fen
  otherMargins: MemberAmount[]
  /** what the margins leave open and the members are jointly liable for */
  shortfallFen: Fen
  /** share_i = L_i ÷ Σ L of all but the defaulter (LEG-6) */
  jointLiability: MemberAmount[]
  /** what the other members owe to their sub-ledgers again */
  replenishments: MemberAmount[]
  poolAfterFen: Fen
}

/** Steps 1–8 of the joint-guarantee waterfall; an unknown defaulter is a bug of the caller. */
export function jointGuaranteeWaterfall(c: JointGuaranteeClaim): Traced<JointGuaranteeWaterfall> {
  const defaulter = c.members.find((m) => m.id === c.defaulterId)
  if (!defaulter) throw new RangeError(`not a member of the group: ${c.defaulterId}`)
  const others = c.members.filter((m) => m !== defaulter)
  const cascade = new Cascade(c.claimFen)

  if (c.settlementFen > 0n) {
    cascade.take('settlementAccount', c.settlementFen, {
      rule: '§2.2',
      formula: 'min(claim, settlementBalance)',
      inputs: [cny('settlementBalance', c.settlementFen)],
    })
  }
  const ownMarginFen = cascade.take('ownMargin', defaulter.marginFen, {
    rule: '§2.2',
    formula: 'min(rest, marginBalance)',
    inputs: [cny('marginBalance', defaulter.marginFen, defaulter.id)],
    payer: defaulter.id,
  })

  const takes = c.mutualised
    ? takeProRata(
        cascade.left,
        others.map((m) => m.marginFen),
      )
    : others.map(() => 0n)
  const otherMargins = others.map((m, i) => ({ id: m.id, amountFen: takes[i]! })).filter((t) => t.amountFen > 0n)
  for (const t of otherMargins) {
    const balance = others.find((m) => m.id === t.id)!.marginFen
    cascade.take('mutualMargin', t.amountFen, {
      rule: '§2.2',
      formula: 'rest × marginBalance ÷ Σ marginBalance',
      inputs: [cny('marginBalance', balance, t.id)],
      payer: t.id,
    })
  }

  const shortfallFen = cascade.left
  cascade.steps.push({
    ...cny('shortfall', shortfallFen),
    rule: '§2.2',
    formula: 'claim − Σ paid',
    inputs: [cny('claim', c.claimFen)],
  })
  const weights = others.map((m) => m.loanFen)
  const jointLiability = amounts(others, shareByWeight(shortfallFen, weights))
  const demanded = sumFen(jointLiability.map((l) => l.amountFen))
  const paid =
    c.jointLiabilityPaidFen === null || c.jointLiabilityPaidFen >= demanded
      ? jointLiability
      : amounts(others, shareByWeight(c.jointLiabilityPaidFen, weights))
  for (const l of paid) {
    cascade.take('jointLiability', l.amountFen, {
      rule: 'LEG-6',
      formula: 'shortfall × loanAmount ÷ Σ loanAmount',
      inputs: [cny('loanAmount', others.find((m) => m.id === l.id)!.loanFen, l.id)],
      payer: l.id,
    })
  }
  if (cascade.left > 0n) cascade.take('operatorGuarantee', c.operatorGuaranteeFen, { rule: '§2.2' })
  if (cascade.left > 0n) cascade.take('collateral', c.collateralFen, { rule: '§2.2' })
  cascade.bankBearsRest('§2.2')

  const poolAfterFen = sumFen(c.members.map((m) => m.marginFen)) - ownMarginFen - sumFen(takes)
  return {
    value: {
      mode: 'JG',
      ...cascade.totals(),
      ownMarginFen,
      otherMargins,
      shortfallFen,
      jointLiability,
      replenishments: otherMargins,
      poolAfterFen,
    },
    trace: cascade.trace('guarantees.waterfallJointGuarantee', cny('shortfall', shortfallFen)),
  }
}

function amounts(members: readonly JointMember[], shares: Fen[]): MemberAmount[] {
  return members.map((m, i) => ({ id: m.id, amountFen: shares[i]! })).filter((a) => a.amountFen > 0n)
}
