'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { useAct } from '@/components/ui/use-act'
import { draftPlanAction } from '@/lib/plans/actions'

/** Drafts the plan of a batch, or computes its draft again, and opens it. */
export function DraftPlanButton({
  batchId,
  again = false,
  addOn = false,
}: {
  batchId: string
  again?: boolean
  /** as a later list under the plan in force */
  addOn?: boolean
}) {
  const t = useTranslations('plans')
  const router = useRouter()
  const act = useAct()
  return (
    <div className="grid justify-items-center gap-2">
      <Button
        tone={again || addOn ? 'default' : 'primary'}
        busy={act.busy}
        onClick={() =>
          act.run(
            () => draftPlanAction({ batchId, addOn }),
            (plan) => (again ? router.refresh() : router.push(`/plans/${plan.id}`)),
          )
        }
      >
        {t(again ? 'page.recompute' : addOn ? 'page.draftAddOn' : 'page.draft')}
      </Button>
      {act.problem}
    </div>
  )
}
