'use client'
import { useTranslations } from 'next-intl'
import { ActDialog } from '@/components/ui/act-dialog'
import {
  addIssuerAction,
  advanceIssueAction,
  createIssuePoolAction,
  depositReserveAction,
  dropIssuerAction,
  launchIssueAction,
  recordDisclosureAction,
  settlePaymentDateAction,
} from '@/lib/issues/actions'
import { ISSUE_KINDS } from '@/lib/issues/rules'

type Option = { value: string; label: string }

export function NewIssue({ markets }: { markets: readonly Option[] }) {
  const t = useTranslations('issues')
  return (
    <ActDialog
      label={t('create')}
      size="md"
      tone="primary"
      fields={[
        { name: 'name', label: t('name'), kind: 'text', required: true },
        {
          name: 'kind',
          label: t('kind'),
          kind: 'choice',
          options: ISSUE_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
          required: true,
          value: 'NOTE',
        },
        { name: 'marketId', label: t('market'), kind: 'choice', options: [...markets], required: true },
      ]}
      action={createIssuePoolAction}
      done={t('created')}
    />
  )
}

/** The next step of a pool, by whoever may take it. */
export function IssueActs({
  poolId,
  events,
  enhancers,
  today,
  mayAdd,
  dueDates,
}: {
  poolId: string
  events: readonly string[]
  enhancers: readonly Option[]
  today: string
  mayAdd: boolean
  /** payment dates that are here and not settled */
  dueDates: readonly string[]
}) {
  const t = useTranslations('issues')
  const step = (event: string) => ({ poolId, event })
  return (
    <div className="flex flex-wrap gap-2">
      {mayAdd && (
        <ActDialog
          label={t('addIssuer')}
          fixed={{ poolId }}
          fields={[
            { name: 'name', label: t('issuer'), kind: 'text', required: true },
            { name: 'uscc', label: t('uscc'), kind: 'text', required: true },
            { name: 'legalPerson', label: t('legalPerson'), kind: 'flag', value: 'true' },
            { name: 'netAssets', label: t('netAssets'), kind: 'money', required: true },
            { name: 'existingNotes', label: t('existingNotes'), kind: 'money' },
            { name: 'amount', label: t('amount'), kind: 'money', required: true },
          ]}
          action={addIssuerAction}
        />
      )}
      {events.includes('investigate') && (
        <ActDialog label={t('event.investigate')} fixed={step('investigate')} fields={[]} action={advanceIssueAction} />
      )}
      {events.includes('rate') && (
        <ActDialog
          label={t('event.rate')}
          fixed={step('rate')}
          fields={[{ name: 'rating', label: t('rating'), kind: 'text', required: true }]}
          action={advanceIssueAction}
        />
      )}
      {events.includes('enhance') && (
        <ActDialog
          label={t('event.enhance')}
          fixed={step('enhance')}
          fields={[
            { name: 'enhancerId', label: t('enhancer'), kind: 'choice', options: [...enhancers], required: true },
            { name: 'enhancement', label: t('enhancement'), kind: 'money', required: true },
          ]}
          action={advanceIssueAction}
        />
      )}
      {events.includes('register') && (
        <ActDialog
          label={t('event.register')}
          fixed={step('register')}
          fields={[{ name: 'registrationNo', label: t('registrationNo'), kind: 'text', required: true }]}
          action={advanceIssueAction}
        />
      )}
      {events.includes('issue') && (
        <ActDialog
          label={t('event.issue')}
          fixed={{ poolId }}
          fields={[
            { name: 'issuedOn', label: t('issuedOn'), kind: 'date', required: true, value: today },
            { name: 'maturesOn', label: t('maturesOn'), kind: 'date', required: true },
            { name: 'rate', label: t('rate'), kind: 'decimal', required: true },
          ]}
          action={launchIssueAction}
        />
      )}
      {dueDates.map((dueOn) => (
        <ActDialog
          key={dueOn}
          label={t('settle', { date: dueOn })}
          description={t('settleHint')}
          fixed={{ poolId, dueOn }}
          fields={[]}
          action={settlePaymentDateAction}
        />
      ))}
      {events.includes('drop') && (
        <ActDialog
          label={t('event.drop')}
          tone="danger"
          fixed={step('drop')}
          fields={[{ name: 'reason', label: t('why'), kind: 'area', required: true }]}
          action={advanceIssueAction}
        />
      )}
    </div>
  )
}

export function DropIssuer({ slotId }: { slotId: string }) {
  const t = useTranslations('issues')
  return (
    <ActDialog
      label={t('leave')}
      tone="quiet"
      description={t('leaveHint')}
      fixed={{ slotId }}
      fields={[{ name: 'reason', label: t('why'), kind: 'area', required: true }]}
      action={dropIssuerAction}
    />
  )
}

export function Deposit({ paymentId, today }: { paymentId: string; today: string }) {
  const t = useTranslations('issues')
  return (
    <ActDialog
      label={t('deposit')}
      fixed={{ paymentId }}
      fields={[
        { name: 'amount', label: t('amount'), kind: 'money', required: true },
        { name: 'valueDate', label: t('valueDate'), kind: 'date', required: true, value: today },
        { name: 'reference', label: t('reference'), kind: 'text', required: true },
      ]}
      action={depositReserveAction}
    />
  )
}

export function Disclose({ disclosureId, today }: { disclosureId: string; today: string }) {
  const t = useTranslations('issues')
  return (
    <ActDialog
      label={t('disclose')}
      fixed={{ disclosureId }}
      fields={[
        { name: 'doneOn', label: t('doneOn'), kind: 'date', required: true, value: today },
        { name: 'reference', label: t('where'), kind: 'text', required: true },
      ]}
      action={recordDisclosureAction}
    />
  )
}
