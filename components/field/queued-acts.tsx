'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActDialog, type ActField } from '@/components/ui/act-dialog'
import { toast } from '@/components/ui/toast'
import type { FieldAct } from './acts'
import { useOutbox } from './use-outbox'
import { Waiting } from './waiting'

export type QueuedAct = {
  act: FieldAct
  label: string
  fields: readonly ActField[]
  fixed: Readonly<Record<string, unknown>>
  tone?: 'default' | 'primary'
}

/** Acts of one object that may be done without a line: each is kept on the phone first, then sent, and counts once. */
export function QueuedActs({ login, slot, acts }: { login: string; slot: string; acts: readonly QueuedAct[] }) {
  const t = useTranslations('manager.field')
  const router = useRouter()
  const kept = useOutbox(login, slot, () => router.refresh())
  return (
    <>
      {acts.map(({ act, label, fields, fixed, tone }) => (
        <ActDialog
          key={act}
          label={label}
          size="md"
          tone={tone}
          fields={fields}
          fixed={fixed}
          action={async (input: never) => {
            const answer = await kept.submit(act, input)
            if (answer.ok && answer.kept) toast.ok(t('kept'))
            return answer
          }}
        />
      ))}
      {kept.waiting.length > 0 && (
        <div className="basis-full">
          <Waiting
            waiting={kept.waiting}
            onAgain={(r) => void kept.again(r)}
            onDiscard={(id) => void kept.discard(id)}
          />
        </div>
      )}
    </>
  )
}
