'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { useZodForm } from '@/components/ui/use-zod-form'
import { beginSecondFactorAction, confirmSecondFactorAction } from '@/lib/platform/auth/actions'
import type { AppError } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'

const Code = z.strictObject({ code: z.string().trim().min(6, 'E_SECOND_FACTOR').max(40) })

/** Three steps: scan, confirm with a first code, keep the recovery codes. `next`: where to go afterwards. */
export function SecondFactorSetup({ next }: { next: string }) {
  const t = useTranslations('auth.secondFactor')
  const all = useTranslations() as unknown as Translate
  const [begun, setBegun] = useState<{ secret: string; qr: string } | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const [refused, setRefused] = useState<AppError | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useZodForm(Code, { defaultValues: { code: '' } })
  const begin = async () => {
    setBusy(true)
    const result = await beginSecondFactorAction()
    setBusy(false)
    if (result.ok) setBegun(result.value)
    else setRefused(result.error)
  }
  if (codes) {
    return (
      <div className="space-y-3">
        <p className="font-medium">{t('keepCodes')}</p>
        <ul className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md border border-line bg-sunken px-4 py-3 font-mono">
          {codes.map((c) => (
            <li key={c}>{c}</li>
          ))}
        </ul>
        <Button tone="primary" onClick={() => window.location.assign(next)}>
          {t('kept')}
        </Button>
      </div>
    )
  }
  if (!begun) {
    return (
      <div className="space-y-3">
        {refused && (
          <p role="alert" className="text-danger">
            {errorText(all, refused).detail}
          </p>
        )}
        <p>{t('what')}</p>
        <Button tone="primary" busy={busy} onClick={begin}>
          {t('begin')}
        </Button>
      </div>
    )
  }
  return (
    <Form
      form={form}
      action={confirmSecondFactorAction}
      guard={false}
      onSuccess={({ recoveryCodes }) => setCodes(recoveryCodes)}
    >
      <p>{t('scan')}</p>
      {/* biome-ignore lint/performance/noImgElement: a data address of a few kilobytes needs no optimisation */}
      <img src={begun.qr} alt={t('qrAlt')} className="size-48 rounded-md border border-line bg-white" />
      <p className="text-sm text-ink-2">
        {t('manually')} <code className="font-mono break-all text-ink">{begun.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <Field name="code" label={t('code')} required>
        <Input inputMode="numeric" autoComplete="one-time-code" className="font-mono tracking-widest" />
      </Field>
      <SubmitButton>{t('confirm')}</SubmitButton>
    </Form>
  )
}
