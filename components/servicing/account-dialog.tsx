'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Switch } from '@/components/ui/choice'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input as TextInput } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { proposeAccountAction } from '@/lib/servicing/actions'

const KINDS = ['ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE', 'OFF_BALANCE'] as const
const Values = z.object({
  code: z.string().regex(/^[0-9A-Z.]{3,20}$/, 'E_ACCOUNT_CODE'),
  nameZh: z.string().trim().min(1, 'E_REQUIRED').max(60),
  nameEn: z.string().trim().min(1, 'E_REQUIRED').max(80),
  kind: z.enum(KINDS),
  glCode: z.string().trim().max(40),
  closed: z.boolean(),
  reason: z.string().trim().min(2, 'E_REQUIRED').max(500),
})
type Values = z.input<typeof Values>

/** Proposes an account of the bank's chart: a new one, or other names, another account of the bank's own ledger, or its end. */
export function AccountDialog({
  account,
}: {
  account?: { code: string; nameZh: string; nameEn: string; kind: string; glCode: string; closed: boolean }
}) {
  const t = useTranslations('servicing.ledger')
  const c = useTranslations('servicing.col')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const form = useZodForm<Values>(Values, {
    defaultValues: account
      ? { ...account, kind: account.kind as Values['kind'], reason: '' }
      : { code: '', nameZh: '', nameEn: '', kind: 'ASSET', glCode: '', closed: false, reason: '' },
  })
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={account ? `${account.code} ${t('edit')}` : t('newAccount')}
      trigger={<Button size={account ? 'sm' : undefined}>{account ? t('edit') : t('newAccount')}</Button>}
    >
      <Form
        form={form}
        guard={false}
        action={async ({ glCode, ...v }) => {
          const r = await proposeAccountAction({ ...v, ...(glCode ? { glCode } : {}) })
          if (r.ok) {
            setOpen(false)
            toast.ok(t('proposed'))
            router.refresh()
          }
          return r
        }}
      >
        {!account && (
          <Field name="code" label={c('code')} required>
            <TextInput />
          </Field>
        )}
        <Field name="nameZh" label={t('nameZh')} required>
          <TextInput />
        </Field>
        <Field name="nameEn" label={t('nameEn')} required>
          <TextInput />
        </Field>
        {!account && (
          <Field name="kind" label={t('accountKind')}>
            <Select options={KINDS.map((k) => ({ value: k, label: t(`kind.${k}`) }))} />
          </Field>
        )}
        <Field name="glCode" label={t('glCode')} hint={t('glCodeHint')}>
          <TextInput />
        </Field>
        {account && (
          <Field name="closed" label={t('closedAccount')}>
            <Switch />
          </Field>
        )}
        <Field name="reason" label={t('reason')} required>
          <TextInput />
        </Field>
        <FormActions>
          <SubmitButton>{t('propose')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}
