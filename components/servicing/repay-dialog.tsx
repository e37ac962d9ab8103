'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { DateField } from '@/components/ui/date-field'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Money } from '@/components/ui/money'
import { MoneyField } from '@/components/ui/money-field'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import type { Result } from '@/lib/platform/errors'
import { previewRepaymentAction, repayLoanAction } from '@/lib/servicing/actions'

const Input = z.object({
  amount: z.string().regex(/^\d{1,15}(\.\d{1,2})?$/, 'E_NUMBER'),
  valueDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE'),
  source: z.enum(['CUSTOMER', 'AUTO_DEBIT', 'TRANSFER', 'CASH', 'GUARANTOR', 'OPERATOR']),
})
type Input = z.input<typeof Input>
type Preview = Extract<Awaited<ReturnType<typeof previewRepaymentAction>>, { ok: true }>['value']

/** Repayment entry: the allocation is shown first and booked as shown. */
export function RepayDialog({ loanId, due, today }: { loanId: string; due: string; today: string }) {
  const t = useTranslations('servicing')
  const locale = useLocale()
  const [open, setOpen] = useState(false)
  const [preview, setPreview] = useState<Preview | null>(null)
  const form = useZodForm<Input>(Input, { defaultValues: { amount: due, valueDate: today, source: 'CUSTOMER' } })
  const send = async (values: Input): Promise<Result<unknown>> => {
    if (!preview) {
      const shown = await previewRepaymentAction({ loanId, amount: values.amount, valueDate: values.valueDate })
      if (shown.ok) setPreview(shown.value)
      return shown
    }
    const booked = await repayLoanAction({ loanId, ...values }, { idempotencyKey: crypto.randomUUID() })
    if (booked.ok) {
      setOpen(false)
      setPreview(null)
      toast.ok(t('repay.done'))
    }
    return booked
  }
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('page.repay')}
      trigger={<Button tone="primary">{t('page.repay')}</Button>}
    >
      <Form form={form} action={send} guard={false} onRefused={() => setPreview(null)}>
        <Field name="amount" label={t('repay.amount')} required>
          <MoneyField />
        </Field>
        <Field name="valueDate" label={t('repay.valueDate')} required>
          <DateField max={today} />
        </Field>
        <Field name="source" label={t('repay.source')}>
          <Select options={Input.shape.source.options.map((s) => ({ value: s, label: t(`source.${s}`) }))} />
        </Field>
        {preview && (
          <div className="rounded-md border border-line bg-sunken px-4 py-3 text-sm" aria-live="polite" lang={locale}>
            {preview.lines.length === 0 && <p>{t('repay.nothing')}</p>}
            {preview.lines.map((l) => (
              <p key={l.no} className="flex justify-between gap-4">
                <span>{`${t('repay.no', { no: l.no })} ${l.dueDate}`}</span>
                <span className="figure">
                  {t('repay.interest')} <Money value={l.interest} suffix={false} /> · {t('repay.principal')}{' '}
                  <Money value={l.principal} suffix={false} />
                </span>
              </p>
            ))}
            <p className="mt-1 flex justify-between border-t border-line pt-1 font-medium">
              <span>{t('repay.surplus')}</span>
              <Money value={preview.surplus} />
            </p>
          </div>
        )}
        <FormActions>
          {preview && (
            <Button type="button" onClick={() => setPreview(null)}>
              {t('repay.preview')}
            </Button>
          )}
          <SubmitButton>{preview ? t('repay.confirm') : t('repay.preview')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}
