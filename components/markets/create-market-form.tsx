'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { RadioGroup } from '@/components/ui/choice'
import { Combobox } from '@/components/ui/combobox'
import { DateField } from '@/components/ui/date-field'
import { Field } from '@/components/ui/field'
import { Form, FormActions, FormSection, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { MoneyField } from '@/components/ui/money-field'
import { NumberField } from '@/components/ui/number-field'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { createMarketAction } from '@/lib/markets/actions'

const optional = (pattern: RegExp, code: string) => z.string().refine((v) => v === '' || pattern.test(v), code)

/** The form's own shape: empty text stands for what is not known yet; the command reads and checks the rest. */
const Values = z.object({
  code: optional(/^[A-Z][A-Z0-9-]{0,19}$/, 'E_MARKET_CODE_FORMAT'),
  name: z.string().trim().min(1).max(120),
  nameEn: z.string().max(120),
  city: z.string().trim().min(1).max(60),
  address: z.string().max(200),
  trade: z.string().trim().min(1).max(60),
  openedOn: optional(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE'),
  merchantCount: optional(/^\d{1,7}$/, 'E_WHOLE_NUMBER'),
  turnover: optional(/^\d{1,15}(\.\d{1,2})?$/, 'E_NUMBER'),
  operatorPartyId: z.string(),
  operator: z.object({
    name: z.string().max(120),
    uscc: z.string().max(30),
    contactName: z.string().max(60),
    contactPhone: z.string().max(30),
    accountNo: z.string().max(40),
  }),
})
type Values = z.input<typeof Values>

const filled = (record: Record<string, string>) =>
  Object.fromEntries(Object.entries(record).filter(([, v]) => v !== ''))

export function CreateMarketForm({
  operators,
  today,
}: {
  operators: { id: string; code: string; name: string; pyInitials: string }[]
  today: string
}) {
  const t = useTranslations('markets.create')
  const router = useRouter()
  const [side, setSide] = useState<'new' | 'known'>('new')
  const form = useZodForm<Values>(Values, {
    defaultValues: {
      code: '',
      name: '',
      nameEn: '',
      city: '',
      address: '',
      trade: '',
      openedOn: '',
      merchantCount: '',
      turnover: '',
      operatorPartyId: '',
      operator: { name: '', uscc: '', contactName: '', contactPhone: '', accountNo: '' },
    },
  })
  const send = ({ operatorPartyId, operator, ...market }: Values) =>
    createMarketAction({
      ...(filled(market) as typeof market),
      ...(side === 'known' ? { operatorPartyId } : { operator: { ...filled(operator), name: operator.name } }),
    })
  return (
    <Form
      form={form}
      action={send}
      onSuccess={(m) => {
        toast.ok(t('done', { code: m.code }))
        router.push(`/markets/${m.id}`)
      }}
    >
      <FormSection title={t('market')} columns={3}>
        <Field name="name" label={t('name')} required className="sm:col-span-2">
          <Input autoComplete="off" />
        </Field>
        <Field name="code" label={t('code')} hint={t('codeHint')}>
          <Input autoComplete="off" className="uppercase" />
        </Field>
        <Field name="nameEn" label={t('nameEn')} className="sm:col-span-2">
          <Input autoComplete="off" />
        </Field>
        <Field name="trade" label={t('trade')} required>
          <Input />
        </Field>
        <Field name="city" label={t('city')} required>
          <Input />
        </Field>
        <Field name="address" label={t('address')} className="sm:col-span-2">
          <Input />
        </Field>
        <Field name="openedOn" label={t('openedOn')} hint={t('openedOnHint')}>
          <DateField max={today} />
        </Field>
        <Field name="merchantCount" label={t('merchantCount')}>
          <NumberField unit={t('households')} />
        </Field>
        <Field name="turnover" label={t('turnover')}>
          <MoneyField unit="wan" />
        </Field>
      </FormSection>
      <FormSection title={t('operator')} description={t('operatorHint')} columns={1}>
        <RadioGroup
          inline
          aria-label={t('operator')}
          value={side}
          onChange={(v) => setSide(v as 'new' | 'known')}
          options={[
            { value: 'new', label: t('operatorNew') },
            { value: 'known', label: t('operatorKnown'), disabled: operators.length === 0 },
          ]}
        />
        {side === 'known' ? (
          <Field name="operatorPartyId" label={t('operatorChoose')} required className="max-w-xl">
            <Combobox
              options={operators.map((o) => ({
                value: o.id,
                label: `${o.code} ${o.name}`,
                keywords: o.pyInitials,
              }))}
            />
          </Field>
        ) : (
          <div className="grid gap-x-5 gap-y-3.5 sm:grid-cols-2 lg:grid-cols-3">
            <Field name="operator.name" label={t('operatorName')} required className="sm:col-span-2">
              <Input autoComplete="off" />
            </Field>
            <Field name="operator.uscc" label={t('uscc')}>
              <Input autoComplete="off" className="font-mono uppercase" />
            </Field>
            <Field name="operator.contactName" label={t('contactName')}>
              <Input autoComplete="off" />
            </Field>
            <Field name="operator.contactPhone" label={t('contactPhone')}>
              <Input inputMode="tel" autoComplete="off" />
            </Field>
            <Field name="operator.accountNo" label={t('accountNo')}>
              <Input inputMode="numeric" autoComplete="off" />
            </Field>
          </div>
        )}
      </FormSection>
      <FormActions>
        <SubmitButton>{t('submit')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
