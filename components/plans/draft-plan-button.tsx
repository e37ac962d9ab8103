'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { useAct } from '@/components/ui/use-act'
import { draftPlanAction } from '@/lib/plans/actions'

/** Drafts the plan of a batch, or computes its draft again, and opens it. */
export function DraftPlanButton({ batchId, again = false }: { batchId: string; again?: boolean }) {
  const t = useTranslations('plans')
  const router = useRouter()
  const act = useAct()
  return (
    <div className="grid justify-items-center gap-2">
      <Button
        tone={again ? 'default' : 'primary'}
        busy={act.busy}
        onClick={() =>
          act.run(
            () => draftPlanAction({ batchId }),
            (plan) => (again ? router.refresh() : router.push(`/plans/${plan.id}`)),
          )
        }
      >
        {t(again ? 'page.recompute' : 'page.draft')}
      </Button>
      {act.problem}
    </div>
  )
}
