import { getTranslations } from 'next-intl/server'
import { ActDialog, type ActField } from '@/components/ui/act-dialog'
import { toYuan } from '@/lib/platform/money'
import {
  approveReviewAction,
  concludeReviewAction,
  recordConsentAction,
  returnReviewAction,
  signReviewAction,
  surveyReviewAction,
} from '@/lib/reviews/actions'
import type { reviewDetail } from '@/lib/reviews/queries'

type Review = Awaited<ReturnType<typeof reviewDetail>>

/** What this person may do about a review now. */
export async function ReviewActs({ r }: { r: Review }) {
  const t = await getTranslations('reviews')
  const fixed = { reviewId: r.id }
  const reason: ActField = { name: 'reason', label: t('act.reason'), kind: 'area', required: true }
  const money = (name: string, value?: bigint | null): ActField => ({
    name,
    label: t(`field.${name as 'requested'}`),
    kind: 'money',
    required: true,
    value: value === null || value === undefined ? '' : toYuan(value),
  })
  return (
    <span className="flex flex-wrap gap-2">
      {r.allowedEvents.includes('return') && (
        <ActDialog label={t('act.return')} size="md" fields={[reason]} fixed={fixed} action={returnReviewAction} />
      )}
      {r.allowedEvents.includes('survey') && (
        <ActDialog
          label={t('act.survey')}
          description={t('act.surveyHint')}
          size="md"
          tone="primary"
          fixed={fixed}
          fields={[
            {
              name: 'method',
              label: t('field.method'),
              kind: 'choice',
              required: true,
              value: r.method ?? 'FACILITY_36M',
              options: (['FACILITY_36M', 'ROLLOVER_NEW_LOAN', 'EXTENSION'] as const).map((m) => ({
                value: m,
                label: t(`method.${m}`),
              })),
            },
            money('requested', r.requestedFen ?? r.principalFen),
            { name: 'termMonths', label: t('field.termMonths'), kind: 'whole', required: true, value: '12' },
            money('verifiedTurnover'),
            money('lastTurnover', r.lastTurnoverFen),
            { name: 'rentOnTime', label: t('field.rentOnTime'), kind: 'decimal', required: true, value: '100' },
            { name: 'creditRecordPoints', label: t('field.creditRecordPoints'), kind: 'whole', required: true },
            {
              name: 'grade',
              label: t('field.grade'),
              kind: 'choice',
              hint: t('field.gradeHint'),
              options: ['A1', 'A2', 'B1', 'B2', 'C'].map((g) => ({ value: g, label: g })),
            },
            { name: 'score', label: t('field.score'), kind: 'whole' },
            { name: 'stallInUse', label: t('field.stallInUse'), kind: 'flag', value: 'true' },
            { name: 'guarantorCapacityOk', label: t('field.guarantorCapacityOk'), kind: 'flag', value: 'true' },
            ...(['fundamentals', 'need', 'enhancement', 'record'] as const).map(
              (c): ActField => ({
                name: `evidence.${c}`,
                label: t(`evidence.${c}`),
                kind: 'area',
                required: true,
                value: r.evidence?.[c],
              }),
            ),
          ]}
          action={surveyReviewAction}
        />
      )}
      {r.allowedEvents.includes('conclude') && (
        <ActDialog
          label={t('act.conclude')}
          size="md"
          tone="primary"
          fields={[{ name: 'conclusion', label: t('act.conclusion'), kind: 'area', required: true }]}
          fixed={fixed}
          action={concludeReviewAction}
        />
      )}
      {r.allowedEvents.includes('approve') && (
        <ActDialog
          label={t('act.approve')}
          size="md"
          tone="primary"
          fields={[
            {
              name: 'decision',
              label: t('act.decision'),
              kind: 'choice',
              required: true,
              value: r.outcome === 'NOT_RENEWED_REPAY' ? 'REPAY' : 'RENEW',
              options: (['RENEW', 'REPAY', 'RESTRUCTURE'] as const).map((d) => ({
                value: d,
                label: t(`decision.${d}`),
              })),
            },
            reason,
          ]}
          fixed={fixed}
          action={approveReviewAction}
        />
      )}
      {r.allowedEvents.includes('sign') && (
        <ActDialog
          label={t('act.sign')}
          description={t(`act.signHint.${(r.method ?? 'FACILITY_36M') as 'EXTENSION'}`)}
          size="md"
          tone="primary"
          fields={[{ name: 'contractNo', label: t('field.contractNo'), kind: 'text', required: true }]}
          fixed={fixed}
          action={signReviewAction}
        />
      )}
    </span>
  )
}

/** A consent that is asked for: given in writing, or refused with a word. */
export async function ConsentActs({ consentId }: { consentId: string }) {
  const t = await getTranslations('reviews')
  return (
    <span className="flex gap-1">
      <ActDialog
        label={t('consent.give')}
        fields={[
          { name: 'givenOn', label: t('consent.givenOn'), kind: 'date' },
          { name: 'note', label: t('consent.note'), kind: 'text' },
        ]}
        fixed={{ consentId, given: true }}
        action={recordConsentAction}
      />
      <ActDialog
        label={t('consent.refuse')}
        tone="quiet"
        fields={[{ name: 'note', label: t('consent.note'), kind: 'area', required: true }]}
        fixed={{ consentId, given: false }}
        action={recordConsentAction}
      />
    </span>
  )
}
