import type { z } from 'zod'
import { type AppError, codeBase, type ErrorParams } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'

/** Messages that are error codes (E_DATE, W_DUP_PHONE) are read from the code's texts; other text stands as it is. */
export function messageText(t: Translate, message: string | undefined, params?: ErrorParams): string {
  if (!message) return ''
  if (!/^[EW]_[A-Z0-9_]+(:.+)?$/.test(message)) return message
  // a schema says only that it could not read the text: the form knows better what was asked for
  if (!params && t.has(`ui.validation.${message}`)) return t(`ui.validation.${message}`)
  const { title, detail } = errorText(t, { code: message, params })
  const raw = `errors.${codeBase(message)}.detail`
  const needsParams = !params && t.has(raw) && String(t.raw(raw)).includes('{')
  return needsParams ? title : detail || title
}

/** zod's own findings in the person's words; a schema's own `error` text or code goes before these. */
export function issueText(t: Translate, issue: z.core.$ZodRawIssue): string | undefined {
  const v = (key: string, values?: Record<string, string | number>) => t(`ui.validation.${key}`, values)
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? v('required') : v('type')
    case 'too_small': {
      const min = Number(issue.minimum)
      if (issue.origin === 'string') return min === 1 ? v('required') : v('tooShort', { min })
      if (issue.origin === 'array' || issue.origin === 'set') return v('tooFew', { min })
      return issue.inclusive === false ? v('notAbove', { min }) : v('tooSmall', { min })
    }
    case 'too_big': {
      const max = Number(issue.maximum)
      if (issue.origin === 'string') return v('tooLong', { max })
      if (issue.origin === 'array' || issue.origin === 'set') return v('tooMany', { max })
      return v('tooBig', { max })
    }
    case 'invalid_value':
      return issue.input === '' || issue.input === undefined || issue.input === null ? v('required') : v('notOffered')
    case 'invalid_format':
      return issue.input === '' ? v('required') : v('format')
    case 'unrecognized_keys':
      return v('unknown')
    default:
      return issue.code === 'custom' ? undefined : v('type')
  }
}

/** The problem of a field as one sentence, for a refusal that names fields. */
export function fieldText(t: Translate, field: AppError['fields'][number]): string {
  return messageText(t, field.code, field.params)
}
