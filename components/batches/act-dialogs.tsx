'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { acceptBatchAction, startScoringAction } from '@/lib/batches/actions'
import { Button } from '../ui/button'
import { RadioGroup } from '../ui/choice'
import { Dialog, DialogClose } from '../ui/dialog'
import { FieldFrame } from '../ui/field'
import { ReasonDialog } from '../ui/reason-dialog'
import { Select } from '../ui/select'
import { useAct } from '../ui/use-act'

type Shown = { open: boolean; onOpenChange: (open: boolean) => void; onDone: () => void }
type Profile = 'NORMAL' | 'GREEN'

/** B5: takes the batch in, and says within which time the bank promises a result. */
export function AcceptDialog({
  batchId,
  version,
  count,
  days,
  profile,
  ...shown
}: Shown & {
  batchId: string
  version: number
  count: number
  days: Record<Profile, number>
  profile: Profile
}) {
  const t = useTranslations('batches')
  const [chosen, setChosen] = useState<Profile>(profile)
  return (
    <ReasonDialog
      {...shown}
      title={t('ask.acceptTitle')}
      description={t('ask.acceptText', { count })}
      confirmLabel={t('acts.accept')}
      reason="none"
      action={() => acceptBatchAction({ batchId, profile: chosen }, { ifMatch: version })}
    >
      <p id="accept-profile" className="mb-1 text-sm font-medium">
        {t('ask.profile')}
      </p>
      <RadioGroup
        aria-labelledby="accept-profile"
        value={chosen}
        onChange={(v) => setChosen(v as Profile)}
        options={(['NORMAL', 'GREEN'] as const).map((p) => ({
          value: p,
          label: t(`profiles.${p}`),
          hint: t('ask.profileDays', { days: days[p] }),
        }))}
      />
    </ReasonDialog>
  )
}

export type Investigators = Record<'rm' | 'evaluator', { id: string; name: string; login: string }[]>

/** B6: two persons investigate; each merchant gets a sheet that both sign. */
export function ScoringDialog({
  batchId,
  version,
  people,
  rmId,
  evaluatorId,
  ...shown
}: Shown & {
  batchId: string
  version: number
  people: Investigators
  rmId: string | null
  evaluatorId: string | null
}) {
  const t = useTranslations('batches')
  const ui = useTranslations('ui')
  const act = useAct()
  const [rm, setRm] = useState(rmId ?? '')
  const [evaluator, setEvaluator] = useState(evaluatorId ?? '')
  const options = (list: Investigators['rm']) => list.map((p) => ({ value: p.id, label: `${p.name} (${p.login})` }))
  const same = rm !== '' && rm === evaluator
  return (
    <Dialog
      open={shown.open}
      onOpenChange={shown.onOpenChange}
      title={t('ask.scoringTitle')}
      description={t('ask.scoringText')}
      footer={
        <>
          <DialogClose>{ui('cancel')}</DialogClose>
          <Button
            tone="primary"
            busy={act.busy}
            disabled={!rm || !evaluator || same}
            onClick={() =>
              act.run(
                () => startScoringAction({ batchId, rmId: rm, evaluatorId: evaluator }, { ifMatch: version }),
                () => {
                  shown.onOpenChange(false)
                  shown.onDone()
                },
              )
            }
          >
            {t('acts.startScoring')}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {act.problem}
        <FieldFrame id="scoring-rm" label={t('ask.rm')} required>
          <Select
            id="scoring-rm"
            value={rm}
            onChange={setRm}
            placeholder={t('ask.choose')}
            options={options(people.rm)}
          />
        </FieldFrame>
        <FieldFrame
          id="scoring-evaluator"
          label={t('ask.evaluator')}
          required
          error={same ? t('ask.samePerson') : undefined}
        >
          <Select
            id="scoring-evaluator"
            value={evaluator}
            onChange={setEvaluator}
            placeholder={t('ask.choose')}
            options={options(people.evaluator)}
          />
        </FieldFrame>
      </div>
    </Dialog>
  )
}
