'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input, Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { useZodForm } from '@/components/ui/use-zod-form'
import { createWebhookAction, renewSecretAction } from '@/lib/webhooks/actions'

const Values = z.object({
  name: z.string().trim().min(2, 'E_REQUIRED').max(60),
  url: z.string().trim().min(8, 'E_REQUIRED').max(500),
  topics: z.string().trim().min(1, 'E_REQUIRED'),
})

/** A new endpoint; its secret is shown once. */
export function NewWebhook() {
  const t = useTranslations('webhooks')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const form = useZodForm<z.input<typeof Values>>(Values, { defaultValues: { name: '', url: 'https://', topics: '*' } })
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (!next && secret) router.refresh()
        if (next) setSecret(null)
      }}
      title={t('new')}
      description={t('newHint')}
      trigger={<Button tone="primary">{t('new')}</Button>}
    >
      {secret ? (
        <Secret secret={secret} />
      ) : (
        <Form
          form={form}
          guard={false}
          action={async (v) => {
            const r = await createWebhookAction({
              name: v.name,
              url: v.url,
              topics: v.topics.split(/[\s,]+/).filter(Boolean),
            })
            if (r.ok) setSecret(r.value.secret)
            return r
          }}
        >
          <Field name="name" label={t('col.name')} required>
            <Input autoComplete="off" />
          </Field>
          <Field name="url" label={t('col.url')} required>
            <Input inputMode="url" autoComplete="off" />
          </Field>
          <Field name="topics" label={t('col.topics')} hint={t('topicsHint')} required>
            <Textarea rows={2} />
          </Field>
          <FormActions>
            <SubmitButton>{t('new')}</SubmitButton>
          </FormActions>
        </Form>
      )}
    </Dialog>
  )
}

/** A new secret for an endpoint; the old one signs nothing from now on. */
export function RenewSecret({ webhookId }: { webhookId: string }) {
  const t = useTranslations('webhooks')
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <>
      <ReasonDialog
        trigger={<Button size="sm">{t('renew')}</Button>}
        title={t('renew')}
        description={t('renewHint')}
        confirmLabel={t('renew')}
        reason="none"
        action={() => renewSecretAction({ webhookId })}
        onDone={(value) => setSecret(value.secret)}
      />
      <Dialog open={secret !== null} onOpenChange={() => setSecret(null)} title={t('secret')}>
        {secret && <Secret secret={secret} />}
      </Dialog>
    </>
  )
}

function Secret({ secret }: { secret: string }) {
  const t = useTranslations('webhooks')
  return (
    <Notice tone="warn" title={t('secretOnce')}>
      <code className="block select-all break-all font-mono text-sm">{secret}</code>
      <span className="mt-2 block text-sm">{t('signature')}</span>
    </Notice>
  )
}
