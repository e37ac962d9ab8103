'use client'
import { useTranslations } from 'next-intl'
import { askPartnerAction } from '@/lib/partners/actions'
import { CASES_OF_MODE } from '@/lib/partners/rules/cases'
import { AskPartner as AskPartnerInput } from '@/lib/partners/schema'
import { FormDialog } from './form-dialog'

/** Lays a case before the partner behind the mode: a guarantee, a filing, a policy, a place on the list. Nothing for modes without one. */
export function AskPartner({ applicationId, mode, amount }: { applicationId: string; mode: string; amount: string }) {
  const t = useTranslations('partners.desk')
  const kinds = CASES_OF_MODE[mode] ?? []
  if (kinds.length === 0) return null
  return (
    <FormDialog
      label={t('ask')}
      title={t('ask')}
      schema={AskPartnerInput}
      values={{ applicationId, kind: kinds[0], amount }}
      action={askPartnerAction}
      questions={[
        {
          name: 'kind',
          label: t('kind'),
          kind: 'choice',
          options: kinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
          required: true,
        },
        { name: 'amount', label: t('amount'), kind: 'money', required: true },
      ]}
    />
  )
}
