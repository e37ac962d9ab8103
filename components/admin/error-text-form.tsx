'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { z } from 'zod'
import { Checkbox } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Input, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { proposeParameterAction } from '@/lib/admin/actions'
import { ProposalFields } from './proposal-fields'

const title = z.string().trim().max(120)
const detail = z.string().trim().max(600)
const Proposal = z
  .strictObject({
    zhTitle: title,
    zhDetail: detail,
    enTitle: title,
    enDetail: detail,
    standard: z.boolean(),
    effectiveFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE'),
    reason: z.string().trim().min(1).max(500),
  })
  .superRefine((v, ctx) => {
    if (v.standard) return
    for (const path of ['zhTitle', 'zhDetail', 'enTitle', 'enDetail'] as const) {
      if (v[path] === '') ctx.addIssue({ code: 'custom', path: [path], message: 'E_REQUIRED' })
    }
  })

type Words = { title: string; detail: string }
type Props = { parameterKey: string; zh: Words; en: Words; names: string[]; today: string }

/** Proposes other words for one refusal, both languages together. */
export function ErrorTextForm({ parameterKey, zh, en, names, today }: Props) {
  const t = useTranslations('admin')
  const router = useRouter()
  const form = useZodForm(Proposal, {
    defaultValues: {
      zhTitle: zh.title,
      zhDetail: zh.detail,
      enTitle: en.title,
      enDetail: en.detail,
      standard: false,
      effectiveFrom: today,
      reason: '',
    },
  })
  const standard = form.watch('standard')
  return (
    <Form
      form={form}
      action={(v) =>
        proposeParameterAction({
          key: parameterKey,
          value: v.standard
            ? null
            : [
                { locale: 'zh-CN', title: v.zhTitle, detail: v.zhDetail },
                { locale: 'en', title: v.enTitle, detail: v.enDetail },
              ],
          effectiveFrom: v.effectiveFrom,
          reason: v.reason,
        })
      }
      onSuccess={() => {
        toast.ok(t('parameters.proposed'))
        router.refresh()
      }}
    >
      <p className="text-sm text-ink-2">{t('texts.names', { names: names.map((n) => `{${n}}`).join(' ') })}</p>
      <Field name="zhTitle" label={t('texts.zhTitle')} required>
        <Input disabled={standard} autoComplete="off" lang="zh-CN" />
      </Field>
      <Field name="zhDetail" label={t('texts.zhDetail')} required>
        <Textarea disabled={standard} maxLength={600} lang="zh-CN" />
      </Field>
      <Field name="enTitle" label={t('texts.enTitle')} required>
        <Input disabled={standard} autoComplete="off" lang="en" />
      </Field>
      <Field name="enDetail" label={t('texts.enDetail')} required>
        <Textarea disabled={standard} maxLength={600} lang="en" />
      </Field>
      <Field name="standard" label={t('texts.standard')} hideLabel>
        <Checkbox label={t('texts.standard')} />
      </Field>
      <ProposalFields today={today} />
    </Form>
  )
}
