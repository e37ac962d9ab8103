'use client'
import { useTranslations } from 'next-intl'
import { z } from 'zod'
import { Checkbox, RadioGroup, Switch } from '@/components/ui/choice'
import { Combobox } from '@/components/ui/combobox'
import { DateField } from '@/components/ui/date-field'
import { Field } from '@/components/ui/field'
import { Form, FormActions, FormSection, SubmitButton } from '@/components/ui/form'
import { Input, Textarea } from '@/components/ui/input'
import { MoneyField } from '@/components/ui/money-field'
import { NumberField } from '@/components/ui/number-field'
import { RateField } from '@/components/ui/rate-field'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { zDate, zPercent, zYuan } from '@/lib/platform/schema'
import { findMerchants, submitSample } from './actions'

const Application = z.strictObject({
  name: z.string().min(1).max(40),
  amount: zYuan,
  rate: zPercent,
  tenor: z.string().regex(/^\d{1,2}$/),
  date: zDate,
  repayment: z.enum(['ANNUITY', 'PRINCIPAL', 'BULLET']),
  market: z.string().min(1),
  members: z.array(z.string()).min(2),
  purpose: z.string().min(10).max(200),
  agree: z.literal(true),
  notify: z.boolean(),
})

export function FormSample() {
  const t = useTranslations('design.form')
  const form = useZodForm(Application, {
    defaultValues: {
      name: '',
      amount: '985000.00',
      rate: '4.35',
      tenor: '12',
      date: '2026-11-30',
      repayment: 'ANNUITY',
      market: '',
      members: [],
      purpose: '',
      notify: true,
    },
  })
  return (
    <Form form={form} action={submitSample} onSuccess={() => toast.ok(t('done'))}>
      <FormSection title={t('section')} description={t('help')} columns={3}>
        <Field name="name" label={t('name')} required>
          <Input placeholder={t('namePlaceholder')} />
        </Field>
        <Field name="amount" label={t('amount')} hint={t('amountHint')} required>
          <MoneyField />
        </Field>
        <Field name="rate" label={t('rate')} required>
          <RateField annual />
        </Field>
        <Field name="tenor" label={t('tenor')} required>
          <NumberField step={1} min={1} max={36} unit={t('months')} />
        </Field>
        <Field name="date" label={t('date')} required>
          <DateField min="2026-11-01" holidays={['2026-11-28', '2026-11-29']} />
        </Field>
        <Field name="market" label={t('market')} required>
          <Select placeholder="—" options={['M1', 'M2', 'M3'].map((value) => ({ value, label: value }))} />
        </Field>
        <Field name="members" label={t('members')} required className="sm:col-span-2">
          <Combobox multiple load={findMerchants} />
        </Field>
        <Field name="repayment" label={t('repayment')}>
          <RadioGroup
            options={[
              { value: 'ANNUITY', label: t('annuity') },
              { value: 'PRINCIPAL', label: t('principal') },
              { value: 'BULLET', label: t('bullet'), hint: t('bulletHint') },
            ]}
          />
        </Field>
        <Field name="purpose" label={t('purpose')} required className="sm:col-span-2">
          <Textarea maxLength={200} count />
        </Field>
        <div>
          <Field name="agree" label={t('agree')} hideLabel>
            <Checkbox label={t('agree')} />
          </Field>
          <Field name="notify" label={t('notify')} hideLabel>
            <Switch label={t('notify')} />
          </Field>
        </div>
      </FormSection>
      <FormActions>
        <SubmitButton>{t('submit')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
