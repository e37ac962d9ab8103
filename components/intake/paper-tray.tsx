'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { assignDocumentAction, discardDocumentAction } from '@/lib/intake/actions'
import { SLOTS, type Slot } from '@/lib/intake/slots'
import { formatList } from '@/lib/platform/i18n/format'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Card } from '../ui/card'
import { cn } from '../ui/cn'
import { Combobox, type ComboOption } from '../ui/combobox'
import { FieldFrame } from '../ui/field'
import { FileViewer } from '../ui/file-viewer/file-viewer'
import { ReasonDialog } from '../ui/reason-dialog'
import { Select } from '../ui/select'
import { SideBySide } from '../ui/side-by-side'
import { State } from '../ui/state'
import { toast } from '../ui/toast'
import { useAct } from '../ui/use-act'
import { type Desk, fileName, OPERATOR_PAPERS, type TrayPaper, viewerFile } from './desk-types'

/** chosen in the place of a merchant: the paper is the operator's own */
const BATCH = 'batch'

/** Papers that belong to nobody yet: looked at on the left, given to a merchant and a kind on the right, one after the other. */
export function PaperTray({ desk, editable }: { desk: Desk; editable: boolean }) {
  const t = useTranslations('intake')
  const [at, setAt] = useState(0)
  const { tray } = desk
  const index = Math.min(at, Math.max(0, tray.length - 1))
  const paper = tray[index]
  const files = tray.map((p) => viewerFile(p, fileName(p.path)))
  return (
    <div className="space-y-4">
      {paper ? (
        <Card
          title={t('tray.title')}
          description={
            desk.trayTotal > tray.length
              ? `${t('tray.lead')} ${t('tray.ofMany', { total: desk.trayTotal, shown: tray.length })}`
              : t('tray.lead')
          }
        >
          <SideBySide
            id="tray"
            left={<FileViewer files={files} index={index} onIndexChange={setAt} />}
            right={
              <div className="space-y-4 lg:pr-1">
                <PlaceForm key={paper.id} paper={paper} desk={desk} editable={editable} />
                <TrayList papers={tray} at={index} onPick={setAt} />
              </div>
            }
          />
        </Card>
      ) : (
        <Card>
          <State kind="empty" title={t('tray.none')} />
        </Card>
      )}
      {desk.operatorPapers.length > 0 && <OperatorPapers papers={desk.operatorPapers} editable={editable} />}
    </div>
  )
}

function PlaceForm({ paper, desk, editable }: { paper: TrayPaper; desk: Desk; editable: boolean }) {
  const t = useTranslations('intake')
  const locale = useLocale()
  const act = useAct()
  const [merchant, setMerchant] = useState<string | null>(paper.applicationId)
  const [slot, setSlot] = useState<string>(paper.slot ?? '')
  const [tried, setTried] = useState(false)
  const options = useMemo<ComboOption[]>(() => {
    const likely = new Set(paper.candidates)
    const merchants = desk.choices.map((c) => ({
      value: c.id,
      label: [c.row, c.name, c.stallNo].filter((x) => x !== null && x !== '').join(' '),
      keywords: c.pyInitials ?? '',
      likely: likely.has(String(c.row)),
    }))
    return [
      ...merchants.filter((m) => m.likely),
      { value: BATCH, label: t('tray.forBatch') },
      ...merchants.filter((m) => !m.likely),
    ]
  }, [desk.choices, paper.candidates, t])
  const slots = merchant === BATCH ? OPERATOR_PAPERS : SLOTS.filter((s) => !s.startsWith('OP_'))
  const known = slots.some((s) => s === slot) ? slot : ''
  const place = () => {
    setTried(true)
    if (!merchant || !known) return
    void act.run(
      () =>
        assignDocumentAction({
          documentId: paper.id,
          applicationId: merchant === BATCH ? null : merchant,
          slot: known as Slot,
        }),
      () => toast.ok(t('tray.placed')),
    )
  }
  return (
    <form
      className="space-y-3"
      onSubmit={(e) => {
        e.preventDefault()
        place()
      }}
    >
      <p className="font-medium break-all">{paper.path}</p>
      {paper.candidates.length > 0 && (
        <p className="text-sm text-warn">{t('tray.candidates', { rows: formatList(locale, paper.candidates) })}</p>
      )}
      {act.problem}
      <FieldFrame id={`${paper.id}-merchant`} label={t('tray.merchant')} required>
        <Combobox
          id={`${paper.id}-merchant`}
          options={options}
          value={merchant}
          onChange={setMerchant}
          placeholder={t('tray.choose')}
          disabled={!editable}
        />
      </FieldFrame>
      <FieldFrame
        id={`${paper.id}-slot`}
        label={t('tray.slot')}
        required
        error={tried && (!merchant || !known) ? t('tray.needBoth') : undefined}
      >
        <Select
          id={`${paper.id}-slot`}
          value={known}
          onChange={setSlot}
          placeholder={t('tray.choose')}
          disabled={!editable}
          options={slots.map((s) => ({ value: s, label: t(`slots.${s}`) }))}
        />
      </FieldFrame>
      {editable && (
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" tone="primary" busy={act.busy}>
            {t('tray.place')}
          </Button>
          <Discard paper={paper} />
        </div>
      )}
    </form>
  )
}

function Discard({ paper }: { paper: TrayPaper }) {
  const t = useTranslations('intake')
  return (
    <ReasonDialog
      trigger={<Button tone="danger-quiet">{t('desk.discard')}</Button>}
      title={t('desk.discardTitle')}
      description={t('desk.discardText', { name: fileName(paper.path) })}
      reasonLabel={t('desk.discardReason')}
      confirmLabel={t('desk.discard')}
      tone="danger"
      action={(reason) => discardDocumentAction({ documentId: paper.id, reason })}
      onDone={() => toast.ok(t('desk.discarded'))}
    />
  )
}

function TrayList({ papers, at, onPick }: { papers: TrayPaper[]; at: number; onPick: (index: number) => void }) {
  const t = useTranslations('intake')
  return (
    <nav aria-label={t('tray.list')}>
      <ul className="max-h-72 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {papers.map((p, i) => (
          <li key={p.id}>
            <button
              type="button"
              aria-current={i === at || undefined}
              onClick={() => onPick(i)}
              className={cn(
                'block min-h-9 w-full px-3 py-1.5 text-left text-sm break-all -outline-offset-2 hover:bg-hover coarse:min-h-11',
                i === at && 'bg-select font-medium',
              )}
            >
              {p.path}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function OperatorPapers({ papers, editable }: { papers: TrayPaper[]; editable: boolean }) {
  const t = useTranslations('intake')
  return (
    <Card title={t('tray.operator')} description={t('tray.operatorLead')} flush>
      <ul className="divide-y divide-line">
        {papers.map((p) => (
          <li key={p.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            <Badge>{t(`slots.${p.slot as 'OP_LIST'}`)}</Badge>
            <a
              href={`/api/files/${p.fileId}`}
              target="_blank"
              rel="noreferrer"
              className="min-w-0 flex-1 break-all text-accent underline-offset-3 hover:underline"
            >
              {fileName(p.path)}
            </a>
            {editable && <Discard paper={p} />}
          </li>
        ))}
      </ul>
    </Card>
  )
}
