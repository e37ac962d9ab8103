'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import type { Result } from '@/lib/platform/errors'
import { Button } from './button'
import { Checkbox, type Option } from './choice'
import { DateField } from './date-field'
import { Dialog } from './dialog'
import { type ControlProps, Field } from './field'
import { Form, FormActions, SubmitButton } from './form'
import { Input, Textarea } from './input'
import { MoneyField } from './money-field'
import { Select } from './select'
import { toast } from './toast'
import { useZodForm } from './use-zod-form'

export type ActField = {
  /** where the value goes in the command's input: 'reason', 'form.result' */
  name: string
  label: string
  /** 'whole' is sent as a number, 'flag' as true or false, 'csv' as the text of a file, 'lines' as a list of lines, 'many' as a list of the options that are ticked; the rest as text */
  kind:
    | 'text'
    | 'area'
    | 'date'
    | 'money'
    | 'decimal'
    | 'whole'
    | 'choice'
    | 'flag'
    | 'csv'
    | 'lines'
    | 'many'
    | 'secret'
  options?: Option[]
  required?: boolean
  hint?: string
  value?: string
}

type Values = { [key: string]: Values | string | boolean | undefined }

/**
 * An act with a few questions, described as data, so that a page needs no form of its own: the command checks what is
 * sent, and its refusals land on the fields they name. What is left empty is not sent.
 */
export function ActDialog({
  label,
  title,
  description,
  fields,
  fixed = {},
  action,
  tone = 'default',
  size = 'sm',
  done,
}: {
  /** on the button */
  label: string
  title?: string
  description?: string
  fields: readonly ActField[]
  /** what is sent besides: the object's id */
  fixed?: Readonly<Record<string, unknown>>
  action: (input: never) => Promise<Result<unknown>>
  tone?: 'default' | 'primary' | 'quiet' | 'danger'
  size?: 'sm' | 'md'
  /** said when it is done */
  done?: string
}) {
  const t = useTranslations('ui')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const form = useZodForm<Values>(schemaOf(fields), { defaultValues: defaultsOf(fields) })
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) form.reset(defaultsOf(fields))
      }}
      title={title ?? label}
      description={description}
      trigger={
        <Button size={size} tone={tone}>
          {label}
        </Button>
      }
    >
      <Form
        form={form}
        guard={false}
        action={async (values) => {
          const r = await action({ ...fixed, ...sent(fields, values) } as never)
          if (r.ok) {
            setOpen(false)
            toast.ok(done ?? t('saved'))
            router.refresh()
          }
          return r
        }}
      >
        {fields.map((f) => (
          <Field
            key={f.name}
            name={f.name}
            label={f.label}
            hint={f.hint}
            required={f.required}
            hideLabel={f.kind === 'flag'}
          >
            {control(f)}
          </Field>
        ))}
        <FormActions>
          <SubmitButton tone={tone === 'danger' ? 'danger' : 'primary'}>{label}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}

function control(f: ActField) {
  switch (f.kind) {
    case 'choice':
      return <Select options={f.options ?? []} placeholder={f.required && f.value ? undefined : ''} />
    case 'many':
      return (c: ControlProps) => {
        const ticked = String(c.value ?? '')
          .split(',')
          .filter((x) => x !== '')
        return (
          // biome-ignore lint/a11y/useSemanticElements: the field around it has the label already
          <div id={c.id} role="group" aria-labelledby={c['aria-labelledby']} aria-describedby={c['aria-describedby']}>
            {(f.options ?? []).map((o) => (
              <Checkbox
                key={o.value}
                label={o.label}
                checked={ticked.includes(o.value)}
                onChange={(on) => {
                  const now = on ? [...ticked, o.value] : ticked.filter((x) => x !== o.value)
                  c.onChange(now.join(','))
                }}
              />
            ))}
          </div>
        )
      }
    case 'area':
    case 'lines':
      return <Textarea rows={3} />
    case 'date':
      return <DateField />
    case 'money':
      return <MoneyField />
    case 'secret':
      return <Input type="password" autoComplete="new-password" />
    case 'flag':
      return <Checkbox label={f.label} />
    case 'csv':
      return (c: { id: string; onChange: (v: unknown) => void }) => (
        <input
          id={c.id}
          type="file"
          accept=".csv,text/csv"
          className="block w-full text-sm file:mr-3 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:py-1.5"
          onChange={async (e) => c.onChange((await e.target.files?.[0]?.text()) ?? '')}
        />
      )
    default:
      return <Input inputMode={f.kind === 'text' ? undefined : 'decimal'} autoComplete="off" />
  }
}

const at = (values: Values, path: string): string | boolean | undefined =>
  path.split('.').reduce<Values[string]>((node, key) => (node as Values | undefined)?.[key], values) as
    | string
    | boolean
    | undefined

function schemaOf(fields: readonly ActField[]) {
  return z.custom<Values>().superRefine((values, ctx) => {
    for (const f of fields) {
      const value = at(values, f.name)
      if (f.required && f.kind !== 'flag' && (typeof value !== 'string' || value.trim() === ''))
        ctx.addIssue({ code: 'custom', path: f.name.split('.'), message: 'E_REQUIRED' })
      else if (f.kind === 'whole' && typeof value === 'string' && value !== '' && !/^-?\d{1,9}$/.test(value))
        ctx.addIssue({ code: 'custom', path: f.name.split('.'), message: 'E_NUMBER' })
    }
  })
}

function defaultsOf(fields: readonly ActField[]): Values {
  const values: Values = {}
  for (const f of fields) put(values, f.name, f.kind === 'flag' ? f.value === 'true' : (f.value ?? ''))
  return values
}

function sent(fields: readonly ActField[], values: Values): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const f of fields) {
    const value = at(values, f.name)
    if (f.kind === 'flag') put(input, f.name, value === true)
    else if (typeof value === 'string' && value.trim() !== '')
      put(
        input,
        f.name,
        f.kind === 'whole'
          ? Number(value)
          : f.kind === 'lines'
            ? linesOf(value)
            : f.kind === 'many'
              ? value.split(',')
              : value.trim(),
      )
  }
  return input
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

function put(into: { [key: string]: unknown }, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop()!
  let node = into
  for (const key of keys) {
    node[key] ??= {}
    node = node[key] as typeof into
  }
  node[last] = value
}
