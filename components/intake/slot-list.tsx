'use client'
import { Eye } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { assignDocumentAction, discardDocumentAction } from '@/lib/intake/actions'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { FileViewer } from '../ui/file-viewer/file-viewer'
import { Menu } from '../ui/menu'
import { ReasonDialog } from '../ui/reason-dialog'
import { Select } from '../ui/select'
import { toast } from '../ui/toast'
import { type DeskItem, fileName, OTHER_SLOTS, SLOT_TONE, viewerFile } from './desk-types'
import { PutPaper } from './put-paper'
import { PaperGrip, SlotDrop } from './slot-drop'
import { usePutPaper } from './use-put-paper'

type Paper = DeskItem['documents'][number]

/** The papers of one merchant by slot: look at them, put one where none is, replace or take away one that is wrong. */
export function SlotList({ item, slots, editable }: { item: DeskItem; slots: readonly string[]; editable: boolean }) {
  const t = useTranslations('intake')
  const all = useTranslations() as unknown as Translate
  const upload = usePutPaper(item.id)
  const [other, setOther] = useState('')
  const [looking, setLooking] = useState<number | null>(null)
  const [discarding, setDiscarding] = useState<Paper | null>(null)
  const word = (slot: string) => t(`slots.${slot as 'BUNDLE'}`)
  const shown = [
    ...slots,
    ...new Set(
      item.documents.flatMap((d) => (d.slot && d.slot !== 'BUNDLE' && !slots.includes(d.slot) ? [d.slot] : [])),
    ),
  ]
  const files = item.documents.map((d) =>
    viewerFile(d, t('desk.paperOf', { slot: d.slot ? word(d.slot) : t('tray.title'), name: fileName(d.path) })),
  )
  const unknown = item.documents.filter((d) => d.slot === null || d.slot === 'BUNDLE')
  const place = async (documentId: string, slot: string) => {
    if (item.documents.find((d) => d.id === documentId)?.slot === slot) return
    const result = await assignDocumentAction({ documentId, applicationId: item.id, slot: slot as 'APPLICATION' })
    if (result.ok) {
      toast.ok(t('tray.placed'))
      return
    }
    const text = errorText(all, result.error)
    toast.error(text.title, { detail: text.detail })
  }
  const mayPut = (slot: string) =>
    editable && (item.state !== 'RETURNED' || (item.returned?.slots ?? []).includes(slot))
  return (
    <section aria-label={t('desk.papers')}>
      <h3 className="mb-2 font-semibold">{t('desk.papers')}</h3>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {shown.map((slot) => {
          const standing = item.slots[slot] ?? 'PRESENT'
          const own = item.documents.filter((d) => d.slot === slot)
          const put = mayPut(slot)
          return (
            <SlotDrop
              key={slot}
              enabled={put}
              onPaper={(id) => void place(id, slot)}
              onFile={(file) => void upload.put(file, slot)}
            >
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="min-w-0 flex-1 font-medium">{word(slot)}</span>
                <Badge tone={SLOT_TONE[standing]}>{t(`desk.slotState.${standing}`)}</Badge>
                {put && <PutPaper item={item} slot={slot} />}
              </div>
              {standing !== 'PRESENT' && standing !== 'BUNDLED' && t.has(`why.${slot as 'APPLICATION'}`) && (
                <p className="text-sm text-ink-2">{t(`why.${slot as 'APPLICATION'}`)}</p>
              )}
              {own.length > 0 && (
                <ul className="mt-1 space-y-1">
                  {own.map((d) => (
                    <li key={d.id} className="flex items-center gap-2 text-sm">
                      {put && d.state !== 'ACCEPTED' && <PaperGrip id={d.id} title={t('desk.drag')} />}
                      <button
                        type="button"
                        onClick={() => setLooking(item.documents.indexOf(d))}
                        className="flex min-h-6 min-w-0 flex-1 items-center gap-1.5 text-left text-accent underline-offset-3 hover:underline coarse:min-h-11"
                      >
                        <Eye aria-hidden className="size-4 shrink-0" />
                        <span className="min-w-0 truncate">{fileName(d.path)}</span>
                        {d.side && <span className="shrink-0 text-ink-2">{t(`sides.${d.side as 'FRONT'}`)}</span>}
                      </button>
                      {put && d.state !== 'ACCEPTED' && (
                        <>
                          <PutPaper item={item} slot={slot} replaces={d.id} />
                          <PaperMenu paper={d} onDiscard={() => setDiscarding(d)} />
                        </>
                      )}
                    </li>
                  ))}
                </ul>
              )}
            </SlotDrop>
          )
        })}
        {unknown.length > 0 && (
          <li className="space-y-1 px-3 py-2">
            <p className="font-medium">{t('desk.unknownKind')}</p>
            <p className="text-sm text-ink-2">{t('desk.dragToSlot')}</p>
            <ul className="space-y-1">
              {unknown.map((d) => (
                <li key={d.id} className="flex flex-wrap items-center gap-2 text-sm">
                  {editable && <PaperGrip id={d.id} title={t('desk.drag')} />}
                  <button
                    type="button"
                    onClick={() => setLooking(item.documents.indexOf(d))}
                    className="flex min-h-6 min-w-0 flex-1 items-center gap-1.5 text-left text-accent underline-offset-3 hover:underline coarse:min-h-11"
                  >
                    <Eye aria-hidden className="size-4 shrink-0" />
                    <span className="min-w-0 truncate">{fileName(d.path)}</span>
                  </button>
                  {editable && (
                    <Select
                      aria-label={`${t('tray.slot')}: ${fileName(d.path)}`}
                      value=""
                      onChange={(slot: string) => void place(d.id, slot)}
                      placeholder={t('tray.slot')}
                      options={[...new Set<string>([...slots, ...OTHER_SLOTS])]
                        .filter(mayPut)
                        .map((s) => ({ value: s, label: word(s) }))}
                    />
                  )}
                </li>
              ))}
            </ul>
          </li>
        )}
        {editable && item.state !== 'RETURNED' && (
          <li className="flex items-center gap-3 px-3 py-2">
            <Select
              aria-label={t('desk.putOther')}
              value={other}
              onChange={setOther}
              placeholder={t('desk.putOther')}
              options={OTHER_SLOTS.map((s) => ({ value: s, label: t(`slots.${s}`) }))}
              className="flex-1"
            />
            {other && <PutPaper item={item} slot={other} />}
          </li>
        )}
      </ul>
      {editable && <p className="mt-1 text-xs text-ink-2">{t('desk.accepts')}</p>}
      <Dialog
        open={looking !== null}
        onOpenChange={() => setLooking(null)}
        title={t('desk.viewer', { name: item.name ?? '' })}
        size="xl"
      >
        {looking !== null && (
          <FileViewer files={files} index={looking} onIndexChange={setLooking} className="h-[62vh]" />
        )}
      </Dialog>
      <ReasonDialog
        open={discarding !== null}
        onOpenChange={() => setDiscarding(null)}
        title={t('desk.discardTitle')}
        description={t('desk.discardText', { name: discarding ? fileName(discarding.path) : '' })}
        reasonLabel={t('desk.discardReason')}
        confirmLabel={t('desk.discard')}
        tone="danger"
        action={(reason) => discardDocumentAction({ documentId: discarding?.id ?? '', reason })}
        onDone={() => toast.ok(t('desk.discarded'))}
      />
    </section>
  )
}

function PaperMenu({ paper, onDiscard }: { paper: Paper; onDiscard: () => void }) {
  const t = useTranslations('intake')
  const all = useTranslations() as unknown as Translate
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" tone="quiet" aria-label={`${t('desk.move')}: ${fileName(paper.path)}`}>
          …
        </Button>
      }
      items={[
        {
          key: 'back',
          label: t('desk.back'),
          onSelect: async () => {
            const result = await assignDocumentAction({ documentId: paper.id, applicationId: null, slot: null })
            if (result.ok) return void toast.ok(t('desk.backDone'))
            const text = errorText(all, result.error)
            toast.error(text.title, { detail: text.detail })
          },
        },
        { key: 'discard', label: t('desk.discard'), tone: 'danger', onSelect: onDiscard },
      ]}
    />
  )
}
