import { useTranslations } from 'next-intl'
import { railFromMachine, StageRail } from '../ui/stage-rail'

const STAGES = ['SURVEY', 'INTAKE', 'SCORING', 'APPROVAL', 'CONTRACT', 'DISBURSEMENT', 'POST_LOAN'] as const
const STUCK = ['RETURNED', 'REJECTED', 'WITHDRAWN', 'EXPIRED']

/** The seven stages of the walk, with the batch's exact state under the one it stands in. */
export function BatchRail({ stage, state }: { stage: string; state: string }) {
  const t = useTranslations('batches')
  const standing = state === 'SUSPENDED' ? 'paused' : STUCK.includes(state) ? 'attention' : 'current'
  return (
    <StageRail
      stages={railFromMachine(
        STAGES.map((s) => ({
          key: s,
          label: t(`stages.${s}`),
          states: [s],
          note: s === stage ? t(`states.${state as 'DRAFT'}`) : undefined,
        })),
        stage,
        standing,
      )}
    />
  )
}
