'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Attachments } from '@/components/evidence/attachments'
import type { UploadedFile } from '@/components/evidence/upload'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { useAct } from '@/components/ui/use-act'
import { recordChecksAction } from '@/lib/scoring/actions'
import type { Indicator, VetoRule } from '@/lib/scoring/rules/card'
import { nameIn } from './names'

const KINDS = ['CREDIT_BUREAU', 'ENTERPRISE_REGISTRY', 'ENFORCEMENT', 'TAX'] as const
const STATES = ['CLEAR', 'HIT', 'FAILED'] as const
/** Indicators that an answer of this kind usually settles. */
const SETTLES: Record<(typeof KINDS)[number], string[]> = {
  CREDIT_BUREAU: ['CC1', 'CC2', 'CC3'],
  ENTERPRISE_REGISTRY: [],
  ENFORCEMENT: [],
  TAX: ['CB4'],
}

/** One answer of a bureau or a register, with its time, its source and the paper that proves it. */
export function RecordCheck({
  batchId,
  applicationId,
  indicators,
  vetoes,
}: {
  batchId: string
  applicationId: string
  indicators: readonly Indicator[]
  vetoes: readonly VetoRule[]
}) {
  const t = useTranslations('scoring.checks')
  const all = useTranslations('scoring')
  const locale = useLocale()
  const id = useId()
  const [open, setOpen] = useState(false)
  const [kind, setKind] = useState<(typeof KINDS)[number]>('CREDIT_BUREAU')
  const [state, setState] = useState<(typeof STATES)[number]>('CLEAR')
  const [source, setSource] = useState('')
  const [at, setAt] = useState('')
  const [values, setValues] = useState<Record<string, string>>({})
  const [veto, setVeto] = useState('')
  const [summary, setSummary] = useState('')
  const [files, setFiles] = useState<UploadedFile[]>([])
  const { run, busy, problem, clear } = useAct()
  const settles = indicators.filter((i) => SETTLES[kind].includes(i.code))
  const close = () => {
    setOpen(false)
    setSource('')
    setAt('')
    setValues({})
    setVeto('')
    setSummary('')
    setFiles([])
    clear()
  }
  const save = () =>
    run(
      () =>
        recordChecksAction({
          batchId,
          checks: [
            {
              applicationId,
              kind,
              state,
              source,
              ...(at ? { checkedAt: new Date(at).toISOString() } : {}),
              values: Object.fromEntries(settles.flatMap((i) => (values[i.code] ? [[i.code, values[i.code]!]] : []))),
              vetoes: state === 'HIT' && veto ? [veto] : [],
              ...(summary.trim() ? { summary: summary.trim() } : {}),
              ...(files[0] ? { fileId: files[0].id } : {}),
            },
          ],
        }),
      close,
    )
  return (
    <Dialog
      trigger={<Button>{t('record')}</Button>}
      open={open}
      onOpenChange={(next) => (next ? setOpen(true) : close())}
      title={t('recordTitle')}
      description={t('recordHint')}
      footer={
        <Button tone="primary" busy={busy} onClick={() => void save()}>
          {t('record')}
        </Button>
      }
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <FieldFrame id={`${id}-kind`} label={t('kind')}>
          <Select
            id={`${id}-kind`}
            value={kind}
            onChange={(v) => setKind(v as typeof kind)}
            options={KINDS.map((k) => ({ value: k, label: all(`check.${k}`) }))}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-state`} label={t('result')}>
          <Select
            id={`${id}-state`}
            value={state}
            onChange={(v) => setState(v as typeof state)}
            options={STATES.map((s) => ({ value: s, label: all(`checkState.${s}`) }))}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-source`} label={t('source')} hint={t('sourceHint')} required>
          <Input
            id={`${id}-source`}
            value={source}
            maxLength={120}
            onChange={(e) => setSource(e.currentTarget.value)}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-at`} label={t('at')}>
          <Input id={`${id}-at`} type="datetime-local" value={at} onChange={(e) => setAt(e.currentTarget.value)} />
        </FieldFrame>
        {settles.map((i) => (
          <FieldFrame key={i.code} id={`${id}-${i.code}`} label={`${i.code} ${nameIn(locale, i)}`}>
            {i.type === 'ENUM' ? (
              <Select
                id={`${id}-${i.code}`}
                value={values[i.code] ?? ''}
                onChange={(v) => setValues({ ...values, [i.code]: v })}
                options={[
                  { value: '', label: '—' },
                  ...i.bins.map((b) => ({ value: b.value, label: nameIn(locale, b) })),
                ]}
              />
            ) : (
              <Input
                id={`${id}-${i.code}`}
                inputMode="decimal"
                value={values[i.code] ?? ''}
                onChange={(e) => setValues({ ...values, [i.code]: e.currentTarget.value })}
              />
            )}
          </FieldFrame>
        ))}
        {state === 'HIT' && (
          <FieldFrame id={`${id}-veto`} label={t('vetoes')} className="sm:col-span-2">
            <Select
              id={`${id}-veto`}
              value={veto}
              onChange={setVeto}
              options={[
                { value: '', label: t('none') },
                ...vetoes.map((v) => ({ value: v.code, label: `${v.code} ${nameIn(locale, v)}` })),
              ]}
            />
          </FieldFrame>
        )}
        <FieldFrame id={`${id}-summary`} label={t('summary')} className="sm:col-span-2">
          <Textarea
            id={`${id}-summary`}
            rows={2}
            maxLength={1000}
            value={summary}
            onChange={(e) => setSummary(e.currentTarget.value)}
          />
        </FieldFrame>
      </div>
      <Attachments
        files={files}
        onChange={(next) => setFiles(next.slice(-1))}
        kind="CHECK"
        attach={t('attach')}
        detach={(name) => t('detach', { name })}
      />
      <div className="mt-3">{problem}</div>
    </Dialog>
  )
}
