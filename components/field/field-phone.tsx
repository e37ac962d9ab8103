'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import type { KeptRequest } from './kept-request'
import { senderOf } from './sender'

/** Where each kind of object is worked on. */
const PLACES: Record<string, string> = { visit: '/monitoring/visits', loan: '/collection', signing: '/signing' }

/** Only where parts have names that change with their content: never while developing. */
function keepPage(path: string): void {
  if (process.env.NODE_ENV !== 'production' || !navigator.serviceWorker) return
  navigator.serviceWorker
    .register('/sw.js')
    .then(() => navigator.serviceWorker.ready)
    .then((ready) => ready.active?.postMessage({ keep: path }))
    .catch(() => undefined)
}

/**
 * On every page of the bank: sends what this phone keeps as soon as there is a line, whatever page is open, shows what has
 * not arrived, and has the pages of the field kept for where there is none.
 */
export function FieldPhone({ login }: { login: string }) {
  const t = useTranslations('manager.field')
  const path = usePathname()
  const [kept, setKept] = useState<KeptRequest[]>([])

  useEffect(() => {
    const sender = senderOf(login)
    const look = () => sender.waiting().then(setKept, () => undefined)
    const deaf = sender.listen(() => void look())
    const send = () => void sender.send().catch(() => undefined)
    send()
    window.addEventListener('online', send)
    return () => {
      deaf()
      window.removeEventListener('online', send)
    }
  }, [login])

  useEffect(() => {
    keepPage(path)
    // what has arrived shows in the page that is kept
    return senderOf(login).listen((answer) => answer?.result.ok && keepPage(path))
  }, [login, path])

  const elsewhere = Map.groupBy(
    kept.filter((r) => !path.endsWith(r.slot.split(':')[1] ?? '')),
    (r) => r.slot,
  )
  if (elsewhere.size === 0) return null
  return (
    <ul className="no-print mb-3 flex flex-wrap gap-2" aria-label={t('onPhone')}>
      {[...elsewhere].map(([slot, requests]) => {
        const [kind = '', id] = slot.split(':')
        const refused = requests.filter((r) => r.refused).length
        return (
          <li key={slot}>
            <Link href={`${PLACES[kind] ?? '/today'}/${id}`}>
              <Badge tone={refused > 0 ? 'danger' : 'warn'}>
                {t(refused > 0 ? 'refusedOf' : 'waitingOf', {
                  what: t(`slot.${kind as 'visit'}`),
                  count: refused || requests.length,
                })}
              </Badge>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
