'use client'
import { LiveProgress } from '@/components/ui/live-progress'
import { labProgressAction } from '@/lib/lab/actions'

/** A reading or measurement as it goes on; the page is renewed at its end. */
export function LabProgress({
  label,
  jobId,
  done,
  total,
}: {
  label: string
  jobId: string
  done: number
  total: number | null
}) {
  return (
    <LiveProgress
      label={label}
      initial={{ done, total, failed: 0, state: 'running' }}
      load={async () => {
        const answer = await labProgressAction({ jobId })
        if (!answer.ok) return null
        const { state } = answer.value
        return {
          done: answer.value.done,
          total: answer.value.total,
          failed: 0,
          state: state === 'DONE' ? 'done' : state === 'FAILED' || state === 'CANCELLED' ? 'error' : 'running',
        }
      }}
    />
  )
}
