'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Badge } from '../ui/badge'
import { Button, buttonClass } from '../ui/button'
import { Card } from '../ui/card'
import { Notice } from '../ui/notice'
import type { Desk, DeskRights } from './desk-types'
import { MappingDialog } from './mapping-dialog'
import { PacketProgress } from './packet-progress'

/** What concerns the whole batch before its rows: a reading that goes on or failed, a return, a lock, papers without a place. */
export function DeskBanners({
  desk,
  rights,
  path,
  state,
  reason,
}: {
  desk: Desk
  rights: DeskRights
  path: string
  state: string
  /** why the bank returned the batch */
  reason: string | null
}) {
  const t = useTranslations()
  const router = useRouter()
  const [mapping, setMapping] = useState(false)
  // a list whose headings nobody knows can still be read once somebody says what its columns are
  const byHand =
    rights.edit && !desk.reading && desk.failure?.code === 'E_HEADER_NOT_FOUND' ? (desk.packet?.id ?? null) : null
  return (
    <>
      {desk.reading && (
        <Card>
          <PacketProgress packetId={desk.reading.id} onEnd={() => router.refresh()} />
        </Card>
      )}
      {desk.failure && !desk.reading && (
        <Notice
          tone="danger"
          live
          title={t('intake.desk.failed', { title: desk.failure.title })}
          action={
            byHand && (
              <Button size="sm" onClick={() => setMapping(true)}>
                {t('intake.mapping.byHand')}
              </Button>
            )
          }
        >
          <p>
            {desk.failure.detail} {t('intake.desk.failedKept')}
          </p>
          <p className="mt-1 font-mono text-xs text-ink-2">{desk.failure.code}</p>
        </Notice>
      )}
      {byHand && <MappingDialog open={mapping} onOpenChange={setMapping} packetId={byHand} sheet="" headerRow={null} />}
      {state === 'RETURNED' && (
        <Notice tone="warn" title={t('intake.desk.returnedTitle', { count: desk.counts.returned })}>
          <p>{t('intake.desk.returnedText')}</p>
          {reason && <p className="mt-1">{t('intake.desk.returnedWhy', { reason })}</p>}
        </Notice>
      )}
      {!rights.edit && (
        <Notice>
          {state === 'SUBMITTED'
            ? t('intake.desk.locked')
            : t('intake.desk.lockedIn', { state: t(`batches.states.${state as 'DRAFT'}`) })}
        </Notice>
      )}
      {rights.edit && desk.trayTotal > 0 && (
        <Notice
          action={
            <Link href={`${path}?tab=tray`} className={buttonClass({ size: 'sm' })}>
              {t('intake.desk.toTray')}
            </Link>
          }
        >
          {t('intake.desk.trayLink', { count: desk.trayTotal })}
        </Notice>
      )}
      {desk.findings.length > 0 && <Findings findings={desk.findings} />}
    </>
  )
}

function Findings({ findings }: { findings: Desk['findings'] }) {
  const t = useTranslations('intake')
  const errors = findings.some((f) => f.level === 'error')
  return (
    <details open={errors} className="group rounded-lg border border-line bg-surface">
      <summary className="flex min-h-9 items-center px-4 py-1.5 font-medium coarse:min-h-11">
        {t('desk.findings', { count: findings.length })}
      </summary>
      <ul className="divide-y divide-line border-t border-line">
        {findings.map((f) => (
          <li key={f.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2">
            <Badge tone={f.level === 'error' ? 'danger' : 'warn'}>{t(`level.${f.level}`)}</Badge>
            <span className="font-medium">{f.title}</span>
            <span className="min-w-0 basis-full break-words text-ink-2 sm:flex-1 sm:basis-0">{f.message}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
