'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Combobox } from '@/components/ui/combobox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { assignSurveyorsAction, startSurveyAction } from '@/lib/markets/actions'
import { useRefresh } from './use-refresh'

type Person = { id: string; name: string; login: string }
export type Candidates = { evaluators: Person[]; riskManagers: Person[] }

const Values = z.object({ evaluatorId: z.string().min(1), riskMgrId: z.string().min(1) })
type Values = z.input<typeof Values>

/** Two different people survey together; naming them can start the survey at once. */
export function AssignDialog({
  marketId,
  version,
  candidates,
  evaluatorId,
  riskMgrId,
  canStart,
}: {
  marketId: string
  version: number
  candidates: Candidates
  evaluatorId: string | null
  riskMgrId: string | null
  canStart: boolean
}) {
  const t = useTranslations('markets.acts')
  const [open, setOpen] = useState(false)
  const refresh = useRefresh()
  const form = useZodForm<Values>(Values, {
    defaultValues: { evaluatorId: evaluatorId ?? '', riskMgrId: riskMgrId ?? '' },
  })
  const options = (people: Person[]) =>
    people.map((p) => ({ value: p.id, label: p.name, keywords: p.login, hint: p.login }))
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button tone={canStart ? 'primary' : 'default'}>{canStart ? t('start') : t('reassign')}</Button>}
      title={canStart ? t('startTitle') : t('reassignTitle')}
      description={canStart ? t('startText') : t('reassignText')}
    >
      <Form
        form={form}
        guard={false}
        action={(v) =>
          canStart
            ? startSurveyAction({ marketId, ...v }, { ifMatch: version })
            : assignSurveyorsAction({ marketId, ...v }, { ifMatch: version })
        }
        onSuccess={() => {
          toast.ok(canStart ? t('startDone') : t('reassignDone'))
          setOpen(false)
          refresh()
        }}
      >
        <Field name="evaluatorId" label={t('evaluator')} required>
          <Combobox options={options(candidates.evaluators)} />
        </Field>
        <Field name="riskMgrId" label={t('riskManager')} required>
          <Combobox options={options(candidates.riskManagers)} />
        </Field>
        <FormActions>
          <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
          <SubmitButton>{canStart ? t('start') : t('reassign')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}
