'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { useAct } from '@/components/ui/use-act'
import { draftCardVersionAction } from '@/lib/scoring/card-actions'

/** Begins the next version of a card from the one on the page. */
export function NewVersion({ code, version }: { code: string; version: number }) {
  const t = useTranslations('scorecards')
  const router = useRouter()
  const { busy, problem, run } = useAct()
  return (
    <>
      <Button
        tone="primary"
        busy={busy}
        onClick={() =>
          void run(
            () => draftCardVersionAction({ from: { code, version } }),
            (v) => router.push(`/scorecards/drafts/${v.id}`),
          )
        }
      >
        {t('newVersion')}
      </Button>
      {problem && <div className="w-full">{problem}</div>}
    </>
  )
}
