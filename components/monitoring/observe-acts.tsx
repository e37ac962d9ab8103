'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { ActDialog } from '@/components/ui/act-dialog'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { importFeedAction, recordObservationsAction } from '@/lib/monitoring/actions'

type Indicator = { code: string; object: string; readings: Record<string, string>; events: string[] }

const Values = z.object({
  code: z.string().min(1, 'E_REQUIRED'),
  object: z.string().trim().min(1, 'E_REQUIRED').max(60),
  what: z.string().min(1, 'E_REQUIRED'),
  value: z.string().regex(/^(-?\d{1,9}(\.\d{1,4})?)?$/, 'E_NUMBER'),
  note: z.string().max(500),
})

const FEEDS = ['ACCOUNT', 'POS', 'BUREAU', 'LITIGATION'] as const

/** What somebody has learned is written down here and evaluated at once; feeds come in as files where no system sends them. */
export function ObserveActs({ indicators }: { indicators: Indicator[] }) {
  const t = useTranslations('monitoring')
  return (
    <span className="flex flex-wrap gap-2">
      <ActDialog
        label={t('feed.act')}
        title={t('feed.title')}
        description={t('feed.hint')}
        size="md"
        fields={[
          {
            name: 'feed',
            label: t('feed.feed'),
            kind: 'choice',
            required: true,
            value: 'ACCOUNT',
            options: FEEDS.map((f) => ({ value: f, label: t(`feed.feeds.${f}`) })),
          },
          { name: 'csv', label: t('feed.file'), kind: 'csv', required: true, hint: t('feed.columns') },
        ]}
        action={importFeedAction}
        done={t('feed.done')}
      />
      <Observe indicators={indicators} />
    </span>
  )
}

function Observe({ indicators }: { indicators: Indicator[] }) {
  const t = useTranslations('monitoring')
  const [open, setOpen] = useState(false)
  const form = useZodForm<z.input<typeof Values>>(Values, {
    defaultValues: { code: 'W-M05', object: '', what: '', value: '', note: '' },
  })
  const [code, what] = form.watch(['code', 'what'])
  const indicator = indicators.find((i) => i.code === code)
  const unit = indicator?.readings[what]
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('observe.title')}
      description={t('observe.hint')}
      trigger={<Button tone="primary">{t('observe.act')}</Button>}
    >
      <Form
        form={form}
        guard={false}
        action={async (v) => {
          const r = await recordObservationsAction({
            observations: [
              {
                code: v.code,
                object: v.object,
                ...(unit ? { reading: v.what, value: v.value || '0' } : { event: v.what }),
                ...(v.note ? { note: v.note } : {}),
              },
            ],
          })
          if (r.ok) {
            setOpen(false)
            toast.ok(t('observe.done', { count: r.value.signals.length }))
          }
          return r
        }}
      >
        <Field name="code" label={t('col.code')} required>
          <Select
            options={indicators.map((i) => ({
              value: i.code,
              label: `${i.code} ${t(`warnings.${i.code as 'W-C01'}`)}`,
            }))}
          />
        </Field>
        <Field
          name="object"
          label={t('col.object')}
          required
          hint={indicator && t(`observe.object.${indicator.object as 'market'}`)}
        >
          <Input autoComplete="off" />
        </Field>
        <Field name="what" label={t('observe.what')} required>
          <Select
            placeholder=""
            options={[
              ...Object.keys(indicator?.readings ?? {}).map((r) => ({
                value: r,
                label: t(`readings.${r as 'occupancy'}`),
              })),
              ...(indicator?.events ?? []).map((e) => ({ value: e, label: t(`events.${e as 'DEATH'}`) })),
            ]}
          />
        </Field>
        {unit && (
          <Field name="value" label={t('col.value')} hint={t(`observe.unit.${unit as 'PPM'}`)} required>
            <Input inputMode="decimal" className="max-w-40" />
          </Field>
        )}
        <Field name="note" label={t('act.note')}>
          <Textarea rows={2} maxLength={500} />
        </Field>
        <FormActions>
          <SubmitButton>{t('observe.act')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}
