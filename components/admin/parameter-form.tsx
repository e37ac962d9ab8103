'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { z } from 'zod'
import { Checkbox, type Option } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { proposeParameterAction } from '@/lib/admin/actions'
import { ProposalFields } from './proposal-fields'
import { WordBoxes } from './word-boxes'

const Proposal = z
  .strictObject({
    value: z.string().trim().max(8000),
    standard: z.boolean(),
    effectiveFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE'),
    reason: z.string().trim().min(1).max(500),
  })
  .refine((v) => v.standard || v.value !== '', { path: ['value'], error: 'E_REQUIRED' })

type Props = {
  parameterKey: string
  value: string
  unit: string | null
  today: string
  table: boolean
  /** where the value is chosen among words */
  choice?: { options: Option[]; list: boolean } | null
}

/** Proposes a value for one parameter. `table`: the LPR table, one publication a line. */
export function ParameterForm({ parameterKey, value, unit, today, table, choice }: Props) {
  const t = useTranslations('admin')
  const router = useRouter()
  const form = useZodForm(Proposal, { defaultValues: { value, standard: false, effectiveFrom: today, reason: '' } })
  const standard = form.watch('standard')
  return (
    <Form
      form={form}
      action={(v) =>
        proposeParameterAction({
          key: parameterKey,
          value: v.standard ? null : table ? lprRows(v.value) : v.value,
          effectiveFrom: v.effectiveFrom,
          reason: v.reason,
        })
      }
      onSuccess={() => {
        toast.ok(t('parameters.proposed'))
        router.refresh()
      }}
    >
      <Field name="value" label={t('parameters.newValue')} hint={table ? t('parameters.lprNote') : undefined} required>
        {value === 'true' || value === 'false' ? (
          <Select
            disabled={standard}
            options={[
              { value: 'true', label: t('common.yes') },
              { value: 'false', label: t('common.no') },
            ]}
          />
        ) : choice?.list ? (
          <WordBoxes options={choice.options} disabled={standard} />
        ) : choice ? (
          <Select options={choice.options} disabled={standard} />
        ) : table ? (
          <Textarea rows={8} disabled={standard} className="font-mono" />
        ) : (
          <Input after={unit} disabled={standard} autoComplete="off" />
        )}
      </Field>
      <Field name="standard" label={t('parameters.backToStandard')} hideLabel>
        <Checkbox label={t('parameters.backToStandard')} />
      </Field>
      <ProposalFields today={today} />
    </Form>
  )
}

function lprRows(text: string): Record<string, string>[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [publishedOn = '', oneYear = '', fiveYear = ''] = line.split(/\s+/)
      return { publishedOn, oneYear, fiveYear }
    })
}
