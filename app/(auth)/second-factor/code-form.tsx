'use client'
import { useTranslations } from 'next-intl'
import { z } from 'zod'
import { Field } from '@/components/ui/field'
import { Form, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { useZodForm } from '@/components/ui/use-zod-form'
import { passSecondFactorAction } from '@/lib/platform/auth/actions'

const Code = z.strictObject({ code: z.string().trim().min(6, 'E_SECOND_FACTOR').max(40) })

export function CodeForm({ next }: { next: string }) {
  const t = useTranslations('auth.secondFactor')
  const form = useZodForm(Code, { defaultValues: { code: '' } })
  // A full load, not a soft one: every page then sees the passed session.
  return (
    <Form form={form} action={passSecondFactorAction} guard={false} onSuccess={() => window.location.assign(next)}>
      <Field name="code" label={t('code')} hint={t('codeHint')} required>
        <Input inputMode="text" autoComplete="one-time-code" autoFocus className="font-mono tracking-widest" />
      </Field>
      <SubmitButton>{t('submit')}</SubmitButton>
    </Form>
  )
}
