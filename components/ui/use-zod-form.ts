'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { useTranslations } from 'next-intl'
import { type DefaultValues, type FieldValues, type Path, type UseFormReturn, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { AppError } from '@/lib/platform/errors'
import type { Translate } from '@/lib/platform/i18n/translator'
import { fieldText, issueText } from './form-errors'

type FormSchema<Input extends FieldValues> = z.ZodType<unknown, Input>

/**
 * A form over the same schema as the command it feeds. It checks with the schema, and hands on what was typed (text,
 * not Fen or PlainDate): the command parses again on the server, and its JSON input is exactly that.
 */
export function useZodForm<Input extends FieldValues>(
  schema: FormSchema<Input>,
  options: { defaultValues: DefaultValues<Input>; disabled?: boolean },
): UseFormReturn<Input, unknown, Input> {
  const t = useTranslations() as unknown as Translate
  return useForm<Input, unknown, Input>({
    resolver: zodResolver(schema, { error: (issue) => issueText(t, issue) }, { raw: true }),
    defaultValues: options.defaultValues,
    disabled: options.disabled,
    mode: 'onTouched',
    shouldFocusError: true,
  })
}

/** Puts a refusal where it belongs: on the fields it names; what remains stands above the form. */
export function setServerError<Input extends FieldValues>(
  form: UseFormReturn<Input, unknown, Input>,
  error: Pick<AppError, 'code' | 'params' | 'fields'>,
  t: Translate,
): void {
  let placed = false
  for (const field of error.fields) {
    form.setError(field.path as Path<Input>, { type: 'server', message: fieldText(t, field) }, { shouldFocus: !placed })
    placed = true
  }
  form.setError('root.server', { type: error.code, message: error.code })
}
