'use client'
import { Bookmark, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { Button } from '../button'
import { Checkbox } from '../choice'
import { cn } from '../cn'
import { FieldFrame } from '../field'
import { Input } from '../input'
import { Popover } from '../popover'
import { toast } from '../toast'
import type { SavedViews } from './types'
import type { ListUrl } from './use-list-url'

/** Named standings of a list: one's own and those shared by colleagues; the present one can be kept under a name. */
export function Views({ views, url }: { views: SavedViews; url: ListUrl }) {
  const t = useTranslations('ui.table')
  const [open, setOpen] = useState(false)
  const current = views.items.find((v) => v.query === url.query)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={t('views')}
      trigger={
        <Button size="sm">
          <Bookmark aria-hidden />
          {current?.name ?? t('views')}
        </Button>
      }
    >
      <ul className="w-64">
        {views.items.map((v) => (
          <li key={v.id} className="flex items-center gap-1">
            <button
              type="button"
              className={cn(
                'menu-item min-w-0 flex-1 text-left hover:bg-hover',
                v === current && 'font-semibold text-accent',
              )}
              onClick={() => {
                url.apply(v.query)
                setOpen(false)
              }}
            >
              <span className="truncate">{v.name}</span>
              {v.shared && <span className="ml-auto text-xs text-ink-3">{t('shared')}</span>}
            </button>
            {v.mine && views.onDelete && <DeleteView id={v.id} name={v.name} onDelete={views.onDelete} />}
          </li>
        ))}
        {views.items.length === 0 && <li className="px-2.5 py-1 text-sm text-ink-2">{t('noViews')}</li>}
      </ul>
      {views.onSave && <SaveView query={url.query} onSave={views.onSave} onDone={() => setOpen(false)} />}
    </Popover>
  )
}

function DeleteView({
  id,
  name,
  onDelete,
}: {
  id: string
  name: string
  onDelete: NonNullable<SavedViews['onDelete']>
}) {
  const t = useTranslations() as unknown as Translate
  const [busy, setBusy] = useState(false)
  return (
    <Button
      tone="quiet"
      size="sm"
      icon
      busy={busy}
      aria-label={t('ui.table.deleteView', { name })}
      onClick={async () => {
        setBusy(true)
        const result = await onDelete(id).finally(() => setBusy(false))
        if (!result.ok) toast.error(errorText(t, result.error).title)
      }}
    >
      <Trash2 />
    </Button>
  )
}

function SaveView({
  query,
  onSave,
  onDone,
}: {
  query: string
  onSave: NonNullable<SavedViews['onSave']>
  onDone: () => void
}) {
  const t = useTranslations() as unknown as Translate
  const id = useId()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  return (
    <form
      className="mt-2 border-t border-line pt-2"
      onSubmit={async (e) => {
        e.preventDefault()
        e.stopPropagation()
        if (name.trim() === '') return setProblem(t('ui.validation.required'))
        setBusy(true)
        const result = await onSave({ name: name.trim(), query, shared }).finally(() => setBusy(false))
        if (!result.ok) return setProblem(errorText(t, result.error).title)
        setName('')
        onDone()
      }}
    >
      <FieldFrame id={id} label={t('ui.table.saveView')} error={problem}>
        <Input id={id} value={name} maxLength={40} onChange={(e) => setName(e.currentTarget.value)} />
      </FieldFrame>
      <div className="mt-1 flex items-center justify-between">
        <Checkbox checked={shared} onChange={setShared} label={t('ui.table.shareView')} />
        <Button type="submit" size="sm" busy={busy}>
          {t('ui.save')}
        </Button>
      </div>
    </form>
  )
}
