/** A plan's content as reviewers decide it: frozen with a SHA-256 at every submission, compared by field (§10.6, §6.2). */
import { createHash } from 'node:crypto'
import { toPercent, toYuan } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import { canonicalJson } from '@/lib/platform/wire'
import type { PlanSection } from './basis'
import { sectionText } from './basis'
import { SchemeParams } from './scheme'

/** The keys follow MATERIAL_FIELDS; every leaf is text, so that the same plan always has the same hash. */
export type PlanContent = {
  mode: string
  aggregateLimitFen: string
  marginRatioPpm: string
  fundParameters: Record<string, string>
  waterfall: Record<string, string>
  merchants: Record<
    string,
    { name: string; amount: string; tenorMonths: string; rate: string; method: string; purpose: string; group: string }
  >
  groups: Record<string, string>
  /** not material */
  sections: Record<string, string>
}

/**
 * The stored plan with its live lines and groups, as proposed or with the amounts that were approved. Merchants are keyed
 * by the row of the list, groups by their code.
 */
export async function planContent(
  tx: Tx,
  bankId: string,
  planId: string,
  amounts: 'PROPOSED' | 'APPROVED' = 'PROPOSED',
): Promise<PlanContent> {
  const plan = await tx.creditPlan.findFirstOrThrow({
    where: { bankId, id: planId },
    include: {
      planLines: {
        where: { state: { notIn: amounts === 'APPROVED' ? ['DROPPED', 'REJECTED'] : ['DROPPED'] } },
        orderBy: { application: { position: 'asc' } },
        include: {
          application: { select: { rowNo: true, position: true, name: true, purpose: true } },
          group: { select: { code: true, name: true } },
        },
      },
    },
  })
  const scheme = SchemeParams.parse(plan.params)
  const groups = Map.groupBy(plan.planLines, (l) => l.group?.code ?? '')
  return {
    mode: plan.mode,
    aggregateLimitFen: toYuan(plan.aggregateLimitFen ?? 0n),
    marginRatioPpm: toPercent(scheme.marginRatio),
    fundParameters: {
      replenishWorkingDays: String(scheme.replenishWorkingDays),
      penaltyUplift: toPercent(scheme.penaltyUplift),
      misuseUplift: toPercent(scheme.misuseUplift),
      guaranteePeriodMonths: String(scheme.guaranteePeriodMonths),
    },
    waterfall: {
      mutualised: String(scheme.mutualised),
      compensationTriggerDpd: String(scheme.compensationTriggerDpd),
    },
    merchants: Object.fromEntries(
      plan.planLines.map((l) => [
        String(l.application.position),
        {
          name: l.application.name ?? '',
          amount: toYuan(amounts === 'APPROVED' ? (l.approvedFen ?? 0n) : l.limitFen),
          tenorMonths: String(l.tenorMonths),
          rate: toPercent(l.ratePpm),
          method: l.repaymentMethod,
          purpose: l.application.purpose ?? '',
          group: l.group?.code ?? '',
        },
      ]),
    ),
    groups: Object.fromEntries(
      [...groups]
        .filter(([code]) => code !== '')
        .map(([code, lines]) => [
          code,
          lines
            .map((l) => l.application.name ?? '')
            .sort()
            .join('、'),
        ]),
    ),
    sections: Object.fromEntries(((plan.sections as PlanSection[] | null) ?? []).map((s) => [s.key, sectionText(s)])),
  }
}

export function contentHash(content: PlanContent): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}
