'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { DateField } from '@/components/ui/date-field'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Textarea } from '@/components/ui/input'
import { MoneyField } from '@/components/ui/money-field'
import { NumberField } from '@/components/ui/number-field'
import { RateField } from '@/components/ui/rate-field'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import type { Result } from '@/lib/platform/errors'
import { previewLoanChangeAction, requestLoanChangeAction } from '@/lib/servicing/actions'
import { ChangePreview, type Preview } from './change-preview'
import { type ChangeValues, changeOf, FIELDS_OF } from './change-values'

const Values = z.object({
  kind: z.string(),
  amount: z.string().regex(/^(\d{1,15}(\.\d{1,2})?)?$/, 'E_NUMBER'),
  penalty: z.string().regex(/^(\d{1,15}(\.\d{1,2})?)?$/, 'E_NUMBER'),
  compound: z.string().regex(/^(\d{1,15}(\.\d{1,2})?)?$/, 'E_NUMBER'),
  annualRate: z.string().regex(/^(\d{1,3}(\.\d{1,4})?)?$/, 'E_NUMBER'),
  maturityDate: z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/, 'E_DATE'),
  method: z.string(),
  gracePeriods: z.int().min(0, 'E_RANGE').max(36, 'E_RANGE').nullable(),
  repaymentDay: z.int().min(1, 'E_RANGE').max(31, 'E_RANGE').nullable(),
  valueDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE'),
  eventId: z.string(),
  consented: z.array(z.string()),
  reason: z.string().trim().min(2, 'E_REQUIRED').max(500),
})

type Choice = { value: string; label: string }

/** Asks for a change of a loan: what it would do is shown first; a second person decides. */
export function ChangeDialog({
  loanId,
  today,
  kinds,
  events,
}: {
  loanId: string
  today: string
  kinds: string[]
  /** what was booked and may be taken back */
  events: Choice[]
}) {
  const t = useTranslations('servicing')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [preview, setPreview] = useState<Preview | null>(null)
  // one key for what is shown: confirmed twice it is asked for once
  const [key, setKey] = useState('')
  const form = useZodForm<ChangeValues>(Values, {
    defaultValues: {
      kind: kinds[0] ?? 'WAIVER',
      amount: '',
      penalty: '',
      compound: '',
      annualRate: '',
      maturityDate: '',
      method: '',
      gracePeriods: null,
      repaymentDay: null,
      valueDate: today,
      eventId: events[0]?.value ?? '',
      consented: [],
      reason: '',
    },
  })
  const kind = form.watch('kind')
  const shows = (field: string) => FIELDS_OF[kind]?.includes(field)
  const send = async (values: ChangeValues): Promise<Result<unknown>> => {
    const change = changeOf(values)
    const from = shows('valueDate') && values.valueDate !== today ? { valueDate: values.valueDate } : {}
    if (!preview) {
      const shown = await previewLoanChangeAction({ loanId, change, ...from })
      if (shown.ok) {
        setPreview(shown.value)
        setKey(crypto.randomUUID())
        form.setValue('consented', [])
      }
      return shown
    }
    const asked = await requestLoanChangeAction(
      { loanId, change, reason: values.reason, ...from },
      { idempotencyKey: key },
    )
    if (asked.ok) {
      setOpen(false)
      setPreview(null)
      toast.ok(t('change.asked'))
      router.refresh()
    }
    return asked
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (!next) setPreview(null)
      }}
      title={t('change.title')}
      trigger={<Button>{t('change.title')}</Button>}
    >
      <Form form={form} action={send} guard={false} onRefused={() => undefined}>
        <fieldset disabled={preview !== null} className="space-y-3">
          <Field name="kind" label={t('change.kindLabel')}>
            <Select options={kinds.map((k) => ({ value: k, label: t(`change.kind.${k as 'WAIVER'}`) }))} />
          </Field>
          {shows('eventId') && (
            <Field name="eventId" label={t('change.event')} required>
              <Select options={events} />
            </Field>
          )}
          {shows('eventId') && events.length === 0 && (
            <p className="text-sm text-ink-2">{t('change.nothingToReverse')}</p>
          )}
          {shows('principal') && (
            <Field name="amount" label={t('change.renewalPrincipal')} hint={t('change.renewalPrincipalHint')}>
              <MoneyField />
            </Field>
          )}
          {shows('amount') && (
            <Field name="amount" label={t('change.amount')} required>
              <MoneyField />
            </Field>
          )}
          {shows('penalty') && (
            <Field name="penalty" label={t('change.penalty')}>
              <MoneyField />
            </Field>
          )}
          {shows('compound') && (
            <Field name="compound" label={t('change.compound')}>
              <MoneyField />
            </Field>
          )}
          {shows('maturityDate') && (
            <Field name="maturityDate" label={t('change.maturityDate')} required>
              <DateField />
            </Field>
          )}
          {shows('annualRate') && (
            <Field
              name="annualRate"
              label={t('change.annualRate')}
              hint={kind === 'RATE' ? undefined : t('change.rateHint')}
            >
              <RateField annual />
            </Field>
          )}
          {shows('method') && (
            <Field name="method" label={t('change.method')}>
              <Select
                options={[
                  { value: '', label: t('change.sameMethod') },
                  ...(['ANNUITY', 'EQUAL_PRINCIPAL', 'BULLET', 'INTEREST_AT_MATURITY'] as const).map((m) => ({
                    value: m,
                    label: t(`method.${m}`),
                  })),
                ]}
              />
            </Field>
          )}
          {shows('gracePeriods') && (
            <Field name="gracePeriods" label={t('change.gracePeriods')}>
              <NumberField min={0} max={36} />
            </Field>
          )}
          {shows('repaymentDay') && (
            <Field name="repaymentDay" label={t('change.repaymentDay')} hint={t('change.rateHint')}>
              <NumberField min={1} max={31} />
            </Field>
          )}
          {shows('valueDate') && (
            <Field name="valueDate" label={t('change.valueDate')} hint={t('change.valueDateHint')} required>
              <DateField max={today} />
            </Field>
          )}
          <Field name="reason" label={t('change.reason')} required>
            <Textarea rows={2} />
          </Field>
        </fieldset>
        {preview && <ChangePreview preview={preview} />}
        {preview && preview.guarantors.length > 0 && (
          <fieldset className="rounded-md border border-line px-4 py-3">
            <legend className="px-1 text-sm font-medium">{t('change.consents')}</legend>
            <p className="mb-2 text-sm text-ink-2">{t('change.consentsHint')}</p>
            <div className="grid gap-1.5">
              {preview.guarantors.map((name) => (
                <Checkbox
                  key={name}
                  label={name}
                  checked={form.watch('consented').includes(name)}
                  onChange={(on) =>
                    form.setValue(
                      'consented',
                      on
                        ? [...form.getValues('consented'), name]
                        : form.getValues('consented').filter((n) => n !== name),
                    )
                  }
                />
              ))}
            </div>
          </fieldset>
        )}
        <FormActions>
          {preview && (
            <Button type="button" onClick={() => setPreview(null)}>
              {t('repay.back')}
            </Button>
          )}
          <SubmitButton>{preview ? t('change.ask') : t('change.preview')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}
