'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { proposeRuleAction } from '@/lib/servicing/actions'

const Values = z.object({
  debit: z.string(),
  credit: z.string(),
  reason: z.string().trim().min(2, 'E_REQUIRED').max(500),
})

/** Proposes that a part of a business event goes to other accounts. */
export function RuleDialog({
  rule,
  accounts,
}: {
  rule: { event: string; part: string; debit: string; credit: string }
  accounts: { value: string; label: string }[]
}) {
  const t = useTranslations('servicing')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const form = useZodForm<z.input<typeof Values>>(Values, {
    defaultValues: { debit: rule.debit, credit: rule.credit, reason: '' },
  })
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`${t(`event.${rule.event as 'REPAYMENT'}`)} · ${t(`ledger.part.${rule.part as 'principal'}`)}`}
      trigger={<Button size="sm">{t('ledger.edit')}</Button>}
    >
      <Form
        form={form}
        guard={false}
        action={async (v) => {
          const r = await proposeRuleAction({ event: rule.event as 'REPAYMENT', part: rule.part, ...v })
          if (r.ok) {
            setOpen(false)
            toast.ok(t('ledger.proposed'))
            router.refresh()
          }
          return r
        }}
      >
        <Field name="debit" label={t('col.debit')}>
          <Select options={accounts} />
        </Field>
        <Field name="credit" label={t('col.credit')}>
          <Select options={accounts} />
        </Field>
        <Field name="reason" label={t('ledger.reason')} required>
          <Input />
        </Field>
        <FormActions>
          <SubmitButton>{t('ledger.propose')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}
