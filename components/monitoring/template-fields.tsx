'use client'
import { useTranslations } from 'next-intl'
import { RadioGroup } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { NONE, type Question } from '@/lib/monitoring/rules/templates'

/** The questions of an inspection's template, each with its unit. */
export function TemplateFields({ template }: { template: readonly Question[] }) {
  const t = useTranslations('monitoring')
  if (template.length === 0) return null
  const question = (q: Question) => t(`template.question.${q.key as 'occupancy'}`)
  return (
    <fieldset className="space-y-3 rounded-md border border-line px-4 pt-2 pb-4">
      <legend className="px-1 font-semibold">{t('template.title')}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {template.map((q) => (
          <Field key={q.key} name={`answers.${q.key}`} label={question(q)} required={q.required}>
            {q.type === 'EVENT' ? (
              <Select
                options={[
                  { value: NONE, label: t('template.none') },
                  ...q.events.map((e) => ({ value: e, label: t(`events.${e as 'DEATH'}`) })),
                ]}
              />
            ) : q.type === 'YES_NO' ? (
              <RadioGroup
                inline
                options={(['yes', 'no'] as const).map((v) => ({ value: v, label: t(`template.${v}`) }))}
              />
            ) : (
              <Input
                autoComplete="off"
                inputMode={q.type === 'TEXT' ? 'text' : q.type === 'PERCENT' ? 'text' : 'decimal'}
                className={q.type === 'TEXT' ? undefined : 'max-w-32'}
              />
            )}
          </Field>
        ))}
      </div>
    </fieldset>
  )
}
