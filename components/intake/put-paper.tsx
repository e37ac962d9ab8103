'use client'
import { Upload } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Button } from '../ui/button'
import type { DeskItem } from './desk-types'
import { usePutPaper } from './use-put-paper'

/** Uploads one paper into a slot, or in the place of another one. */
export function PutPaper({ item, slot, replaces }: { item: DeskItem; slot: string; replaces?: string }) {
  const t = useTranslations('intake')
  const input = useRef<HTMLInputElement>(null)
  const { busy, put } = usePutPaper(item.id)
  const name = t(`slots.${slot as 'BUNDLE'}`)
  const label = replaces ? `${t('desk.replace')}: ${name}` : t('desk.put', { slot: name })
  return (
    <>
      <Button
        size="sm"
        tone={replaces ? 'quiet' : 'default'}
        busy={busy}
        aria-label={label}
        title={label}
        onClick={() => input.current?.click()}
      >
        <Upload aria-hidden />
        {replaces && t('desk.replace')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,application/pdf,.ofd"
        tabIndex={-1}
        aria-label={label}
        className="sr-only"
        onChange={(e) => {
          void put(e.currentTarget.files?.[0], slot, replaces)
          e.currentTarget.value = ''
        }}
      />
    </>
  )
}
