'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { useAct } from '@/components/ui/use-act'
import { Instant } from '@/components/ui/when'
import { commentPlanAction, resolveCommentAction } from '@/lib/plans/actions'
import { SECTION_KEYS, type SectionKey } from '@/lib/plans/basis'
import type { planComments } from '@/lib/plans/comments'
import type { Wire } from '@/lib/platform/wire'

type Comments = Wire<Awaited<ReturnType<typeof planComments>>>

/** What people asked about the plan and its sections, with answers; a new one below. */
export function PlanComments({ planId, comments }: { planId: string; comments: Comments }) {
  const t = useTranslations('plans')
  const router = useRouter()
  const act = useAct()
  const [section, setSection] = useState('')
  return (
    <div className="grid gap-3 text-sm">
      {comments.length === 0 && <p className="text-ink-2">{t('comment.none')}</p>}
      <ul className="grid gap-3">
        {comments.map((c) => (
          <li key={c.id} className="border-l-2 border-line-2 pl-3">
            <Said {...c} />
            <div className="flex flex-wrap items-center gap-1.5">
              {c.section && <Badge>{t(`section.${c.section}`)}</Badge>}
              {c.state === 'RESOLVED' && <Badge tone="ok">{t('comment.closed')}</Badge>}
            </div>
            {c.replies.map((r) => (
              <div key={r.id} className="mt-2 ml-3">
                <Said {...r} />
              </div>
            ))}
            {c.state === 'OPEN' && (
              <div className="mt-1.5 flex flex-wrap gap-2">
                <Write
                  label={t('comment.reply')}
                  send={(text) =>
                    act.run(
                      () => commentPlanAction({ planId, replyTo: c.id, text }),
                      () => router.refresh(),
                    )
                  }
                />
                {(c.mine || c.replies.length > 0) && (
                  <Button
                    size="sm"
                    tone="quiet"
                    busy={act.busy}
                    onClick={() =>
                      act.run(
                        () => resolveCommentAction({ commentId: c.id }),
                        () => router.refresh(),
                      )
                    }
                  >
                    {t('comment.close')}
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      {act.problem}
      <div className="flex flex-wrap items-start gap-2">
        <Select
          aria-label={t('comment.section')}
          value={section}
          onChange={setSection}
          options={[
            { value: '', label: t('comment.whole') },
            ...SECTION_KEYS.map((k, i) => ({ value: k, label: `${i + 1}. ${t(`section.${k}`)}` })),
          ]}
        />
        <Write
          label={t('comment.new')}
          open
          send={(text) =>
            act.run(
              () => commentPlanAction({ planId, section: (section || null) as SectionKey | null, text }),
              () => router.refresh(),
            )
          }
        />
      </div>
    </div>
  )
}

function Said({ by, at, text }: { by: string; at: string; text: string }) {
  return (
    <>
      <p className="text-ink-2">
        <span className="font-medium text-ink">{by}</span> <Instant value={at} />
      </p>
      <p className="max-w-prose whitespace-pre-line">{text}</p>
    </>
  )
}

function Write({
  label,
  send,
  open: always = false,
}: {
  label: string
  send: (text: string) => Promise<boolean>
  open?: boolean
}) {
  const [open, setOpen] = useState(always)
  const [text, setText] = useState('')
  if (!open)
    return (
      <Button size="sm" onClick={() => setOpen(true)}>
        {label}
      </Button>
    )
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-start gap-2">
      <Textarea
        aria-label={label}
        rows={2}
        className="min-w-52 flex-1"
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <Button
        size="sm"
        disabled={text.trim() === ''}
        onClick={async () => {
          if (!(await send(text))) return
          setText('')
          setOpen(always)
        }}
      >
        {label}
      </Button>
    </div>
  )
}
