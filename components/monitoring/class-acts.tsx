import { getTranslations } from 'next-intl/server'
import { ActDialog, type ActField } from '@/components/ui/act-dialog'
import { approveClassAction, judgeClassAction, recogniseClassAction, returnClassAction } from '@/lib/monitoring/actions'
import { LOAN_CLASSES } from '@/lib/servicing/rules/classification'

const FACTS = ['operationalCause', 'purposeChanged', 'refinanced', 'qualifiedRenewal', 'creditImpaired', 'ratingSharplyDown', 'debtEvasion', 'bankruptcyLiquidation', 'recognisedGuarantee'] as const // biome-ignore format: one line
const SHARES = ['overdue90Share', 'expectedLoss'] as const

/** What this person may say about a loan's class now. `present`: the class that stands in the form. */
export async function ClassActs({
  loanId,
  caseId,
  events,
  present,
}: {
  loanId: string
  caseId?: string
  events: readonly string[]
  present: string
}) {
  const [t, s] = [await getTranslations('monitoring.class'), await getTranslations('servicing')]
  const choice: ActField = {
    name: 'class',
    label: t('given'),
    kind: 'choice',
    required: true,
    value: present,
    options: LOAN_CLASSES.map((c) => ({ value: c, label: s(`class.${c}`) })),
  }
  const reason: ActField = { name: 'reason', label: t('reason'), kind: 'area', required: true }
  return (
    <span className="flex flex-wrap gap-2">
      {events.includes('return') && (
        <ActDialog label={t('act.return')} fields={[reason]} fixed={{ caseId }} action={returnClassAction} size="md" />
      )}
      {events.includes('judge') && (
        <ActDialog
          label={t('act.judge')}
          description={t('act.judgeHint')}
          size="md"
          tone="primary"
          fixed={{ loanId }}
          fields={[
            choice,
            ...FACTS.map((f): ActField => ({ name: `facts.${f}`, label: t(`fact.${f}`), kind: 'flag' })),
            ...SHARES.map((f): ActField => ({ name: `facts.${f}`, label: t(`fact.${f}`), kind: 'decimal' })),
            { name: 'ableToContinue', label: t('fact.ableToContinue'), kind: 'flag' },
            reason,
          ]}
          action={judgeClassAction}
        />
      )}
      {events.includes('recognise') && (
        <ActDialog
          label={t('act.recognise')}
          size="md"
          tone="primary"
          fixed={{ caseId }}
          fields={[choice, reason]}
          action={recogniseClassAction}
        />
      )}
      {events.includes('approve') && (
        <ActDialog
          label={t('act.approve')}
          size="md"
          tone="primary"
          fixed={{ caseId }}
          fields={[reason]}
          action={approveClassAction}
        />
      )}
    </span>
  )
}
