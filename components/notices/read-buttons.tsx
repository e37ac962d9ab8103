'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { readNoticesAction } from '@/lib/notices/actions'

/** Marks one notice, or all of them, as read. */
export function ReadButton({ id, title }: { id?: string; title?: string }) {
  const t = useTranslations('notices')
  const router = useRouter()
  const act = useAct()
  return (
    <>
      <Button
        size="sm"
        tone={id ? 'quiet' : 'default'}
        busy={act.busy}
        aria-label={title && `${t('markRead')} ${title}`}
        onClick={() =>
          act.run(
            () => readNoticesAction(id ? { ids: [id] } : {}),
            () => {
              if (!id) toast.ok(t('readDone'))
              router.refresh()
            },
          )
        }
      >
        {t(id ? 'markRead' : 'markAll')}
      </Button>
      {act.problem}
    </>
  )
}
