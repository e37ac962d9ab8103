'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useCallback, useEffect, useState } from 'react'
import { remapPacketAction } from '@/lib/intake/actions'
import { FIELDS, type Field } from '@/lib/intake/fields'
import { Button } from '../ui/button'
import { Dialog, DialogClose } from '../ui/dialog'
import { Notice } from '../ui/notice'
import { Select } from '../ui/select'
import { Skeleton } from '../ui/skeleton'
import { toast } from '../ui/toast'
import { useAct } from '../ui/use-act'

const WAITING = ['w-3/4', 'w-2/3', 'w-5/6', 'w-1/2', 'w-4/5', 'w-3/5']

type Column = { header: string; field: Field | null; unit: string | null; samples: string[] }

/** Each column of the list with what it holds and the field that it was taken for; corrected, the list is read again. */
export function MappingDialog({
  open,
  onOpenChange,
  packetId,
  sheet,
  headerRow,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  packetId: string
  sheet: string
  headerRow: number | null
}) {
  const t = useTranslations('intake')
  const ui = useTranslations('ui')
  const locale = useLocale()
  const act = useAct()
  const [columns, setColumns] = useState<Column[] | null>(null)
  const [failed, setFailed] = useState(false)
  const [chosen, setChosen] = useState<Record<string, Field | ''>>({})
  const load = useCallback(async () => {
    setFailed(false)
    try {
      const answer = await fetch(`/api/v1/packets/${packetId}/columns`, { headers: { 'accept-language': locale } })
      if (!answer.ok) return setFailed(true)
      setColumns(((await answer.json()) as { columns: Column[] }).columns)
      setChosen({})
    } catch {
      setFailed(true)
    }
  }, [packetId, locale])
  useEffect(() => {
    if (open) void load()
  }, [open, load])

  const fieldOf = (c: Column): Field | '' => chosen[c.header] ?? c.field ?? ''
  const changed = columns?.filter((c) => fieldOf(c) !== (c.field ?? '')) ?? []
  const taken = columns?.flatMap((c) => fieldOf(c) || []) ?? []
  const twice = taken.find((f, i) => taken.indexOf(f) !== i)
  const apply = () =>
    act.run(
      () =>
        remapPacketAction({
          packetId,
          mapping: Object.fromEntries((columns ?? []).map((c) => [c.header, fieldOf(c) || null])),
        }),
      () => {
        onOpenChange(false)
        toast.ok(t('mapping.started'))
      },
    )
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('mapping.title')}
      description={t('mapping.lead')}
      size="lg"
      footer={
        <>
          <DialogClose>{ui('cancel')}</DialogClose>
          <Button tone="primary" busy={act.busy} disabled={changed.length === 0 || twice !== undefined} onClick={apply}>
            {t('mapping.apply')}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {act.problem}
        <p className="text-sm text-ink-2">
          {sheet
            ? t('mapping.sheet', { sheet, row: headerRow ?? 0 })
            : headerRow !== null && t('mapping.csv', { row: headerRow })}
        </p>
        {changed.length > 0 && <Notice tone="warn">{t('mapping.warning')}</Notice>}
        {twice && <Notice tone="danger">{t('mapping.twice', { field: t(`fields.${twice}`) })}</Notice>}
        {failed ? (
          <Notice
            tone="danger"
            live
            action={
              <Button size="sm" onClick={load}>
                {t('mapping.retry')}
              </Button>
            }
          >
            {t('mapping.failed')}
          </Notice>
        ) : columns === null ? (
          <div className="space-y-3 py-2">
            {WAITING.map((width) => (
              <Skeleton key={width} className={width} />
            ))}
          </div>
        ) : (
          <ul className="divide-y divide-line rounded-md border border-line">
            {columns.map((c) => (
              <li
                key={c.header}
                className="grid gap-x-4 gap-y-1 px-3 py-2 sm:grid-cols-[minmax(0,1fr)_13rem] sm:items-center"
              >
                <div className="min-w-0">
                  <p className="font-medium break-words">{c.header}</p>
                  <p className="truncate text-sm text-ink-2" title={c.samples.join(' · ')}>
                    {c.unit && `${t('mapping.unit', { unit: c.unit })} · `}
                    {c.samples.join(' · ') || '—'}
                  </p>
                </div>
                <Select
                  aria-label={`${t('mapping.field')}: ${c.header}`}
                  value={fieldOf(c)}
                  onChange={(next) => setChosen((old) => ({ ...old, [c.header]: next as Field | '' }))}
                  placeholder={t('mapping.ignore')}
                  options={FIELDS.map((f) => ({ value: f, label: t(`fields.${f}`) }))}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}
