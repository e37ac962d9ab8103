'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DateField } from '@/components/ui/date-field'
import { Field } from '@/components/ui/field'
import { Form, FormSection, SubmitButton } from '@/components/ui/form'
import { MoneyField } from '@/components/ui/money-field'
import { NumberField } from '@/components/ui/number-field'
import { RateField } from '@/components/ui/rate-field'
import { Select } from '@/components/ui/select'
import { useZodForm } from '@/components/ui/use-zod-form'
import { DAY_COUNTS } from '@/lib/servicing/rules/day-count'
import { HOLIDAY_SHIFTS } from '@/lib/servicing/rules/loan-terms'

const DAY_COUNT_KEYS = { 'ACT/360': 'A360', 'ACT/365': 'A365', 'ACT/ACT': 'AA', '30/360': 'T360' } as const
const Text = z.string()
const Rate = z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'E_NUMBER')
const Input = z.object({
  principal: Text.regex(/^\d{1,12}(\.\d{1,2})?$/, 'E_NUMBER'),
  annualRate: Rate,
  startDate: Text.regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE'),
  termMonths: z.int().min(1, 'E_RANGE').max(360, 'E_RANGE'),
  frequency: z.enum(['MONTHLY', 'QUARTERLY', 'WEEKLY']),
  repaymentDay: z.int().min(1, 'E_RANGE').max(31, 'E_RANGE').nullable(),
  gracePeriods: z.int().min(0, 'E_RANGE').max(60, 'E_RANGE'),
  every: z.int().min(1, 'E_RANGE').max(12, 'E_RANGE'),
  balloon: Text.regex(/^\d{1,12}(\.\d{1,2})?$/, 'E_NUMBER'),
  dayCount: z.enum(DAY_COUNTS),
  holidayShift: z.enum(HOLIDAY_SHIFTS),
  guaranteeFee: Rate,
  premium: Rate,
  otherFee: Rate,
  marginRatio: Rate,
  marginRate: Rate,
})
export type CalculatorValues = z.input<typeof Input>

/** The loan to be looked at; it stands in the address, so that a result can be kept, sent and printed. */
export function CalculatorForm({ values, path }: { values: CalculatorValues; path: string }) {
  const t = useTranslations('servicing.calculator')
  const router = useRouter()
  const [busy, start] = useTransition()
  const form = useZodForm<CalculatorValues>(Input, { defaultValues: values })
  return (
    <Card title={t('terms')} className="no-print">
      <Form
        form={form}
        guard={false}
        action={async (v) => {
          const query = new URLSearchParams(
            Object.entries(v).flatMap(([key, value]) => (value === null || value === '' ? [] : [[key, String(value)]])),
          )
          start(() => router.push(`${path}?${query}`, { scroll: false }))
          return { ok: true, value: null }
        }}
      >
        <FormSection title={t('loan')} columns={3}>
          <Field name="principal" label={t('principal')} required>
            <MoneyField />
          </Field>
          <Field name="annualRate" label={t('annualRate')} required>
            <RateField annual />
          </Field>
          <Field name="termMonths" label={t('termMonths')} required>
            <NumberField min={1} max={360} />
          </Field>
          <Field name="startDate" label={t('startDate')} required>
            <DateField />
          </Field>
          <Field name="frequency" label={t('frequency')}>
            <Select
              options={(['MONTHLY', 'QUARTERLY', 'WEEKLY'] as const).map((f) => ({ value: f, label: t(`every.${f}`) }))}
            />
          </Field>
          <Field name="repaymentDay" label={t('repaymentDay')} hint={t('repaymentDayHint')}>
            <NumberField min={1} max={31} />
          </Field>
          <Field name="gracePeriods" label={t('gracePeriods')} hint={t('gracePeriodsHint')}>
            <NumberField min={0} max={60} />
          </Field>
        </FormSection>
        <FormSection title={t('more')} columns={2}>
          <Field name="every" label={t('everyN')} hint={t('everyNHint')}>
            <NumberField min={1} max={12} />
          </Field>
          <Field name="balloon" label={t('balloon')} hint={t('balloonHint')}>
            <MoneyField />
          </Field>
          <Field name="dayCount" label={t('dayCount')}>
            <Select options={DAY_COUNTS.map((d) => ({ value: d, label: t(`dayCounts.${DAY_COUNT_KEYS[d]}`) }))} />
          </Field>
          <Field name="holidayShift" label={t('holidayShift')}>
            <Select options={HOLIDAY_SHIFTS.map((h) => ({ value: h, label: t(`holidayShifts.${h}`) }))} />
          </Field>
        </FormSection>
        <FormSection title={t('fees')} description={t('feesHint')} columns={3}>
          <Field name="guaranteeFee" label={t('guaranteeFee')}>
            <RateField annual />
          </Field>
          <Field name="premium" label={t('premium')}>
            <RateField annual />
          </Field>
          <Field name="otherFee" label={t('otherFee')}>
            <RateField annual />
          </Field>
          <Field name="marginRatio" label={t('marginRatio')}>
            <RateField />
          </Field>
          <Field name="marginRate" label={t('marginRate')}>
            <RateField annual />
          </Field>
        </FormSection>
        <div className="flex gap-2">
          <SubmitButton>{t('calculate')}</SubmitButton>
          <Button type="button" busy={busy} onClick={() => window.print()}>
            {t('print')}
          </Button>
        </div>
      </Form>
    </Card>
  )
}
