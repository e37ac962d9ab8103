'use client'
import { MapPin } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { RadioGroup } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input, Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { completeVisitAction } from '@/lib/monitoring/actions'
import type { Result } from '@/lib/platform/errors'

const Values = z.object({
  result: z.enum(['SATISFACTORY', 'ATTENTION']),
  useOfFunds: z.enum(['PROVEN', 'NOT_PROVEN', 'MISUSED', 'NOT_CHECKED']),
  stall: z.enum(['OPEN', 'CLOSED', 'TRANSFERRED']),
  willing: z.enum(['yes', 'no']),
  stock: z.string().regex(/^-?\d{0,3}$/, 'E_NUMBER'),
  note: z.string().max(2000),
  marketInformation: z.string().max(2000),
  counterSignedBy: z.string().max(60),
})
type Values = z.input<typeof Values>
type Request = Parameters<typeof completeVisitAction>[0]

/** The visit on a phone. Without a line it is kept on the phone under its own key and sent when the line is back: never lost, never doubled. */
export function VisitFormCard({ visitId, onsite, withLoan }: { visitId: string; onsite: boolean; withLoan: boolean }) {
  const t = useTranslations('monitoring.visit')
  const router = useRouter()
  const [place, setPlace] = useState<{ latitude: string; longitude: string } | null>(null)
  const [noPlace, setNoPlace] = useState(false)
  const [waiting, setWaiting] = useState(false)
  const key = useRef(crypto.randomUUID())
  const slot = `visit:${visitId}`
  const form = useZodForm<Values>(Values, {
    defaultValues: {
      result: 'SATISFACTORY',
      useOfFunds: 'NOT_CHECKED',
      stall: 'OPEN',
      willing: 'yes',
      stock: '',
      note: '',
      marketInformation: '',
      counterSignedBy: '',
    },
  })

  const deliver = async (request: Request): Promise<Result<unknown>> => {
    try {
      const r = await completeVisitAction(request)
      localStorage.removeItem(slot)
      setWaiting(false)
      if (r.ok) {
        toast.ok(t('saved'))
        router.refresh()
      }
      return r
    } catch {
      localStorage.setItem(slot, JSON.stringify(request))
      setWaiting(true)
      return { ok: true, value: null }
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was kept is sent once, when the page opens or the line comes back
  useEffect(() => {
    const send = () => {
      const kept = localStorage.getItem(slot)
      if (kept) void deliver(JSON.parse(kept) as Request)
    }
    send()
    window.addEventListener('online', send)
    return () => window.removeEventListener('online', send)
  }, [slot])

  const submit = (v: Values) =>
    deliver({
      visitId,
      clientKey: key.current,
      ...(place ?? {}),
      ...(v.counterSignedBy ? { counterSignedBy: v.counterSignedBy } : {}),
      form: {
        result: v.result,
        useOfFunds: v.useOfFunds,
        note: v.note,
        marketInformation: v.marketInformation,
        ...(withLoan ? { stall: v.stall, willingToGuarantee: v.willing === 'yes' } : {}),
        ...(v.stock && v.stock !== '-' ? { stockChangePercent: Number(v.stock) } : {}),
      },
    })
  const words = <K extends string>(keys: readonly K[]) => keys.map((k) => ({ value: k, label: t(k as 'yes') }))
  return (
    <Card>
      {waiting && (
        <Notice tone="warn" live className="mb-3">
          {t('offline')}
        </Notice>
      )}
      <Form form={form} action={submit}>
        <Field name="result" label={t('result')} required>
          <RadioGroup inline options={words(['SATISFACTORY', 'ATTENTION'] as const)} />
        </Field>
        <Field name="useOfFunds" label={t('useOfFunds')}>
          <RadioGroup inline options={words(['PROVEN', 'NOT_PROVEN', 'MISUSED', 'NOT_CHECKED'] as const)} />
        </Field>
        {withLoan && (
          <>
            <Field name="stall" label={t('stall')}>
              <RadioGroup inline options={words(['OPEN', 'CLOSED', 'TRANSFERRED'] as const)} />
            </Field>
            <Field name="willing" label={t('willing')}>
              <RadioGroup inline options={words(['yes', 'no'] as const)} />
            </Field>
            <Field name="stock" label={t('stock')}>
              <Input inputMode="numeric" className="max-w-32" />
            </Field>
          </>
        )}
        <Field name="note" label={t('note')}>
          <Textarea rows={3} count maxLength={2000} />
        </Field>
        <Field name="marketInformation" label={t('info')} hint={t('infoHint')}>
          <Textarea rows={2} maxLength={2000} />
        </Field>
        {onsite && withLoan && (
          <Field name="counterSignedBy" label={t('sign')} required>
            <Input autoComplete="off" className="max-w-64" />
          </Field>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button
            type="button"
            onClick={() =>
              navigator.geolocation?.getCurrentPosition(
                (p) => setPlace({ latitude: p.coords.latitude.toFixed(6), longitude: p.coords.longitude.toFixed(6) }),
                () => setNoPlace(true),
                { timeout: 8000 },
              )
            }
          >
            <MapPin aria-hidden />
            {place ? t('placed') : t('place')}
          </Button>
          {noPlace && !place && <span className="text-sm text-ink-2">{t('noPlace')}</span>}
        </div>
        <FormActions>
          <SubmitButton>{t('save')}</SubmitButton>
        </FormActions>
      </Form>
    </Card>
  )
}
