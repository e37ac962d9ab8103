'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import type { Option } from '@/components/ui/choice'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { assignMarketAction } from '@/lib/admin/actions'

const DUTIES = ['rmId', 'evaluatorId', 'riskMgrId', 'postMktId', 'postMktDeputyId'] as const
type Duty = (typeof DUTIES)[number]
const People = z.strictObject({
  rmId: z.string(),
  evaluatorId: z.string(),
  riskMgrId: z.string(),
  postMktId: z.string(),
  postMktDeputyId: z.string(),
})

type Market = { id: string; name: string; version: number } & Record<Duty, string | null>

export function AssignmentDialog({ market, candidates }: { market: Market; candidates: Record<Duty, Option[]> }) {
  const t = useTranslations('admin')
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      trigger={<Button size="sm">{t('assignments.edit')}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t('assignments.editTitle', { name: market.name })}
    >
      <AssignmentForm market={market} candidates={candidates} onDone={() => setOpen(false)} />
    </Dialog>
  )
}

function AssignmentForm({
  market,
  candidates,
  onDone,
}: {
  market: Market
  candidates: Record<Duty, Option[]>
  onDone: () => void
}) {
  const t = useTranslations('admin')
  const form = useZodForm(People, {
    defaultValues: Object.fromEntries(DUTIES.map((d) => [d, market[d] ?? ''])) as z.input<typeof People>,
  })
  return (
    <Form
      form={form}
      action={(people) => assignMarketAction({ marketId: market.id, ...people }, { ifMatch: market.version })}
      onSuccess={() => {
        toast.ok(t('common.done'))
        onDone()
      }}
    >
      {DUTIES.map((duty) => (
        <Field key={duty} name={duty} label={t(`duty.${duty}`)}>
          <Select placeholder={t('assignments.unassigned')} options={candidates[duty]} />
        </Field>
      ))}
      <FormActions>
        <SubmitButton>{t('common.save')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
