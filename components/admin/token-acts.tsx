'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { NumberField } from '@/components/ui/number-field'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { Select } from '@/components/ui/select'
import { useZodForm } from '@/components/ui/use-zod-form'
import { createTokenAction, revokeTokenAction } from '@/lib/admin/actions'
import { NewToken } from '@/lib/admin/schema'
import { SecretOnce } from './secret-once'

export function NewTokenDialog() {
  const t = useTranslations('admin')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [token, setToken] = useState<string | null>(null)
  const form = useZodForm(NewToken, { defaultValues: { name: '', scope: 'READ', days: '90' } })
  const close = () => {
    setOpen(false)
    setToken(null)
    router.refresh()
  }
  return (
    <Dialog
      trigger={<Button>{t('tokens.new')}</Button>}
      open={open}
      onOpenChange={(next) => (next ? setOpen(true) : close())}
      title={t('tokens.new')}
    >
      {token ? (
        <SecretOnce label={t('secret.token')} secret={token} onClose={close} />
      ) : (
        <Form form={form} action={createTokenAction} guard={false} onSuccess={(v) => setToken(v.token)}>
          <Field name="name" label={t('tokens.name')} required>
            <Input />
          </Field>
          <Field name="scope" label={t('tokens.scope')} required>
            <Select options={(['READ', 'FULL'] as const).map((value) => ({ value, label: t(`scope.${value}`) }))} />
          </Field>
          <Field name="days" label={t('tokens.days')} required>
            <NumberField min={1} max={365} step={1} />
          </Field>
          <FormActions>
            <SubmitButton>{t('tokens.new')}</SubmitButton>
          </FormActions>
        </Form>
      )}
    </Dialog>
  )
}

export function RevokeToken({ tokenId, name }: { tokenId: string; name: string }) {
  const t = useTranslations('admin.tokens')
  return (
    <ReasonDialog
      trigger={
        <Button size="sm" tone="danger-quiet">
          {t('revoke')}
        </Button>
      }
      title={t('revoke')}
      description={t('revokeText', { name })}
      confirmLabel={t('revoke')}
      tone="danger"
      reason="none"
      action={() => revokeTokenAction({ tokenId })}
    />
  )
}
