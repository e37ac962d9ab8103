'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { DateField } from '@/components/ui/date-field'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { MoneyField } from '@/components/ui/money-field'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import type { Result } from '@/lib/platform/errors'
import { previewRepaymentAction, repayLoanAction } from '@/lib/servicing/actions'
import { PAYMENT_SOURCES } from '@/lib/servicing/rules/payment-source'
import { AllocationPreview, type RepaymentPreview } from './allocation-preview'

const Input = z.object({
  amount: z.string().regex(/^\d{1,15}(\.\d{1,2})?$/, 'E_NUMBER'),
  valueDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE'),
  source: z.enum(PAYMENT_SOURCES),
  surplus: z.enum(['SUSPENSE', 'KEEP_TERM', 'KEEP_INSTALMENT']),
})
type Input = z.input<typeof Input>

/** Repayment entry: the allocation is shown first and booked as shown. */
export function RepayDialog({
  loanId,
  due,
  payoff,
  today,
}: {
  loanId: string
  due: string
  payoff: string
  today: string
}) {
  const t = useTranslations('servicing')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [preview, setPreview] = useState<RepaymentPreview | null>(null)
  // one key for what is shown: confirmed twice, also after a lost answer, it is booked once
  const [key, setKey] = useState('')
  const form = useZodForm<Input>(Input, {
    defaultValues: { amount: due, valueDate: today, source: 'CUSTOMER', surplus: 'SUSPENSE' },
  })
  const send = async ({ surplus, ...values }: Input): Promise<Result<unknown>> => {
    const prepay = surplus === 'SUSPENSE' ? {} : { prepay: surplus }
    if (!preview) {
      const { source: _, ...asked } = values
      const shown = await previewRepaymentAction({ loanId, ...asked, ...prepay })
      if (shown.ok) {
        setPreview(shown.value)
        setKey(crypto.randomUUID())
      }
      return shown
    }
    const booked = await repayLoanAction({ loanId, ...values, ...prepay }, { idempotencyKey: key })
    if (booked.ok) {
      setOpen(false)
      setPreview(null)
      toast.ok(t('repay.done'))
      router.refresh()
    }
    return booked
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (!next) setPreview(null)
      }}
      title={t('page.repay')}
      trigger={<Button tone="primary">{t('page.repay')}</Button>}
    >
      <Form form={form} action={send} guard={false} onRefused={() => setPreview(null)}>
        <fieldset disabled={preview !== null} className="space-y-3">
          <Field name="amount" label={t('repay.amount')} required>
            <MoneyField />
          </Field>
          <div className="flex flex-wrap gap-2 text-sm">
            <Button type="button" size="sm" onClick={() => form.setValue('amount', due)}>
              {t('repay.fillDue')}
            </Button>
            <Button
              type="button"
              size="sm"
              onClick={() => {
                form.setValue('amount', payoff)
                form.setValue('surplus', 'KEEP_TERM')
              }}
            >
              {t('repay.fillPayoff')}
            </Button>
          </div>
          <Field name="valueDate" label={t('repay.valueDate')} hint={t('repay.valueDateHint')} required>
            <DateField max={today} />
          </Field>
          <Field name="source" label={t('repay.source')}>
            <Select options={Input.shape.source.options.map((s) => ({ value: s, label: t(`source.${s}`) }))} />
          </Field>
          <Field name="surplus" label={t('repay.beyondDue')}>
            <Select options={Input.shape.surplus.options.map((s) => ({ value: s, label: t(`repay.beyond.${s}`) }))} />
          </Field>
        </fieldset>
        {preview && <AllocationPreview preview={preview} />}
        <FormActions>
          {preview && (
            <Button type="button" onClick={() => setPreview(null)}>
              {t('repay.back')}
            </Button>
          )}
          <SubmitButton>{preview ? t('repay.confirm') : t('repay.preview')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}
