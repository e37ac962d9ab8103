/**
 * POST /calculators/waterfall: who pays a claim, by mode (§2.2–§2.7). Takes parsed input (see `calculator-inputs.ts`),
 * answers { value, trace } in JSON form; what is missing or contradictory is thrown as a Refusal with its fields.
 */
import { PLAN_DEFAULTS, type PlanParameters } from '@/lib/plans/parameters'
import { refuse } from '@/lib/platform/errors'
import { type Fen, maxFen, mulRate } from '@/lib/platform/money'
import type { Trace } from '@/lib/platform/trace'
import { type Json, toWire } from '@/lib/platform/wire'
import type { WaterfallBody, WaterfallBodyOf } from './calculator-inputs'
import { memberMargin } from './rules/margin'
import { type WaterfallClaim, waterfall } from './rules/waterfall'
import { type TrancheSizes, trancheSizes } from './rules/waterfall/direct-financing'
import type { JointMember } from './rules/waterfall/joint-guarantee'

export type Answer = { value: Json; trace: Trace }

/** Walks a claim down the sources of its mode; parameters that are not given are the bank's. */
export function calculateWaterfall(body: WaterfallBody, p: PlanParameters = PLAN_DEFAULTS): Answer {
  const { value, trace } = waterfall(claimOf(body, p))
  return { value: toWire(value), trace }
}

function claimOf(b: WaterfallBody, p: PlanParameters): WaterfallClaim {
  switch (b.mode) {
    case 'JG':
      return jointClaim(b, p)
    case 'AF':
      return {
        mode: 'AF',
        claimFen: b.claim,
        enterpriseFundFen: b.enterpriseFund,
        govFundFen: one(b, 'govFund', 'govFundBalance') ?? absent('govFund'),
        govSharePpm: b.govShare ?? p.af.govSharePpm,
        govLeverage: b.govLeverage ?? p.af.govLeverage,
        outstandingFen: b.outstanding ?? null,
        assistFundRatioPpm: b.assistFundRatio ?? p.af.assistFundRatioPpm,
        poolMinimumPpm: p.af.poolMinimumPpm,
      }
    case 'GC':
      return guaranteeClaim(b, p)
    case 'LI':
      return insuranceClaim(b, p)
    case 'PK':
      return {
        mode: 'PK',
        claimFen: b.claim,
        borrowerFen: b.borrower,
        phaseGuaranteeActive: b.phaseGuaranteeActive,
        developerMarginFen: b.developerMargin,
        // Without a figure there is no phase guarantee beyond the margin, not an unlimited one.
        developerGuaranteeFen: b.developerGuarantee ?? 0n,
        mortgageFen: b.mortgage,
        otherGuarantorsFen: b.otherGuarantors,
      }
    case 'DF':
      return {
        mode: 'DF',
        claimFen: one(b, 'claim', 'loss') ?? absent('claim'),
        reserveFen: b.reserve,
        enhancerFen: b.enhancer,
        tranches: tranchesOf(b, p),
      }
  }
}

function jointClaim(b: WaterfallBodyOf<'JG'>, p: PlanParameters): WaterfallClaim {
  const ratioPpm = b.marginRatio ?? p.jg.marginRatioPpm
  const members = b.members.map((m, i): JointMember => {
    const id = m.id ?? m.name ?? absent(`members.${i}.name`)
    const loanFen = one(m, 'loanAmount', 'loan', 'amount') ?? absent(`members.${i}.loanAmount`)
    return { id, loanFen, marginFen: one(m, 'margin', 'marginBalance') ?? memberMargin(loanFen, ratioPpm) }
  })
  if (new Set(members.map((m) => m.id)).size < members.length) throw bad('members', 'E_DUPLICATE')
  const index = b.members.findIndex((m) => m.id === b.defaulter || m.name === b.defaulter)
  if (index < 0) throw bad('defaulter', 'E_GROUP_NOT_MEMBER')
  return {
    mode: 'JG',
    claimFen: b.claim,
    defaulterId: members[index]!.id,
    members,
    mutualised: one(b, 'marginMutualised', 'mutualised') ?? p.jg.marginMutualised,
    settlementFen: b.settlementBalance,
    jointLiabilityPaidFen: b.jointLiabilityPaid ?? null,
    operatorGuaranteeFen: b.operatorGuarantee,
    collateralFen: b.collateral,
  }
}

