'use client'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { Dialog } from './dialog'
import { Kbd } from './kbd'
import { type Shortcut, useShortcutGroups, useShortcuts } from './shortcuts'

/** `?` opens it: every key that works on the present page. Stands once in the shell. */
export function ShortcutSheet() {
  const t = useTranslations('ui.shortcuts')
  const [open, setOpen] = useState(false)
  const groups = useShortcutGroups()
  const shortcuts = useMemo<Shortcut[]>(() => [{ keys: '[Shift]+?', label: t('help'), run: () => setOpen(true) }], [t])
  useShortcuts(t('global'), shortcuts)
  const titles = [...new Set(groups.map((g) => g.title))]
  return (
    <Dialog open={open} onOpenChange={setOpen} title={t('title')}>
      {titles.map((title) => (
        <section key={title} className="mb-4 last:mb-0">
          <h3 className="mb-1 text-sm font-semibold text-ink-2">{title}</h3>
          <dl>
            {groups
              .filter((g) => g.title === title)
              .flatMap((g) => g.shortcuts)
              .map((s) => (
                <div key={s.keys} className="flex items-center justify-between border-b border-line py-1">
                  <dt>{s.label}</dt>
                  <dd>
                    <Kbd keys={s.keys} />
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
