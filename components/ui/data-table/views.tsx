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

type Hidden = Record<string, boolean>

/**
 * Named standings of a list, with its columns: one's own and those shared by colleagues. The present one can be kept
 * under a name; saved under a name of one's own again, it is replaced.
 */
export function Views({
  views,
  url,
  columns,
  hidden,
  onHidden,
}: {
  views: SavedViews
  url: ListUrl
  columns: readonly { key: string; hidden?: boolean }[]
  hidden: Hidden
  onHidden: (next: Hidden) => void
}) {
  const t = useTranslations('ui.table')
  const [open, setOpen] = useState(false)
  const isHidden = (map: Hidden, c: (typeof columns)[number]) => map[c.key] ?? c.hidden ?? false
  const sameColumns = (kept: Hidden) => columns.every((c) => isHidden(kept, c) === isHidden(hidden, c))
  const current = views.items.find((v) => v.query === url.query && (!v.columns || sameColumns(v.columns)))
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={t('views')}
      trigger={
        <Button size="sm" className={cn(current && 'border-accent text-accent')}>
          <Bookmark aria-hidden />
          <span className="max-w-40 truncate max-sm:max-w-20">{current?.name ?? t('views')}</span>
        </Button>
      }
    >
      <ul className="max-h-72 w-72 max-w-full overflow-y-auto">
        {views.items.map((v) => (
          <li key={v.id} className="flex items-center gap-1">
            <button
              type="button"
              aria-current={v === current || undefined}
              className="menu-item min-w-0 flex-1 text-left hover:bg-hover aria-current:font-semibold aria-current:text-accent"
              onClick={() => {
                url.apply(v.query)
                if (v.columns) onHidden(v.columns)
                setOpen(false)
              }}
            >
              <span className="truncate">{v.name}</span>
              {v.shared && (
                <span className="ml-auto max-w-28 shrink-0 truncate pl-2 text-xs font-normal text-ink-2">
                  {v.mine || !v.owner ? t('shared') : v.owner}
                </span>
              )}
            </button>
            {v.mine && views.onDelete && <DeleteView id={v.id} name={v.name} onDelete={views.onDelete} />}
          </li>
        ))}
        {views.items.length === 0 && <li className="px-2.5 py-1 text-sm text-ink-2">{t('noViews')}</li>}
      </ul>
      {views.onSave && (
        <SaveView
          own={views.items.filter((v) => v.mine).map((v) => v.name)}
          onSave={(name, shared) => views.onSave!({ name, shared, query: url.query, columns: hidden })}
          onDone={() => setOpen(false)}
        />
      )}
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
  own,
  onSave,
  onDone,
}: {
  /** names that are taken by views of one's own */
  own: string[]
  onSave: (name: string, shared: boolean) => ReturnType<NonNullable<SavedViews['onSave']>>
  onDone: () => void
}) {
  const t = useTranslations() as unknown as Translate
  const id = useId()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const replaces = own.includes(name.trim())
  return (
    <form
      className="mt-2 w-72 max-w-full border-t border-line pt-2"
      onSubmit={async (e) => {
        e.preventDefault()
        e.stopPropagation()
        if (name.trim() === '') return setProblem(t('ui.validation.required'))
        setBusy(true)
        const result = await onSave(name.trim(), shared).finally(() => setBusy(false))
        if (!result.ok) {
          const text = errorText(t, result.error)
          return setProblem(text.detail || text.title)
        }
        setName('')
        setProblem(undefined)
        toast.ok(t('ui.table.viewSaved', { name: name.trim() }))
        onDone()
      }}
    >
      <FieldFrame id={id} label={t('ui.table.saveView')} error={problem}>
        <Input id={id} value={name} maxLength={40} onChange={(e) => setName(e.currentTarget.value)} />
      </FieldFrame>
      <div className="mt-1 flex items-center justify-between gap-2">
        <Checkbox checked={shared} onChange={setShared} label={t('ui.table.shareView')} />
        <Button type="submit" size="sm" busy={busy}>
          {t(replaces ? 'ui.table.replaceView' : 'ui.save')}
        </Button>
      </div>
    </form>
  )
}
