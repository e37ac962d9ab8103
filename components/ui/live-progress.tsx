'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Progress } from './progress'

export type WorkState = {
  done: number
  total: number | null
  failed: number
  state: 'running' | 'done' | 'stopped' | 'error'
  eta?: string
}

/**
 * A long work as it goes on: asks `load` (a server action) every `everyMs` while the page is in sight, and renews the page
 * once it has ended. It can be left and come back to: the standing is the server's.
 */
export function LiveProgress({
  label,
  initial,
  load,
  cancel,
  everyMs = 1500,
}: {
  label: ReactNode
  initial: WorkState
  load: () => Promise<WorkState | null>
  cancel?: () => Promise<unknown>
  everyMs?: number
}) {
  const router = useRouter()
  const [work, setWork] = useState(initial)
  const asking = useRef(load)
  useEffect(() => {
    asking.current = load
  })
  const running = work.state === 'running'
  useEffect(() => {
    if (!running) return
    let stopped = false
    const timer = setInterval(async () => {
      if (document.hidden) return
      // a lost line is not the end of the work: the next turn asks again
      const next = await asking.current().catch(() => null)
      if (stopped || !next) return
      setWork(next)
      if (next.state !== 'running') router.refresh()
    }, everyMs)
    return () => {
      stopped = true
      clearInterval(timer)
    }
  }, [running, everyMs, router])
  return <Progress label={label} {...work} onCancel={cancel && (() => void cancel())} />
}
