/** The life of a condition of an approval (§6.2, §10.5): who brings its evidence, who looks at it, who may let it go. */
/** Roles of the bank that take part in the life of a condition. */
type Verifier = 'DISB_REVIEWER' | 'POST_MKT' | 'RISK_MGR'
type Head = 'CR_APPROVER' | 'CR_HEAD' | 'SB_HEAD' | 'RISK_MGR'

export type ConditionType = 'CP' | 'COVENANT' | 'INFO'

/** Who looks at the evidence: before drawdown the disbursement desk, during the loan those who watch it. */
export const VERIFIERS: Record<ConditionType, readonly Verifier[]> = {
  CP: ['DISB_REVIEWER'],
  COVENANT: ['POST_MKT', 'RISK_MGR'],
  INFO: ['DISB_REVIEWER', 'POST_MKT', 'RISK_MGR'],
}

export type PlanLevel = 'ADD_ON' | 'L1' | 'L2' | 'L3' | 'L4'
export type WaiverAuthority = { level: PlanLevel; roles: readonly Head[]; votes: number }

/**
 * A condition is let go one level above the level that set it (§10.5). Where that level is a committee, as many different
 * heads as its number says agree; above the highest level there is nobody, and only a changed plan helps. Null then.
 */
export function waiverAuthority(planLevel: PlanLevel): WaiverAuthority | null {
  switch (planLevel) {
    case 'ADD_ON':
      return { level: 'L1', roles: ['CR_APPROVER', 'CR_HEAD'], votes: 1 }
    case 'L1':
      return { level: 'L2', roles: ['CR_HEAD'], votes: 1 }
    case 'L2':
      return { level: 'L3', roles: ['CR_HEAD', 'SB_HEAD', 'RISK_MGR'], votes: 2 }
    case 'L3':
      return { level: 'L4', roles: ['CR_HEAD', 'SB_HEAD', 'RISK_MGR'], votes: 3 }
    case 'L4':
      return null
  }
}

export type Vote = { userId: string; personKey: string; name: string; agree: boolean; note: string; at: string }

/** One no refuses; enough different people agreeing grants; else it waits. */
export function waiverOutcome(votes: readonly Vote[], needed: number): 'GRANTED' | 'REFUSED' | 'ASKED' {
  if (votes.some((v) => !v.agree)) return 'REFUSED'
  return new Set(votes.map((v) => v.personKey)).size >= needed ? 'GRANTED' : 'ASKED'
}
