'use client'
import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Kbd } from './kbd'
import { type Shortcut, useShortcuts } from './shortcuts'
import { Spinner } from './spinner'

export type PaletteItem = {
  id: string
  label: string
  /** a second line: credit code, stall, state */
  hint?: string
  /** kind of thing, at the right: 商户, 批次 */
  kind?: string
  href?: string
  /** further words a page or act is found by: pinyin initials, English name */
  keywords?: string
  keys?: string
  run?: () => void
}

export type PaletteGroup = { label: string; items: PaletteItem[] }

const NONE: PaletteGroup[] = []

/**
 * ⌘K: finds objects on the server (name, pinyin initials, codes, tails), pages and acts here, and goes there. `search` is
 * a server action; it is asked when the typing rests and never in the middle of a composition. `open` by the caller's button.
 */
export function CommandPalette({
  open,
  onOpenChange,
  groups = NONE,
  search,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  groups?: PaletteGroup[]
  search?: (query: string) => Promise<PaletteGroup[]>
}) {
  const t = useTranslations('ui')
  const router = useRouter()
  const [query, setQuery] = useState('')
  const [found, setFound] = useState<PaletteGroup[]>(NONE)
  const [status, setStatus] = useState<'idle' | 'busy' | 'failed'>('idle')
  const [composing, setComposing] = useState(false)
  const turn = useRef(0)

  const shortcuts = useMemo<Shortcut[]>(
    () => [
      {
        keys: '$mod+k',
        label: t('shortcuts.palette'),
        whileTyping: true,
        run: (e) => {
          e.preventDefault()
          onOpenChange(true)
        },
      },
    ],
    [t, onOpenChange],
  )
  useShortcuts(t('shortcuts.global'), shortcuts)

  const text = query.trim()
  useEffect(() => {
    const mine = ++turn.current
    if (!search || composing) return
    if (text === '') {
      setFound(NONE)
      setStatus('idle')
      return
    }
    setStatus('busy')
    const timer = setTimeout(() => {
      search(text).then(
        (result) => {
          if (mine !== turn.current) return
          setFound(result)
          setStatus('idle')
        },
        () => mine === turn.current && setStatus('failed'),
      )
    }, 200)
    return () => clearTimeout(timer)
  }, [text, composing, search])

  const shown = useMemo(() => {
    const here = groups
      .map((g) => ({ ...g, items: g.items.filter((i) => matches(i, text)) }))
      .filter((g) => g.items.length > 0)
    return [...(text === '' ? NONE : found), ...here].map((g) => ({ value: g.label, items: g.items }))
  }, [groups, found, text])
  const count = shown.reduce((n, g) => n + g.items.length, 0)

  const close = () => {
    onOpenChange(false)
    setQuery('')
    setFound(NONE)
  }
  const choose = (item: PaletteItem) => {
    close()
    if (item.run) item.run()
    else if (item.href) router.push(item.href)
  }

  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? onOpenChange(true) : close())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="shade z-40" />
        <Dialog.Viewport className="fixed inset-0 z-50 flex items-start justify-center px-2 pt-[max(0.5rem,8vh)]">
          <Dialog.Popup
            aria-label={t('palette.title')}
            className="float flex max-h-[80dvh] w-full max-w-2xl flex-col overflow-hidden outline-none"
          >
            <Autocomplete.Root
              open
              inline
              items={shown}
              filter={null}
              value={query}
              onValueChange={(next, details) => details.reason !== 'item-press' && setQuery(next)}
              itemToStringValue={(i: PaletteItem) => i.label}
              autoHighlight="always"
              keepHighlight
            >
              <div className="flex items-center gap-2.5 border-b border-line px-4">
                {status === 'busy' ? (
                  <Spinner className="text-ink-2" />
                ) : (
                  <Search aria-hidden className="size-4 text-ink-2" />
                )}
                <Autocomplete.Input
                  aria-label={t('palette.title')}
                  placeholder={t('palette.placeholder')}
                  maxLength={60}
                  onCompositionStart={() => setComposing(true)}
                  onCompositionEnd={() => setComposing(false)}
                  onKeyDown={(e) => {
                    // the Enter that takes a candidate of the input method must not choose a result
                    if (e.nativeEvent.isComposing || e.nativeEvent.keyCode === 229) e.stopPropagation()
                  }}
                  className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-sm"
                />
                <Kbd keys="Escape" className="max-sm:hidden" />
              </div>
              <Dialog.Close className="sr-only">{t('close')}</Dialog.Close>
              <Autocomplete.Status className="sr-only">
                {status === 'busy' ? t('palette.searching') : t('palette.found', { count })}
              </Autocomplete.Status>
              {status === 'failed' && <p className="px-4 py-2 text-sm text-danger">{t('palette.failed')}</p>}
              <div className="min-h-0 flex-1 overflow-y-auto p-1.5">
                <Autocomplete.Empty>
                  {status === 'idle' && text !== '' && (
                    <p className="px-3 py-6 text-center text-ink-2">{t('palette.empty')}</p>
                  )}
                </Autocomplete.Empty>
                <Autocomplete.List>
                  {(group: { value: string; items: PaletteItem[] }) => (
                    <Autocomplete.Group key={group.value} items={group.items} className="pb-1">
                      <Autocomplete.GroupLabel className="px-2.5 pt-1.5 pb-1 text-xs text-ink-2">
                        {group.value}
                      </Autocomplete.GroupLabel>
                      <Autocomplete.Collection>
                        {(item: PaletteItem) => (
                          <Autocomplete.Item
                            key={item.id}
                            value={item}
                            onClick={() => choose(item)}
                            className="menu-item justify-between"
                          >
                            <span className="min-w-0">
                              <span className="block truncate">{item.label}</span>
                              {item.hint && <span className="block truncate text-xs text-ink-2">{item.hint}</span>}
                            </span>
                            <span className="flex shrink-0 items-center gap-2 text-xs text-ink-2">
                              {item.kind}
                              {item.keys && <Kbd keys={item.keys} />}
                            </span>
                          </Autocomplete.Item>
                        )}
                      </Autocomplete.Collection>
                    </Autocomplete.Group>
                  )}
                </Autocomplete.List>
              </div>
            </Autocomplete.Root>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function matches(item: PaletteItem, text: string): boolean {
  if (text === '') return true
  const q = text.toLowerCase()
  return [item.label, item.keywords, item.hint].some((s) => s?.toLowerCase().includes(q))
}
