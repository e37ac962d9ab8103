'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { useAct } from '@/components/ui/use-act'
import { evaluateCardsAction } from '@/lib/lab/actions'
import { CUSTOMER_GRADES, MARKET_GRADES } from '@/lib/plans/rules/grades'

type Choice = { code: string; version: number; title: string }

/** Chooses what is measured on what, and starts it. */
export function MeasureCard({
  datasets,
  cards,
  drafts,
  expected,
}: {
  datasets: { id: string; name: string; months: string[] }[]
  cards: Choice[]
  drafts: { id: string; code: string }[]
  expected: Record<string, string>
}) {
  const t = useTranslations('lab.measure')
  const router = useRouter()
  const id = useId()
  const { busy, problem, run, clear } = useAct()
  const [open, setOpen] = useState(false)
  const [datasetId, setDataset] = useState(datasets[0]?.id ?? '')
  const [champion, setChampion] = useState(cards.find((c) => c.code === 'CSC-DEFAULT') ? 'CSC-DEFAULT@1' : '')
  const [challenger, setChallenger] = useState('')
  const [marketGrade, setGrade] = useState('')
  const [pd, setPd] = useState(expected)
  const months = datasets.find((d) => d.id === datasetId)?.months ?? []
  const middle = months[Math.floor(months.length / 2) - 1] ?? ''
  const [baseline, setBaseline] = useState<string | null>(null)
  const options = [
    ...cards.map((c) => ({ value: `${c.code}@${c.version}`, label: t('option', c) })),
    ...drafts.map((d) => ({ value: `draft:${d.id}`, label: t('draftOption', { code: d.code }) })),
  ]
  const choose = (value: string) => {
    setChampion(value)
    if (challenger === value) setChallenger('')
  }
  const choiceOf = (value: string) => {
    if (value.startsWith('draft:')) return { draftId: value.slice(6) }
    const [code = '', version] = value.split('@')
    return { code, version: Number(version) }
  }
  const start = () =>
    run(
      () =>
        evaluateCardsAction({
          datasetId,
          champion: choiceOf(champion),
          ...(challenger ? { challenger: choiceOf(challenger) } : {}),
          settings: {
            marketGrade: (marketGrade || null) as 'AAA' | null,
            baselineUntil: (baseline ?? middle) || null,
            expected: Object.fromEntries(Object.entries(pd).filter(([, v]) => v.trim() !== '')),
          },
        }),
      (value) => router.push(`/scorecards/lab/${value.id}`),
    )
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        clear()
      }}
      trigger={
        <Button tone="primary" disabled={datasets.length === 0}>
          {t('title')}
        </Button>
      }
      title={t('title')}
      footer={
        <>
          <DialogClose>{t('cancel')}</DialogClose>
          <Button tone="primary" busy={busy} disabled={!datasetId || !champion} onClick={() => void start()}>
            {t('start')}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {problem}
        <FieldFrame id={`${id}-data`} label={t('dataset')} required>
          <Select
            id={`${id}-data`}
            value={datasetId}
            onChange={setDataset}
            options={datasets.map((d) => ({ value: d.id, label: d.name }))}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-a`} label={t('champion')} required>
          <Select id={`${id}-a`} value={champion} onChange={choose} options={options} />
        </FieldFrame>
        <FieldFrame id={`${id}-b`} label={t('challenger')}>
          <Select
            id={`${id}-b`}
            value={challenger}
            onChange={setChallenger}
            options={options.filter((o) => o.value !== champion)}
            placeholder={t('none')}
          />
        </FieldFrame>
        <div className="grid gap-3 sm:grid-cols-2">
          <FieldFrame id={`${id}-g`} label={t('marketGrade')}>
            <Select
              id={`${id}-g`}
              value={marketGrade}
              onChange={setGrade}
              placeholder={t('asked')}
              options={MARKET_GRADES.map((g) => ({ value: g, label: g }))}
            />
          </FieldFrame>
          <FieldFrame id={`${id}-m`} label={t('baseline')}>
            <Select
              id={`${id}-m`}
              value={baseline ?? middle}
              onChange={setBaseline}
              placeholder={t('noBaseline')}
              options={months.slice(0, -1).map((m) => ({ value: m, label: m }))}
            />
          </FieldFrame>
        </div>
        <fieldset>
          <legend className="mb-1 text-sm font-medium">{t('expected')}</legend>
          <div className="flex flex-wrap gap-3 text-sm">
            {CUSTOMER_GRADES.map((g) => (
              <label key={g} className="flex items-center gap-1.5">
                {g}
                <input
                  className="control w-16 text-right tabular-nums"
                  inputMode="decimal"
                  value={pd[g] ?? ''}
                  onChange={(e) => setPd({ ...pd, [g]: e.currentTarget.value })}
                />
              </label>
            ))}
          </div>
        </fieldset>
      </div>
    </Dialog>
  )
}
