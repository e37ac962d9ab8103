'use client'
import { useTranslations } from 'next-intl'
import { DateField } from '@/components/ui/date-field'
import { Field } from '@/components/ui/field'
import { FormActions, SubmitButton } from '@/components/ui/form'
import { Textarea } from '@/components/ui/input'

/** How every proposal of a setting ends: from which day, why, and the button that sends it to a second person. */
export function ProposalFields({ today }: { today: string }) {
  const t = useTranslations('admin')
  return (
    <>
      <Field
        name="effectiveFrom"
        label={t('parameters.effectiveFrom')}
        hint={t('parameters.effectiveHint', { today })}
        required
      >
        <DateField min={today} />
      </Field>
      <Field name="reason" label={t('common.reason')} required>
        <Textarea maxLength={500} count />
      </Field>
      <FormActions>
        <SubmitButton>{t('parameters.propose')}</SubmitButton>
      </FormActions>
    </>
  )
}
