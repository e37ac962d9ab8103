'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { RadioGroup } from '@/components/ui/choice'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { decideMarketAction } from '@/lib/markets/actions'
import { DECISIONS, type Decision } from '@/lib/markets/rules/official'
import { useRefresh } from './use-refresh'

const Values = z.object({ decision: z.enum(DECISIONS), opinion: z.string().trim().min(1).max(2000) })
type Values = z.input<typeof Values>

/** One department's decision; only what the score allows can be chosen. */
export function DecideDialog({
  marketId,
  version,
  decisions,
}: {
  marketId: string
  version: number
  decisions: readonly Decision[]
}) {
  const t = useTranslations('markets')
  const [open, setOpen] = useState(false)
  const refresh = useRefresh()
  const form = useZodForm<Values>(Values, { defaultValues: { opinion: '' } })
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button tone="primary">{t('acts.decide')}</Button>}
      title={t('acts.decideTitle')}
      description={t('acts.decideText')}
    >
      <Form
        form={form}
        guard={false}
        action={(v) => decideMarketAction({ marketId, ...v }, { ifMatch: version })}
        onSuccess={(v) => {
          toast.ok(v.final ? t('acts.decideDone') : t('acts.decideHalf'))
          setOpen(false)
          refresh()
        }}
      >
        {decisions.length === 1 && <Notice tone="warn">{t('acts.decideOnlyReject')}</Notice>}
        <Field name="decision" label={t('acts.decision')} required>
          <RadioGroup
            options={decisions.map((d) => ({
              value: d,
              label: t(`decision.${d}`),
              hint: t(`acts.decisionHint.${d}`),
            }))}
          />
        </Field>
        <Field name="opinion" label={t('acts.opinion')} required>
          <Textarea rows={4} maxLength={2000} count />
        </Field>
        <FormActions>
          <Button onClick={() => setOpen(false)}>{t('acts.cancel')}</Button>
          <SubmitButton>{t('acts.decide')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}
