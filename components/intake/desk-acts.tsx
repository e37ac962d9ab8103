'use client'
import { Columns3, Download, FileCheck2, MoreHorizontal, Undo2, Upload } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { withdrawBatchAction } from '@/lib/batches/actions'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Menu, type MenuItem } from '../ui/menu'
import { ReasonDialog } from '../ui/reason-dialog'
import { toast } from '../ui/toast'
import type { Desk, DeskRights } from './desk-types'
import { MappingDialog } from './mapping-dialog'
import { PacketUploader } from './packet-uploader'
import { SubmitDialog } from './submit-dialog'

type Shown = 'submit' | 'upload' | 'mapping' | 'withdraw' | null

/** What can be done with the batch as a whole, in the head of its desk. */
export function DeskActs({
  batch,
  market,
  desk,
  rights,
  clerk,
  path,
  dates,
  lastDate,
}: {
  batch: { id: string; code: string; version: number; state: string }
  /** its code */
  market: string
  desk: Desk
  rights: DeskRights
  /** prepares the batch but may not submit it */
  clerk: boolean
  path: string
  /** within which the list must have been signed */
  dates: { from: string; to: string }
  /** the date of the list at the last submission; '' before the first */
  lastDate: string
}) {
  const t = useTranslations()
  const router = useRouter()
  const [shown, setShown] = useState<Shown>(null)
  const close = () => setShown(null)
  const items: MenuItem[] = [
    ...(rights.edit && desk.list
      ? [{ key: 'mapping', label: t('intake.mapping.open'), icon: Columns3, onSelect: () => setShown('mapping') }]
      : []),
    ...(desk.list
      ? [
          {
            key: 'marked',
            label: t('intake.desk.marked'),
            icon: FileCheck2,
            onSelect: () => download(`/api/v1/packets/${desk.list?.id}/marked-copy`),
          },
        ]
      : []),
    {
      key: 'template',
      label: t('intake.desk.template'),
      icon: Download,
      onSelect: () => download(`/api/v1/markets/${encodeURIComponent(market)}/list-template`),
    },
    ...(rights.withdraw
      ? [
          { kind: 'line' as const, key: 'line' },
          {
            key: 'withdraw',
            label: t('batches.acts.withdraw'),
            icon: Undo2,
            tone: 'danger' as const,
            onSelect: () => setShown('withdraw'),
          },
        ]
      : []),
  ]
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button>
            <MoreHorizontal aria-hidden />
            {t('batches.acts.more')}
          </Button>
        }
        items={items}
      />
      {rights.edit && (
        <Button onClick={() => setShown('upload')}>
          <Upload aria-hidden />
          {t('intake.upload.again')}
        </Button>
      )}
      {rights.submit && (
        <Button tone="primary" onClick={() => setShown('submit')}>
          {t('intake.submit.open')}
        </Button>
      )}
      {clerk && <span className="text-sm text-ink-2">{t('intake.submit.admin')}</span>}
      <SubmitDialog
        open={shown === 'submit'}
        onOpenChange={close}
        batch={batch}
        desk={desk}
        path={path}
        dates={dates}
        lastDate={lastDate}
      />
      <Dialog
        open={shown === 'upload'}
        onOpenChange={close}
        title={t('intake.upload.again')}
        description={t('intake.upload.againLead')}
        size="lg"
      >
        <PacketUploader
          batchId={batch.id}
          onSent={() => {
            close()
            router.refresh()
          }}
        />
      </Dialog>
      {desk.list && (
        <MappingDialog
          key={desk.list.id}
          open={shown === 'mapping'}
          onOpenChange={close}
          packetId={desk.list.id}
          sheet={desk.list.sheet ?? ''}
          headerRow={desk.list.headerRow}
        />
      )}
      <ReasonDialog
        open={shown === 'withdraw'}
        onOpenChange={close}
        title={t('batches.ask.withdrawTitle')}
        description={t('batches.ask.withdrawText')}
        reasonLabel={t('batches.ask.withdrawReason')}
        confirmLabel={t('batches.acts.withdraw')}
        tone="danger"
        action={(reason) => withdrawBatchAction({ batchId: batch.id, reason })}
        onDone={() => {
          toast.ok(t('batches.done.withdraw'))
          router.refresh()
        }}
      />
    </>
  )
}

function download(href: string) {
  const link = document.createElement('a')
  link.href = href
  link.download = ''
  link.click()
}
