'use client'
import type { ReactNode } from 'react'
import type { Result } from '@/lib/platform/errors'
import { Button } from './button'
import { ReasonDialog } from './reason-dialog'

export type DecisionWords = { approve: string; approveTitle: string; reject: string; rejectTitle: string }

/** A second person's yes or no to what another proposed: yes with a word if wanted, no with its reason. */
export function Decision({
  words,
  what,
  decide,
}: {
  words: DecisionWords
  /** what is decided, in the dialog */
  what?: ReactNode
  decide: (approve: boolean, reason: string | undefined) => Promise<Result<unknown>>
}) {
  return (
    <span className="flex gap-2">
      <ReasonDialog
        trigger={
          <Button size="sm" tone="primary">
            {words.approve}
          </Button>
        }
        title={words.approveTitle}
        description={what}
        confirmLabel={words.approve}
        reason="optional"
        action={(reason) => decide(true, reason || undefined)}
      />
      <ReasonDialog
        trigger={<Button size="sm">{words.reject}</Button>}
        title={words.rejectTitle}
        description={what}
        confirmLabel={words.reject}
        tone="danger"
        action={(reason) => decide(false, reason)}
      />
    </span>
  )
}
