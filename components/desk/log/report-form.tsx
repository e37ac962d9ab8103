'use client'
import { Plus, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { FieldFrame } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { saveReportAction, submitReportAction } from '@/lib/desk/log/actions'
import { mustSay, type ReportKind, reportFields } from '@/lib/desk/rules/reports'

type Request = Parameters<typeof saveReportAction>[0]
type Words = Required<Pick<Request['words'], 'needs' | 'met' | 'help'>> & Request['words']
type Customer = { merchantId: string; name: string; place: string; loans: number; balance: string }

/** The person's own words to a period whose facts are filled in already: kept as a draft, then handed in. */
export function ReportForm({
  kind,
  on,
  words: given,
  customers,
}: {
  kind: ReportKind
  on: string
  words: Words
  customers: Customer[]
}) {
  const t = useTranslations('manager.log')
  const router = useRouter()
  const [words, setWords] = useState<Words>(given)
  const { run, problem, busy } = useAct()
  const id = useId()
  const set = (patch: Partial<Words>) => setWords((before) => ({ ...before, ...patch }))
  const need = (merchantId: string) => words.needs.find((n) => n.merchantId === merchantId)?.need ?? ''
  const setNeed = (merchantId: string, text: string) =>
    set({ needs: [...words.needs.filter((n) => n.merchantId !== merchantId), ...(text ? [{ merchantId, need: text }] : [])] }) // biome-ignore format: one line
  const act = (action: typeof saveReportAction | typeof submitReportAction, said: string) =>
    run(
      () => action({ kind, on, words }),
      () => {
        toast.ok(said)
        router.refresh()
      },
    )
  return (
    <div className="space-y-4">
      {kind === 'DAILY' && customers.length > 0 && (
        <Card title={t('needs')} description={t('needsHint')} flush>
          <ul className="divide-y divide-line">
            {customers.map((c) => (
              <li key={c.merchantId} className="grid gap-1 px-4 py-2.5 sm:grid-cols-2 sm:items-center">
                <span className="min-w-0 text-sm">
                  <span className="font-medium">{c.name}</span> <span className="text-ink-2">{c.place}</span>
                </span>
                <Input
                  aria-label={`${t('need')} ${c.name}`}
                  placeholder={t('need')}
                  maxLength={500}
                  value={need(c.merchantId)}
                  onChange={(e) => setNeed(c.merchantId, e.currentTarget.value)}
                />
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t('words')}>
        <div className="space-y-3">
          {reportFields(kind).map((field) => (
            <FieldFrame
              key={field}
              id={`${id}-${field}`}
              label={t(`field.${field}`)}
              hint={t.has(`hint.${field}`) ? t(`hint.${field as 'failureCase'}`) : undefined}
              required={mustSay(kind, field)}
            >
              <Textarea
                id={`${id}-${field}`}
                rows={3}
                maxLength={4000}
                value={words[field] ?? ''}
                onChange={(e) => set({ [field]: e.currentTarget.value })}
              />
            </FieldFrame>
          ))}
          {kind === 'DAILY' && (
            <Lines
              title={t('met')}
              add={t('addMet')}
              rows={words.met}
              empty={{ name: '', address: '', person: '', existing: '', need: '', market: '' }}
              fields={(['name', 'address', 'person', 'existing', 'need', 'market'] as const).map((key) => ({ key, label: t(`metField.${key}`) }))} // biome-ignore format: one line
              onChange={(met) => set({ met })}
            />
          )}
          {kind === 'WEEKLY' && (
            <Lines
              title={t('help')}
              add={t('addHelp')}
              rows={words.help}
              empty={{ owner: '', ask: '' }}
              fields={(['owner', 'ask'] as const).map((key) => ({ key, label: t(`helpField.${key}`) }))}
              onChange={(help) => set({ help })}
            />
          )}
          {problem}
          <div className="flex flex-wrap gap-2">
            <Button busy={busy} onClick={() => void act(saveReportAction, t('saved'))}>
              {t('save')}
            </Button>
            <Button tone="primary" busy={busy} onClick={() => void act(submitReportAction, t('submitted'))}>
              {t('submit')}
            </Button>
          </div>
        </div>
      </Card>
    </div>
  )
}

/** Lines of a few short texts, added and taken away. */
function Lines<Row extends Record<string, string | undefined>>({
  title,
  add,
  rows,
  empty,
  fields,
  onChange,
}: {
  title: string
  add: string
  rows: Row[]
  empty: Row
  fields: { key: Extract<keyof Row, string>; label: string }[]
  onChange: (rows: Row[]) => void
}) {
  const t = useTranslations('manager')
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm font-medium">{title}</legend>
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no name of their own
        <div key={i} className="flex flex-wrap items-center gap-2">
          {fields.map(({ key, label }) => (
            <Input
              key={key}
              className="min-w-36 flex-1"
              aria-label={`${label} ${i + 1}`}
              placeholder={label}
              maxLength={300}
              value={row[key] ?? ''}
              onChange={(e) => {
                const text = e.currentTarget.value
                onChange(rows.map((r, j) => (j === i ? { ...r, [key]: text } : r)))
              }}
            />
          ))}
          <Button
            size="sm"
            tone="quiet"
            aria-label={t('remove')}
            onClick={() => onChange(rows.filter((_, j) => j !== i))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      <Button size="sm" onClick={() => onChange([...rows, empty])}>
        <Plus aria-hidden />
        {add}
      </Button>
    </fieldset>
  )
}
