'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { z } from 'zod'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Checkbox } from '@/components/ui/choice'
import { Field, FieldFrame } from '@/components/ui/field'
import { Form, FormActions, FormSection, SubmitButton } from '@/components/ui/form'
import { Input, Textarea } from '@/components/ui/input'
import { MoneyField } from '@/components/ui/money-field'
import { Notice } from '@/components/ui/notice'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { submitReturnAction } from '@/lib/monitoring/actions'
import type { AppError } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'

const COUNTS = ['stallsTotal', 'stallsOccupied', 'footfall', 'footfallLastYear', 'merchantsAtStart', 'merchantsJoined', 'merchantsLeft', 'complaints'] as const // biome-ignore format: one line
const MONEY = ['feesDue', 'feesCollected'] as const
const EVENTS = ['LEGAL_REP_CHANGED', 'CONTROLLER_CHANGED', 'CASUALTIES', 'RELOCATION_RUMOUR_VERIFIED', 'RELOCATION_NOTICE_PUBLISHED', 'RELOCATION_DATE_FIXED', 'GROUP_EVENT'] as const // biome-ignore format: one line

const count = z.string().regex(/^\d{1,9}$/, 'E_NUMBER')
const money = z.string().regex(/^\d{1,12}(\.\d{1,2})?$/, 'E_NUMBER')
const Values = z.object({
  ...(Object.fromEntries(COUNTS.map((c) => [c, count])) as Record<(typeof COUNTS)[number], typeof count>),
  feesDue: money,
  feesCollected: money,
  closedDays: count,
  equityChange: z.string().regex(/^\d{1,3}(\.\d{1,2})?$/, 'E_NUMBER'),
  incident: z.boolean(),
  events: z.record(z.string(), z.boolean()),
  note: z.string().max(1000),
})
type Values = z.input<typeof Values>

/** The figures of the month, filled in on the page; the merchants' lines come with a workbook. */
export function ReturnForm({
  returnId,
  rows,
  before,
}: {
  returnId: string
  rows: number
  before: Record<string, unknown> | null
}) {
  const t = useTranslations('monitoring')
  const router = useRouter()
  const was = (key: string, otherwise = '') => (before?.[key] === undefined ? otherwise : String(before[key]))
  const form = useZodForm<Values>(Values, {
    defaultValues: {
      ...(Object.fromEntries(COUNTS.map((c) => [c, was(c, c === 'complaints' ? '0' : '')])) as Record<
        (typeof COUNTS)[number],
        string
      >),
      feesDue: before ? yuanText(before.feesDueFen) : '',
      feesCollected: before ? yuanText(before.feesCollectedFen) : '',
      closedDays: was('closedDays', '0'),
      equityChange: before ? String(Number(before.equityChangePpm) / 10_000) : '0',
      incident: before?.incident === true,
      events: Object.fromEntries(EVENTS.map((e) => [e, ((before?.events as string[]) ?? []).includes(e)])),
      note: was('note'),
    },
  })
  return (
    <div className="space-y-4">
      <RowsUpload returnId={returnId} rows={rows} />
      <Card title={t('return.figures')}>
        <Form
          form={form}
          action={async ({ events, ...v }) => {
            const r = await submitReturnAction({
              returnId,
              figures: { ...v, events: EVENTS.filter((e) => events[e]) },
            })
            if (r.ok) {
              toast.ok(t('return.sent'))
              router.refresh()
            }
            return r.ok ? r : { ...r, error: withoutPrefix(r.error) }
          }}
        >
          <FormSection title={t('return.market')} columns={3}>
            {COUNTS.map((c) => (
              <Field key={c} name={c} label={t(`return.figure.${c}`)} required>
                <Input inputMode="numeric" autoComplete="off" />
              </Field>
            ))}
            {MONEY.map((c) => (
              <Field key={c} name={c} label={t(`return.figure.${c}`)} required>
                <MoneyField />
              </Field>
            ))}
          </FormSection>
          <FormSection title={t('return.events')} columns={3}>
            <Field name="incident" label={t('return.figure.incident')} hideLabel>
              <Checkbox label={t('return.figure.incident')} />
            </Field>
            <Field name="closedDays" label={t('return.figure.closedDays')}>
              <Input inputMode="numeric" className="max-w-32" />
            </Field>
            <Field name="equityChange" label={t('return.figure.equityChange')}>
              <Input inputMode="decimal" className="max-w-32" />
            </Field>
            {EVENTS.map((e) => (
              <Field key={e} name={`events.${e}`} label={t(`events.${e}`)} hideLabel>
                <Checkbox label={t(`events.${e}`)} />
              </Field>
            ))}
          </FormSection>
          <Field name="note" label={t('return.figure.note')}>
            <Textarea rows={3} maxLength={1000} />
          </Field>
          <FormActions>
            <SubmitButton>{t('return.submit')}</SubmitButton>
          </FormActions>
        </Form>
      </Card>
    </div>
  )
}

/** Fields of the command stand under `figures`; on the page they stand alone. */
const withoutPrefix = (e: AppError): AppError => ({
  ...e,
  fields: e.fields.map((f) => ({ ...f, path: f.path.replace(/^figures\./, '') })),
})

function yuanText(fen: unknown): string {
  const digits = String(fen ?? '0').padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** The lines of the merchants: taken away filled in as far as we know, brought back changed. */
function RowsUpload({ returnId, rows }: { returnId: string; rows: number }) {
  const t = useTranslations('monitoring.return')
  const all = useTranslations() as unknown as Translate
  const router = useRouter()
  const id = useId()
  const [refused, setRefused] = useState<AppError | null>(null)
  const [busy, setBusy] = useState(false)
  const problem = refused && errorText(all, refused)
  const send = async (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    setRefused(null)
    const body = new FormData()
    body.set('file', file)
    try {
      const answer = await fetch(`/api/v1/returns/${returnId}/workbook`, { method: 'POST', body })
      if (answer.ok) {
        toast.ok(t('rowsTaken'))
        router.refresh()
      } else setRefused((await answer.json()) as AppError)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card
      title={t('rows')}
      description={t('rowsHint', { count: rows })}
      actions={<ButtonLink href={`/api/v1/returns/${returnId}/workbook`}>{t('download')}</ButtonLink>}
    >
      {problem && (
        <Notice tone="danger" title={problem.title} live className="mb-3">
          {problem.detail}
        </Notice>
      )}
      <FieldFrame id={id} label={t('upload')}>
        <input
          id={id}
          type="file"
          disabled={busy}
          accept=".xlsx,.csv"
          className="block w-full text-sm file:mr-3 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:py-1.5"
          onChange={(e) => void send(e.target.files?.[0])}
        />
      </FieldFrame>
    </Card>
  )
}
