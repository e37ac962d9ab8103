'use client'
import { LiveProgress, type WorkState } from '@/components/ui/live-progress'
import { mergingStateAction } from '@/lib/contracts/actions'

const STATE: Record<string, WorkState['state']> = { DONE: 'done', FAILED: 'error', CANCELLED: 'stopped' }

/** The documents of a signing as they are merged; the page is renewed at the end. */
export function MergingProgress({
  sessionId,
  label,
  done,
  total,
}: {
  sessionId: string
  label: string
  done: number
  total: number | null
}) {
  return (
    <LiveProgress
      label={label}
      initial={{ done, total, failed: 0, state: 'running' }}
      load={async () => {
        const answer = await mergingStateAction({ sessionId })
        if (!answer.ok || !answer.value) return null
        const { done, total, state } = answer.value
        return { done, total, failed: 0, state: STATE[state] ?? 'running' }
      }}
    />
  )
}