/** `claim` alone is the unpaid principal; beside a principal it is the whole debt, and the rest of it interest. */
function guaranteeClaim(b: WaterfallBodyOf<'GC'>, p: PlanParameters): WaterfallClaim {
  const principal = b.unpaidPrincipal ?? b.claim ?? absent('unpaidPrincipal')
  const interest = one(b, 'unpaidInterest', 'interest')
  const rest = b.claim === undefined ? 0n : maxFen(b.claim - principal - b.penalty - b.costs, 0n)
  return {
    mode: 'GC',
    unpaidPrincipalFen: principal,
    unpaidInterestFen: interest ?? rest,
    penaltyFen: b.penalty,
    costsFen: b.costs,
    coveragePpm: b.coverage ?? p.gc.coveragePpm,
    programmeCapLeftFen: programmeCapLeft(b, p),
    guarantorMarginFen: b.guarantorInDefault ? b.guarantorMargin : null,
  }
}

/** What the programme's year leaves (INV-GC5): given as such, or cap × volume − compensated so far. */
function programmeCapLeft(b: WaterfallBodyOf<'GC'>, p: PlanParameters): Fen | null {
  if (b.programmeCapLeft !== undefined) return b.programmeCapLeft
  if (b.programmeVolume === undefined) return null
  const cap = mulRate(b.programmeVolume, b.batchCompensationCap ?? p.gc.batchCompensationCapPpm, 'FLOOR')
  return maxFen(cap - (b.compensatedToDate ?? 0n), 0n)
}

function insuranceClaim(b: WaterfallBodyOf<'LI'>, p: PlanParameters): WaterfallClaim {
  const excess =
    b.claimsBefore === undefined || b.earnedPremium === undefined
      ? null
      : {
          claimsBeforeFen: b.claimsBefore,
          earnedPremiumFen: b.earnedPremium,
          linePpm: b.excessLine ?? p.li.stopLossRatioPpm,
          govSharePpm: b.govExcessShare ?? p.li.govExcessSharePpm,
        }
  return {
    mode: 'LI',
    unpaidPrincipalFen: one(b, 'unpaidPrincipal', 'claimBase') ?? absent('unpaidPrincipal'),
    interestInScopeFen: b.interestInScope,
    outOfScopeFen: b.penalty + b.costs,
    scope: b.insuredScope ?? p.li.scope,
    deductiblePpm: one(b, 'deductible', 'deductibleRatio') ?? p.li.deductiblePpm,
    coveragePpm: one(b, 'coverage', 'coverageRatio') ?? p.li.coveragePpm,
    sumInsuredFen: b.sumInsured ?? null,
    excess,
  }
}

/** The tranches as amounts, or as shares of the pool; shares must make 100 %. */
function tranchesOf(b: WaterfallBodyOf<'DF'>, p: PlanParameters): TrancheSizes {
  if (b.senior !== undefined || b.mezz !== undefined || b.junior !== undefined) {
    return { seniorFen: b.senior ?? 0n, mezzFen: b.mezz ?? 0n, juniorFen: b.junior ?? 0n }
  }
  const pool = one(b, 'poolAmount', 'pool') ?? absent('poolAmount')
  const named = b.seniorShare !== undefined || b.mezzShare !== undefined || b.juniorShare !== undefined
  const shares = named
    ? { seniorPpm: b.seniorShare ?? 0, mezzPpm: b.mezzShare ?? 0, juniorPpm: b.juniorShare ?? 0 }
    : p.df.tranches
  if (shares.seniorPpm + shares.mezzPpm + shares.juniorPpm !== 1_000_000) throw bad('seniorShare', 'E_TRANCHE_SUM')
  return trancheSizes(pool, shares)
}

/** The one value given under any of several names; E_FIELDS_CONFLICT when two are given. */
function one<B extends object, K extends keyof B & string>(body: B, ...names: K[]): B[K] | undefined {
  const given = names.filter((n) => body[n] !== undefined)
  if (given.length > 1) {
    const fields = given.map((path) => ({ path: String(path), code: 'E_FIELDS_CONFLICT' }))
    throw refuse('E_FIELDS_CONFLICT', { fields: given.map(String) }, { fields })
  }
  return given[0] === undefined ? undefined : body[given[0]]
}

function absent(field: string): never {
  throw refuse('E_REQUIRED', { fields: [field] }, { fields: [{ path: field, code: 'E_REQUIRED' }] })
}

function bad(path: string, code: string) {
  return refuse(code, { field: path }, { fields: [{ path, code, params: { field: path } }] })
}
