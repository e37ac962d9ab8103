/** Who may survey a market: two different natural persons, each in the role, none of them related to it (§6.3). */
import type { CommandContext } from '@/lib/platform/commands'
import { type FieldError, refuse } from '@/lib/platform/errors'
import type { Tx } from '@/lib/platform/tenant'
import type { SurveyorRole } from './rules/official'
import type { MarketRow } from './survey'

/** Active staff who hold the role today. */
export async function holdersOf(tx: Tx, bankId: string, role: string, ids?: string[]) {
  return tx.appUser.findMany({
    where: {
      bankId,
      partyId: null,
      state: 'ACTIVE',
      ...(ids ? { id: { in: ids } } : {}),
      roleGrants: { some: { role, state: 'ACTIVE' } },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, login: true, personKey: true, phone: true },
  })
}

export type Surveyors = { evaluatorId: string; riskMgrId: string }

/**
 * Checks the pair. Refuses E_SURVEYOR_ROLE (not an active holder of the role), E_SOD (one natural person, or a person
 * with a declared conflict or the operator's phone).
 */
export async function checkSurveyors(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  market: MarketRow,
  { evaluatorId, riskMgrId }: Surveyors,
): Promise<void> {
  const { tx, actor } = ctx
  const [evaluator] = await holdersOf(tx, actor.bankId, 'EVALUATOR', [evaluatorId])
  const [riskManager] = await holdersOf(tx, actor.bankId, 'RISK_MGR', [riskMgrId])
  const fields: FieldError[] = []
  const role = (path: string, name: SurveyorRole) =>
    fields.push({ path, code: 'E_SURVEYOR_ROLE', params: { role: name } })
  if (!evaluator) role('evaluatorId', 'EVALUATOR')
  if (!riskManager) role('riskMgrId', 'RISK_MGR')
  if (!evaluator || !riskManager) throw refuse('E_SURVEYOR_ROLE', fields[0]!.params, { fields })
  const sod = (earlierAct: string) => refuse('E_SOD', { act: 'SURVEY_MARKET', earlierAct, earlierAt: '', turn: [] })
  if (evaluator.personKey === riskManager.personKey) throw sod('SURVEY_MARKET')
  const pair = [evaluator, riskManager]
  const declared = await tx.conflictDeclaration.findFirst({
    where: {
      bankId: actor.bankId,
      personKey: { in: pair.map((p) => p.personKey) },
      subjectId: { in: [market.id, market.operatorPartyId] },
    },
    select: { id: true },
  })
  if (declared) throw sod('RELATED_DECLARED')
  const operator = await tx.party.findFirst({
    where: { bankId: actor.bankId, id: market.operatorPartyId },
    select: { contact: true },
  })
  const phone = (operator?.contact as { phone?: string } | null)?.phone
  if (phone && pair.some((p) => p.phone === phone)) throw sod('RELATED_PHONE')
}
