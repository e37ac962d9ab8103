'use client'
import { Upload } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { FileViewer } from '../ui/file-viewer/file-viewer'
import { Select } from '../ui/select'
import { toast } from '../ui/toast'
import { type DeskItem, OTHER_SLOTS } from './desk-types'

/** The papers of one merchant by slot: look at them, put one where none is, replace one that was refused. */
export function SlotList({ item, slots, editable }: { item: DeskItem; slots: readonly string[]; editable: boolean }) {
  const t = useTranslations('intake')
  const [other, setOther] = useState('')
  const [looking, setLooking] = useState<number | null>(null)
  const shown = [
    ...slots,
    ...new Set(item.documents.flatMap((d) => (d.slot && !slots.includes(d.slot) ? [d.slot] : []))),
  ]
  const files = item.documents.map((d) => ({
    id: d.id,
    name: `${d.slot ? t(`slots.${d.slot as 'BUNDLE'}`) : ''} ${d.path.split('/').at(-1)}`,
    type: d.mediaType,
    href: `/api/files/${d.fileId}`,
    downloadHref: `/api/files/${d.fileId}?download`,
  }))
  const mayPut = (slot: string) =>
    editable && (item.state !== 'RETURNED' || (item.returned?.slots ?? []).includes(slot))
  return (
    <section aria-label={t('desk.papers')}>
      <h3 className="mb-2 font-semibold">{t('desk.papers')}</h3>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {shown.map((slot) => {
          const state = item.slots[slot] ?? 'PRESENT'
          const own = item.documents.filter((d) => d.slot === slot)
          return (
            <li key={slot} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
              <span className="min-w-0 flex-1">
                {t(`slots.${slot as 'BUNDLE'}`)}
                {own.length > 1 && <span className="text-ink-2"> ×{own.length}</span>}
              </span>
              <Badge tone={state === 'PRESENT' ? 'ok' : state === 'REFUSED' ? 'danger' : 'warn'}>
                {t(`desk.slotState.${state}`)}
              </Badge>
              {own[0] && (
                <Button size="sm" tone="quiet" onClick={() => setLooking(item.documents.indexOf(own[0]!))}>
                  {t('desk.open')}
                </Button>
              )}
              {mayPut(slot) && <PutPaper item={item} slot={slot} replace={own.length > 0} />}
            </li>
          )
        })}
        {editable && item.state !== 'RETURNED' && (
          <li className="flex items-center gap-3 px-3 py-1.5">
            <Select
              aria-label={t('tray.slot')}
              value={other}
              onChange={setOther}
              placeholder={t('tray.choose')}
              options={OTHER_SLOTS.map((s) => ({ value: s, label: t(`slots.${s}`) }))}
              className="flex-1"
            />
            {other && <PutPaper item={item} slot={other} replace={false} />}
          </li>
        )}
      </ul>
      <Dialog open={looking !== null} onOpenChange={() => setLooking(null)} title={item.name ?? ''} size="xl">
        {looking !== null && (
          <FileViewer files={files} index={looking} onIndexChange={setLooking} className="h-[62vh]" />
        )}
      </Dialog>
    </section>
  )
}

function PutPaper({ item, slot, replace }: { item: DeskItem; slot: string; replace: boolean }) {
  const t = useTranslations('intake')
  const locale = useLocale()
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const name = t(`slots.${slot as 'BUNDLE'}`)
  const send = async (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    try {
      const body = new FormData()
      body.set('slot', slot)
      body.set('file', file, file.name)
      const answer = await fetch(`/api/v1/applications/${item.id}/documents`, {
        method: 'POST',
        body,
        headers: { 'accept-language': locale },
      })
      if (answer.ok) router.refresh()
      else {
        const problem = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string }
        toast.error(problem.title ?? t('upload.network'), { detail: problem.detail })
      }
    } catch {
      toast.error(t('upload.network'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button size="sm" busy={busy} aria-label={t('desk.put', { slot: name })} onClick={() => input.current?.click()}>
        <Upload aria-hidden />
        {replace ? t('desk.replace') : ''}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,application/pdf,.ofd"
        tabIndex={-1}
        aria-label={t('desk.put', { slot: name })}
        className="sr-only"
        onChange={(e) => {
          void send(e.currentTarget.files?.[0])
          e.currentTarget.value = ''
        }}
      />
    </>
  )
}
