'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Progress } from '../ui/progress'

export type PacketNow = {
  id: string
  batchId: string
  status: string
  progress: { rowsRead: number; rowsTotal: number; filesRead: number; filesTotal: number }
  counts: { rows: number; documents: number }
  code?: string
  detail?: string
}

const EVERY_MS = 1500

/** How far the reading of a packet has come, asked every moment until it is done; it goes on without anyone watching. */
export function PacketProgress({ packetId, onEnd }: { packetId: string; onEnd?: (packet: PacketNow) => void }) {
  const t = useTranslations('intake.upload')
  const locale = useLocale()
  const [now, setNow] = useState<PacketNow | null>(null)
  const end = useRef(onEnd)
  end.current = onEnd
  useEffect(() => {
    let stopped = false
    let timer: ReturnType<typeof setTimeout>
    const ask = async () => {
      try {
        const answer = await fetch(`/api/v1/packets/${packetId}`, { headers: { 'accept-language': locale } })
        if (answer.ok) {
          const packet = (await answer.json()) as PacketNow
          if (stopped) return
          setNow(packet)
          if (packet.status === 'DONE' || packet.status === 'FAILED') return end.current?.(packet)
        }
      } catch {
        // a gap in the network: the next question finds out
      }
      if (!stopped) timer = setTimeout(ask, EVERY_MS)
    }
    void ask()
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [packetId, locale])

  const status = now?.status ?? 'QUEUED'
  const p = now?.progress
  const files = status === 'MATCHING' || status === 'DONE'
  return (
    <div aria-live="polite">
      <Progress
        label={
          status === 'FAILED'
            ? t('failed')
            : status === 'DONE'
              ? t('done')
              : status === 'MATCHING'
                ? t('matching')
                : status === 'READING'
                  ? t('reading')
                  : t('queued')
        }
        done={files ? (p?.filesRead ?? 0) : (p?.rowsRead ?? 0)}
        total={(files ? p?.filesTotal : p?.rowsTotal) || null}
        state={status === 'FAILED' ? 'error' : status === 'DONE' ? 'done' : 'running'}
      />
      {status === 'FAILED' && <p className="mt-2 text-danger">{now?.detail}</p>}
      {status !== 'FAILED' && status !== 'DONE' && <p className="mt-2 text-sm text-ink-2">{t('leave')}</p>}
    </div>
  )
}
