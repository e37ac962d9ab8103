'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { FieldFrame } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { recordDebitsAction } from '@/lib/servicing/actions'
import { readDebitResults } from './read-debit-results'

/** The core's answer to the day's debits, as the CSV file that it gives. */
export function RecordDebits() {
  const t = useTranslations('servicing.debit')
  const router = useRouter()
  const id = useId()
  const act = useAct()
  const [file, setFile] = useState<File | null>(null)
  const [badLine, setBadLine] = useState<number | null>(null)
  const send = async () => {
    if (!file) return
    const read = readDebitResults(await file.text())
    if ('line' in read) return setBadLine(read.line)
    setBadLine(null)
    await act.run(
      () => recordDebitsAction({ items: read.items }, { idempotencyKey: crypto.randomUUID() }),
      (value) => {
        toast.ok(t('recorded', { paid: value.paid, partial: value.partial, failed: value.failed }))
        router.refresh()
      },
    )
  }
  return (
    <Card title={t('record')} description={t('recordHint')}>
      <div className="flex flex-wrap items-end gap-3">
        <FieldFrame id={id} label={t('file')}>
          <input
            id={id}
            type="file"
            accept=".csv,text/csv"
            className="block w-full text-sm file:mr-3 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:py-1.5"
            onChange={(e) => setFile(e.target.files?.[0] ?? null)}
          />
        </FieldFrame>
        <Button tone="primary" busy={act.busy} disabled={!file} onClick={() => void send()}>
          {t('record')}
        </Button>
      </div>
      {badLine !== null && <Notice tone="danger" title={t('badLine', { line: badLine })} live className="mt-3" />}
      {act.problem}
    </Card>
  )
}
