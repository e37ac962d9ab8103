'use client'
import { useTranslations } from 'next-intl'
import { z } from 'zod'
import { Field } from '@/components/ui/field'
import { Form, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { changePasswordAction } from '@/lib/platform/auth/actions'

const Passwords = z
  .strictObject({
    current: z.string().min(1),
    next: z.string().min(10).max(128),
    again: z.string().min(1),
  })
  .refine((v) => v.next === v.again, { path: ['again'], error: 'E_PASSWORD_AGAIN' })

/** Changes the own password. `next`: where to go afterwards; without it the page stays. */
export function PasswordForm({ next }: { next?: string }) {
  const t = useTranslations('auth.changePassword')
  const form = useZodForm(Passwords, { defaultValues: { current: '', next: '', again: '' } })
  return (
    <Form
      form={form}
      action={({ current, next: wanted }) => changePasswordAction({ current, next: wanted })}
      guard={false}
      onSuccess={() => {
        if (next) return window.location.assign(next)
        form.reset({ current: '', next: '', again: '' })
        toast.ok(t('done'))
      }}
    >
      <Field name="current" label={t('current')} required>
        <Input type="password" autoComplete="current-password" />
      </Field>
      <Field name="next" label={t('next')} hint={t('hint')} required>
        <Input type="password" autoComplete="new-password" />
      </Field>
      <Field name="again" label={t('again')} required>
        <Input type="password" autoComplete="new-password" />
      </Field>
      <SubmitButton>{t('submit')}</SubmitButton>
    </Form>
  )
}
