'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { FieldValues, Path } from 'react-hook-form'
import type { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Checkbox, type Option } from '@/components/ui/choice'
import { DateField } from '@/components/ui/date-field'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input, Textarea } from '@/components/ui/input'
import { MoneyField } from '@/components/ui/money-field'
import { RateField } from '@/components/ui/rate-field'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import type { Result } from '@/lib/platform/errors'

export type Question = {
  name: string
  label: string
  hint?: string
  required?: boolean
  kind?: 'text' | 'long' | 'money' | 'rate' | 'date' | 'choice' | 'flag' | 'number'
  options?: Option[]
}

/** A few questions over the schema of the command that they feed, asked in a dialog. */
export function FormDialog<Input extends FieldValues>({
  label,
  title,
  tone,
  schema,
  values,
  questions,
  action,
  wide,
}: {
  label: string
  title: string
  tone?: 'primary'
  schema: z.ZodType<unknown, Input>
  values: Record<string, unknown>
  questions: Question[]
  action: (values: Input) => Promise<Result<unknown>>
  wide?: boolean
}) {
  const t = useTranslations('partners.book')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const form = useZodForm<Input>(schema, { defaultValues: values as never })
  return (
    <Dialog
      trigger={<Button {...(tone ? { tone } : {})}>{label}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={title}
      {...(wide ? { size: 'lg' as const } : {})}
    >
      <Form
        form={form}
        action={action}
        onSuccess={() => {
          toast.ok(t('saved'))
          setOpen(false)
          form.reset(values as never)
          router.refresh()
        }}
      >
        <div className={wide ? 'grid gap-x-4 gap-y-3 sm:grid-cols-2' : 'grid gap-y-3'}>
          {questions.map((q) => (
            <Field<Input>
              key={q.name}
              name={q.name as Path<Input>}
              label={q.label}
              {...(q.hint ? { hint: q.hint } : {})}
              {...(q.required ? { required: true } : {})}
              {...(q.kind === 'flag' ? { hideLabel: true } : {})}
            >
              {control(q)}
            </Field>
          ))}
        </div>
        <FormActions>
          <SubmitButton>{t('save')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}

function control(q: Question) {
  switch (q.kind) {
    case 'money':
      return <MoneyField />
    case 'rate':
      return <RateField />
    case 'date':
      return <DateField />
    case 'long':
      return <Textarea maxLength={1000} count />
    case 'choice':
      return <Select options={q.options ?? []} />
    case 'flag':
      return (p: { value: unknown; onChange: (v: unknown) => void }) => (
        <Checkbox label={q.label} checked={p.value === true} onChange={(on: boolean) => p.onChange(on)} />
      )
    default:
      return <Input autoComplete="off" {...(q.kind === 'number' ? { inputMode: 'numeric' as const } : {})} />
  }
}
