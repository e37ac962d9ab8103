'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from './button'
import { Dialog, DialogClose } from './dialog'

/** While `when` holds, asks before a link or a reload throws away what was typed. */
export function UnsavedGuard({ when }: { when: boolean }) {
  const t = useTranslations('ui.unsaved')
  const router = useRouter()
  const [target, setTarget] = useState<string | null>(null)

  useEffect(() => {
    if (!when) return
    const beforeUnload = (e: BeforeUnloadEvent) => e.preventDefault()
    const onClick = (e: MouseEvent) => {
      if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
      const link = (e.target as Element | null)?.closest?.('a[href]')
      if (
        !(link instanceof HTMLAnchorElement) ||
        (link.target && link.target !== '_self') ||
        link.hasAttribute('download')
      )
        return
      const url = new URL(link.href, location.href)
      if (url.origin !== location.origin || (url.pathname === location.pathname && url.search === location.search))
        return
      e.preventDefault()
      e.stopPropagation()
      setTarget(url.pathname + url.search + url.hash)
    }
    addEventListener('beforeunload', beforeUnload)
    document.addEventListener('click', onClick, true)
    return () => {
      removeEventListener('beforeunload', beforeUnload)
      document.removeEventListener('click', onClick, true)
    }
  }, [when])

  return (
    <Dialog
      open={target !== null}
      onOpenChange={(open) => !open && setTarget(null)}
      title={t('title')}
      size="sm"
      footer={
        <>
          <DialogClose>{t('stay')}</DialogClose>
          <Button
            tone="danger"
            onClick={() => {
              const to = target
              setTarget(null)
              if (to) router.push(to)
            }}
          >
            {t('leave')}
          </Button>
        </>
      }
    >
      <p>{t('detail')}</p>
    </Dialog>
  )
}
