'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { submitBatchAction } from '@/lib/batches/actions'
import { Button } from '../ui/button'
import { DateField } from '../ui/date-field'
import { Dialog, DialogClose } from '../ui/dialog'
import { FieldFrame } from '../ui/field'
import { Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { useAct } from '../ui/use-act'
import type { Desk } from './desk-types'

/** B3: the date of the signed list, and before it everything that is not ready yet, each with the way to it. */
export function SubmitDialog({
  open,
  onOpenChange,
  batch,
  desk,
  path,
  dates,
  lastDate,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  batch: { id: string; version: number; state: string }
  desk: Desk
  path: string
  dates: { from: string; to: string }
  lastDate: string
}) {
  const t = useTranslations('intake.submit')
  const ui = useTranslations('ui')
  const act = useAct()
  const [date, setDate] = useState(lastDate)
  const [tried, setTried] = useState(false)
  const { unready } = desk
  const ready = desk.counts.all - unready.count
  const wrong = date === '' ? t('dateFirst') : date < dates.from || date > dates.to ? t('dateRange', dates) : undefined
  const blocked = unready.count > 0 || desk.counts.all === 0 || desk.reading !== null
  const send = () => {
    setTried(true)
    if (wrong) return
    void act.run(
      () => submitBatchAction({ batchId: batch.id, listDate: date }, { ifMatch: batch.version }),
      () => {
        onOpenChange(false)
        toast.ok(t('done'))
      },
    )
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('title')}
      footer={
        <>
          <DialogClose>{ui('cancel')}</DialogClose>
          <Button tone="primary" busy={act.busy} disabled={blocked} onClick={send}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {act.problem}
        {desk.reading ? (
          <Notice tone="warn">{t('busy')}</Notice>
        ) : desk.counts.all === 0 ? (
          <Notice tone="warn">{t('none')}</Notice>
        ) : unready.count > 0 ? (
          <div>
            <p className="mb-2 font-medium">
              {batch.state === 'RETURNED'
                ? t('returnedFirst', { count: unready.count })
                : t('unready', { count: unready.count })}
            </p>
            <ul className="divide-y divide-line rounded-md border border-line">
              {unready.items.map((i) => (
                <li key={i.id}>
                  <Link
                    href={`${path}?open=${i.id}#row-${i.id}`}
                    onClick={() => onOpenChange(false)}
                    className="flex flex-wrap items-baseline gap-x-3 px-3 py-2 hover:bg-hover"
                  >
                    <span className="figure min-w-6 text-ink-2">{i.row}</span>
                    <span className="font-medium text-accent">{i.name}</span>
                    <span className="text-sm text-ink-2">{i.why.join(' · ')}</span>
                  </Link>
                </li>
              ))}
            </ul>
            {unready.count > unready.items.length && (
              <p className="mt-2 text-sm text-ink-2">
                {t('more', { count: unready.count - unready.items.length })}{' '}
                <Link
                  href={`${path}?show=errors`}
                  onClick={() => onOpenChange(false)}
                  className="text-accent underline-offset-3 hover:underline"
                >
                  {t('show')}
                </Link>
              </p>
            )}
          </div>
        ) : (
          <p>{t('ready', { count: ready })}</p>
        )}
        {!blocked && (
          <FieldFrame
            id="submit-date"
            label={t('listDate')}
            hint={t('listDateHint')}
            required
            error={tried ? wrong : undefined}
          >
            <DateField
              id="submit-date"
              value={date}
              onChange={setDate}
              min={dates.from}
              max={dates.to}
              aria-required
              aria-invalid={(tried && wrong !== undefined) || undefined}
              aria-describedby={`submit-date-hint${tried && wrong ? ' submit-date-error' : ''}`}
            />
          </FieldFrame>
        )}
      </div>
    </Dialog>
  )
}
