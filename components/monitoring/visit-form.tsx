'use client'
import { MapPin } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import type { Proof } from '@/components/evidence/proof-list'
import { currentPlace } from '@/components/evidence/upload'
import { useOutbox } from '@/components/field/use-outbox'
import { Waiting } from '@/components/field/waiting'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { RadioGroup } from '@/components/ui/choice'
import { DateField } from '@/components/ui/date-field'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { useZodForm } from '@/components/ui/use-zod-form'
import { faultsOf, type Question } from '@/lib/monitoring/rules/templates'
import { TemplateFields } from './template-fields'
import { InspectionPhotos } from './visit-photos'

const Values = z.object({
  result: z.enum(['SATISFACTORY', 'ATTENTION']),
  useOfFunds: z.enum(['PROVEN', 'NOT_PROVEN', 'MISUSED', 'NOT_CHECKED']),
  stall: z.enum(['OPEN', 'CLOSED', 'TRANSFERRED']),
  willing: z.enum(['yes', 'no']),
  stock: z.string().regex(/^-?\d{0,3}$/, 'E_NUMBER'),
  note: z.string().max(2000),
  marketInformation: z.string().max(2000),
  counterSignedBy: z.string().max(60),
  followUp: z.string().max(300),
  followUpOn: z.string(),
  gapReason: z.string().max(500),
  answers: z.record(z.string(), z.string()),
})
type Values = z.input<typeof Values>

/**
 * The visit on a phone: check-in and photos on the spot, then the form. Without a line each is kept on the phone under its
 * own key and sent when the line is back: never lost, never doubled.
 */
export function VisitFormCard({
  login,
  visitId,
  onsite,
  withLoan,
  planned,
  checkedInAt,
  photos,
  template,
}: {
  login: string
  visitId: string
  onsite: boolean
  withLoan: boolean
  /** of the month's plan: closed without check-in, photos or counter-sign it needs a reason */
  planned: boolean
  checkedInAt: string | null
  photos: Proof[]
  /** what this kind of inspection asks */
  template: Question[]
}) {
  const t = useTranslations('monitoring.visit')
  const field = useTranslations('manager.field')
  const router = useRouter()
  const [noPlace, setNoPlace] = useState(false)
  const [place, setPlace] = useState<{ latitude: string; longitude: string } | null>(null)
  const { run, problem, busy } = useAct()
  const kept = useOutbox(login, `visit:${visitId}`, () => router.refresh())
  const waitsForLine = kept.waiting.some((r) => r.act === 'visit.complete' && !r.refused)
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
      followUp: '',
      followUpOn: '',
      gapReason: '',
      answers: Object.fromEntries(template.map((q) => [q.key, ''])),
    },
  })
  const arrive = () =>
    run(async () => {
      const here = await currentPlace()
      setNoPlace(here === null)
      if (!here) return { ok: true, value: null }
      const answer = await kept.submit('visit.checkIn', { visitId, ...here })
      if (answer.ok) setPlace(here)
      return answer
    })
  const submit = async (v: Values) => {
    const answers = Object.fromEntries(Object.entries(v.answers).filter(([, given]) => given !== ''))
    // looked at here too: what is kept without a line would come back refused much later
    const faults = faultsOf(template, answers)
    if (faults.length > 0) {
      const fields = faults.map((f) => ({ path: `answers.${f.key}`, code: f.code }))
      return { ok: false as const, error: { code: 'E_ANSWERS', status: 422, params: {}, fields } }
    }
    const answer = await kept.submit('visit.complete', {
      visitId,
      clientKey: crypto.randomUUID(),
      ...(place ?? {}),
      ...(v.counterSignedBy ? { counterSignedBy: v.counterSignedBy } : {}),
      ...(v.gapReason ? { gapReason: v.gapReason } : {}),
      form: {
        result: v.result,
        ...(withLoan ? { useOfFunds: v.useOfFunds } : {}),
        note: v.note,
        marketInformation: v.marketInformation,
        answers,
        ...(withLoan ? { stall: v.stall, willingToGuarantee: v.willing === 'yes' } : {}),
        ...(v.stock && v.stock !== '-' ? { stockChangePercent: Number(v.stock) } : {}),
        ...(v.followUp && v.followUpOn ? { followUps: [{ what: v.followUp, dueOn: v.followUpOn }] } : {}),
      },
    })
    if (answer.ok) toast.ok(answer.kept ? field('kept') : t('saved'))
    return answer
  }
  const words = <K extends string>(keys: readonly K[]) => keys.map((k) => ({ value: k, label: t(k as 'yes') }))
  return (
    <Card>
      <div className="mb-4 space-y-3">
        <Waiting waiting={kept.waiting} onAgain={(r) => void kept.again(r)} onDiscard={(id) => void kept.discard(id)} />
        {onsite && (
          <div className="flex flex-wrap items-center gap-3">
            <Button busy={busy} onClick={() => void arrive()}>
              <MapPin aria-hidden />
              {checkedInAt || place ? t('checkedIn') : t('checkIn')}
            </Button>
            {noPlace && <span className="text-sm text-ink-2">{t('noPlace')}</span>}
          </div>
        )}
        {problem}
        <InspectionPhotos login={login} visitId={visitId} photos={photos} mayAdd onChanged={() => router.refresh()} />
      </div>
      <Form form={form} action={submit}>
        <Field name="result" label={t('result')} required>
          <RadioGroup inline options={words(['SATISFACTORY', 'ATTENTION'] as const)} />
        </Field>
        {withLoan && (
          <>
            <Field name="useOfFunds" label={t('useOfFunds')}>
              <RadioGroup inline options={words(['PROVEN', 'NOT_PROVEN', 'MISUSED', 'NOT_CHECKED'] as const)} />
            </Field>
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
        <TemplateFields template={template} />
        <Field name="note" label={t('note')}>
          <Textarea rows={3} count maxLength={2000} />
        </Field>
        <Field name="marketInformation" label={t('info')} hint={t('infoHint')}>
          <Textarea rows={2} maxLength={2000} />
        </Field>
        {onsite && withLoan && (
          <Field name="counterSignedBy" label={t('sign')} required={!planned}>
            <Input autoComplete="off" className="max-w-64" />
          </Field>
        )}
        <div className="grid gap-3 sm:grid-cols-[2fr_1fr]">
          <Field name="followUp" label={t('followUp')}>
            <Input autoComplete="off" maxLength={300} />
          </Field>
          <Field name="followUpOn" label={t('followUpOn')}>
            <DateField />
          </Field>
        </div>
        {planned && (
          <Field name="gapReason" label={t('gap')} hint={t('gapHint')}>
            <Input autoComplete="off" maxLength={500} />
          </Field>
        )}
        <FormActions>{!waitsForLine && <SubmitButton>{t('save')}</SubmitButton>}</FormActions>
      </Form>
    </Card>
  )
}
